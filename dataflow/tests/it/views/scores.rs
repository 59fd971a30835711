use dataflow::events::{AnswerAssessed, AnswerFact, Event, LearnerFact, LearnerId, Step};
use dataflow::graph::Row;
use expect_test::expect;

use super::check;
use crate::histories::{answer, assessed, of, result};

#[test]
fn every_criterion_is_a_row_and_a_withheld_score_has_no_value() {
    let withheld =
        AnswerAssessed { criteria: Vec::new(), score_centi: None, low_centi: None, high_centi: None, ..assessed() };
    check(
        &[
            &[answer(1, of(5), result(Step::Assess))],
            &[answer(1, of(6), AnswerFact::Assessed(withheld))],
            &[Event::Learner { learner: LearnerId(1), fact: LearnerFact::Erased }],
        ],
        |row| matches!(row, Row::Score(_)),
        &expect![[r#"
            1 + Score(ScoreRow { learner: LearnerId(1), of: AnswerRun { answer: AnswerId(5), run: 0 }, by: Coach, rater: "test", rubric: "toefl-independent", revision: 0, criterion: "delivery", score_centi: Some(300), low_centi: Some(200), high_centi: Some(400), max_centi: 400 })
            1 + Score(ScoreRow { learner: LearnerId(1), of: AnswerRun { answer: AnswerId(5), run: 0 }, by: Coach, rater: "test", rubric: "toefl-independent", revision: 0, criterion: "overall", score_centi: Some(300), low_centi: Some(200), high_centi: Some(400), max_centi: 400 })
            2 + Score(ScoreRow { learner: LearnerId(1), of: AnswerRun { answer: AnswerId(6), run: 0 }, by: Coach, rater: "test", rubric: "toefl-independent", revision: 0, criterion: "overall", score_centi: None, low_centi: None, high_centi: None, max_centi: 400 })
            3 - Score(ScoreRow { learner: LearnerId(1), of: AnswerRun { answer: AnswerId(5), run: 0 }, by: Coach, rater: "test", rubric: "toefl-independent", revision: 0, criterion: "delivery", score_centi: Some(300), low_centi: Some(200), high_centi: Some(400), max_centi: 400 })
            3 - Score(ScoreRow { learner: LearnerId(1), of: AnswerRun { answer: AnswerId(5), run: 0 }, by: Coach, rater: "test", rubric: "toefl-independent", revision: 0, criterion: "overall", score_centi: Some(300), low_centi: Some(200), high_centi: Some(400), max_centi: 400 })
            3 - Score(ScoreRow { learner: LearnerId(1), of: AnswerRun { answer: AnswerId(6), run: 0 }, by: Coach, rater: "test", rubric: "toefl-independent", revision: 0, criterion: "overall", score_centi: None, low_centi: None, high_centi: None, max_centi: 400 })
        "#]],
    );
}
