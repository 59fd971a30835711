//! The facts about providers: whom a step can be asked of.

use serde::{Deserialize, Serialize};

use super::Step;
use super::ids::ProviderId;

/// Somebody who can be asked to do a step.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Offer {
    /// Who.
    pub provider: ProviderId,
    /// What the configuration calls them; at most 40 plain characters.
    pub name: String,
    /// Whether a call costs anything.
    pub is_paid: bool,
}

/// Whom a step can be asked of, as configured: of several for one step the last in the log stands.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Offered {
    /// When that was said, in milliseconds since the Unix epoch.
    pub occurred_at_ms: u64,
    /// Which step.
    pub step: Step,
    /// Who, the first to be asked first; nobody means this machine.
    pub offers: Vec<Offer>,
}
