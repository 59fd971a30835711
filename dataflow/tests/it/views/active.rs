use dataflow::graph::Row;
use dataflow::read_model::core::CoreRow;
use dataflow::read_model::everyone::EveryoneRow;
use expect_test::expect;

use super::check_at;
use crate::histories::{erased, spoke, spoken};

#[test]
fn a_learner_is_counted_once_a_day_until_erased() {
    check_at(
        &[
            (2, &[spoke(1, 10, spoken(2, 7, 600)), spoke(1, 11, spoken(3, 8, 300))]),
            (5, &[spoke(2, 20, spoken(5, 7, 300))]),
            (6, &[erased(1)]),
        ],
        |row| matches!(row, Row::Core(CoreRow::ActiveDay(_))),
        &expect![[r#"
            2 + Core(ActiveDay(ActiveRow { period: Day, start_day: 19681, learners: 1 }))
            5 - Core(ActiveDay(ActiveRow { period: Day, start_day: 19681, learners: 1 }))
            5 + Core(ActiveDay(ActiveRow { period: Day, start_day: 19681, learners: 2 }))
            6 + Core(ActiveDay(ActiveRow { period: Day, start_day: 19681, learners: 1 }))
            6 - Core(ActiveDay(ActiveRow { period: Day, start_day: 19681, learners: 2 }))
        "#]],
    );
}

#[test]
fn a_learner_is_counted_once_a_week_and_once_a_month() {
    // Ten days after that Monday it is the last day of the month.
    let (last, first) = (10 * 24 + 23, 11 * 24);
    check_at(
        &[
            (1, &[spoke(1, 10, spoken(1, 7, 600)), spoke(1, 11, spoken(30, 8, 300))]),
            (last, &[spoke(1, 12, spoken(last, 7, 300)), spoke(2, 20, spoken(last, 7, 300))]),
            (first, &[spoke(2, 21, spoken(first, 7, 300))]),
            (first + 1, &[erased(2)]),
        ],
        |row| matches!(row, Row::Everyone(EveryoneRow::ActiveWeek(_) | EveryoneRow::ActiveMonth(_))),
        &expect![[r#"
            1 + Everyone(ActiveWeek(ActiveRow { period: Week, start_day: 19681, learners: 1 }))
            1 + Everyone(ActiveMonth(ActiveRow { period: Month, start_day: 19662, learners: 1 }))
            263 + Everyone(ActiveWeek(ActiveRow { period: Week, start_day: 19688, learners: 2 }))
            263 - Everyone(ActiveMonth(ActiveRow { period: Month, start_day: 19662, learners: 1 }))
            263 + Everyone(ActiveMonth(ActiveRow { period: Month, start_day: 19662, learners: 2 }))
            264 + Everyone(ActiveMonth(ActiveRow { period: Month, start_day: 19692, learners: 1 }))
            265 + Everyone(ActiveWeek(ActiveRow { period: Week, start_day: 19688, learners: 1 }))
            265 - Everyone(ActiveWeek(ActiveRow { period: Week, start_day: 19688, learners: 2 }))
            265 + Everyone(ActiveMonth(ActiveRow { period: Month, start_day: 19662, learners: 1 }))
            265 - Everyone(ActiveMonth(ActiveRow { period: Month, start_day: 19662, learners: 2 }))
            265 - Everyone(ActiveMonth(ActiveRow { period: Month, start_day: 19692, learners: 1 }))
        "#]],
    );
}
