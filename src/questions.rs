//! Questions to the board: what is known, at the moment of asking.
//!
//! The board lives on the graph's thread. A question waits there until what is known has caught up with everything that
//! was committed before it was asked, so an answer is never older than its question.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use anyhow::Context as _;
use dataflow::events::{LearnerId, Purpose};
use dataflow::read_model::{Agenda, Board};
use ingest::{Log, now_us};
use tokio::sync::oneshot;

/// What a question sees.
pub struct Known<'a> {
    /// What is known.
    pub board: &'a Board,
    /// What is outstanding.
    pub agenda: &'a Agenda,
    /// What each learner agrees to.
    pub consents: &'a Consents,
}

/// The view `consents`, by learner and purpose: whether it is given.
pub type Consents = BTreeMap<(LearnerId, Purpose), bool>;

type Question = Box<dyn FnOnce(&Known<'_>) + Send>;

/// Asks the board of an engine.
#[derive(Clone, Default)]
pub struct Questions {
    waiting: Arc<Mutex<Vec<Question>>>,
}

impl Questions {
    /// What `question` finds. The log is the engine's: it wakes the graph.
    ///
    /// # Errors
    /// The graph has stopped.
    pub async fn ask<T: Send + 'static>(
        &self,
        log: &Log,
        question: impl FnOnce(&Known<'_>) -> T + Send + 'static,
    ) -> anyhow::Result<T> {
        let (reply, answer) = oneshot::channel();
        let ask = Box::new(move |known: &Known<'_>| {
            // Whoever asked may have gone.
            drop(reply.send(question(known)));
        });
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner).push(ask);
        // A time that is closed wakes the graph, and so does any commit that comes before.
        log.close_at(Some(now_us() + 1));
        answer.await.context("the graph has stopped")
    }

    /// Everything that was asked.
    pub(crate) fn take(&self) -> Vec<Box<dyn FnOnce(&Known<'_>) + Send>> {
        std::mem::take(&mut *self.waiting.lock().unwrap_or_else(PoisonError::into_inner))
    }
}
