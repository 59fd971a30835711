//! When to look again though nothing has come.

use serde::{Deserialize, Serialize};

use crate::events::LearnerId;

/// A date at which something changes by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Wake {
    /// In log time.
    pub date_us: u64,
    /// For whom; none for everyone.
    pub learner: Option<LearnerId>,
}
