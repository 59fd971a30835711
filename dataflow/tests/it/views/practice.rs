use dataflow::graph::Row;
use dataflow::read_model::core::CoreRow;
use expect_test::expect;

use super::check_at;
use crate::histories::{erased, rated, spoke, spoken};

#[test]
fn an_answer_counts_in_both_windows_and_leaves_each_at_a_full_hour() {
    let late = spoken(1, 9, 500);
    check_at(
        &[
            (2, &[spoke(1, 10, spoken(2, 7, 600)), spoke(2, 20, spoken(2, 7, 300))]),
            (3, &[rated(1, 10, 1, 800)]),
            (30, &[spoke(1, 11, late)]),
            (7 * 24 + 1, &[]),
            (7 * 24 + 2, &[]),
            (28 * 24, &[erased(2)]),
            (28 * 24 + 2, &[]),
        ],
        |row| matches!(row, Row::Core(CoreRow::Practice(_))),
        &expect![[r#"
            2 + Core(Practice(PracticeRow { learner: LearnerId(1), week: PracticeSums { answers: 1, practice_ms: 45000, words: 80, scored: 1, score_milli: 600, score_milli_squares: 360000 }, month: PracticeSums { answers: 1, practice_ms: 45000, words: 80, scored: 1, score_milli: 600, score_milli_squares: 360000 } }))
            2 + Core(Practice(PracticeRow { learner: LearnerId(2), week: PracticeSums { answers: 1, practice_ms: 45000, words: 80, scored: 1, score_milli: 300, score_milli_squares: 90000 }, month: PracticeSums { answers: 1, practice_ms: 45000, words: 80, scored: 1, score_milli: 300, score_milli_squares: 90000 } }))
            3 - Core(Practice(PracticeRow { learner: LearnerId(1), week: PracticeSums { answers: 1, practice_ms: 45000, words: 80, scored: 1, score_milli: 600, score_milli_squares: 360000 }, month: PracticeSums { answers: 1, practice_ms: 45000, words: 80, scored: 1, score_milli: 600, score_milli_squares: 360000 } }))
            3 + Core(Practice(PracticeRow { learner: LearnerId(1), week: PracticeSums { answers: 1, practice_ms: 45000, words: 80, scored: 1, score_milli: 800, score_milli_squares: 640000 }, month: PracticeSums { answers: 1, practice_ms: 45000, words: 80, scored: 1, score_milli: 800, score_milli_squares: 640000 } }))
            30 - Core(Practice(PracticeRow { learner: LearnerId(1), week: PracticeSums { answers: 1, practice_ms: 45000, words: 80, scored: 1, score_milli: 800, score_milli_squares: 640000 }, month: PracticeSums { answers: 1, practice_ms: 45000, words: 80, scored: 1, score_milli: 800, score_milli_squares: 640000 } }))
            30 + Core(Practice(PracticeRow { learner: LearnerId(1), week: PracticeSums { answers: 2, practice_ms: 90000, words: 160, scored: 2, score_milli: 1300, score_milli_squares: 890000 }, month: PracticeSums { answers: 2, practice_ms: 90000, words: 160, scored: 2, score_milli: 1300, score_milli_squares: 890000 } }))
            169 + Core(Practice(PracticeRow { learner: LearnerId(1), week: PracticeSums { answers: 1, practice_ms: 45000, words: 80, scored: 1, score_milli: 800, score_milli_squares: 640000 }, month: PracticeSums { answers: 2, practice_ms: 90000, words: 160, scored: 2, score_milli: 1300, score_milli_squares: 890000 } }))
            169 - Core(Practice(PracticeRow { learner: LearnerId(1), week: PracticeSums { answers: 2, practice_ms: 90000, words: 160, scored: 2, score_milli: 1300, score_milli_squares: 890000 }, month: PracticeSums { answers: 2, practice_ms: 90000, words: 160, scored: 2, score_milli: 1300, score_milli_squares: 890000 } }))
            170 + Core(Practice(PracticeRow { learner: LearnerId(1), week: PracticeSums { answers: 0, practice_ms: 0, words: 0, scored: 0, score_milli: 0, score_milli_squares: 0 }, month: PracticeSums { answers: 2, practice_ms: 90000, words: 160, scored: 2, score_milli: 1300, score_milli_squares: 890000 } }))
            170 - Core(Practice(PracticeRow { learner: LearnerId(1), week: PracticeSums { answers: 1, practice_ms: 45000, words: 80, scored: 1, score_milli: 800, score_milli_squares: 640000 }, month: PracticeSums { answers: 2, practice_ms: 90000, words: 160, scored: 2, score_milli: 1300, score_milli_squares: 890000 } }))
            170 + Core(Practice(PracticeRow { learner: LearnerId(2), week: PracticeSums { answers: 0, practice_ms: 0, words: 0, scored: 0, score_milli: 0, score_milli_squares: 0 }, month: PracticeSums { answers: 1, practice_ms: 45000, words: 80, scored: 1, score_milli: 300, score_milli_squares: 90000 } }))
            170 - Core(Practice(PracticeRow { learner: LearnerId(2), week: PracticeSums { answers: 1, practice_ms: 45000, words: 80, scored: 1, score_milli: 300, score_milli_squares: 90000 }, month: PracticeSums { answers: 1, practice_ms: 45000, words: 80, scored: 1, score_milli: 300, score_milli_squares: 90000 } }))
            672 - Core(Practice(PracticeRow { learner: LearnerId(2), week: PracticeSums { answers: 0, practice_ms: 0, words: 0, scored: 0, score_milli: 0, score_milli_squares: 0 }, month: PracticeSums { answers: 1, practice_ms: 45000, words: 80, scored: 1, score_milli: 300, score_milli_squares: 90000 } }))
            674 - Core(Practice(PracticeRow { learner: LearnerId(1), week: PracticeSums { answers: 0, practice_ms: 0, words: 0, scored: 0, score_milli: 0, score_milli_squares: 0 }, month: PracticeSums { answers: 2, practice_ms: 90000, words: 160, scored: 2, score_milli: 1300, score_milli_squares: 890000 } }))
        "#]],
    );
}

#[test]
fn a_repeat_is_practice_and_no_growth() {
    check_at(
        &[(2, &[spoke(1, 10, spoken(2, 7, 600))]), (4, &[spoke(1, 11, spoken(4, 7, 900))])],
        |row| matches!(row, Row::Core(CoreRow::Practice(_))),
        &expect![[r#"
            2 + Core(Practice(PracticeRow { learner: LearnerId(1), week: PracticeSums { answers: 1, practice_ms: 45000, words: 80, scored: 1, score_milli: 600, score_milli_squares: 360000 }, month: PracticeSums { answers: 1, practice_ms: 45000, words: 80, scored: 1, score_milli: 600, score_milli_squares: 360000 } }))
            4 - Core(Practice(PracticeRow { learner: LearnerId(1), week: PracticeSums { answers: 1, practice_ms: 45000, words: 80, scored: 1, score_milli: 600, score_milli_squares: 360000 }, month: PracticeSums { answers: 1, practice_ms: 45000, words: 80, scored: 1, score_milli: 600, score_milli_squares: 360000 } }))
            4 + Core(Practice(PracticeRow { learner: LearnerId(1), week: PracticeSums { answers: 2, practice_ms: 90000, words: 160, scored: 1, score_milli: 600, score_milli_squares: 360000 }, month: PracticeSums { answers: 2, practice_ms: 90000, words: 160, scored: 1, score_milli: 600, score_milli_squares: 360000 } }))
        "#]],
    );
}
