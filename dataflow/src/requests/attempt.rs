//! The wish that a step be attempted.

use serde::{Deserialize, Serialize};

use crate::events::{AnswerRun, LearnerId, ProviderId, Step};

/// Do one step of one run, once; then append its result or its failure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct AttemptRequest {
    /// Who spoke.
    pub learner: LearnerId,
    /// Which run of which answer.
    pub of: AnswerRun,
    /// Which step.
    pub step: Step,
    /// Which attempt of it, counted from 1.
    pub attempt: u16,
    /// Who is to be asked.
    pub provider: ProviderId,
}
