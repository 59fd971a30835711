//! How many learners practised, by day, week and month.

use serde::{Deserialize, Serialize};

use super::spoken::SpokenAnswer;
use crate::calendar::{Period, period_start_day};
use crate::events::LearnerId;
use crate::graph::Rows;
use crate::operators::totals;

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
pub fn active<'scope>(spoken: Rows<'scope, SpokenAnswer>, period: Period) -> Rows<'scope, ActiveRow> {
    let seen = spoken.map(move |answer| Seen { start_day: start_day(&answer, period), learner: answer.learner });
    let present = totals(seen, "present", |seen| (*seen, 1_isize), |seen, answers| (*answers > 0).then_some(*seen));
    totals(
        present,
        "active",
        |seen| (seen.start_day, 1_isize),
        move |start_day, learners| {
            let learners = u64::try_from(*learners).unwrap_or(0);
            Some(ActiveRow { period, start_day: *start_day, learners })
        },
    )
}

/// Somebody practised in a period.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
struct Seen {
    start_day: u32,
    learner: LearnerId,
}

fn start_day(answer: &SpokenAnswer, period: Period) -> u32 {
    period_start_day(period, answer.occurred_at_ms)
}
