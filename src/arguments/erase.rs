//! Arguments of `erase`.

use std::path::PathBuf;

use clap::Args;

/// What `erase --help` says first.
pub(super) const ERASE: &str = "Erase everything about a learner, and say what that was

Facts in the log become empty places, recordings, transcripts and cards are deleted, the name and the updates of a chat \
too, and releases in our keeping are made anew. It cannot be undone. A bot that runs on the data folder does it itself and is \
waited for. docs/privacy.md says what is left. The receipt names nobody; its digest is over what is left in the \
learner's places, and --check compares it with the log.

Exit code: 0 if it is done or the digest is right, 1 if not, 2 for wrong use.";

/// Arguments of `erase`.
#[derive(Debug, Args)]
pub struct EraseArguments {
    /// The name that `answer --learner` was given, or an id of 16 hex digits
    #[arg(value_name = "LEARNER", required_unless_present = "check", conflicts_with = "check")]
    pub learner: Option<String>,
    /// Do not ask whether it is meant
    #[arg(long, conflicts_with = "check")]
    pub yes: bool,
    /// Compare a receipt, as --json printed it, with what the log holds now
    #[arg(long, value_name = "FILE")]
    pub check: Option<PathBuf>,
}
