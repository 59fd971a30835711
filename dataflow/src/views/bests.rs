//! Each learner's personal bests.

use std::cmp::Reverse;

use serde::{Deserialize, Serialize};

use super::spoken::SpokenAnswer;
use crate::events::{AnswerId, LearnerId};
use crate::graph::Rows;
use crate::measures::PHONATION_MS_MIN_OPEN;
use crate::operators::first;

/// What a best is a best of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BestOf {
    /// The score, in thousandths of the most that can be given.
    Score,
    /// Words per minute of speaking time, of an answer with enough speech.
    WordsPerMinute,
    /// Lexical diversity MTLD, in thousandths.
    Mtld,
}

/// A personal best.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct BestRow {
    /// Who.
    pub learner: LearnerId,
    /// What of.
    pub of: BestOf,
    /// How good.
    pub value: i64,
    /// The answer that first reached it.
    pub answer: AnswerId,
    /// When that was spoken, in milliseconds since the Unix epoch.
    pub occurred_at_ms: u64,
}

/// One row per learner and kind of best over all answers that count as growth; of equals the earliest. Changes when a
/// better one is known, or when the best one is scored again, excluded or erased.
pub fn bests<'scope>(counted: Rows<'scope, SpokenAnswer>) -> Rows<'scope, BestRow> {
    let candidates = counted.flat_map(|answer| candidates(&answer));
    first(
        candidates,
        "bests",
        1,
        |row| ((row.learner, row.of), (row.value, Reverse(row.occurred_at_ms), Reverse(row.answer))),
        |(learner, of), (value, Reverse(occurred_at_ms), Reverse(answer))| BestRow {
            learner: *learner,
            of: *of,
            value: *value,
            answer: *answer,
            occurred_at_ms: *occurred_at_ms,
        },
    )
}

fn candidates(answer: &SpokenAnswer) -> impl Iterator<Item = BestRow> + use<> {
    let SpokenAnswer { learner, answer: id, occurred_at_ms, .. } = *answer;
    let is_enough = answer.speech.phonation_ms >= PHONATION_MS_MIN_OPEN;
    let pace = answer.words_per_minute().filter(|_| is_enough);
    let values = [
        (BestOf::Score, answer.score_milli.map(i64::from)),
        (BestOf::WordsPerMinute, pace),
        (BestOf::Mtld, answer.speech.mtld_milli.map(i64::from)),
    ];
    let row = move |(of, value): (BestOf, Option<i64>)| {
        value.map(|value| BestRow { learner, of, value, answer: id, occurred_at_ms })
    };
    values.into_iter().filter_map(row)
}
