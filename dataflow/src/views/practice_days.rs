//! What each learner practised on each day, by the learner's own clock.

use serde::{Deserialize, Serialize};

use super::spoken::SpokenAnswer;
use crate::calendar::local_day;
use crate::events::LearnerId;
use crate::graph::Rows;
use crate::operators::{sums, totals};

sums! {
    /// Sums over the answers of a day.
    DaySums {
        /// Answers.
        answers,
        /// Time spent on them, in milliseconds.
        practice_ms,
    }
}

/// A day on which a learner practised.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct PracticeDayRow {
    /// Who.
    pub learner: LearnerId,
    /// Which day, counted from the Unix epoch, where the learner was when each answer was spoken.
    pub day: u32,
    /// What was practised.
    pub sums: DaySums,
}

/// One row per learner and day with an answer, repeats included. Changes with every answer of the day; retracted when
/// the learner is erased. A day without an answer yields no row.
pub fn practice_days<'scope>(spoken: Rows<'scope, SpokenAnswer>) -> Rows<'scope, PracticeDayRow> {
    totals(spoken, "practice_days", share, |(learner, day), sums| {
        Some(PracticeDayRow { learner: *learner, day: *day, sums: *sums })
    })
}

fn share(answer: &SpokenAnswer) -> ((LearnerId, u32), DaySums) {
    let day = local_day(answer.occurred_at_ms, answer.utc_offset_min);
    ((answer.learner, day), DaySums { answers: 1, practice_ms: answer.speech.practice_ms.into() })
}
