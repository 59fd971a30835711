//! What holds for a learner because of studies, from the rows of the views.

use dataflow::events::{LearnerId, Purpose, StudyArm, StudyCreated, StudyId};
use dataflow::graph::Row;
use dataflow::views::{ConsentRow, ParticipantRow, StudyRow};
use speech_coach::people::{People, Terms};

const ANA: LearnerId = LearnerId(1);

fn study(study: u32, short_feedback: Option<bool>, reminders: Option<bool>) -> Row {
    let plain = StudyArm { name: "plain".into(), weight: 1, rubric: None, short_feedback: None, reminders: None };
    let arm = StudyArm { short_feedback, reminders, rubric: Some("strict".into()), ..plain.clone() };
    let created = StudyCreated {
        study: StudyId(study),
        occurred_at_ms: 0,
        name: "a".into(),
        opens_at_ms: 0,
        closes_at_ms: None,
        text_version: 1,
        arms: vec![plain, arm],
    };
    Row::Study(StudyRow { created })
}

fn joins(study: u32, arm: u16, joined_at_ms: u64) -> Row {
    Row::Participant(ParticipantRow { learner: ANA, study: StudyId(study), arm, joined_at_ms })
}

fn consent(purpose: Purpose, version: u16, is_given: bool) -> Row {
    Row::Consent(ConsentRow { learner: ANA, purpose, is_given, version, since_ms: 5 })
}

#[test]
fn the_study_that_was_joined_first_decides_until_it_is_left() {
    let mut people = People::default();
    people.apply(study(1, None, Some(false)), 1);
    people.apply(study(2, Some(true), Some(true)), 1);
    assert_eq!(people.terms(ANA), Terms::default());
    people.apply(joins(1, 1, 20), 1);
    people.apply(joins(2, 1, 10), 1);
    let both = Terms { rubric: Some((StudyId(2), 1)), is_short: Some(true), has_reminders: Some(true) };
    assert_eq!(people.terms(ANA), both);
    people.apply(joins(2, 1, 10), -1);
    let one = Terms { rubric: Some((StudyId(1), 1)), is_short: None, has_reminders: Some(false) };
    assert_eq!(people.terms(ANA), one);
    people.apply(joins(1, 1, 20), -1);
    people.apply(joins(1, 0, 20), 1);
    people.apply(joins(3, 1, 5), 1);
    assert_eq!(people.terms(ANA), Terms::default(), "an arm that changes nothing, and a study that nobody knows");
}

#[test]
fn an_earlier_text_is_asked_again_unless_a_study_has_its_own() {
    let mut people = People::default();
    people.apply(consent(Purpose::Research, 1, true), 1);
    people.apply(consent(Purpose::Service, 2, true), 1);
    people.apply(consent(Purpose::AudioRetention, 1, false), 1);
    let outdated = |people: &People| {
        let rows = people.consents(ANA).into_iter().filter(|row| people.is_outdated(row));
        rows.map(|row| row.purpose).collect::<Vec<_>>()
    };
    assert_eq!(outdated(&people), [Purpose::Research]);
    people.apply(joins(1, 0, 20), 1);
    assert_eq!(outdated(&people), []);
    // A row that changes comes and goes in any order.
    people.apply(consent(Purpose::Service, 3, false), 1);
    people.apply(consent(Purpose::Service, 2, true), -1);
    assert!(!people.agrees(ANA, Purpose::Service) && people.agrees(ANA, Purpose::Research));
    people.apply(consent(Purpose::Service, 3, false), -1);
    assert_eq!(people.consents(ANA).len(), 2);
}
