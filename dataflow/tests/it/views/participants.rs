use dataflow::events::{Consent, Event, LearnerFact, LearnerId, Purpose, StudyId, StudyJoined, StudyLeft};
use dataflow::graph::Row;
use expect_test::expect;

use super::check;
use crate::histories::erased;

fn about(learner: u64, fact: LearnerFact) -> Event {
    Event::Learner { learner: LearnerId(learner), fact }
}

fn joined(learner: u64, study: u32, arm: u16, occurred_at_ms: u64) -> Event {
    about(learner, LearnerFact::StudyJoined(StudyJoined { study: StudyId(study), arm, occurred_at_ms }))
}

fn left(learner: u64, study: u32, occurred_at_ms: u64) -> Event {
    about(learner, LearnerFact::StudyLeft(StudyLeft { study: StudyId(study), occurred_at_ms }))
}

fn withdrawn(learner: u64, purpose: Purpose, occurred_at_ms: u64) -> Event {
    about(learner, LearnerFact::ConsentWithdrawn(Consent { purpose, version: 1, occurred_at_ms }))
}

fn is_participant(row: &Row) -> bool {
    matches!(row, Row::Participant(_))
}

#[test]
fn whoever_leaves_a_study_leaves_that_one_for_good() {
    check(
        &[
            &[joined(1, 4, 1, 20), joined(1, 5, 0, 20)],
            &[joined(1, 4, 0, 10)],
            &[left(1, 4, 30)],
            &[joined(1, 4, 0, 40)],
            &[erased(1)],
        ],
        is_participant,
        &expect![[r#""#]],
    );
}

#[test]
fn who_withdraws_research_leaves_every_study() {
    check(
        &[
            &[joined(1, 4, 1, 20), joined(1, 5, 0, 25), joined(2, 4, 0, 20)],
            &[withdrawn(1, Purpose::Service, 30), withdrawn(1, Purpose::Research, 25)],
            &[joined(1, 6, 0, 26)],
            &[joined(1, 5, 0, 27)],
        ],
        is_participant,
        &expect![[r#""#]],
    );
}
