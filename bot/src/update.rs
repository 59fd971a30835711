//! From an update to what it says: who sent it, and what they want.
//!
//! An update is somebody else's until it was read here. What is no update at all is quarantined; what is one and asks
//! for nothing that we do (groups, stickers, edits) is ignored; both are said in the log. Nothing of what people write
//! passes: commands and buttons become values, a voice note becomes numbers.

use std::collections::BTreeSet;

use dataflow::events::{Language, StudyId};
use ingest::hashing::study_id;
use teloxide_core::types::{CallbackQuery, MaybeInaccessibleMessage, Message, Update, UpdateKind, User};

use crate::command::{Command, command};
use crate::press::Press;
use crate::texts::Texts;

/// An update that was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Incoming {
    /// Its number.
    pub update_id: u64,
    /// Who sent it, where somebody did.
    pub sender: Option<Sender>,
    /// When, in milliseconds since the Unix epoch, where it says so.
    pub sent_at_ms: Option<u64>,
    /// What it says.
    pub says: Says,
    /// The press that waits for an answer.
    pub press_id: Option<String>,
}

/// Somebody who talks to the bot, in a chat of two.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sender {
    /// Number of the user, which is also that of the chat.
    pub user_id: u64,
    /// The language of their program, where we speak it too.
    pub language: Option<Language>,
}

/// What an update says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Says {
    /// A voice note.
    Voice(VoiceNote),
    /// A command.
    Command(Command),
    /// A button of the message with this number was pressed.
    Pressed {
        /// What it does.
        press: Press,
        /// The message, if it can still be edited.
        message_id: Option<i32>,
    },
    /// Text, or something else that nobody asked for.
    NotUnderstood,
    /// Nothing that we do anything about.
    Nothing,
}

/// A voice note, or an audio file sent as one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct VoiceNote {
    /// Its number in the chat.
    pub message_id: i32,
    /// The message that it replies to.
    pub reply_to_message_id: Option<i32>,
    /// Its length, in milliseconds.
    pub duration_ms: u32,
    /// Size of its file, in bytes; 0 where it says nothing.
    pub bytes: u64,
}

/// Reads an update; none if it is not one. `owners` are the users whose orders count.
pub fn read(body: &str, owners: &BTreeSet<u64>) -> Option<Incoming> {
    let update: Update = serde_json::from_str(body).ok()?;
    let update_id = u64::from(update.id.0);
    let nothing = Incoming { update_id, sender: None, sent_at_ms: None, says: Says::Nothing, press_id: None };
    #[expect(clippy::wildcard_enum_match_arm, reason = "kinds of updates that we never ask for are nothing")]
    Some(match update.kind {
        UpdateKind::Message(message) => of_message(&message, owners, nothing),
        UpdateKind::CallbackQuery(query) => of_press(query, owners, nothing),
        _ => nothing,
    })
}

/// The file of the voice note in an update, if there is one.
pub fn voice_file(body: &str) -> Option<String> {
    let update: Update = serde_json::from_str(body).ok()?;
    #[expect(clippy::wildcard_enum_match_arm, reason = "only messages have files")]
    let message = match &update.kind {
        UpdateKind::Message(message) => message,
        _ => return None,
    };
    let voice = message.voice().map(|voice| &voice.file).or_else(|| message.audio().map(|audio| &audio.file));
    voice.map(|file| file.id.0.clone())
}

/// What the owner wants to tell everyone: the text behind `/admin broadcast`.
pub fn broadcast_text(body: &str) -> Option<String> {
    let update: Update = serde_json::from_str(body).ok()?;
    #[expect(clippy::wildcard_enum_match_arm, reason = "only messages have text")]
    let text = match &update.kind {
        UpdateKind::Message(message) => message.text()?.to_owned(),
        _ => return None,
    };
    let (_, told) = text.split_once("broadcast")?;
    let told = told.trim();
    (!told.is_empty()).then(|| told.to_owned())
}

fn sender(user: &User) -> Sender {
    Sender { user_id: user.id.0, language: user.language_code.as_deref().and_then(Texts::spoken) }
}

fn of_message(message: &Message, owners: &BTreeSet<u64>, nothing: Incoming) -> Incoming {
    // In a chat of two everybody else is the sender; a bot never starts one.
    let Some(user) = message.from.as_ref().filter(|user| !user.is_bot && message.chat.is_private()) else {
        return nothing;
    };
    let sent_at_ms = u64::try_from(message.date.timestamp_millis()).ok();
    let reply_to_message_id = message.reply_to_message().map(|replied| replied.id.0);
    let voice = message.voice().map(|voice| (voice.duration, &voice.file));
    let note = voice.or_else(|| message.audio().map(|audio| (audio.duration, &audio.file)));
    let says = if let Some((duration, file)) = note {
        Says::Voice(VoiceNote {
            message_id: message.id.0,
            reply_to_message_id,
            duration_ms: duration.seconds().saturating_mul(1_000),
            bytes: u64::from(file.size),
        })
    } else if let Some(command) = message.text().and_then(|text| command(text, nothing.update_id)) {
        let is_allowed = !command.is_for_owner() || owners.contains(&user.id.0);
        if is_allowed { Says::Command(command) } else { Says::NotUnderstood }
    } else {
        Says::NotUnderstood
    };
    Incoming { sender: Some(sender(user)), sent_at_ms, says, ..nothing }
}

fn of_press(query: CallbackQuery, owners: &BTreeSet<u64>, nothing: Incoming) -> Incoming {
    let sender = Some(sender(&query.from));
    let message_id = query.message.as_ref().map(|message| message.id().0);
    let is_private = query.message.as_ref().is_none_or(|message| match message {
        MaybeInaccessibleMessage::Regular(message) => message.chat.is_private(),
        MaybeInaccessibleMessage::Inaccessible(message) => message.chat.is_private(),
    });
    let press = query.data.as_deref().and_then(Press::read);
    let is_allowed = press.is_none_or(|press| !press.is_for_owner() || owners.contains(&query.from.id.0));
    let says = match press {
        Some(press) if is_allowed && is_private => Says::Pressed { press, message_id },
        _ => Says::Nothing,
    };
    Incoming { sender, says, press_id: Some(query.id.0), ..nothing }
}

/// The study that an invitation names, by its number or its name: `study-7`, `study-short-cards`.
pub(crate) fn study_of(payload: &str) -> Option<StudyId> {
    let named = payload.strip_prefix("study-").filter(|named| !named.is_empty())?;
    Some(named.parse().map_or_else(|_| study_id(named), StudyId))
}
