use dataflow::events::LearnerId;
use dataflow::graph::Row;
use dataflow::read_model::learners::LearnerRow;
use dataflow::views::StreakRow;
use expect_test::expect;

use super::check_at;
use crate::histories::{erased, spoke, spoken};

#[test]
fn a_late_answer_closes_the_gap() {
    check_at(
        &[
            (50, &[spoke(1, 10, spoken(1, 7, 600)), spoke(1, 11, spoken(49, 8, 600))]),
            (51, &[spoke(1, 12, spoken(25, 9, 600))]),
            (52, &[erased(1)]),
        ],
        |row| matches!(row, Row::Learner(LearnerRow::Streak(_))),
        &expect![[r#"
            50 + Learner(Streak(StreakRow { learner: LearnerId(1), last_day: 19683, days: 1, longest_days: 1 }))
            51 - Learner(Streak(StreakRow { learner: LearnerId(1), last_day: 19683, days: 1, longest_days: 1 }))
            51 + Learner(Streak(StreakRow { learner: LearnerId(1), last_day: 19683, days: 3, longest_days: 3 }))
            52 - Learner(Streak(StreakRow { learner: LearnerId(1), last_day: 19683, days: 3, longest_days: 3 }))
        "#]],
    );
}

#[test]
fn nothing_is_lost_until_a_whole_day_has_gone_by() {
    let row = StreakRow { learner: LearnerId(1), last_day: 100, days: 4, longest_days: 9 };
    assert_eq!([100, 101, 102].map(|today| row.days_on(today)), [4, 4, 0]);
}
