//! A terminal in the place of the chat's server: what somebody types becomes updates, and messages are printed.
//!
//! It is for one person, whose chat has a fixed number. It keeps nothing but what is on the screen: updates go into the
//! inbox and the log like Telegram's, files that the bot sends lie in the data folder, and numbers of updates and
//! messages go on from the log's last and the clock. Sending never fails here but where the screen or the disk does.

mod entry;
mod html;
mod screen;

use std::path::PathBuf;
use std::sync::atomic::{AtomicI32, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use bot::api::{ApiError, Sent};
use bot::server::Call;
use bot::{Attachment, ChatServer, Message};
use dataflow::events::{AnswerFact, Event, Record};
use ingest::now_ms;

use crate::commands::session::read_at_most;
use entry::Entry;
use screen::Screen;

/// The user who sits at the terminal, and the number of their chat: nobody's at Telegram.
pub const LOCAL_USER: u64 = 1;
/// Second from which numbers are counted, the beginning of 2020: so they fit the type of Telegram's for 68 years.
const NUMBERS_SINCE_S: u64 = 1_577_836_800;

/// A terminal as a chat's server.
pub struct Terminal {
    /// Where files go that the bot sends.
    sent: PathBuf,
    last_number: AtomicI32,
    screen: Mutex<Screen>,
}

/// A line that was understood.
pub struct Typed {
    /// What it is, in a few words: the text, the name of the file, or what the button says.
    pub shown: String,
    /// The update that it becomes.
    pub update: String,
}

impl Terminal {
    /// A terminal whose numbers go on after the last one. Files that the bot sends are written to the folder `sent`.
    pub fn new(sent: PathBuf, last_number: i32) -> Self {
        Terminal { sent, last_number: AtomicI32::new(last_number), screen: Mutex::new(Screen::new()) }
    }

    /// What a line means.
    ///
    /// # Errors
    /// Why it means nothing, for whoever typed it.
    pub fn typed(&self, line: &str) -> Result<Typed, String> {
        let entry = match self.screen().pressed(line)? {
            Some(pressed) => Entry::Pressed(pressed),
            None => Entry::read(line)?,
        };
        let shown = match &entry {
            Entry::Pressed(pressed) => pressed.button.label.clone(),
            Entry::Said(_) | Entry::Spoke { .. } => line.to_owned(),
        };
        Ok(Typed { shown, update: entry.update(self.number(), now_ms() / 1_000) })
    }

    /// A number later than all before. The clock gives it: what a letter had is not given again when it is gone.
    fn number(&self) -> i32 {
        let clock = i32::try_from((now_ms() / 1_000).saturating_sub(NUMBERS_SINCE_S)).unwrap_or(0);
        let next = |last: i32| clock.max(last.saturating_add(1));
        // The closure always has a next one, so both cases are the number before.
        let (Ok(last) | Err(last)) =
            self.last_number.fetch_update(Ordering::SeqCst, Ordering::SeqCst, |last| Some(next(last)));
        next(last)
    }

    fn screen(&self) -> MutexGuard<'_, Screen> {
        self.screen.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn show(&self, chat: i64, message_id: i32, message: &Message) -> Result<(), ApiError> {
        if !u64::try_from(chat).is_ok_and(|chat| chat == LOCAL_USER) {
            return Err(ApiError::Refused);
        }
        let file = match &message.attachment {
            Some(attachment) => Some(self.keep(message_id, attachment).map_err(|error| failed(&error))?),
            None => None,
        };
        self.screen().show(message_id, message, file).map_err(|error| failed(&error))
    }

    /// Writes a file that comes with a message, and says what it is and where.
    fn keep(&self, message_id: i32, attachment: &Attachment) -> std::io::Result<(&'static str, PathBuf)> {
        let (what, name, bytes) = match attachment {
            Attachment::Picture(bytes) => ("picture", format!("{message_id}.png"), bytes),
            Attachment::Voice(bytes) => ("voice note", format!("{message_id}.ogg"), bytes),
            Attachment::Document { name, bytes } => ("file", format!("{message_id}-{name}"), bytes),
        };
        std::fs::create_dir_all(&self.sent)?;
        let path = self.sent.join(name);
        std::fs::write(&path, bytes)?;
        Ok((what, path))
    }
}

/// Nothing was shown, so it can be tried again.
fn failed(error: &dyn std::fmt::Display) -> ApiError {
    ApiError::Unreachable(error.to_string())
}

impl ChatServer for Terminal {
    fn send<'a>(&'a self, chat: i64, message: &'a Message, _reply_to: Option<i32>) -> Call<'a, Sent> {
        Box::pin(async move {
            let message_id = self.number();
            self.show(chat, message_id, message)?;
            Ok(Sent { message_id, date: now_ms() / 1_000 })
        })
    }

    fn edit<'a>(&'a self, chat: i64, message_id: i32, message: &'a Message) -> Call<'a, ()> {
        Box::pin(async move { self.show(chat, message_id, message) })
    }

    fn show_typing(&self, _chat: i64) -> Call<'_, ()> {
        Box::pin(async { Ok(()) })
    }

    fn answer_press<'a>(&'a self, _press_id: &'a str) -> Call<'a, ()> {
        Box::pin(async { Ok(()) })
    }

    fn file<'a>(&'a self, file_id: &'a str, bytes_max: u64) -> Call<'a, Vec<u8>> {
        Box::pin(async move {
            let read = read_at_most(file_id.as_ref(), bytes_max).map_err(|_| ApiError::NoFile("it cannot be read"))?;
            let is_whole = read.bytes <= bytes_max;
            is_whole.then_some(read.content).ok_or(ApiError::NoFile("it is larger than is taken"))
        })
    }
}

/// The greatest number of a message that these facts name; 0 if none does.
pub fn last_message(records: &[Record]) -> i32 {
    records.iter().filter_map(message_id).max().unwrap_or(0)
}

#[expect(clippy::wildcard_enum_match_arm, reason = "only these facts name a message")]
fn message_id(record: &Record) -> Option<i32> {
    let Event::Answer { fact, .. } = &record.event else { return None };
    match fact {
        AnswerFact::VoiceReceived(voice) => Some(voice.message_id),
        AnswerFact::PlaceholderSent(placeholder) => placeholder.message_id,
        AnswerFact::PromptSent(prompt) => Some(prompt.message_id),
        AnswerFact::MessageSent(sent) => Some(sent.message_id),
        _ => None,
    }
}
