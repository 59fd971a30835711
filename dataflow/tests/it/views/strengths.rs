use dataflow::graph::Row;
use dataflow::read_model::learners::LearnerRow;
use expect_test::expect;

use super::check_at;
use super::criteria::{judged, judged_again};
use crate::histories::{erased, spoke};

fn is_strength(row: &Row) -> bool {
    matches!(row, Row::Learner(LearnerRow::Strength(_)))
}

#[test]
fn two_criteria_with_three_answers_each_are_compared() {
    let both = [("delivery", 2), ("topic", 3)];
    check_at(
        &[
            (1, &[spoke(1, 10, judged(1, 6, &both)), spoke(1, 11, judged(1, 7, &both))]),
            // A third criterion with one answer is not compared.
            (2, &[spoke(1, 12, judged(2, 8, &[("delivery", 2), ("topic", 3), ("language", 4)]))]),
            (3, &[judged_again(1, 10, 1, &[("delivery", 4), ("topic", 0)])]),
            (28 * 24 + 1, &[]),
        ],
        is_strength,
        &expect![[r#"
            2 + Learner(Strength(StrengthRow { learner: LearnerId(1), strongest: "topic", strongest_milli: 750, weakest: "delivery", weakest_milli: 500 }))
            3 + Learner(Strength(StrengthRow { learner: LearnerId(1), strongest: "delivery", strongest_milli: 666, weakest: "topic", weakest_milli: 500 }))
            3 - Learner(Strength(StrengthRow { learner: LearnerId(1), strongest: "topic", strongest_milli: 750, weakest: "delivery", weakest_milli: 500 }))
            673 - Learner(Strength(StrengthRow { learner: LearnerId(1), strongest: "delivery", strongest_milli: 666, weakest: "topic", weakest_milli: 500 }))
        "#]],
    );
}

#[test]
fn of_equals_the_first_name_is_strongest_and_the_last_is_weakest() {
    let all = [("b", 2), ("c", 2), ("a", 2)];
    check_at(
        &[
            (1, &[spoke(1, 10, judged(1, 6, &all)), spoke(1, 11, judged(1, 7, &all))]),
            (2, &[spoke(1, 12, judged(2, 8, &all))]),
            (3, &[erased(1)]),
        ],
        is_strength,
        &expect![[r#"
            2 + Learner(Strength(StrengthRow { learner: LearnerId(1), strongest: "a", strongest_milli: 500, weakest: "c", weakest_milli: 500 }))
            3 - Learner(Strength(StrengthRow { learner: LearnerId(1), strongest: "a", strongest_milli: 500, weakest: "c", weakest_milli: 500 }))
        "#]],
    );
}
