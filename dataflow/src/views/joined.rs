//! Who takes part in which study, and in which of its arms.
//!
//! The door to views of studies. Not a view of its own: nothing is exported from here.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::events::{Consent, Event, LearnerFact, LearnerId, Purpose, StudyId, StudyJoined, StudyLeft};
use crate::graph::Rows;
use crate::operators::{Made, Place, Role, Values, grouped, unfinished};
use crate::records::Records;

/// An arm of a study.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Arm {
    /// Which study.
    pub study: StudyId,
    /// Which arm of it, counted from 0.
    pub arm: u16,
}

/// A learner takes part.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Joined {
    /// Who.
    pub learner: LearnerId,
    /// In what.
    pub arm: Arm,
    /// Since when, in milliseconds since the Unix epoch.
    pub joined_at_ms: u64,
}

/// One row per learner and study: in the arm that was joined first, because an assignment stands.
///
/// Retracted when the learner is erased, leaves the study, or withdraws the consent to research at or after the time
/// of joining; whoever left does not come back by joining again.
pub fn joined<'scope>(records: &Records<'scope>) -> Rows<'scope, Joined> {
    let facts = records.facts(|record| JoinFact::of(&record.event));
    let present = unfinished(facts, "participating", JoinFact::place);
    grouped(present, "joined", |fact| (fact.learner, fact.says), |learner, says| joins(*learner, says))
}

fn joins(learner: LearnerId, all: Values<'_, Says>) -> Made<Joined> {
    let mut first: BTreeMap<StudyId, StudyJoined> = BTreeMap::new();
    let (mut left, mut withdrawn_ms) = (BTreeSet::new(), None);
    for says in all {
        match says {
            Says::Joined(joined) => {
                let known = first.entry(joined.study).or_insert(*joined);
                *known = std::cmp::min_by_key(*known, *joined, order);
            }
            Says::Left(gone) => {
                left.insert(gone.study);
            }
            Says::Withdrawn(consent) => withdrawn_ms = withdrawn_ms.max(Some(consent.occurred_at_ms)),
            Says::Erased => {}
        }
    }
    let stays = |joined: &StudyJoined| !left.contains(&joined.study) && withdrawn_ms < Some(joined.occurred_at_ms);
    let row = |joined: StudyJoined| Joined {
        learner,
        arm: Arm { study: joined.study, arm: joined.arm },
        joined_at_ms: joined.occurred_at_ms,
    };
    first.into_values().filter(stays).map(row).collect()
}

/// Of several the first counts.
fn order(joined: &StudyJoined) -> (u64, u16) {
    (joined.occurred_at_ms, joined.arm)
}

/// A fact on its way to the door.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
struct JoinFact {
    learner: LearnerId,
    says: Says,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
enum Says {
    Joined(StudyJoined),
    Left(StudyLeft),
    Withdrawn(Consent),
    Erased,
}

impl JoinFact {
    fn of(event: &Event) -> Option<Self> {
        let Event::Learner { learner, fact } = event else { return None };
        let says = match fact {
            LearnerFact::StudyJoined(joined) => Says::Joined(*joined),
            LearnerFact::StudyLeft(left) => Says::Left(*left),
            LearnerFact::ConsentWithdrawn(consent) if consent.purpose == Purpose::Research => Says::Withdrawn(*consent),
            LearnerFact::Erased => Says::Erased,
            LearnerFact::ConsentGiven(_)
            | LearnerFact::ConsentWithdrawn(_)
            | LearnerFact::Registered(_)
            | LearnerFact::SettingChanged(_)
            | LearnerFact::BackgroundTold(_) => return None,
        };
        Some(JoinFact { learner: *learner, says })
    }

    /// A learner is one open group until erased.
    fn place(&self) -> Place<LearnerId, ()> {
        match self.says {
            Says::Erased => Place { key: self.learner, group: None, role: Role::Ends },
            Says::Joined(_) | Says::Left(_) | Says::Withdrawn(_) => {
                Place { key: self.learner, group: Some(()), role: Role::Opens }
            }
        }
    }
}
