//! What was said in each answer.
//!
//! Between the door and the views of words. Not a view of its own: nothing is exported from here.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::details::AnswerDetails;
use crate::events::{AnswerId, LearnerId, LemmaCount};
use crate::graph::Rows;
use crate::operators::Bag;

/// The words of one answer.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Said {
    /// Who spoke.
    pub learner: LearnerId,
    /// When, in milliseconds since the Unix epoch.
    pub occurred_at_ms: u64,
    /// Which answer.
    pub answer: AnswerId,
    /// Lemmas that were said, each once.
    pub lemmas: Arc<[LemmaCount]>,
}

/// One row per spoken answer, repeats included, with at least one known word. Retracted when the learner is erased.
pub fn said<'scope>(details: Rows<'scope, AnswerDetails>) -> Rows<'scope, Said> {
    details.flat_map(|answer| {
        let AnswerDetails { learner, occurred_at_ms, answer, lemmas, .. } = answer;
        (!lemmas.is_empty()).then_some(Said { learner, occurred_at_ms, answer, lemmas })
    })
}

impl Said {
    pub(super) fn bag(&self) -> Bag<LearnerId, LemmaCount> {
        Bag { key: self.learner, event_ms: self.occurred_at_ms, items: Arc::clone(&self.lemmas) }
    }
}
