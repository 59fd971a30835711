//! From a recording to words with their times and how sure the recogniser is of each.
//!
//! A recogniser stands behind [`Transcribe`]; [`Whisper`] is the one that runs on this machine, without a network. What
//! comes out is meant for learners, so it is guarded: no words where nobody speaks, no phrase that a decoder repeats
//! for ever, nothing that is not a word. Whisper leaves most fillers out and may invent text; the confidence of a word
//! is what tells, and nothing here repairs it.
//!
//! How many recordings are recognised at once is the caller's business; each takes one thread and some 200 MB. Nothing
//! here reads a clock: whoever wants to bound a call cancels it.

mod cancel;
mod guards;
mod timing;
mod whisper;
mod windows;
mod words;

use dataflow::documents::Transcript;

use crate::audio::Recording;

pub use cancel::Cancel;
pub use guards::is_unintelligible;
pub use whisper::Whisper;

/// Recognises the words of a recording.
pub trait Transcribe: Send + Sync {
    /// The words in time order; none of a recording in which nobody speaks.
    ///
    /// # Errors
    /// Cancelled meanwhile, or the recogniser failed.
    fn transcribe(&self, recording: &Recording, cancel: &Cancel) -> Result<Transcript, TranscribeError>;

    /// Recogniser and weights, as results name them.
    fn model(&self) -> &str;
}

/// A recording could not be recognised.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TranscribeError {
    /// The weights were found good, but could not be loaded.
    #[error("recogniser cannot load {model}")]
    Load {
        /// Name of the weights.
        model: String,
    },
    /// Memory for one recording could not be had.
    #[error("recogniser cannot get memory for a recording")]
    Memory,
    /// The caller withdrew it.
    #[error("recognition was cancelled")]
    Cancelled,
    /// Something inside the recogniser failed.
    #[error("recogniser failed: {reason}")]
    Failed {
        /// What, in the recogniser's words; it names no speech.
        reason: String,
    },
}

/// The version of whisper.cpp that is built in.
pub fn library_version() -> &'static str {
    whisper_rs::WHISPER_CPP_VERSION
}
