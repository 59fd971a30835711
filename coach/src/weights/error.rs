//! What can be wrong with weights, each with the way out.
//!
//! The messages are read by people at a terminal: they name the file, what was found and what was expected.

use std::io;
use std::path::{Path, PathBuf};

/// The recogniser's weights cannot be used or made.
#[derive(Debug, thiserror::Error)]
pub enum WeightsError {
    /// There is no folder to keep them in.
    #[error("no cache folder: neither XDG_CACHE_HOME nor HOME is set; point SPEECH_COACH_WEIGHTS to a ggml file")]
    NoCacheFolder,
    /// The file is not there.
    #[error("no weights at {}; run `make setup`, or point SPEECH_COACH_WEIGHTS to a ggml file", path.display())]
    Missing {
        /// Where they were looked for.
        path: PathBuf,
    },
    /// The file ends too early.
    #[error(
        "{} is cut off: it has {bytes} bytes, at least {bytes_expected} are needed; \
         remove it and run `make setup`, or point SPEECH_COACH_WEIGHTS to another ggml file", path.display()
    )]
    Truncated {
        /// The file.
        path: PathBuf,
        /// Its size.
        bytes: u64,
        /// The size that it must have, or that what it begins needs.
        bytes_expected: u64,
    },
    /// The file has other contents than the known ones.
    #[error(
        "{} is damaged or another file: its sha256 is {sha256}, expected {sha256_expected}; \
         remove it and run `make setup`, or point SPEECH_COACH_WEIGHTS to a ggml file of your own", path.display()
    )]
    WrongHash {
        /// The file.
        path: PathBuf,
        /// What it has.
        sha256: String,
        /// What it must have.
        sha256_expected: &'static str,
    },
    /// The file is not what it should be, whatever its hash.
    #[error(
        "{} cannot be used: {reason}; point SPEECH_COACH_WEIGHTS to another ggml file, or unset it and run `make setup`",
        path.display()
    )]
    Malformed {
        /// The file.
        path: PathBuf,
        /// What is wrong, as a fragment.
        reason: String,
    },
    /// Reading or writing failed.
    #[error("{} cannot be {action}", path.display())]
    Io {
        /// The file or folder.
        path: PathBuf,
        /// What was tried, as a participle.
        action: &'static str,
        /// Why it failed.
        source: io::Error,
    },
}

impl WeightsError {
    /// A failed read; a file that is not there has an error of its own.
    pub(super) fn read(path: &Path, source: io::Error) -> Self {
        match source.kind() == io::ErrorKind::NotFound {
            true => Self::Missing { path: path.to_owned() },
            false => Self::Io { path: path.to_owned(), action: "read", source },
        }
    }

    /// A failed write.
    pub(super) fn write(path: &Path, source: io::Error) -> Self {
        Self::Io { path: path.to_owned(), action: "written", source }
    }

    /// Contents that are not what they should be.
    pub(super) fn malformed(path: &Path, reason: impl Into<String>) -> Self {
        Self::Malformed { path: path.to_owned(), reason: reason.into() }
    }
}
