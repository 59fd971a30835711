use dataflow::events::{Event, LearnerFact, LearnerId, StudyId, StudyJoined, StudyLeft};
use dataflow::graph::Row;
use dataflow::read_model::everyone::EveryoneRow;
use expect_test::expect;

use super::check_at;
use crate::histories::{erased, rated, spoke, spoken};

fn joined(learner: u64, study: u32, arm: u16, occurred_at_ms: u64) -> Event {
    let joined = StudyJoined { study: StudyId(study), arm, occurred_at_ms };
    Event::Learner { learner: LearnerId(learner), fact: LearnerFact::StudyJoined(joined) }
}

fn is_arm(row: &Row) -> bool {
    matches!(row, Row::Everyone(EveryoneRow::Arm(_)))
}

#[test]
fn an_arm_has_the_practice_of_its_learners() {
    check_at(
        &[
            (1, &[joined(1, 4, 0, 10), joined(2, 4, 0, 20), joined(3, 4, 1, 30)]),
            (2, &[spoke(1, 10, spoken(2, 7, 600)), spoke(3, 30, spoken(2, 7, 300))]),
            (3, &[rated(1, 10, 1, 800), spoke(1, 11, spoken(3, 7, 900))]),
            (4, &[erased(3)]),
            (28 * 24 + 2, &[]),
            (28 * 24 + 3, &[]),
        ],
        is_arm,
        &expect![[r#"
            1 + Everyone(Arm(ArmRow { arm: Arm { study: StudyId(4), arm: 0 }, sums: ArmSums { learners: 2, active_learners: 0, answers: 0, scored: 0, score_milli: 0, score_milli_squares: 0 } }))
            1 + Everyone(Arm(ArmRow { arm: Arm { study: StudyId(4), arm: 1 }, sums: ArmSums { learners: 1, active_learners: 0, answers: 0, scored: 0, score_milli: 0, score_milli_squares: 0 } }))
            2 - Everyone(Arm(ArmRow { arm: Arm { study: StudyId(4), arm: 0 }, sums: ArmSums { learners: 2, active_learners: 0, answers: 0, scored: 0, score_milli: 0, score_milli_squares: 0 } }))
            2 + Everyone(Arm(ArmRow { arm: Arm { study: StudyId(4), arm: 0 }, sums: ArmSums { learners: 2, active_learners: 1, answers: 1, scored: 1, score_milli: 600, score_milli_squares: 360000 } }))
            2 - Everyone(Arm(ArmRow { arm: Arm { study: StudyId(4), arm: 1 }, sums: ArmSums { learners: 1, active_learners: 0, answers: 0, scored: 0, score_milli: 0, score_milli_squares: 0 } }))
            2 + Everyone(Arm(ArmRow { arm: Arm { study: StudyId(4), arm: 1 }, sums: ArmSums { learners: 1, active_learners: 1, answers: 1, scored: 1, score_milli: 300, score_milli_squares: 90000 } }))
            3 - Everyone(Arm(ArmRow { arm: Arm { study: StudyId(4), arm: 0 }, sums: ArmSums { learners: 2, active_learners: 1, answers: 1, scored: 1, score_milli: 600, score_milli_squares: 360000 } }))
            3 + Everyone(Arm(ArmRow { arm: Arm { study: StudyId(4), arm: 0 }, sums: ArmSums { learners: 2, active_learners: 1, answers: 2, scored: 1, score_milli: 800, score_milli_squares: 640000 } }))
            4 - Everyone(Arm(ArmRow { arm: Arm { study: StudyId(4), arm: 1 }, sums: ArmSums { learners: 1, active_learners: 1, answers: 1, scored: 1, score_milli: 300, score_milli_squares: 90000 } }))
            674 + Everyone(Arm(ArmRow { arm: Arm { study: StudyId(4), arm: 0 }, sums: ArmSums { learners: 2, active_learners: 1, answers: 1, scored: 0, score_milli: 0, score_milli_squares: 0 } }))
            674 - Everyone(Arm(ArmRow { arm: Arm { study: StudyId(4), arm: 0 }, sums: ArmSums { learners: 2, active_learners: 1, answers: 2, scored: 1, score_milli: 800, score_milli_squares: 640000 } }))
            675 + Everyone(Arm(ArmRow { arm: Arm { study: StudyId(4), arm: 0 }, sums: ArmSums { learners: 2, active_learners: 0, answers: 0, scored: 0, score_milli: 0, score_milli_squares: 0 } }))
            675 - Everyone(Arm(ArmRow { arm: Arm { study: StudyId(4), arm: 0 }, sums: ArmSums { learners: 2, active_learners: 1, answers: 1, scored: 0, score_milli: 0, score_milli_squares: 0 } }))
        "#]],
    );
}

#[test]
fn the_first_assignment_stands_and_studies_do_not_mix() {
    check_at(
        &[(1, &[joined(1, 4, 1, 20), joined(1, 5, 1, 20)]), (2, &[joined(1, 4, 0, 30)]), (3, &[joined(1, 4, 2, 10)])],
        is_arm,
        &expect![[r#"
            1 + Everyone(Arm(ArmRow { arm: Arm { study: StudyId(4), arm: 1 }, sums: ArmSums { learners: 1, active_learners: 0, answers: 0, scored: 0, score_milli: 0, score_milli_squares: 0 } }))
            1 + Everyone(Arm(ArmRow { arm: Arm { study: StudyId(5), arm: 1 }, sums: ArmSums { learners: 1, active_learners: 0, answers: 0, scored: 0, score_milli: 0, score_milli_squares: 0 } }))
            3 - Everyone(Arm(ArmRow { arm: Arm { study: StudyId(4), arm: 1 }, sums: ArmSums { learners: 1, active_learners: 0, answers: 0, scored: 0, score_milli: 0, score_milli_squares: 0 } }))
            3 + Everyone(Arm(ArmRow { arm: Arm { study: StudyId(4), arm: 2 }, sums: ArmSums { learners: 1, active_learners: 0, answers: 0, scored: 0, score_milli: 0, score_milli_squares: 0 } }))
        "#]],
    );
}

#[test]
fn who_leaves_a_study_is_in_none_of_its_arms_whenever_that_is_known() {
    let left = |learner| {
        let left = StudyLeft { study: StudyId(4), occurred_at_ms: 15 };
        Event::Learner { learner: LearnerId(learner), fact: LearnerFact::StudyLeft(left) }
    };
    check_at(
        &[
            (1, &[joined(1, 4, 0, 10), joined(2, 4, 0, 10), left(3)]),
            (2, &[left(1), joined(3, 4, 1, 10)]),
            (3, &[joined(1, 4, 1, 30)]),
        ],
        is_arm,
        &expect![[r#"
            1 + Everyone(Arm(ArmRow { arm: Arm { study: StudyId(4), arm: 0 }, sums: ArmSums { learners: 2, active_learners: 0, answers: 0, scored: 0, score_milli: 0, score_milli_squares: 0 } }))
            2 + Everyone(Arm(ArmRow { arm: Arm { study: StudyId(4), arm: 0 }, sums: ArmSums { learners: 1, active_learners: 0, answers: 0, scored: 0, score_milli: 0, score_milli_squares: 0 } }))
            2 - Everyone(Arm(ArmRow { arm: Arm { study: StudyId(4), arm: 0 }, sums: ArmSums { learners: 2, active_learners: 0, answers: 0, scored: 0, score_milli: 0, score_milli_squares: 0 } }))
        "#]],
    );
}
