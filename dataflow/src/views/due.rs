//! What should start now, and why the rest does not.

use serde::{Deserialize, Serialize};

use super::asked::Asked;
use super::choices::Shut;
use super::ready::{Hold, Ready};
use super::standing::RunStep;
use crate::events::ProviderId;
use crate::requests::{AttemptRequest, GiveUpRequest, Request};

/// A ready step that does not start now.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Held {
    /// Which step of which run.
    pub of: RunStep,
    /// Why not.
    pub reason: HeldReason,
}

/// Why a ready step does not start now.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum HeldReason {
    /// An attempt runs, or the last one failed and the step waits.
    Step(Hold),
    /// As many older answers of the learner as may be are in flight.
    OlderAnswers,
    /// An answer that died with its process before runs alone.
    RunsAlone,
    /// The owner has said that nothing is to be started.
    Paused,
    /// As many messages as the chat's server takes are going out.
    Paced,
    /// Whoever could be asked is left alone after failures.
    ProvidersShut {
        /// When the first can be asked again, in log time.
        until_us: u64,
    },
    /// As much as may be was spent today.
    Spent {
        /// When the day ends, in log time.
        until_us: u64,
    },
}

/// What becomes of a ready step: it is in exactly one of the two.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Decision {
    /// It starts now.
    Due(Request),
    /// It waits.
    Held(Held),
}

impl Decision {
    /// It waits for this.
    pub fn held(of: RunStep, reason: HeldReason) -> Self {
        Decision::Held(Held { of, reason })
    }

    /// What becomes of a step that nothing holds, if it could be asked of several.
    pub fn asked(asked: Asked) -> Self {
        match asked {
            Asked::Of(ready, provider) => Decision::Due(request(ready, provider)),
            Asked::Nobody(ready, Shut { until_us, is_spent: true }) => {
                Decision::held(ready.of, HeldReason::Spent { until_us })
            }
            Asked::Nobody(ready, Shut { until_us, is_spent: false }) => {
                Decision::held(ready.of, HeldReason::ProvidersShut { until_us })
            }
        }
    }
}

/// What to ask for where nothing holds the step.
pub fn request(ready: Ready, provider: ProviderId) -> Request {
    let RunStep { learner, of, step } = ready.of;
    let Ready { attempt, failures, deaths, .. } = ready;
    if ready.is_hopeless {
        Request::GiveUp(GiveUpRequest { learner, of, step, failures, deaths })
    } else {
        Request::Attempt(AttemptRequest { learner, of, step, attempt, provider })
    }
}
