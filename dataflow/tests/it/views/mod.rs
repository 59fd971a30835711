//! Each view by its changes: events in, rows out, with a correction and a retraction.

mod answers;
mod consents;
mod due;
mod measurements;
mod pauses;
mod scores;

use dataflow::engine::{Closed, Engine};
use dataflow::events::{Event, Record};
use dataflow::graph::Row;
use expect_test::Expect;

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
