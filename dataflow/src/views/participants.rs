//! Who takes part in which study.

use serde::{Deserialize, Serialize};

use super::joined::Joined;
use crate::events::{LearnerId, StudyId};
use crate::graph::Rows;

/// A learner in a study.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct ParticipantRow {
    /// Who.
    pub learner: LearnerId,
    /// In which study.
    pub study: StudyId,
    /// In which arm of it, counted from 0.
    pub arm: u16,
    /// Since when, in milliseconds since the Unix epoch.
    pub joined_at_ms: u64,
}

/// One row per learner and study that the learner takes part in, with the arm that was joined first.
///
/// Retracted when the learner leaves the study, withdraws the consent to research, or is erased. A study that nobody
/// created yields rows all the same: who joined is a fact about the learner.
pub fn participants<'scope>(joined: Rows<'scope, Joined>) -> Rows<'scope, ParticipantRow> {
    joined.map(|Joined { learner, arm, joined_at_ms }| ParticipantRow {
        learner,
        study: arm.study,
        arm: arm.arm,
        joined_at_ms,
    })
}
