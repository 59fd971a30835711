//! How many learners practised, by day, week and month.

use serde::{Deserialize, Serialize};

use super::spoken::SpokenAnswer;
use crate::calendar::{Period, period_start_day};
use crate::events::LearnerId;
use crate::graph::Rows;
use crate::operators::{distinct, totals};

/// A learner practised in a period.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Seen {
    /// The first day of the period, counted from the Unix epoch.
    pub start_day: u32,
    /// Who.
    pub learner: LearnerId,
}

/// One row per learner and period of event time, in UTC, with an answer. Retracted with the last answer in it.
pub fn seen<'scope>(spoken: Rows<'scope, SpokenAnswer>, period: Period) -> Rows<'scope, Seen> {
    let seen = spoken.map(move |answer| Seen { start_day: start_day(&answer, period), learner: answer.learner });
    distinct(seen, "seen")
}

fn start_day(answer: &SpokenAnswer, period: Period) -> u32 {
    period_start_day(period, answer.occurred_at_ms)
}

/// Learners of one period of event time, in UTC.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct ActiveRow {
    /// How long the period is.
    pub period: Period,
    /// Its first day, counted from the Unix epoch.
    pub start_day: u32,
    /// Learners with at least one answer in it.
    pub learners: u64,
}

/// One row per day, week or month in which anybody practised. Changes when a learner's first answer in it becomes
/// known or the last one goes. A period without answers yields no row.
pub fn active<'scope>(seen: Rows<'scope, Seen>, period: Period) -> Rows<'scope, ActiveRow> {
    totals(
        seen,
        "active",
        |seen| (seen.start_day, 1_isize),
        move |start_day, learners| {
            let learners = u64::try_from(*learners).unwrap_or(0);
            Some(ActiveRow { period, start_day: *start_day, learners })
        },
    )
}
