//! What each learner agrees to.

use std::cmp::Reverse;

use serde::{Deserialize, Serialize};

use super::findings::ConsentFinding;
use crate::events::{LearnerId, Purpose};
use crate::graph::Rows;

/// Where a learner stands on one purpose.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct ConsentRow {
    /// Who.
    pub learner: LearnerId,
    /// What for.
    pub purpose: Purpose,
    /// Whether the learner agrees.
    pub is_given: bool,
    /// Version of the text that was agreed to, or withdrawn from.
    pub version: u16,
    /// Since when, in milliseconds since the Unix epoch.
    pub since_ms: u64,
}

/// One row per learner and purpose that was ever decided: the latest decision by its own time.
///
/// Of two decisions at one time, the withdrawal counts. Retracted when the learner is erased.
pub fn consents<'scope>(consents: Rows<'scope, ConsentFinding>) -> Rows<'scope, ConsentRow> {
    consents
        .map(|found| ((found.learner, found.consent.purpose), found))
        .reduce_named("consent_by_purpose", |_who_and_what, found, rows| {
            let latest = found.iter().map(|(found, _count)| **found).max_by_key(precedence);
            rows.extend(latest.map(|latest| (row(latest), 1)));
        })
        .map(|(_who_and_what, row)| row)
}

fn precedence(found: &ConsentFinding) -> (u64, Reverse<bool>, u16) {
    (found.consent.occurred_at_ms, Reverse(found.is_given), found.consent.version)
}

fn row(found: ConsentFinding) -> ConsentRow {
    ConsentRow {
        learner: found.learner,
        purpose: found.consent.purpose,
        is_given: found.is_given,
        version: found.consent.version,
        since_ms: found.consent.occurred_at_ms,
    }
}
