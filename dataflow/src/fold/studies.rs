//! Studies, who takes part in them, and what participants say of themselves.

use std::collections::BTreeSet;

use super::erased;
use crate::events::{
    Background, Event, Language, LearnerFact, LearnerId, Purpose, Record, Setting, StudyJoined, SystemFact,
};
use crate::graph::Row;
use crate::views::{ParticipantRow, ProfileRow, StudyRow};

pub(super) fn rows(records: &[Record]) -> BTreeSet<Row> {
    let mut rows: BTreeSet<Row> = participants(records).into_iter().map(Row::Participant).collect();
    rows.extend(learners(records).into_iter().filter_map(|learner| profile(records, learner)).map(Row::Profile));
    rows.extend(records.iter().filter_map(|record| match &record.event {
        Event::System(SystemFact::StudyCreated(created)) => Some(Row::Study(StudyRow { created: created.clone() })),
        _ => None,
    }));
    rows
}

/// Everybody of whom anything may be known.
fn learners(records: &[Record]) -> BTreeSet<LearnerId> {
    let erased = erased(records);
    records.iter().filter_map(|record| record.event.learner()).filter(|learner| !erased.contains(learner)).collect()
}

/// What is said of one learner.
fn facts(records: &[Record], of: LearnerId) -> impl Iterator<Item = &LearnerFact> {
    records.iter().filter_map(move |record| match &record.event {
        Event::Learner { learner, fact } if *learner == of => Some(fact),
        _ => None,
    })
}

/// Who takes part in what.
pub(super) fn participants(records: &[Record]) -> Vec<ParticipantRow> {
    let mut rows = Vec::new();
    for learner in learners(records) {
        let mut joins: Vec<StudyJoined> = facts(records, learner)
            .filter_map(|fact| match fact {
                LearnerFact::StudyJoined(joined) => Some(*joined),
                _ => None,
            })
            .collect();
        joins.sort_by_key(|joined| (joined.study, joined.occurred_at_ms, joined.arm));
        joins.dedup_by_key(|joined| joined.study);
        let stays = |joined: &StudyJoined| {
            !facts(records, learner).any(|fact| match fact {
                LearnerFact::StudyLeft(left) => left.study == joined.study,
                LearnerFact::ConsentWithdrawn(consent) => {
                    consent.purpose == Purpose::Research && consent.occurred_at_ms >= joined.occurred_at_ms
                }
                _ => false,
            })
        };
        for StudyJoined { study, arm, occurred_at_ms: joined_at_ms } in joins.into_iter().filter(stays) {
            rows.push(ParticipantRow { learner, study, arm, joined_at_ms });
        }
    }
    rows
}

/// The last of these by time; of two at one time the greater.
fn last<T: Ord>(said: impl Iterator<Item = (u64, T)>) -> Option<T> {
    let mut said: Vec<_> = said.collect();
    said.sort();
    said.pop().map(|(_, said)| said)
}

fn profile(records: &[Record], learner: LearnerId) -> Option<ProfileRow> {
    let told = |fact: &LearnerFact| match fact {
        LearnerFact::BackgroundTold(told) => Some((told.occurred_at_ms, told.background)),
        _ => None,
    };
    let told: Vec<(u64, Background)> = facts(records, learner).filter_map(told).collect();
    let chosen = facts(records, learner).filter_map(|fact| match fact {
        LearnerFact::SettingChanged(changed) => match changed.setting {
            Setting::Language(language) => Some((changed.occurred_at_ms, language)),
            _ => None,
        },
        _ => None,
    });
    let mut came: Vec<(u64, Option<Language>)> = facts(records, learner)
        .filter_map(|fact| match fact {
            LearnerFact::Registered(registered) => Some((registered.occurred_at_ms, registered.language)),
            _ => None,
        })
        .collect();
    came.sort();
    let came = came.first().copied();
    if came.is_none() && told.is_empty() {
        return None;
    }
    let first_language = told.iter().filter_map(|&(at_ms, said)| match said {
        Background::FirstLanguage(said) => Some((at_ms, said)),
        _ => None,
    });
    let age = told.iter().filter_map(|&(at_ms, said)| match said {
        Background::Age(said) => Some((at_ms, said)),
        _ => None,
    });
    let english_years = told.iter().filter_map(|&(at_ms, said)| match said {
        Background::EnglishYears(said) => Some((at_ms, said)),
        _ => None,
    });
    Some(ProfileRow {
        learner,
        registered_at_ms: came.map(|(at_ms, _)| at_ms),
        language: last(chosen).or(came.and_then(|(_, language)| language)),
        first_language: last(first_language).flatten(),
        age: last(age).flatten(),
        english_years: last(english_years).flatten(),
    })
}
