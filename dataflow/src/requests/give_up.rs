//! The wish that a run be given up.

use serde::{Deserialize, Serialize};

use crate::events::{AnswerGivenUp, AnswerRun, LearnerId, Step};

/// Say that a run will not be finished, because of one step.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct GiveUpRequest {
    /// Who spoke.
    pub learner: LearnerId,
    /// Which run of which answer.
    pub of: AnswerRun,
    /// The step that could not be done.
    pub step: Step,
    /// Attempts of it that returned without a result.
    pub failures: u16,
    /// Attempts of it that never returned.
    pub deaths: u16,
}

impl GiveUpRequest {
    /// The fact that grants the wish.
    pub fn granted(&self) -> AnswerGivenUp {
        AnswerGivenUp { step: self.step, failures: self.failures, deaths: self.deaths }
    }
}
