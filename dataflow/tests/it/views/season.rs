use dataflow::graph::Row;
use dataflow::read_model::learners::LearnerRow;
use expect_test::expect;

use super::check_at;
use crate::histories::{rated, spoke, spoken};

#[test]
fn an_answer_counts_for_ninety_days() {
    check_at(
        &[(2, &[spoke(1, 10, spoken(2, 7, 600))]), (3, &[rated(1, 10, 1, 700)]), (90 * 24 + 2, &[])],
        |row| matches!(row, Row::Learner(LearnerRow::Season(_))),
        &expect![[r#"
            2 + Learner(Season(SeasonRow { learner: LearnerId(1), season: PracticeSums { answers: 1, practice_ms: 45000, words: 80, scored: 1, score_milli: 600, score_milli_squares: 360000 } }))
            3 - Learner(Season(SeasonRow { learner: LearnerId(1), season: PracticeSums { answers: 1, practice_ms: 45000, words: 80, scored: 1, score_milli: 600, score_milli_squares: 360000 } }))
            3 + Learner(Season(SeasonRow { learner: LearnerId(1), season: PracticeSums { answers: 1, practice_ms: 45000, words: 80, scored: 1, score_milli: 700, score_milli_squares: 490000 } }))
            2162 - Learner(Season(SeasonRow { learner: LearnerId(1), season: PracticeSums { answers: 1, practice_ms: 45000, words: 80, scored: 1, score_milli: 700, score_milli_squares: 490000 } }))
        "#]],
    );
}
