//! The tables of how the system itself is doing.

use super::group::group;
use crate::events::Step;
use crate::views::{FailureRow, LatencyRow, SpendRow, Stretch};

group! {
    /// How the system itself is doing.
    OperationsViews, OperationsRow, OperationsTables;
    /// How long work takes.
    latencies: Latency(LatencyRow) by Stretch = |row| row.of;
    /// Attempts that failed.
    failures: Failure(FailureRow) by Step = |row| row.step;
    /// What providers were paid.
    spend: Spend(SpendRow) by u32 = |row| row.day;
}
