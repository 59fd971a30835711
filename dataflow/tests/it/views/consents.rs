use dataflow::events::{Consent, Event, LearnerFact, LearnerId, Purpose};
use dataflow::graph::Row;
use expect_test::expect;

use super::check;

fn consent(occurred_at_ms: u64) -> Consent {
    Consent { purpose: Purpose::Research, version: 1, occurred_at_ms }
}

fn given(occurred_at_ms: u64) -> Event {
    Event::Learner { learner: LearnerId(1), fact: LearnerFact::ConsentGiven(consent(occurred_at_ms)) }
}

fn withdrawn(occurred_at_ms: u64) -> Event {
    Event::Learner { learner: LearnerId(1), fact: LearnerFact::ConsentWithdrawn(consent(occurred_at_ms)) }
}

#[test]
fn the_latest_decision_by_its_own_time_counts() {
    let erased = Event::Learner { learner: LearnerId(1), fact: LearnerFact::Erased };
    check(
        // What was decided at 20 arrives before what was decided at 10; of two at 30 the withdrawal counts.
        &[&[given(20)], &[withdrawn(10)], &[given(30)], &[withdrawn(30)], &[erased]],
        |row| matches!(row, Row::Consent(_)),
        &expect![[r#"
            1 + Consent(ConsentRow { learner: LearnerId(1), purpose: Research, is_given: true, version: 1, since_ms: 20 })
            3 - Consent(ConsentRow { learner: LearnerId(1), purpose: Research, is_given: true, version: 1, since_ms: 20 })
            3 + Consent(ConsentRow { learner: LearnerId(1), purpose: Research, is_given: true, version: 1, since_ms: 30 })
            4 + Consent(ConsentRow { learner: LearnerId(1), purpose: Research, is_given: false, version: 1, since_ms: 30 })
            4 - Consent(ConsentRow { learner: LearnerId(1), purpose: Research, is_given: true, version: 1, since_ms: 30 })
            5 - Consent(ConsentRow { learner: LearnerId(1), purpose: Research, is_given: false, version: 1, since_ms: 30 })
        "#]],
    );
}
