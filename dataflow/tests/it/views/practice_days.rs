use dataflow::events::AnswerRecorded;
use dataflow::graph::Row;
use dataflow::read_model::learners::LearnerRow;
use expect_test::expect;

use super::check_at;
use crate::histories::{erased, spoke, spoken};

#[test]
fn a_day_is_the_learners_own() {
    let late_in_india = AnswerRecorded { utc_offset_min: Some(330), ..spoken(23, 8, 600) };
    check_at(
        &[
            (24, &[spoke(1, 10, spoken(23, 7, 600)), spoke(1, 11, late_in_india)]),
            (25, &[spoke(1, 12, spoken(1, 9, 600))]),
            (26, &[erased(1)]),
        ],
        |row| matches!(row, Row::Learner(LearnerRow::PracticeDay(_))),
        &expect![[r#"
            24 + Learner(PracticeDay(PracticeDayRow { learner: LearnerId(1), day: 19681, sums: DaySums { answers: 1, practice_ms: 45000 } }))
            24 + Learner(PracticeDay(PracticeDayRow { learner: LearnerId(1), day: 19682, sums: DaySums { answers: 1, practice_ms: 45000 } }))
            25 - Learner(PracticeDay(PracticeDayRow { learner: LearnerId(1), day: 19681, sums: DaySums { answers: 1, practice_ms: 45000 } }))
            25 + Learner(PracticeDay(PracticeDayRow { learner: LearnerId(1), day: 19681, sums: DaySums { answers: 2, practice_ms: 90000 } }))
            26 - Learner(PracticeDay(PracticeDayRow { learner: LearnerId(1), day: 19681, sums: DaySums { answers: 2, practice_ms: 90000 } }))
            26 - Learner(PracticeDay(PracticeDayRow { learner: LearnerId(1), day: 19682, sums: DaySums { answers: 1, practice_ms: 45000 } }))
        "#]],
    );
}
