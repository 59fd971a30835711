//! What can be wrong with an import, each with the way out.

use std::io;
use std::path::PathBuf;

use dataflow::events::ids::PromptId;

use super::super::BankError;
use super::{ENDING, NAME_BYTES_MAX};

/// Prompts cannot be imported, or imported ones cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// A file is not sound, alone or beside what is there already.
    #[error(transparent)]
    Bank(Box<BankError>),
    /// A file that was imported is not sound any more.
    #[error("imported prompts in {}: {fault}; put the file right, or move it out of the folder", folder.display())]
    Stored {
        /// Where it lies.
        folder: PathBuf,
        /// What is wrong.
        fault: Box<BankError>,
    },
    /// A name under which a file cannot be kept.
    #[error(
        "{file:?} has no name to be kept under; call it lower-case letters, digits, - and _, \
         at most {NAME_BYTES_MAX}, and {ENDING}"
    )]
    Name {
        /// The file.
        file: String,
    },
    /// Two files of one import have one name.
    #[error("{file} is named twice; give one of them another name")]
    NameTwice {
        /// The name.
        file: String,
    },
    /// Bytes that are no text.
    #[error("{file} is not UTF-8; save it as UTF-8")]
    NotUtf8 {
        /// The file.
        file: String,
    },
    /// An id that stands for another question.
    #[error(
        "{file}, prompt {id}: asks something else than prompt {id} {place}, which answers refer to; \
         give the new one an id of its own"
    )]
    Changed {
        /// The file.
        file: String,
        /// The prompt.
        id: PromptId,
        /// Where the other one is.
        place: String,
    },
    /// A prompt that is there already.
    #[error("{file}, prompt {id}: is {place} already; leave it out")]
    Known {
        /// The file.
        file: String,
        /// The prompt.
        id: PromptId,
        /// Where it is.
        place: String,
    },
    /// A prompt of an earlier version is not in the file.
    #[error("{file} lacks prompt {id}, which its earlier import has and answers refer to; put it back")]
    Lost {
        /// The file.
        file: String,
        /// The prompt.
        id: PromptId,
    },
    /// More than a data folder holds.
    #[error("{count} {what} would be imported in all, limit is {count_max}")]
    TooMany {
        /// Of what.
        what: &'static str,
        /// How many.
        count: usize,
        /// The limit.
        count_max: usize,
    },
    /// Somebody else imports.
    #[error("another import is running; try again when it has ended")]
    Busy,
    /// The file system fails.
    #[error("{doing} {} failed", path.display())]
    Io {
        /// What was being done.
        doing: &'static str,
        /// With what.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
}

impl From<BankError> for ImportError {
    fn from(fault: BankError) -> Self {
        ImportError::Bank(Box::new(fault))
    }
}
