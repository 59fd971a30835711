//! Questions to the board: what is known, at the moment of asking.
//!
//! The board lives on the graph's thread. A question waits there until what is known has caught up with everything that
//! was committed before it was asked, so an answer is never older than its question.

use std::sync::{Arc, Mutex, PoisonError};

use anyhow::Context as _;
use dataflow::read_model::{Agenda, Board};
use ingest::{Log, now_us};
use tokio::sync::oneshot;

use crate::people::People;

/// What a question sees.
pub struct Known<'a> {
    /// What is known.
    pub board: &'a Board,
    /// What is outstanding.
    pub agenda: &'a Agenda,
    /// What learners agree to and say of themselves, and their studies.
    pub people: &'a People,
}

/// What is asked, and when.
struct Question {
    asked_us: u64,
    ask: Box<dyn FnOnce(&Known<'_>) + Send>,
}

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
        // What was committed before has an earlier time.
        let asked_us = now_us();
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner).push(Question { asked_us, ask });
        // A time that is closed wakes the graph, and so does any commit that comes before.
        log.close_at(Some(asked_us));
        answer.await.context("the graph has stopped")
    }

    /// Everything that was asked until that time, and the time that the next question waits for.
    pub(crate) fn take(&self, closed_us: u64) -> (Vec<Box<dyn FnOnce(&Known<'_>) + Send>>, Option<u64>) {
        let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        let (ripe, later): (Vec<_>, Vec<_>) =
            std::mem::take(&mut *waiting).into_iter().partition(|question| question.asked_us <= closed_us);
        let next_us = later.iter().map(|question| question.asked_us).min();
        *waiting = later;
        (ripe.into_iter().map(|question| question.ask).collect(), next_us)
    }
}
