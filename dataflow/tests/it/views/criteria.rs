use dataflow::events::{
    AnswerAssessed, AnswerExcluded, AnswerFact, AnswerRecorded, CriterionScore, Event, ExclusionReason, RecordedDetails,
};
use dataflow::graph::Row;
use dataflow::read_model::learners::LearnerRow;
use dataflow::views::CriterionSums;
use expect_test::expect;

use super::check_at;
use crate::histories::{answer, assessed, erased, of, spoke, spoken};

fn scores(criteria: &[(&str, u16)]) -> Vec<CriterionScore> {
    let score = |(criterion, score): &(&str, u16)| CriterionScore {
        criterion: (*criterion).into(),
        score: *score,
        low: 0,
        high: 4,
        max: 4,
    };
    criteria.iter().map(score).collect()
}

/// An answer so many hours after the Monday with so many points of four in each criterion.
pub(super) fn judged(hours: u64, prompt: u64, criteria: &[(&str, u16)]) -> AnswerRecorded {
    let details = RecordedDetails { criteria: scores(criteria), ..RecordedDetails::default() };
    AnswerRecorded { details: Some(Box::new(details)), ..spoken(hours, prompt, 500) }
}

/// A re-score of it.
pub(super) fn judged_again(learner: u64, id: u64, revision: u32, criteria: &[(&str, u16)]) -> Event {
    let rated = AnswerAssessed { revision, criteria: scores(criteria), ..assessed() };
    answer(learner, of(id), AnswerFact::Rated(rated))
}

fn is_criterion(row: &Row) -> bool {
    matches!(row, Row::Learner(LearnerRow::Criterion(_)))
}

#[test]
fn criteria_are_those_of_the_score_of_record() {
    check_at(
        &[
            (1, &[spoke(1, 10, judged(1, 7, &[("delivery", 2), ("topic", 4)]))]),
            (2, &[judged_again(1, 10, 2, &[("delivery", 3)])]),
            // An older revision changes nothing.
            (3, &[judged_again(1, 10, 1, &[("delivery", 1)])]),
            (4, &[spoke(1, 11, judged(4, 8, &[("delivery", 4)]))]),
            // One that withholds the score takes the criteria away.
            (5, &[judged_again(1, 10, 3, &[])]),
            (28 * 24 + 3, &[erased(1)]),
        ],
        is_criterion,
        &expect![[r#"
            1 + Learner(Criterion(CriterionRow { learner: LearnerId(1), criterion: "delivery", month: CriterionSums { answers: 1, score_milli: 500 } }))
            1 + Learner(Criterion(CriterionRow { learner: LearnerId(1), criterion: "topic", month: CriterionSums { answers: 1, score_milli: 1000 } }))
            2 - Learner(Criterion(CriterionRow { learner: LearnerId(1), criterion: "delivery", month: CriterionSums { answers: 1, score_milli: 500 } }))
            2 + Learner(Criterion(CriterionRow { learner: LearnerId(1), criterion: "delivery", month: CriterionSums { answers: 1, score_milli: 750 } }))
            2 - Learner(Criterion(CriterionRow { learner: LearnerId(1), criterion: "topic", month: CriterionSums { answers: 1, score_milli: 1000 } }))
            4 - Learner(Criterion(CriterionRow { learner: LearnerId(1), criterion: "delivery", month: CriterionSums { answers: 1, score_milli: 750 } }))
            4 + Learner(Criterion(CriterionRow { learner: LearnerId(1), criterion: "delivery", month: CriterionSums { answers: 2, score_milli: 1750 } }))
            5 + Learner(Criterion(CriterionRow { learner: LearnerId(1), criterion: "delivery", month: CriterionSums { answers: 1, score_milli: 1000 } }))
            5 - Learner(Criterion(CriterionRow { learner: LearnerId(1), criterion: "delivery", month: CriterionSums { answers: 2, score_milli: 1750 } }))
            675 - Learner(Criterion(CriterionRow { learner: LearnerId(1), criterion: "delivery", month: CriterionSums { answers: 1, score_milli: 1000 } }))
        "#]],
    );
}

#[test]
fn an_answer_that_is_no_growth_counts_for_nothing() {
    let excluded = AnswerFact::Excluded(AnswerExcluded { reason: ExclusionReason::Trial });
    check_at(
        &[
            (1, &[spoke(1, 10, judged(1, 7, &[("delivery", 2)]))]),
            (2, &[spoke(1, 11, judged(2, 7, &[("delivery", 4)]))]),
            // With the first attempt out, the second counts.
            (3, &[answer(1, of(10), excluded)]),
            (28 * 24 + 1, &[]),
            (28 * 24 + 2, &[]),
        ],
        is_criterion,
        &expect![[r#"
            1 + Learner(Criterion(CriterionRow { learner: LearnerId(1), criterion: "delivery", month: CriterionSums { answers: 1, score_milli: 500 } }))
            3 - Learner(Criterion(CriterionRow { learner: LearnerId(1), criterion: "delivery", month: CriterionSums { answers: 1, score_milli: 500 } }))
            3 + Learner(Criterion(CriterionRow { learner: LearnerId(1), criterion: "delivery", month: CriterionSums { answers: 1, score_milli: 1000 } }))
            674 - Learner(Criterion(CriterionRow { learner: LearnerId(1), criterion: "delivery", month: CriterionSums { answers: 1, score_milli: 1000 } }))
        "#]],
    );
}

#[test]
fn a_mean_is_rounded_down_and_needs_an_answer() {
    assert_eq!(CriterionSums { answers: 3, score_milli: 2_000 }.mean_milli(), Some(666));
    assert_eq!(CriterionSums::default().mean_milli(), None);
}
