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
        &expect![[r#"
            2 + Measurement(MeasurementRow { learner: LearnerId(1), of: AnswerRun { answer: AnswerId(5), run: 0 }, measure: Measure { name: PausesPerMinute, pause_ms_min: Some(200), value_milli: Some(4511), withheld: None } })
            2 + Measurement(MeasurementRow { learner: LearnerId(1), of: AnswerRun { answer: AnswerId(5), run: 0 }, measure: Measure { name: PausesPerMinute, pause_ms_min: Some(250), value_milli: Some(3008), withheld: None } })
            2 + Measurement(MeasurementRow { learner: LearnerId(1), of: AnswerRun { answer: AnswerId(5), run: 0 }, measure: Measure { name: PausesPerMinute, pause_ms_min: Some(350), value_milli: Some(1504), withheld: None } })
            2 + Measurement(MeasurementRow { learner: LearnerId(1), of: AnswerRun { answer: AnswerId(5), run: 0 }, measure: Measure { name: WordsPerMinute, pause_ms_min: None, value_milli: None, withheld: Some(NotTranscribed) } })
            3 - Measurement(MeasurementRow { learner: LearnerId(1), of: AnswerRun { answer: AnswerId(5), run: 0 }, measure: Measure { name: WordsPerMinute, pause_ms_min: None, value_milli: None, withheld: Some(NotTranscribed) } })
            3 + Measurement(MeasurementRow { learner: LearnerId(1), of: AnswerRun { answer: AnswerId(5), run: 0 }, measure: Measure { name: WordsPerMinute, pause_ms_min: None, value_milli: Some(135338), withheld: None } })
            4 - Measurement(MeasurementRow { learner: LearnerId(1), of: AnswerRun { answer: AnswerId(5), run: 0 }, measure: Measure { name: PausesPerMinute, pause_ms_min: Some(200), value_milli: Some(4511), withheld: None } })
            4 - Measurement(MeasurementRow { learner: LearnerId(1), of: AnswerRun { answer: AnswerId(5), run: 0 }, measure: Measure { name: PausesPerMinute, pause_ms_min: Some(250), value_milli: Some(3008), withheld: None } })
            4 - Measurement(MeasurementRow { learner: LearnerId(1), of: AnswerRun { answer: AnswerId(5), run: 0 }, measure: Measure { name: PausesPerMinute, pause_ms_min: Some(350), value_milli: Some(1504), withheld: None } })
            4 - Measurement(MeasurementRow { learner: LearnerId(1), of: AnswerRun { answer: AnswerId(5), run: 0 }, measure: Measure { name: WordsPerMinute, pause_ms_min: None, value_milli: Some(135338), withheld: None } })
        "#]],
    );
}
