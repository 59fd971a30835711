use dataflow::events::{AnswerRun, Event, LearnerFact, LearnerId, Step};
use dataflow::graph::Row;
use expect_test::expect;

use super::check;
use crate::histories::{answer, of, result};

#[test]
fn every_silence_is_a_row_of_its_run_until_the_learner_is_erased() {
    check(
        &[
            &[answer(1, of(5), result(Step::Measure))],
            &[answer(1, AnswerRun { run: 1, ..of(5) }, result(Step::Measure))],
            &[Event::Learner { learner: LearnerId(1), fact: LearnerFact::Erased }],
        ],
        |row| matches!(row, Row::Pause(_)),
        &expect![[r#"
            1 + Pause(PauseRow { learner: LearnerId(1), of: AnswerRun { answer: AnswerId(5), run: 0 }, start_ms: 9000, end_ms: 9260 })
            1 + Pause(PauseRow { learner: LearnerId(1), of: AnswerRun { answer: AnswerId(5), run: 0 }, start_ms: 18000, end_ms: 18210 })
            1 + Pause(PauseRow { learner: LearnerId(1), of: AnswerRun { answer: AnswerId(5), run: 0 }, start_ms: 31000, end_ms: 33000 })
            2 + Pause(PauseRow { learner: LearnerId(1), of: AnswerRun { answer: AnswerId(5), run: 1 }, start_ms: 9000, end_ms: 9260 })
            2 + Pause(PauseRow { learner: LearnerId(1), of: AnswerRun { answer: AnswerId(5), run: 1 }, start_ms: 18000, end_ms: 18210 })
            2 + Pause(PauseRow { learner: LearnerId(1), of: AnswerRun { answer: AnswerId(5), run: 1 }, start_ms: 31000, end_ms: 33000 })
            3 - Pause(PauseRow { learner: LearnerId(1), of: AnswerRun { answer: AnswerId(5), run: 0 }, start_ms: 9000, end_ms: 9260 })
            3 - Pause(PauseRow { learner: LearnerId(1), of: AnswerRun { answer: AnswerId(5), run: 0 }, start_ms: 18000, end_ms: 18210 })
            3 - Pause(PauseRow { learner: LearnerId(1), of: AnswerRun { answer: AnswerId(5), run: 0 }, start_ms: 31000, end_ms: 33000 })
            3 - Pause(PauseRow { learner: LearnerId(1), of: AnswerRun { answer: AnswerId(5), run: 1 }, start_ms: 9000, end_ms: 9260 })
            3 - Pause(PauseRow { learner: LearnerId(1), of: AnswerRun { answer: AnswerId(5), run: 1 }, start_ms: 18000, end_ms: 18210 })
            3 - Pause(PauseRow { learner: LearnerId(1), of: AnswerRun { answer: AnswerId(5), run: 1 }, start_ms: 31000, end_ms: 33000 })
        "#]],
    );
}
