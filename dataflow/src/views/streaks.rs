//! Days in a row on which a learner practised.

use serde::{Deserialize, Serialize};

use super::practice_days::PracticeDayRow;
use crate::events::LearnerId;
use crate::graph::Rows;
use crate::operators::{Made, Values, grouped};

/// A learner's last run of days, and the longest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct StreakRow {
    /// Who.
    pub learner: LearnerId,
    /// The last day of practice by the learner's own clock, counted from the Unix epoch.
    pub last_day: u32,
    /// Days in a row that end with it.
    pub days: u32,
    /// The most days in a row ever.
    pub longest_days: u32,
}

impl StreakRow {
    /// Days in a row as of a day: nothing is lost until a whole day has gone by without practice.
    pub fn days_on(&self, today: u32) -> u32 {
        if today > self.last_day.saturating_add(1) { 0 } else { self.days }
    }
}

/// One row per learner who ever practised. It changes with the days that have an answer, not with the clock: whether
/// the run still lasts is asked with [`StreakRow::days_on`]. Retracted when the learner is erased.
pub fn streaks<'scope>(practice_days: Rows<'scope, PracticeDayRow>) -> Rows<'scope, StreakRow> {
    let days = practice_days.map(|row| (row.learner, row.day));
    grouped(days, "streaks", |day| *day, |learner, days| streak(*learner, days))
}

fn streak(learner: LearnerId, all: Values<'_, u32>) -> Made<StreakRow> {
    let mut row: Option<StreakRow> = None;
    for day in all {
        row = Some(match row {
            None => StreakRow { learner, last_day: *day, days: 1, longest_days: 1 },
            Some(row) => {
                let days = if row.last_day + 1 == *day { row.days + 1 } else { 1 };
                StreakRow { last_day: *day, days, longest_days: row.longest_days.max(days), ..row }
            }
        });
    }
    row.into_iter().collect()
}
