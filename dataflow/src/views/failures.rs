//! Attempts that failed.

use serde::{Deserialize, Serialize};

use super::efforts::{Effort, Failure};
use crate::events::{FailureClass, Step};
use crate::graph::Rows;
use crate::operators::{DAY_MS, HOUR_MS, Once, Share, Windows, sliding, totals};

const WINDOWS: Windows<2> = Windows { lengths_ms: [HOUR_MS, DAY_MS], grain_ms: 1_000 };

/// Attempts of one step that failed in one way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct FailureRow {
    /// Of which step.
    pub step: Step,
    /// In which way.
    pub class: FailureClass,
    /// Since when.
    pub within: Within,
    /// How many; at least one.
    pub attempts: i64,
}

/// A window of log time that ends now.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Within {
    /// The last hour.
    Hour,
    /// The last day.
    Day,
    /// Since the log began.
    Ever,
}

/// One row per step, class of failure and window in which anything failed.
///
/// A failure leaves a window at the first full second after it. Not retracted by what becomes of the answer later, nor
/// when its learner is erased. An attempt that died with its process did not return and is not counted.
pub fn failures<'scope>(efforts: Rows<'scope, Effort>) -> Rows<'scope, FailureRow> {
    let failed = efforts.flat_map(|effort| match effort {
        Effort::Failed(failure) => Some(failure),
        Effort::Began(_) | Effort::Ended(_) | Effort::Paid(_) | Effort::Erased(_) => None,
    });
    let ever = totals(
        failed.clone(),
        "failures ever",
        |failure| (kind(failure), 1_isize),
        |kind, attempts| Some(row(*kind, Within::Ever, *attempts)),
    );
    let recent = sliding(failed, "recent failures", WINDOWS, share, |kind, [hour, day]| {
        Some([row(*kind, Within::Hour, *hour), row(*kind, Within::Day, *day)])
    });
    recent.flat_map(|rows| rows.into_iter().filter(|row| row.attempts > 0)).concat(ever)
}

fn kind(failure: &Failure) -> (Step, FailureClass) {
    (failure.step, failure.class)
}

fn share(failure: &Failure) -> Share<(Step, FailureClass), Once> {
    Share { key: kind(failure), event_ms: failure.at_us / 1_000, part: Once }
}

fn row((step, class): (Step, FailureClass), within: Within, attempts: isize) -> FailureRow {
    FailureRow { step, class, within, attempts: i64::try_from(attempts).unwrap_or(i64::MAX) }
}
