//! A message as it goes out: text, buttons, and a file.
//!
//! The text is HTML of the Bot API: everything that comes from people or models is escaped before it gets here.

use crate::press::Press;

/// Most characters of a message that we send; the chat's own limit is 4,096.
pub const MESSAGE_CHARS_MAX: usize = 3_500;
/// Most characters of the text beside a file.
pub const CAPTION_CHARS_MAX: usize = 1_024;

/// A message to be sent, or to take the place of one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Message {
    /// HTML of the Bot API.
    pub html: String,
    /// Rows of buttons under it.
    pub buttons: Vec<Vec<Button>>,
    /// A file that comes with it; then the text is its caption.
    pub attachment: Option<Attachment>,
    /// Whether another message soon takes its place: it says how far something is.
    pub is_passing: bool,
}

/// A button under a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Button {
    /// What it says.
    pub label: String,
    /// What it does.
    pub press: Press,
}

/// A file that comes with a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Attachment {
    /// A picture, as PNG.
    Picture(Vec<u8>),
    /// A voice note, as OGG with Opus.
    Voice(Vec<u8>),
    /// Any other file.
    Document {
        /// Its name.
        name: String,
        /// Its bytes.
        bytes: Vec<u8>,
    },
}
