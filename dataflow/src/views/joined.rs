//! Who takes part in which study, and in which of its arms.
//!
//! The door to views of studies. Not a view of its own: nothing is exported from here.

use serde::{Deserialize, Serialize};

use crate::events::{Event, LearnerFact, LearnerId, StudyId, StudyJoined};
use crate::graph::Rows;
use crate::operators::{Belongs, known};
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
}

/// One row per learner and study: in the arm that was joined first, because an assignment stands. Retracted when the
/// learner is erased.
pub fn joined<'scope>(records: &Records<'scope>) -> Rows<'scope, Joined> {
    let facts = records.facts(|record| JoinFact::of(&record.event));
    known(
        facts,
        "joined",
        JoinFact::belongs,
        |fact| fact.joined,
        |learner, study, facts| {
            let first = facts.flatten().min_by_key(|joined| (joined.occurred_at_ms, joined.arm))?;
            Some(Joined { learner: *learner, arm: Arm { study: *study, arm: first.arm } })
        },
    )
}

/// A fact on its way to the door; none joined says that the learner is erased.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
struct JoinFact {
    learner: LearnerId,
    joined: Option<StudyJoined>,
}

impl JoinFact {
    fn of(event: &Event) -> Option<Self> {
        match event {
            Event::Learner { learner, fact: LearnerFact::StudyJoined(joined) } => {
                Some(JoinFact { learner: *learner, joined: Some(*joined) })
            }
            Event::Learner { learner, fact: LearnerFact::Erased } => Some(JoinFact { learner: *learner, joined: None }),
            Event::Learner {
                fact:
                    LearnerFact::ConsentGiven(_)
                    | LearnerFact::ConsentWithdrawn(_)
                    | LearnerFact::Registered(_)
                    | LearnerFact::SettingChanged(_),
                ..
            }
            | Event::Answer { .. }
            | Event::System(_) => None,
        }
    }

    fn belongs(&self) -> Belongs<LearnerId, StudyId> {
        Belongs { owner: self.learner, subject: self.joined.map(|joined| joined.study) }
    }
}
