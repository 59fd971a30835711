use dataflow::events::{AnswerRecorded, SpeechSums};
use dataflow::graph::Row;
use dataflow::read_model::learners::LearnerRow;
use expect_test::expect;

use super::check_at;
use crate::histories::{erased, rated, spoke, spoken};

#[test]
fn the_earliest_of_equals_is_the_best_until_a_better_one_is_known() {
    let short = spoken(1, 9, 100);
    let speech = SpeechSums { phonation_ms: 1_000, speaking_ms: 1_000, mtld_milli: None, ..short.speech };
    check_at(
        &[
            (3, &[spoke(1, 10, spoken(2, 7, 600)), spoke(1, 11, spoken(3, 8, 600))]),
            (4, &[spoke(1, 12, AnswerRecorded { speech, ..short })]),
            (5, &[rated(1, 10, 1, 500)]),
            (6, &[erased(1)]),
        ],
        |row| matches!(row, Row::Learner(LearnerRow::Best(_))),
        &expect![[r#"
            3 + Learner(Best(BestRow { learner: LearnerId(1), of: Score, value: 600, answer: AnswerId(10), occurred_at_ms: 1700445600000 }))
            3 + Learner(Best(BestRow { learner: LearnerId(1), of: WordsPerMinute, value: 120, answer: AnswerId(10), occurred_at_ms: 1700445600000 }))
            3 + Learner(Best(BestRow { learner: LearnerId(1), of: Mtld, value: 60000, answer: AnswerId(10), occurred_at_ms: 1700445600000 }))
            5 - Learner(Best(BestRow { learner: LearnerId(1), of: Score, value: 600, answer: AnswerId(10), occurred_at_ms: 1700445600000 }))
            5 + Learner(Best(BestRow { learner: LearnerId(1), of: Score, value: 600, answer: AnswerId(11), occurred_at_ms: 1700449200000 }))
            6 - Learner(Best(BestRow { learner: LearnerId(1), of: Score, value: 600, answer: AnswerId(11), occurred_at_ms: 1700449200000 }))
            6 - Learner(Best(BestRow { learner: LearnerId(1), of: WordsPerMinute, value: 120, answer: AnswerId(10), occurred_at_ms: 1700445600000 }))
            6 - Learner(Best(BestRow { learner: LearnerId(1), of: Mtld, value: 60000, answer: AnswerId(10), occurred_at_ms: 1700445600000 }))
        "#]],
    );
}
