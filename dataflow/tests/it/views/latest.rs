use dataflow::graph::Row;
use dataflow::read_model::core::CoreRow;
use expect_test::expect;

use super::check_at;
use crate::histories::{erased, spoke, spoken};

#[test]
fn the_eleventh_pushes_the_first_out_and_a_late_one_may_not_come_in() {
    let ten: Vec<_> = (1..=10).map(|n| spoke(1, n, spoken(n, n, 500))).collect();
    check_at(
        &[
            (20, &ten[..2]),
            (21, &ten[2..]),
            (22, &[spoke(1, 11, spoken(22, 11, 700))]),
            (23, &[spoke(1, 12, spoken(0, 12, 700))]),
            (24, &[erased(1)]),
        ],
        |row| matches!(row, Row::Core(CoreRow::Latest(row)) if row.occurred_at_ms > 0),
        &expect![[r#"
            20 + Core(Latest(LatestRow { learner: LearnerId(1), occurred_at_ms: 1700442000000, answer: AnswerId(1), score_milli: Some(500), words: 80, speaking_ms: 40000 }))
            20 + Core(Latest(LatestRow { learner: LearnerId(1), occurred_at_ms: 1700445600000, answer: AnswerId(2), score_milli: Some(500), words: 80, speaking_ms: 40000 }))
            21 + Core(Latest(LatestRow { learner: LearnerId(1), occurred_at_ms: 1700449200000, answer: AnswerId(3), score_milli: Some(500), words: 80, speaking_ms: 40000 }))
            21 + Core(Latest(LatestRow { learner: LearnerId(1), occurred_at_ms: 1700452800000, answer: AnswerId(4), score_milli: Some(500), words: 80, speaking_ms: 40000 }))
            21 + Core(Latest(LatestRow { learner: LearnerId(1), occurred_at_ms: 1700456400000, answer: AnswerId(5), score_milli: Some(500), words: 80, speaking_ms: 40000 }))
            21 + Core(Latest(LatestRow { learner: LearnerId(1), occurred_at_ms: 1700460000000, answer: AnswerId(6), score_milli: Some(500), words: 80, speaking_ms: 40000 }))
            21 + Core(Latest(LatestRow { learner: LearnerId(1), occurred_at_ms: 1700463600000, answer: AnswerId(7), score_milli: Some(500), words: 80, speaking_ms: 40000 }))
            21 + Core(Latest(LatestRow { learner: LearnerId(1), occurred_at_ms: 1700467200000, answer: AnswerId(8), score_milli: Some(500), words: 80, speaking_ms: 40000 }))
            21 + Core(Latest(LatestRow { learner: LearnerId(1), occurred_at_ms: 1700470800000, answer: AnswerId(9), score_milli: Some(500), words: 80, speaking_ms: 40000 }))
            21 + Core(Latest(LatestRow { learner: LearnerId(1), occurred_at_ms: 1700474400000, answer: AnswerId(10), score_milli: Some(500), words: 80, speaking_ms: 40000 }))
            22 - Core(Latest(LatestRow { learner: LearnerId(1), occurred_at_ms: 1700442000000, answer: AnswerId(1), score_milli: Some(500), words: 80, speaking_ms: 40000 }))
            22 + Core(Latest(LatestRow { learner: LearnerId(1), occurred_at_ms: 1700517600000, answer: AnswerId(11), score_milli: Some(700), words: 80, speaking_ms: 40000 }))
            24 - Core(Latest(LatestRow { learner: LearnerId(1), occurred_at_ms: 1700445600000, answer: AnswerId(2), score_milli: Some(500), words: 80, speaking_ms: 40000 }))
            24 - Core(Latest(LatestRow { learner: LearnerId(1), occurred_at_ms: 1700449200000, answer: AnswerId(3), score_milli: Some(500), words: 80, speaking_ms: 40000 }))
            24 - Core(Latest(LatestRow { learner: LearnerId(1), occurred_at_ms: 1700452800000, answer: AnswerId(4), score_milli: Some(500), words: 80, speaking_ms: 40000 }))
            24 - Core(Latest(LatestRow { learner: LearnerId(1), occurred_at_ms: 1700456400000, answer: AnswerId(5), score_milli: Some(500), words: 80, speaking_ms: 40000 }))
            24 - Core(Latest(LatestRow { learner: LearnerId(1), occurred_at_ms: 1700460000000, answer: AnswerId(6), score_milli: Some(500), words: 80, speaking_ms: 40000 }))
            24 - Core(Latest(LatestRow { learner: LearnerId(1), occurred_at_ms: 1700463600000, answer: AnswerId(7), score_milli: Some(500), words: 80, speaking_ms: 40000 }))
            24 - Core(Latest(LatestRow { learner: LearnerId(1), occurred_at_ms: 1700467200000, answer: AnswerId(8), score_milli: Some(500), words: 80, speaking_ms: 40000 }))
            24 - Core(Latest(LatestRow { learner: LearnerId(1), occurred_at_ms: 1700470800000, answer: AnswerId(9), score_milli: Some(500), words: 80, speaking_ms: 40000 }))
            24 - Core(Latest(LatestRow { learner: LearnerId(1), occurred_at_ms: 1700474400000, answer: AnswerId(10), score_milli: Some(500), words: 80, speaking_ms: 40000 }))
            24 - Core(Latest(LatestRow { learner: LearnerId(1), occurred_at_ms: 1700517600000, answer: AnswerId(11), score_milli: Some(700), words: 80, speaking_ms: 40000 }))
        "#]],
    );
}
