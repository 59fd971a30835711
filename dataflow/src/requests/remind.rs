//! The wish that a learner be reminded.

use serde::{Deserialize, Serialize};

use crate::events::LearnerId;

/// Ask for the reminder of a day without practice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct RemindRequest {
    /// Whom.
    pub learner: LearnerId,
    /// The learner's day, in days since 1970-01-01.
    pub day: u32,
}
