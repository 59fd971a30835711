use dataflow::graph::Row;
use dataflow::read_model::everyone::EveryoneRow;
use expect_test::expect;

use super::check_at;
use crate::histories::{erased, spoke, spoken};

/// Hours of a week.
const WEEK: u64 = 7 * 24;

#[test]
fn a_late_earlier_answer_moves_its_learner_to_an_earlier_cohort() {
    let second_week = spoken(WEEK + 1, 7, 600);
    check_at(
        &[
            (WEEK + 1, &[spoke(1, 10, second_week.clone()), spoke(2, 20, second_week)]),
            (WEEK + 2, &[spoke(1, 11, spoken(WEEK + 2, 8, 600))]),
            (4 * WEEK, &[spoke(1, 12, spoken(4 * WEEK, 8, 600)), spoke(2, 21, spoken(4 * WEEK, 8, 600))]),
            (4 * WEEK + 1, &[spoke(1, 13, spoken(WEEK - 1, 9, 600))]),
            (4 * WEEK + 2, &[erased(1)]),
        ],
        |row| matches!(row, Row::Everyone(EveryoneRow::Retention(_))),
        &expect![[r#"
            169 + Everyone(Retention(RetentionRow { cohort_day: 19688, weeks_since: 0, learners: 2 }))
            672 + Everyone(Retention(RetentionRow { cohort_day: 19688, weeks_since: 3, learners: 2 }))
            673 + Everyone(Retention(RetentionRow { cohort_day: 19681, weeks_since: 0, learners: 1 }))
            673 + Everyone(Retention(RetentionRow { cohort_day: 19681, weeks_since: 1, learners: 1 }))
            673 + Everyone(Retention(RetentionRow { cohort_day: 19681, weeks_since: 4, learners: 1 }))
            673 + Everyone(Retention(RetentionRow { cohort_day: 19688, weeks_since: 0, learners: 1 }))
            673 - Everyone(Retention(RetentionRow { cohort_day: 19688, weeks_since: 0, learners: 2 }))
            673 + Everyone(Retention(RetentionRow { cohort_day: 19688, weeks_since: 3, learners: 1 }))
            673 - Everyone(Retention(RetentionRow { cohort_day: 19688, weeks_since: 3, learners: 2 }))
            674 - Everyone(Retention(RetentionRow { cohort_day: 19681, weeks_since: 0, learners: 1 }))
            674 - Everyone(Retention(RetentionRow { cohort_day: 19681, weeks_since: 1, learners: 1 }))
            674 - Everyone(Retention(RetentionRow { cohort_day: 19681, weeks_since: 4, learners: 1 }))
        "#]],
    );
}
