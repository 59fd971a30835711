//! How many learners practised, by day, week and month.

use serde::{Deserialize, Serialize};

use super::spoken::SpokenAnswer;
use crate::calendar::{Period, day, period_start};
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

/// One row per learner and day of event time, in UTC, with an answer. Retracted with the last answer in it.
pub fn seen_days<'scope>(spoken: Rows<'scope, SpokenAnswer>) -> Rows<'scope, Seen> {
    let seen = spoken.map(|answer| Seen { start_day: day(answer.occurred_at_ms), learner: answer.learner });
    distinct(seen, "seen")
}

/// One row per learner and period with a day on which they were seen. Retracted with the last such day.
pub fn seen_in<'scope>(period: Period, seen_days: Rows<'scope, Seen>) -> Rows<'scope, Seen> {
    let seen = seen_days.map(move |seen| Seen { start_day: period_start(period, seen.start_day), ..seen });
    distinct(seen, "seen")
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
