//! Messages: as the fake keeps them, as the Bot API writes them, as a learner sees them.

use std::collections::BTreeSet;

use hyper::body::Bytes;
use serde_json::{Map, Value, json};

use super::html::Formatted;
use super::keyboard;

/// Who wrote a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Author {
    /// The bot under test.
    Bot,
    /// The person.
    Learner,
}

/// A button of an inline keyboard.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Button {
    /// Its row, from 0.
    pub row: usize,
    /// What stands on it.
    pub text: String,
    /// What the bot gets when it is pressed.
    pub callback_data: Option<String>,
    /// What it opens instead.
    pub url: Option<String>,
}

/// What kind of file a message carries.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AttachmentKind {
    /// A voice note. What a bot sends as one without being Ogg arrives as a document, as with Telegram.
    Voice,
    /// A picture.
    Photo,
    /// Any file.
    Document,
    /// Music.
    Audio,
}

/// A file in a message.
#[derive(Clone, Debug)]
pub struct Attachment {
    /// What it is shown as.
    pub kind: AttachmentKind,
    /// The whole file.
    pub bytes: Bytes,
    /// Its name, if it was given one.
    pub file_name: Option<String>,
    /// The `file_id` of the Bot API.
    pub file_id: String,
}

/// A message as the learner sees it now.
#[derive(Clone, Debug)]
pub struct ChatMessage {
    /// Counted from 1 in each chat.
    pub message_id: i64,
    /// Who wrote it.
    pub author: Author,
    /// Text or caption without formatting.
    pub text: String,
    /// Text or caption as the bot sent it, tags and all; of a learner's message the same as `text`.
    pub html: String,
    /// How often the bot changed its text or buttons.
    pub edits: u32,
    /// Its buttons, row by row.
    pub buttons: Vec<Button>,
    /// Its file.
    pub attachment: Option<Attachment>,
    /// The message it answers.
    pub reply_to: Option<i64>,
    /// Sent without a notification.
    pub is_silent: bool,
    /// When it was sent, in seconds since 1970.
    pub date_s: i64,
}

impl ChatMessage {
    /// Whether the bot wrote it.
    pub fn is_from_bot(&self) -> bool {
        self.author == Author::Bot
    }

    /// The callback data of the button with this text.
    pub fn data_of(&self, text: &str) -> Option<&str> {
        self.buttons.iter().find(|button| button.text == text)?.callback_data.as_deref()
    }
}

/// A file of a message with the fields that the Bot API gives it.
#[derive(Clone, Debug)]
pub(crate) struct Media {
    pub(crate) attachment: Attachment,
    /// `Voice`, `Document`, `Audio` or an array of `PhotoSize`.
    pub(crate) json: Value,
}

/// A message as the fake keeps it.
#[derive(Clone, Debug)]
pub(crate) struct Message {
    pub(crate) id: i64,
    pub(crate) author: Author,
    pub(crate) date_s: i64,
    pub(crate) edited_s: Option<i64>,
    pub(crate) content: Formatted,
    pub(crate) raw: String,
    pub(crate) markup: Option<Value>,
    pub(crate) media: Option<Media>,
    pub(crate) reply_to: Option<i64>,
    pub(crate) edits: u32,
    pub(crate) is_silent: bool,
    /// Callback data of every button it ever had: a press can cross an edit.
    pub(crate) data_seen: BTreeSet<String>,
}

impl Message {
    pub(crate) fn set_markup(&mut self, markup: Option<Value>) {
        let buttons = keyboard::buttons(markup.as_ref());
        self.data_seen.extend(buttons.into_iter().filter_map(|button| button.callback_data));
        self.markup = markup;
    }

    pub(crate) fn seen(&self) -> ChatMessage {
        ChatMessage {
            message_id: self.id,
            author: self.author,
            text: self.content.text.clone(),
            html: self.raw.clone(),
            edits: self.edits,
            buttons: keyboard::buttons(self.markup.as_ref()),
            attachment: self.media.as_ref().map(|media| media.attachment.clone()),
            reply_to: self.reply_to,
            is_silent: self.is_silent,
            date_s: self.date_s,
        }
    }

    /// `Message` of the Bot API. `replied` is the message it answers, without its own reply.
    pub(crate) fn to_json(&self, from: &Value, chat: &Value, replied: Option<Value>) -> Value {
        let mut fields = Map::new();
        let mut put = |name: &str, value: Value| drop(fields.insert(name.to_owned(), value));
        put("message_id", json!(self.id));
        put("from", from.clone());
        put("chat", chat.clone());
        put("date", json!(self.date_s));
        if let Some(edited_s) = self.edited_s {
            put("edit_date", json!(edited_s));
        }
        if let Some(media) = &self.media {
            put(media_field(media.attachment.kind), media.json.clone());
        }
        let (text, entities) = match self.media {
            Some(_) => ("caption", "caption_entities"),
            None => ("text", "entities"),
        };
        if !self.content.text.is_empty() {
            put(text, json!(self.content.text));
        }
        if !self.content.entities.is_empty() {
            put(entities, json!(self.content.entities));
        }
        if let Some(markup) = &self.markup {
            put("reply_markup", markup.clone());
        }
        if let Some(replied) = replied {
            put("reply_to_message", replied);
        }
        Value::Object(fields)
    }
}

fn media_field(kind: AttachmentKind) -> &'static str {
    match kind {
        AttachmentKind::Voice => "voice",
        AttachmentKind::Photo => "photo",
        AttachmentKind::Document => "document",
        AttachmentKind::Audio => "audio",
    }
}
