//! From a recording to words with their times and how sure the recogniser is of each.
//!
//! A recogniser stands behind [`Transcribe`]; [`Whisper`] is the one that runs on this machine, without a network. What
//! comes out is meant for learners, so it is guarded: no words where nobody speaks, no phrase that a decoder repeats
//! for ever, nothing that is not a word. Whisper leaves most fillers out and may invent text; the confidence of a word
//! is what tells, and nothing here repairs it.
//!
//! How many recordings are recognised at once is the caller's business; each takes one thread and some 200 MB. Nothing
//! here reads a clock: whoever wants to bound a call cancels it.

mod align;
mod cancel;
mod guards;
mod server;
mod timing;
mod whisper;
mod windows;
mod words;

use std::sync::OnceLock;

use dataflow::documents::Transcript;

use crate::audio::{AudioError, Recording, decode};
use crate::providers::{CallFailed, CallMade};
use crate::speech::{Span, has_speech, speech_spans};

/// How much of a file its start is: some three seconds as Telegram encodes them, and where nobody speaks in those, ten.
const START_BYTES: [usize; 2] = [8 * 1024, 24 * 1024];

pub use cancel::Cancel;
pub use guards::is_unintelligible;
pub use server::ServerRecogniser;
pub use whisper::Whisper;

/// A file, and what is in it: decoded when somebody first asks, so that a server can have the file meanwhile.
#[derive(Debug)]
pub struct Audio<'a> {
    file: &'a [u8],
    heard: OnceLock<Result<Heard, AudioError>>,
}

/// A decoded recording.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Heard {
    /// The samples.
    pub recording: Recording,
    /// Where somebody speaks.
    pub spans: Vec<Span>,
}

impl Heard {
    /// A recording with where somebody speaks in it.
    pub fn of(recording: Recording) -> Self {
        Heard { spans: speech_spans(&recording), recording }
    }
}

impl<'a> Audio<'a> {
    /// A file as it came.
    pub fn of(file: &'a [u8]) -> Self {
        Audio { file, heard: OnceLock::new() }
    }

    /// The file as it came, for a server that decodes itself.
    pub fn file(&self) -> &'a [u8] {
        self.file
    }

    /// What is in it.
    ///
    /// # Errors
    /// It cannot be decoded.
    pub fn heard(&self) -> Result<&Heard, &AudioError> {
        self.heard.get_or_init(|| decode(self.file).map(Heard::of)).as_ref()
    }

    /// Whether somebody speaks right at its start, which is found without decoding the rest.
    pub fn starts_with_speech(&self) -> bool {
        START_BYTES.iter().any(|bytes| {
            let start = self.file.get(..*bytes).unwrap_or(self.file);
            decode(start).is_ok_and(|recording| has_speech(&recording))
        })
    }
}

/// What was recognised, by whom.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Transcribed {
    /// The words in time order; none of a recording in which nobody speaks.
    pub transcript: Transcript,
    /// Recogniser and weights, or provider and model, as results name them.
    pub model: String,
    /// The calls that were made for it.
    pub calls: Vec<CallMade>,
}

/// Recognises the words of a recording.
pub trait Transcribe: Send + Sync {
    /// The words of a recording; none of one that cannot be decoded.
    ///
    /// # Errors
    /// Cancelled meanwhile, or the recogniser failed.
    fn transcribe(&self, audio: &Audio<'_>, cancel: &Cancel) -> Result<Transcribed, TranscribeError>;

    /// A hash of everything that the words depend on, as 64 hex digits: what a paid recognition can be kept under. None
    /// where nothing is paid.
    fn request_hash(&self, _audio: &Audio<'_>) -> Option<String> {
        None
    }
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
    /// A call came to nothing.
    #[error(transparent)]
    Call(#[from] CallFailed),
}

/// The version of whisper.cpp that is built in.
pub fn library_version() -> &'static str {
    whisper_rs::WHISPER_CPP_VERSION
}
