use dataflow::graph::Row;
use dataflow::read_model::learners::LearnerRow;
use expect_test::expect;

use super::check_at;
use crate::histories::{erased, rated, spoke, spoken};

#[test]
fn the_latest_attempt_is_compared_with_the_first() {
    check_at(
        &[
            (3, &[spoke(1, 10, spoken(2, 7, 600)), spoke(1, 11, spoken(3, 7, 700))]),
            (4, &[rated(1, 11, 1, 800)]),
            (5, &[spoke(1, 12, spoken(1, 7, 500))]),
            (6, &[erased(1)]),
        ],
        |row| matches!(row, Row::Learner(LearnerRow::Attempts(_))),
        &expect![[r#"
            3 + Learner(Attempts(AttemptsRow { learner: LearnerId(1), prompt: PromptId(7), attempts: 2, first: AnswerId(10), latest: AnswerId(11), latest_at_ms: 1700449200000, score_change_milli: Some(100), words_per_minute_change: Some(0) }))
            4 - Learner(Attempts(AttemptsRow { learner: LearnerId(1), prompt: PromptId(7), attempts: 2, first: AnswerId(10), latest: AnswerId(11), latest_at_ms: 1700449200000, score_change_milli: Some(100), words_per_minute_change: Some(0) }))
            4 + Learner(Attempts(AttemptsRow { learner: LearnerId(1), prompt: PromptId(7), attempts: 2, first: AnswerId(10), latest: AnswerId(11), latest_at_ms: 1700449200000, score_change_milli: Some(200), words_per_minute_change: Some(0) }))
            5 - Learner(Attempts(AttemptsRow { learner: LearnerId(1), prompt: PromptId(7), attempts: 2, first: AnswerId(10), latest: AnswerId(11), latest_at_ms: 1700449200000, score_change_milli: Some(200), words_per_minute_change: Some(0) }))
            5 + Learner(Attempts(AttemptsRow { learner: LearnerId(1), prompt: PromptId(7), attempts: 3, first: AnswerId(12), latest: AnswerId(11), latest_at_ms: 1700449200000, score_change_milli: Some(300), words_per_minute_change: Some(0) }))
            6 - Learner(Attempts(AttemptsRow { learner: LearnerId(1), prompt: PromptId(7), attempts: 3, first: AnswerId(12), latest: AnswerId(11), latest_at_ms: 1700449200000, score_change_milli: Some(300), words_per_minute_change: Some(0) }))
        "#]],
    );
}
