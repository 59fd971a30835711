//! The four laws that every view keeps (see STYLE): it equals the fold, arrival order does not matter, taking every
//! fact back leaves nothing, and workers do not matter. One harness for all views.

use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet};

use dataflow::engine::{Change, Closed, Engine, Extent};
use dataflow::events::{Event, LearnerFact, Record};
use dataflow::fold::{fold, outstanding};
use dataflow::graph::Row;
use dataflow::read_model::operations::OperationsRow;
use dataflow::workers::Workers;
use proptest::prelude::*;
use proptest::test_runner::TestRunner;

use crate::histories::{History, histories};

fn cases() -> u32 {
    std::env::var("SPEECH_COACH_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(32)
}

/// Rows with multiplicities.
#[derive(Default)]
struct Held(BTreeMap<Row, isize>);

impl Held {
    fn apply(&mut self, changes: Vec<Change>) {
        for (row, diff) in changes {
            let count = self.0.entry(row.clone()).or_default();
            *count += diff;
            assert!(*count == 0 || *count == 1, "{row:?} is there {count} times");
            if *count == 0 {
                self.0.remove(&row);
            }
        }
    }

    /// Compares the rows of some views, and says only what differs.
    fn assert_rows(&self, expected: &BTreeSet<Row>, is_concerned: impl Fn(&Row) -> bool, when: &str) {
        let is_concerned = |row: &&Row| is_concerned(row);
        let missing: Vec<_> = expected.iter().filter(is_concerned).filter(|row| !self.0.contains_key(*row)).collect();
        let surplus: Vec<_> = self.0.keys().filter(is_concerned).filter(|row| !expected.contains(*row)).collect();
        assert!(missing.is_empty() && surplus.is_empty(), "{when}: missing {missing:#?}, surplus {surplus:#?}");
    }
}

/// The board never shows half a round: after each it has the rows of the fold.
fn the_board_equals_the_fold(history: &History) {
    let mut engine = Engine::of(Extent::Growth).in_parts_of(2);
    for closed in rounds(history) {
        let closed_us = closed.closed_us;
        let board = engine.follow(closed);
        assert_eq!(board.as_of_us(), closed_us);
        let shown: BTreeSet<Row> = board.rows().into_iter().collect();
        let mut expected = fold(&history.records, closed_us);
        expected.retain(is_growth);
        let missing: Vec<_> = expected.difference(&shown).collect();
        let surplus: Vec<_> = shown.difference(&expected).collect();
        assert!(missing.is_empty() && surplus.is_empty(), "board: missing {missing:#?}, surplus {surplus:#?}");
    }
}

fn is_growth(row: &Row) -> bool {
    matches!(
        row,
        Row::Core(_) | Row::Learner(_) | Row::Prompt(_) | Row::Everyone(_) | Row::Operations(_) | Row::Chat(_)
    )
}

fn is_work(row: &Row) -> bool {
    matches!(row, Row::Due(_) | Row::Held(_) | Row::Wake(_))
}

fn rounds(history: &History) -> impl Iterator<Item = Closed> {
    let mut shown_us = 0;
    history.closed.iter().map(move |closed_us| {
        let is_news = |record: &&Record| shown_us < record.at_us && record.at_us <= *closed_us;
        let records = history.records.iter().filter(is_news).cloned().collect();
        shown_us = *closed_us;
        Closed { records, closed_us: *closed_us }
    })
}

/// Law 1, from the start and from a snapshot in the middle; and law 3.
fn equals_the_fold_and_leaves_nothing(history: &History) {
    let mut engine = Engine::new();
    let mut held = Held::default();
    for closed in rounds(history) {
        let closed_us = closed.closed_us;
        held.apply(engine.advance(closed));
        held.assert_rows(&fold(&history.records, closed_us), |_| true, &format!("at {closed_us}"));
    }
    let last_us = history.closed.last().copied().unwrap_or_default();
    let taken_back = history.records.iter().map(|record| (record.clone(), -1));
    held.apply(engine.advance_by(last_us + 1_000_000, taken_back));
    held.assert_rows(&BTreeSet::new(), |_| true, "taken back");
}

/// A log in which nothing is left of erased learners says what the log said before. Starts of the last second, which
/// pace what is sent, are not kept; so the comparison is later.
fn a_scrubbed_log_says_the_same(history: &History) {
    let is_erasure = |record: &&Record| matches!(record.event, Event::Learner { fact: LearnerFact::Erased, .. });
    let erased: BTreeSet<_> = history.records.iter().filter(is_erasure).filter_map(|r| r.event.learner()).collect();
    let is_gone = |record: &Record| record.event.learner().is_some_and(|learner| erased.contains(&learner));
    let left = |record: &Record| if is_gone(record) { record.remains() } else { record.event.clone() };
    let scrubbed: Vec<_> =
        history.records.iter().map(|record| Record { event: left(record), ..record.clone() }).collect();
    let named = scrubbed.iter().filter_map(|record| record.event.learner()).any(|learner| erased.contains(&learner));
    assert!(!named, "an erased learner is named");
    let mut engine = Engine::new();
    let mut held = Held::default();
    let later_us = history.records.last().map_or(0, |record| record.at_us) + 2_000_000;
    held.apply(engine.advance(Closed { records: scrubbed, closed_us: later_us }));
    held.assert_rows(&fold(&history.records, later_us), |_| true, "scrubbed");
    for closed_us in history.closed.iter().copied().filter(|closed_us| *closed_us > later_us) {
        held.apply(engine.advance(Closed { records: Vec::new(), closed_us }));
        held.assert_rows(&fold(&history.records, closed_us), |_| true, "scrubbed, later");
    }
}

/// Outstanding work is the same when the log was compacted to what had not ended.
fn goes_on_from_a_snapshot(history: &History) {
    let middle_us = history.closed[history.closed.len() / 2];
    let so_far: Vec<_> = history.records.iter().filter(|record| record.at_us <= middle_us).cloned().collect();
    let mut engine = Engine::new();
    let mut held = Held::default();
    held.apply(engine.advance(Closed { records: outstanding(&so_far), closed_us: middle_us }));
    for closed in rounds(history).filter(|closed| closed.closed_us > middle_us) {
        held.apply(engine.advance(closed));
    }
    let last_us = history.closed.last().copied().unwrap_or_default();
    held.assert_rows(&fold(&history.records, last_us), is_work, "from a snapshot");
}

/// Law 2 for stamped events: any order within a round, and in parts of any size.
fn order_within_rounds_does_not_matter(history: &History, shuffle: u64) {
    let (mut straight, mut shuffled) = (Engine::new(), Engine::new().in_parts_of(3));
    for closed in rounds(history) {
        let mut records = closed.records.clone();
        deal(&mut records, shuffle);
        let (expected, got) = (straight.advance(closed.clone()), shuffled.advance(Closed { records, ..closed }));
        assert!(expected == got, "order changes {}", difference(&expected, &got));
    }
}

/// Whether a view is about when things happened here, by the log's own times.
fn depends_on_stamps(row: &Row) -> bool {
    let is_timed = |row: &OperationsRow| matches!(row, OperationsRow::Latency(_) | OperationsRow::Failure(_));
    matches!(row, Row::Operations(row) if is_timed(row)) || is_work(row)
}

/// Law 2 for views of what is known: nothing there depends on when a fact arrived.
fn stamps_do_not_matter_to_what_is_known(history: &History, shuffle: u64) {
    let mut records = history.records.clone();
    deal(&mut records, shuffle);
    let mut engine = Engine::new();
    let mut held = Held::default();
    let ends: Vec<u64> = history.closed.iter().rev().take(3).copied().collect();
    let end_us = ends[usize::from(shuffle.to_le_bytes()[0]) % ends.len()];
    let first_us = end_us - records.len() as u64 * 1_000_000;
    for (round, record) in records.into_iter().enumerate() {
        let at_us = first_us + round as u64 * 1_000_000;
        held.apply(engine.advance(Closed { records: vec![Record { at_us, ..record }], closed_us: at_us }));
    }
    held.apply(engine.advance(Closed { records: Vec::new(), closed_us: end_us }));
    held.assert_rows(&fold(&history.records, end_us), |row| !depends_on_stamps(row), "stamps dealt anew");
}

/// Law 4.
fn workers_do_not_matter(history: &History) {
    let mut alone = Engine::new();
    let mut four = Workers::start(4).unwrap();
    for closed in rounds(history) {
        let (expected, got) = (alone.advance(closed.clone()), four.advance(closed).unwrap());
        assert!(expected == got, "four workers change {}", difference(&expected, &got));
    }
}

/// What only one of two sets of changes says.
fn difference(expected: &[Change], got: &[Change]) -> String {
    let missing: Vec<_> = expected.iter().filter(|change| !got.contains(change)).collect();
    let surplus: Vec<_> = got.iter().filter(|change| !expected.contains(change)).collect();
    format!("missing {missing:#?}, surplus {surplus:#?}")
}

/// A shuffle that depends on nothing but the seed.
fn deal<T>(cards: &mut [T], seed: u64) {
    let mut state = seed | 1;
    for last in (1..cards.len()).rev() {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        cards.swap(last, (state >> 33) as usize % (last + 1));
    }
}

#[test]
fn every_view_keeps_the_four_laws() {
    let (corrections, late_facts, erasures) = (Cell::new(0), Cell::new(0), Cell::new(0));
    let config = ProptestConfig { cases: cases(), failure_persistence: None, ..ProptestConfig::default() };
    TestRunner::new(config)
        .run(&(histories(), any::<u64>()), |(history, shuffle)| {
            corrections.set(corrections.get() + u32::from(history.has_correction));
            late_facts.set(late_facts.get() + u32::from(history.has_late_fact));
            erasures.set(erasures.get() + u32::from(history.has_erasure));
            equals_the_fold_and_leaves_nothing(&history);
            the_board_equals_the_fold(&history);
            goes_on_from_a_snapshot(&history);
            a_scrubbed_log_says_the_same(&history);
            order_within_rounds_does_not_matter(&history, shuffle);
            stamps_do_not_matter_to_what_is_known(&history, shuffle);
            workers_do_not_matter(&history);
            Ok(())
        })
        .unwrap();
    let share = |count: Cell<u32>| f64::from(count.get()) / f64::from(cases());
    let (corrections, late_facts, erasures) = (share(corrections), share(late_facts), share(erasures));
    assert!(corrections >= 0.3, "only {corrections} of the cases hold a correction");
    assert!(late_facts >= 0.3, "only {late_facts} of the cases hold a late fact");
    assert!(erasures >= 0.1, "only {erasures} of the cases hold an erasure");
}
