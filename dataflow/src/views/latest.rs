//! Each learner's last ten answers.

use serde::{Deserialize, Serialize};

use super::spoken::SpokenAnswer;
use crate::events::{AnswerId, LearnerId};
use crate::graph::Rows;
use crate::operators::first;

/// How many answers are shown.
pub const LATEST_ANSWERS: usize = 10;

/// One of a learner's last ten answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct LatestRow {
    /// Who spoke.
    pub learner: LearnerId,
    /// When, in milliseconds since the Unix epoch.
    pub occurred_at_ms: u64,
    /// Which answer.
    pub answer: AnswerId,
    /// Its score in thousandths of the most that can be given; none where it is withheld.
    pub score_milli: Option<u16>,
    /// Words said.
    pub words: u32,
    /// Speaking time, in milliseconds.
    pub speaking_ms: u32,
}

/// One row per learner and each of the ten answers that were spoken last; of two at one time, the one with the greater
/// id is later. Retracted when ten later ones are known, or when the learner is erased.
pub fn latest<'scope>(spoken: Rows<'scope, SpokenAnswer>) -> Rows<'scope, LatestRow> {
    first(spoken, "latest", LATEST_ANSWERS, |answer| (answer.learner, row(answer)), |_, row| *row)
}

/// Rows of one learner are in the order in which the answers were spoken.
fn row(answer: &SpokenAnswer) -> LatestRow {
    LatestRow {
        learner: answer.learner,
        occurred_at_ms: answer.occurred_at_ms,
        answer: answer.answer,
        score_milli: answer.score_milli,
        words: answer.speech.words,
        speaking_ms: answer.speech.speaking_ms,
    }
}
