//! How much each learner has practised in the last 90 days, and how well.

use serde::{Deserialize, Serialize};

use super::practice::{Practice, PracticeSums, share};
use crate::events::LearnerId;
use crate::graph::Rows;
use crate::operators::{Windows, sliding};

/// A learner's practice in the window that ends now.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct SeasonRow {
    /// Who.
    pub learner: LearnerId,
    /// Over the last 90 days.
    pub season: PracticeSums,
}

/// One row per learner with an answer in the last 90 days of event time, as in `practice`.
pub fn season<'scope>(practice: Rows<'scope, Practice>) -> Rows<'scope, SeasonRow> {
    sliding(practice, "season", Windows::days([90]), share, |learner, [season]| {
        Some(SeasonRow { learner: *learner, season: *season })
    })
}
