#![cfg(test)]
//! Tests of ingest, as `src` is laid out.

mod blobs;
mod facts_file;
mod folder;
mod hashing;
mod identities;
mod inbox;
mod log;
mod secret;
mod shown;
mod store;

use std::time::Duration;

use dataflow::events::{
    AnswerFact, AnswerId, AnswerRun, AttemptFailed, Event, FailureClass, LearnerId, ProviderId, Record, Step,
};
use ingest::DataFolder;
use tempfile::TempDir;

/// Longer than anything here takes on a busy machine.
const PATIENCE: Duration = Duration::from_secs(60);

fn data_folder() -> (TempDir, DataFolder) {
    let place = tempfile::tempdir().unwrap();
    let folder = DataFolder::open(place.path().join("data")).unwrap();
    (place, folder)
}

/// A small event; the same numbers make the same event.
fn event(answer: u64, run: u16) -> Event {
    let of = AnswerRun { answer: AnswerId(answer), run };
    Event::Answer { learner: LearnerId(answer % 7 + 1), of, fact: AnswerFact::Cancelled }
}

/// An event with so many characters in it.
fn long_event(answer: u64, chars: usize) -> Event {
    let failed = AttemptFailed {
        step: Step::Measure,
        attempt: 1,
        epoch: 1,
        lease_until_us: 2,
        retry_at_us: 3,
        class: FailureClass::Transient,
        reason: "x".repeat(chars),
        provider: ProviderId::HERE,
        shut_until_us: None,
    };
    let of = AnswerRun { answer: AnswerId(answer), run: 0 };
    Event::Answer { learner: LearnerId(1), of, fact: AnswerFact::AttemptFailed(failed) }
}

fn assert_dense(records: &[Record]) {
    let positions = records.iter().map(|record| record.pos);
    assert!(positions.eq(1..=records.len() as u64), "positions have no gap");
    assert!(records.is_sorted_by_key(|record| record.at_us), "times never decrease");
}
