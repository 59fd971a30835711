use dataflow::engine::{Closed, Engine};
use dataflow::events::{Event, Record, StudyArm, StudyCreated, StudyId, SystemFact};
use dataflow::graph::Row;
use expect_test::expect;

use super::check;
use crate::histories::erased;

fn created() -> Event {
    let arm = |name: &str, short_feedback| StudyArm {
        name: name.into(),
        weight: 1,
        rubric: None,
        short_feedback,
        reminders: None,
    };
    Event::System(SystemFact::StudyCreated(StudyCreated {
        study: StudyId(4),
        occurred_at_ms: 10,
        name: "cards".into(),
        opens_at_ms: 20,
        closes_at_ms: None,
        text_version: 1,
        arms: vec![arm("long", None), arm("short", Some(true))],
    }))
}

#[test]
fn a_study_is_there_from_its_creation_on() {
    check(&[&[created()], &[erased(1)]], |row| matches!(row, Row::Study(_)), &expect![[r#""#]]);
}

#[test]
fn a_study_taken_back_is_gone() {
    let mut engine = Engine::new();
    let record = Record { pos: 1, at_us: 1_000_000, event: created() };
    engine.advance(Closed { records: vec![record.clone()], closed_us: 1_000_000 });
    let changes = engine.advance_by(2_000_000, [(record, -1)]);
    assert!(matches!(&changes[..], [(Row::Study(_), -1)]), "{changes:?}");
}
