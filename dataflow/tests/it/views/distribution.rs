use dataflow::events::{AnswerExcluded, AnswerFact, ExclusionReason, LearnerId};
use dataflow::graph::Row;
use dataflow::read_model::everyone::{EveryoneRow, EveryoneTables};
use dataflow::views::distribution::{percentile_rank, ranked_mean_milli};
use dataflow::views::{DistributionRow, PracticeRow, PracticeSums};
use expect_test::expect;

use super::check_at;
use crate::histories::{answer, erased, of, rated, spoke, spoken};

#[test]
fn a_mean_of_three_scores_moves_and_leaves() {
    let excluded = AnswerFact::Excluded(AnswerExcluded { reason: ExclusionReason::Trial });
    let three = |learner: u64| [1, 2, 3].map(|prompt| spoke(learner, learner * 10 + prompt, spoken(1, prompt, 610)));
    let after_four_weeks = 28 * 24 + 1;
    check_at(
        &[
            (1, &three(1)[..2]),
            (2, &three(1)[2..]),
            (3, &three(2)),
            (4, &[rated(1, 11, 1, 900)]),
            (5, &[answer(1, of(11), excluded)]),
            (6, &three(3)),
            (7, &[erased(2)]),
            (after_four_weeks, &[]),
        ],
        |row| matches!(row, Row::Everyone(EveryoneRow::Distribution(_))),
        &expect![[r#"
            2 + Everyone(Distribution(DistributionRow { from_milli: 600, learners: 1 }))
            3 - Everyone(Distribution(DistributionRow { from_milli: 600, learners: 1 }))
            3 + Everyone(Distribution(DistributionRow { from_milli: 600, learners: 2 }))
            4 + Everyone(Distribution(DistributionRow { from_milli: 600, learners: 1 }))
            4 - Everyone(Distribution(DistributionRow { from_milli: 600, learners: 2 }))
            4 + Everyone(Distribution(DistributionRow { from_milli: 700, learners: 1 }))
            5 - Everyone(Distribution(DistributionRow { from_milli: 700, learners: 1 }))
            6 - Everyone(Distribution(DistributionRow { from_milli: 600, learners: 1 }))
            6 + Everyone(Distribution(DistributionRow { from_milli: 600, learners: 2 }))
            7 + Everyone(Distribution(DistributionRow { from_milli: 600, learners: 1 }))
            7 - Everyone(Distribution(DistributionRow { from_milli: 600, learners: 2 }))
            673 - Everyone(Distribution(DistributionRow { from_milli: 600, learners: 1 }))
        "#]],
    );
}

#[test]
fn a_mean_is_ranked_from_three_scores_on() {
    let row = |scored, score_milli| {
        let month = PracticeSums { answers: 9, scored, score_milli, ..PracticeSums::default() };
        PracticeRow { learner: LearnerId(1), week: month, month }
    };
    let means = [row(2, 1_500), row(3, 1_999), row(3, 3_000)].map(|row| ranked_mean_milli(&row));
    assert_eq!(means, [None, Some(666), Some(1_000)]);
}

#[test]
fn a_rank_counts_half_of_the_same_bucket() {
    let row = |from_milli, learners| DistributionRow { from_milli, learners };
    let rows = [row(980, 1), row(400, 2), row(600, 1)];
    let rank = |score_milli| percentile_rank(&rows, score_milli);
    assert_eq!([0, 399, 400, 419, 420, 600, 979].map(rank), [0, 0, 250, 250, 500, 625, 750].map(Some));
    // Full marks stand in the last bucket.
    assert_eq!([980, 1_000].map(rank), [875, 875].map(Some));
    assert_eq!(percentile_rank(&[row(0, 7)], 3), Some(500));
    assert_eq!(percentile_rank(&[], 3), None);
    assert_eq!(EveryoneTables::default().percentile_rank(3), None);
}
