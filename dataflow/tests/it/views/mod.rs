//! Each view by its changes: events in, rows out, with a correction and a retraction.

mod active;
mod answered_prompts;
mod answers;
mod arms;
mod asked;
mod attempts;
mod bests;
mod consents;
mod criteria;
mod difficulty;
mod distribution;
mod due;
mod exclusions;
mod failures;
mod fluency;
mod latencies;
mod latest;
mod measurements;
mod new_words;
mod paced;
mod participants;
mod pauses;
mod practice;
mod practice_days;
mod profiles;
mod prompts;
mod quotas;
mod reminders;
mod retention;
mod rules;
mod scores;
mod season;
mod seen_prompts;
mod settings;
mod spend;
mod spoken;
mod streaks;
mod strengths;
mod studies;
mod trends;
mod waiting;
mod words;

use dataflow::engine::{Closed, Engine, Extent};
use dataflow::events::{Event, Record};
use dataflow::graph::Row;
use expect_test::Expect;

use crate::histories::{HOUR_US, MONDAY_MS};

/// Shows each round so many hours after the Monday on which the tests of growth begin, and compares how the rows of one
/// view of growth changed.
///
/// A line is the round's hour, the sign, and the row.
pub(crate) fn check_at(rounds: &[(u64, &[Event])], is_concerned: impl Fn(&Row) -> bool, expected: &Expect) {
    check_in(Engine::of(Extent::Growth), rounds, is_concerned, expected);
}

/// As [`check_at`], for views of what is outstanding.
pub(crate) fn check_work_at(rounds: &[(u64, &[Event])], is_concerned: impl Fn(&Row) -> bool, expected: &Expect) {
    check_in(Engine::of(Extent::Answers), rounds, is_concerned, expected);
}

fn check_in(mut engine: Engine, rounds: &[(u64, &[Event])], is_concerned: impl Fn(&Row) -> bool, expected: &Expect) {
    let mut lines = String::new();
    for (hour, events) in rounds {
        let closed_us = MONDAY_MS * 1_000 + hour * HOUR_US;
        let record = |event: &Event| Record { pos: 1, at_us: closed_us, event: event.clone() };
        let closed = Closed { records: events.iter().map(record).collect(), closed_us };
        for (row, diff) in engine.advance(closed).iter().filter(|(row, _)| is_concerned(row)) {
            let sign = if *diff > 0 { '+' } else { '-' };
            assert_eq!(diff.abs(), 1, "{row:?}");
            lines.push_str(&format!("{hour} {sign} {row:?}\n"));
        }
    }
    expected.assert_eq(&lines);
}

/// Shows the rounds one second apart, starting at one second, and compares how the rows of one view changed.
///
/// A line is the round's second, the sign, and the row.
pub(crate) fn check(rounds: &[&[Event]], is_concerned: impl Fn(&Row) -> bool, expected: &Expect) {
    let mut engine = Engine::new();
    let mut pos = 0;
    let mut lines = String::new();
    for (round, events) in rounds.iter().enumerate() {
        let closed_us = (round as u64 + 1) * 1_000_000;
        let records = events.iter().map(|event| {
            pos += 1;
            Record { pos, at_us: closed_us, event: event.clone() }
        });
        let closed = Closed { records: records.collect(), closed_us };
        for (row, diff) in engine.advance(closed).iter().filter(|(row, _)| is_concerned(row)) {
            let sign = if *diff > 0 { '+' } else { '-' };
            assert_eq!(diff.abs(), 1, "{row:?}");
            lines.push_str(&format!("{} {sign} {row:?}\n", round + 1));
        }
    }
    expected.assert_eq(&lines);
}
