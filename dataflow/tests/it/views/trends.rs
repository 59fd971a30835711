use dataflow::graph::Row;
use dataflow::read_model::learners::LearnerRow;
use expect_test::expect;

use super::check_at;
use crate::histories::{rated, spoke, spoken};

#[test]
fn a_straight_line_has_its_slope_and_no_error() {
    let five: Vec<_> =
        (0..5_u32).map(|n| spoke(1, n.into(), spoken(u64::from(n) * 24, n.into(), 500 + 10 * n))).collect();
    check_at(
        &[(4 * 24, &five[..4]), (4 * 24 + 1, &five[4..]), (4 * 24 + 2, &[rated(1, 2, 1, 600)]), (28 * 24 + 1, &[])],
        |row| matches!(row, Row::Learner(LearnerRow::Trend(_))),
        &expect![[r#"
            97 + Learner(Trend(TrendRow { learner: LearnerId(1), of: Score, answers: 5, slope_micro_per_day: 10000000, slope_se_micro_per_day: 0 }))
            97 + Learner(Trend(TrendRow { learner: LearnerId(1), of: WordsPerMinute, answers: 5, slope_micro_per_day: 0, slope_se_micro_per_day: 0 }))
            98 - Learner(Trend(TrendRow { learner: LearnerId(1), of: Score, answers: 5, slope_micro_per_day: 10000000, slope_se_micro_per_day: 0 }))
            98 + Learner(Trend(TrendRow { learner: LearnerId(1), of: Score, answers: 5, slope_micro_per_day: 10000000, slope_se_micro_per_day: 13063945 }))
            673 - Learner(Trend(TrendRow { learner: LearnerId(1), of: Score, answers: 5, slope_micro_per_day: 10000000, slope_se_micro_per_day: 13063945 }))
            673 - Learner(Trend(TrendRow { learner: LearnerId(1), of: WordsPerMinute, answers: 5, slope_micro_per_day: 0, slope_se_micro_per_day: 0 }))
        "#]],
    );
}
