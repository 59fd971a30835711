//! Each learner's personal bests.

use std::cmp::Reverse;

use serde::{Deserialize, Serialize};

use super::spoken::SpokenAnswer;
use crate::events::{AnswerId, LearnerId};
use crate::graph::Rows;
use crate::measures::PHONATION_MS_MIN_OPEN;
use crate::operators::{Standings, greatest};

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

/// Every best, in the order of an answer's standings.
const BESTS: [BestOf; 3] = [BestOf::Score, BestOf::WordsPerMinute, BestOf::Mtld];

/// One row per learner and kind of best over all answers that count as growth; of equals the earliest. Changes when a
/// better one is known, or when the best one is scored again, excluded or erased.
pub fn bests<'scope>(counted: Rows<'scope, SpokenAnswer>) -> Rows<'scope, BestRow> {
    let candidates = counted.map(|answer| (answer.learner, Candidate::of(&answer)));
    greatest(
        candidates,
        "bests",
        |candidate| *candidate,
        Candidate::standings,
        |learner, measure, (value, Reverse(occurred_at_ms), Reverse(answer))| {
            BESTS.get(measure).map(|of| BestRow { learner: *learner, of: *of, value, answer, occurred_at_ms })
        },
    )
}

/// What of an answer may be a best.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
struct Candidate {
    answer: AnswerId,
    occurred_at_ms: u64,
    words_per_minute: Option<i64>,
    mtld_milli: Option<u32>,
    score_milli: Option<u16>,
}

/// How good, and of equals the earliest.
type Standing = (i64, Reverse<u64>, Reverse<AnswerId>);

impl Candidate {
    fn of(answer: &SpokenAnswer) -> Self {
        let is_enough = answer.speech.phonation_ms >= PHONATION_MS_MIN_OPEN;
        Candidate {
            answer: answer.answer,
            occurred_at_ms: answer.occurred_at_ms,
            words_per_minute: answer.words_per_minute().filter(|_| is_enough),
            mtld_milli: answer.speech.mtld_milli,
            score_milli: answer.score_milli,
        }
    }

    fn standings(&self) -> Standings<Standing, 3> {
        let value = |of: BestOf| match of {
            BestOf::Score => self.score_milli.map(i64::from),
            BestOf::WordsPerMinute => self.words_per_minute,
            BestOf::Mtld => self.mtld_milli.map(i64::from),
        };
        BESTS.map(|of| value(of).map(|value| (value, Reverse(self.occurred_at_ms), Reverse(self.answer))))
    }
}
