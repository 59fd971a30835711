//! The views, said slowly and obviously: a pure function from facts to rows.
//!
//! This is the oracle of every test and shares no function with the graph; only the derivation of measures from stored
//! intervals is the same, and has an oracle of its own. It asks each question of the whole history anew, in the order of
//! the words of the design. [`outstanding`] also tells what of a log is worth keeping for orchestration.

#![expect(
    clippy::wildcard_enum_match_arm,
    reason = "each question here is about one kind of fact; the graph is where every kind is considered"
)]

mod chats;
mod growth;
mod known;
mod outstanding;
mod paced;
mod providers;
mod studies;

use std::collections::BTreeSet;

use crate::events::{Event, LearnerFact, LearnerId, Record};
use crate::graph::Row;

pub use outstanding::outstanding;

/// Every row of every view at `now_us`, given everything the log says at or before it.
pub fn fold(records: &[Record], now_us: u64) -> BTreeSet<Row> {
    let so_far = so_far(records, now_us);
    let with_prompts = chats::with_prompts(&so_far);
    let mut rows = known::rows(&with_prompts);
    rows.extend(outstanding::rows(&so_far, now_us));
    rows.extend(growth::rows(&with_prompts, now_us));
    rows.extend(growth::operations(&so_far, now_us));
    rows.extend(chats::rows(&so_far));
    rows.extend(studies::rows(&so_far));
    rows
}

/// The rows of outstanding work alone, as in [`fold`].
pub fn work(records: &[Record], now_us: u64) -> BTreeSet<Row> {
    outstanding::rows(&so_far(records, now_us), now_us)
}

fn so_far(records: &[Record], now_us: u64) -> Vec<Record> {
    records.iter().filter(|record| record.at_us <= now_us).cloned().collect()
}

fn erased(records: &[Record]) -> BTreeSet<LearnerId> {
    let erased = records.iter().filter_map(|record| match &record.event {
        Event::Learner { learner, fact: LearnerFact::Erased } => Some(*learner),
        Event::Learner { .. } | Event::Answer { .. } | Event::System(_) => None,
    });
    erased.collect()
}
