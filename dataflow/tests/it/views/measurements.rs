use dataflow::events::{Event, LearnerFact, LearnerId, Step};
use dataflow::graph::Row;
use dataflow::measures::MeasureName;
use expect_test::expect;

use super::check;
use crate::histories::{answer, of, received, result};

#[test]
fn a_measure_changes_when_the_words_are_known_and_goes_with_the_learner() {
    let concerned = [MeasureName::PausesPerMinute, MeasureName::WordsPerMinute];
    check(
        &[
            &[answer(1, of(5), result(Step::Measure))],
            &[received(1, of(5))],
            &[answer(1, of(5), result(Step::Transcribe))],
            &[Event::Learner { learner: LearnerId(1), fact: LearnerFact::Erased }],
        ],
        |row| matches!(row, Row::Measurement(row) if concerned.contains(&row.measure.name)),
        &expect![[""]],
    );
}
