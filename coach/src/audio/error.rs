//! Why a file is no recording that can be graded.
//!
//! Each error is the file's fault and final: decoding it again gives the same. Reasons are fixed words, so that
//! nothing of a learner's file ends up in a message or in the log.

use dataflow::events::Rejection;

/// Why a file is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AudioError {
    /// Nothing in it.
    #[error("file is empty")]
    Empty,
    /// More bytes than are taken.
    #[error("file is {bytes} bytes, limit is {bytes_max}")]
    TooLarge {
        /// Its size.
        bytes: u64,
        /// The limit.
        bytes_max: u64,
    },
    /// More sound than is taken.
    #[error("recording is longer than {} min", .duration_ms_max / 60_000)]
    TooLong {
        /// Where decoding stopped, in milliseconds.
        duration_ms: u64,
        /// The limit.
        duration_ms_max: u64,
    },
    /// No sound that can be decoded.
    #[error("file is not audio: {reason}")]
    NotAudio {
        /// Why, as a fragment.
        reason: &'static str,
    },
}

impl AudioError {
    /// The fact that ends the answer.
    pub fn rejection(&self) -> Rejection {
        match *self {
            AudioError::Empty => Rejection::Empty,
            AudioError::TooLarge { bytes, bytes_max } => Rejection::TooLarge { bytes, bytes_max },
            AudioError::TooLong { duration_ms, duration_ms_max } => Rejection::TooLong { duration_ms, duration_ms_max },
            AudioError::NotAudio { reason } => Rejection::NotAudio { reason: reason.to_owned() },
        }
    }
}
