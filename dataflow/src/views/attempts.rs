//! Repeated attempts at one prompt, and what came of repeating.

use serde::{Deserialize, Serialize};

use super::chains::ChainRow;
use super::spoken::SpokenAnswer;
use crate::events::{AnswerId, LearnerId, PromptId};
use crate::graph::Rows;

/// A learner's attempts at one prompt.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct AttemptsRow {
    /// Who.
    pub learner: LearnerId,
    /// Which prompt.
    pub prompt: PromptId,
    /// How many attempts; at least two.
    pub attempts: u32,
    /// The first attempt.
    pub first: AnswerId,
    /// The latest attempt.
    pub latest: AnswerId,
    /// When the latest was spoken, in milliseconds since the Unix epoch.
    pub latest_at_ms: u64,
    /// Score of the latest less that of the first, in thousandths of the most that can be given; none where either is
    /// withheld.
    pub score_change_milli: Option<i32>,
    /// Words per minute of speaking time of the latest less those of the first; none where either has no speech.
    pub words_per_minute_change: Option<i64>,
}

impl AttemptsRow {
    /// Compares the first and the latest of so many attempts; nothing is said where no prompt was answered.
    pub(super) fn of(attempts: u32, first: &SpokenAnswer, latest: &SpokenAnswer) -> Option<Self> {
        let score = |answer: &SpokenAnswer| answer.score_milli.map(i32::from);
        let pace = SpokenAnswer::words_per_minute;
        Some(AttemptsRow {
            learner: first.learner,
            prompt: first.prompt?,
            attempts,
            first: first.answer,
            latest: latest.answer,
            latest_at_ms: latest.occurred_at_ms,
            score_change_milli: score(latest).zip(score(first)).map(|(latest, first)| latest - first),
            words_per_minute_change: pace(latest).zip(pace(first)).map(|(latest, first)| latest - first),
        })
    }
}

/// One row per learner and prompt with at least two attempts that no operator excluded. Changes with every attempt;
/// retracted when the learner is erased.
pub fn attempts<'scope>(chains: Rows<'scope, ChainRow>) -> Rows<'scope, AttemptsRow> {
    chains.flat_map(|row| match row {
        ChainRow::Attempts(attempts) => Some(attempts),
        ChainRow::Counted(_) | ChainRow::Excluded { .. } => None,
    })
}
