//! Who takes part in which study, and in which of its arms.
//!
//! The door to views of studies. Not a view of its own: nothing is exported from here.

use serde::{Deserialize, Serialize};

use crate::events::{Event, LearnerFact, LearnerId, StudyId, StudyJoined, StudyLeft};
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
/// learner is erased, or takes part no longer.
pub fn joined<'scope>(records: &Records<'scope>) -> Rows<'scope, Joined> {
    let facts = records.facts(|record| JoinFact::of(&record.event));
    known(
        facts,
        "joined",
        JoinFact::belongs,
        |fact| fact.says,
        |learner, study, facts| {
            let mut first: Option<&StudyJoined> = None;
            for says in facts {
                match says {
                    Says::Joined(joined) => {
                        first = first.into_iter().chain([joined]).min_by_key(|joined| order(joined))
                    }
                    Says::Left(_) => return None,
                    Says::Erased => {}
                }
            }
            let first = first?;
            Some(Joined { learner: *learner, arm: Arm { study: *study, arm: first.arm } })
        },
    )
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
    Erased,
}

impl JoinFact {
    fn of(event: &Event) -> Option<Self> {
        let Event::Learner { learner, fact } = event else { return None };
        let says = match fact {
            LearnerFact::StudyJoined(joined) => Says::Joined(*joined),
            LearnerFact::StudyLeft(left) => Says::Left(*left),
            LearnerFact::Erased => Says::Erased,
            LearnerFact::ConsentGiven(_)
            | LearnerFact::ConsentWithdrawn(_)
            | LearnerFact::Registered(_)
            | LearnerFact::SettingChanged(_)
            | LearnerFact::BackgroundTold(_) => return None,
        };
        Some(JoinFact { learner: *learner, says })
    }

    fn belongs(&self) -> Belongs<LearnerId, StudyId> {
        let subject = match self.says {
            Says::Joined(joined) => Some(joined.study),
            Says::Left(left) => Some(left.study),
            Says::Erased => None,
        };
        Belongs { owner: self.learner, subject }
    }
}
