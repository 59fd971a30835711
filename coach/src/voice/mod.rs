//! Saying a text: by a server's model, or by espeak-ng where it is installed.
//!
//! A voice stands behind [`Speak`] and gives a voice note, OGG with Opus. The same text in the same voice is the same
//! note, so a note is kept under [`note_hash`] wherever the caller keeps things; nothing here writes a file.
//! No voice is no error: where neither is there, texts are read instead of heard.

mod espeak;
mod note;
mod server;

use crate::providers::{CallFailed, CallMade};
use crate::recogniser::Cancel;

pub use self::espeak::Espeak;
pub use self::note::{NoteError, encode};
pub use self::server::ServerVoice;

/// Longest text that is said, in characters.
pub const TEXT_CHARS_MAX: usize = 4_000;

/// A text as sound.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Spoken {
    /// The voice note: OGG with Opus, one channel.
    pub note: Vec<u8>,
    /// Who speaks, as results name it.
    pub voice: String,
    /// The calls that were made for it.
    pub calls: Vec<CallMade>,
}

/// Says a text.
pub trait Speak: Send + Sync {
    /// The text as a voice note.
    ///
    /// # Errors
    /// Too long or without words, cancelled, or the voice failed.
    fn speak(&self, text: &str, cancel: &Cancel) -> Result<Spoken, SpeakError>;
}

/// A text could not be said.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SpeakError {
    /// Nothing to say, or too much.
    #[error("text has {chars} characters, from 1 to {chars_max} can be said")]
    Text {
        /// Its length.
        chars: usize,
        /// The limit.
        chars_max: usize,
    },
    /// A call came to nothing.
    #[error(transparent)]
    Call(#[from] CallFailed),
    /// The program on this machine failed.
    #[error("espeak-ng failed: {0}")]
    Program(&'static str),
    /// What was said cannot be made a voice note.
    #[error(transparent)]
    Note(#[from] NoteError),
    /// The caller withdrew.
    #[error("speaking was cancelled")]
    Cancelled,
}

/// What a voice note is kept under: a hash of the voice, as results name it, and the text, as 64 hex digits.
pub fn note_hash(voice: &str, text: &str) -> String {
    crate::providers::request_hash(&[b"speak", voice.as_bytes(), text.as_bytes()])
}

/// The text, if it can be said.
fn sayable(text: &str) -> Result<&str, SpeakError> {
    let chars = text.chars().count();
    if chars <= TEXT_CHARS_MAX && text.chars().any(char::is_alphanumeric) {
        return Ok(text);
    }
    Err(SpeakError::Text { chars, chars_max: TEXT_CHARS_MAX })
}
