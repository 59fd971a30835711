//! Stored events never change meaning: each kind comes back as it went in, and every old version still loads.

use dataflow::events::codec::CodecError;
use dataflow::events::{Event, EventId, LearnerId};
use proptest::prelude::*;

use crate::histories::histories;

/// One stored event of each kind and version that was ever written: subject, fact, kind, version, body. Lines are only
/// ever added.
const FIXTURES: &str = include_str!("fixtures/events.tsv");

proptest! {
    #![proptest_config(ProptestConfig { cases: 8, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_event_comes_back_as_it_went_in(history in histories()) {
        for record in &history.records {
            let encoded = record.event.encode().unwrap();
            let decoded =
                Event::decode(encoded.id, encoded.learner, encoded.kind, encoded.version, &encoded.body).unwrap();
            prop_assert_eq!(&decoded, &record.event);
            prop_assert_eq!(decoded.id(), record.event.id());
        }
    }
}

#[test]
fn every_version_ever_written_still_loads() {
    for line in FIXTURES.lines() {
        let fields: Vec<&str> = line.split('\t').collect();
        let number = |index: usize| u64::from_str_radix(fields[index], 16).unwrap();
        let id = EventId { subject: number(0), fact: number(1) };
        let event = Event::decode(id, Some(LearnerId(9)), fields[2], fields[3].parse().unwrap(), fields[4])
            .unwrap_or_else(|error| panic!("{line}: {error}"));
        assert_eq!(event.id(), id, "{line}");
        assert_eq!(event.kind_name(), fields[2]);
    }
    assert_eq!(FIXTURES.lines().count(), 51);
}

#[test]
fn what_is_not_known_is_named() {
    let id = EventId { subject: 1, fact: 1 };
    let unknown = |kind, version| Event::decode(id, Some(LearnerId(1)), kind, version, "{}").unwrap_err();
    assert!(matches!(unknown("AnswerSung", 1), CodecError::Unknown { .. }));
    assert!(unknown("AnswerReceived", 99).to_string().contains("version 99"));
    assert!(matches!(unknown("AnswerReceived", 1), CodecError::Body { .. }));
    let nobody = Event::decode(id, None, "AnswerCancelled", 1, "{}").unwrap_err();
    assert!(matches!(nobody, CodecError::NoLearner { .. }));
}
