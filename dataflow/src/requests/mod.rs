//! Effects wanted: what the graph asks executors to do, one file per kind.
//!
//! A request is a row like any other. It can be seen twice, so it carries what makes it the same request: a second
//! start of the same attempt is a duplicate in the log.

mod attempt;
mod give_up;
mod remind;

use serde::{Deserialize, Serialize};

pub use attempt::AttemptRequest;
pub use give_up::GiveUpRequest;
pub use remind::RemindRequest;

/// Every effect the graph can ask for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Request {
    /// Do a step, once.
    Attempt(AttemptRequest),
    /// Say that a run will not be finished.
    GiveUp(GiveUpRequest),
    /// Ask for the reminder of a day.
    Remind(RemindRequest),
}
