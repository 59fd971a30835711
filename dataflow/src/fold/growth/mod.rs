//! What is known about growth.
//!
//! Each file answers the questions of one group of views, each question anew from the list of all spoken answers.

mod core;
mod everyone;
mod learners;
mod operations;
mod prompts;
mod spoken;
mod words;

use std::collections::BTreeSet;

use self::spoken::{Answers, answers};
use crate::events::Record;
use crate::graph::Row;

pub(super) fn rows(records: &[Record], now_us: u64) -> BTreeSet<Row> {
    let answers = answers(records);
    let mut rows = core::rows(&answers, now_us);
    rows.extend(learners::rows(&answers, now_us));
    rows.extend(words::rows(&answers, records, now_us));
    rows.extend(prompts::rows(&answers, now_us));
    rows.extend(everyone::rows(&answers, records, now_us));
    rows
}

/// How the system itself is doing.
pub(super) fn operations(records: &[Record], now_us: u64) -> BTreeSet<Row> {
    operations::rows(records, now_us)
}

/// Whether an event of that time still counts in a window of so many days: it leaves at the first full UTC hour at or
/// after its end.
fn is_within(event_ms: u64, days: u64, now_us: u64) -> bool {
    const HOUR_MS: u128 = 3_600_000;
    let over_ms = u128::from(event_ms) + u128::from(days) * 24 * HOUR_MS;
    let full_hour_ms = over_ms.div_ceil(HOUR_MS) * HOUR_MS;
    full_hour_ms * 1_000 > u128::from(now_us)
}
