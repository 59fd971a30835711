//! Sending text and chat actions, and what all messages of the bot have in common.

use std::collections::BTreeSet;

use serde_json::Value;

use super::super::html::{self, Formatted};
use super::super::keyboard;
use super::super::message::{Author, Media, Message};
use super::super::refusal::{Answer, Refusal};
use super::super::state::State;
use crate::request::Params;

const TEXT_UNITS_MAX: usize = 4_096;
const CAPTION_UNITS_MAX: usize = 1_024;
const ACTIONS: [&str; 11] = [
    "typing",
    "upload_photo",
    "record_video",
    "upload_video",
    "record_voice",
    "upload_voice",
    "upload_document",
    "choose_sticker",
    "find_location",
    "record_video_note",
    "upload_video_note",
];

pub(super) fn message(state: &mut State, params: &Params) -> Answer {
    state.addressed(params)?;
    let (content, raw) = text(params)?;
    post(state, params, content, raw, None)
}

pub(super) fn chat_action(state: &mut State, params: &Params) -> Answer {
    state.addressed(params)?;
    let is_known = params.text("action").is_some_and(|action| ACTIONS.contains(&action));
    if is_known { super::done() } else { Err(Refusal::bad_request("wrong parameter action in request")) }
}

/// The text of a message with what was sent for it.
pub(super) fn text(params: &Params) -> Result<(Formatted, String), Refusal> {
    let raw = params.text("text").unwrap_or_default();
    let content = formatted(params, raw, "entities")?;
    if content.text.is_empty() {
        return Err(Refusal::bad_request("message text is empty"));
    }
    if content.text.encode_utf16().count() > TEXT_UNITS_MAX {
        return Err(Refusal::bad_request("message is too long"));
    }
    Ok((content, raw.to_owned()))
}

pub(super) fn caption(params: &Params) -> Result<(Formatted, String), Refusal> {
    let raw = params.text("caption").unwrap_or_default();
    let content = formatted(params, raw, "caption_entities")?;
    if content.text.encode_utf16().count() > CAPTION_UNITS_MAX {
        return Err(Refusal::bad_request("message caption is too long"));
    }
    Ok((content, raw.to_owned()))
}

fn formatted(params: &Params, raw: &str, entities: &str) -> Result<Formatted, Refusal> {
    match params.text("parse_mode") {
        Some(mode) if mode.eq_ignore_ascii_case("html") => {
            html::parse(raw).map_err(|why| Refusal::bad_request(format!("can't parse entities: {why}")))
        }
        Some(mode) if !mode.is_empty() => Err(Refusal::bad_request("unsupported parse_mode")),
        _ => {
            let mut content = html::plain(raw);
            let given = params.json(entities).and_then(|given| given.as_array().cloned());
            content.entities = given.unwrap_or_default();
            Ok(content)
        }
    }
}

/// Puts a message of the bot into the chat that was addressed.
pub(super) fn post(
    state: &mut State,
    params: &Params,
    content: Formatted,
    raw: String,
    media: Option<Media>,
) -> Answer {
    let date_s = state.now_s();
    let chat = state.addressed(params)?;
    let markup = keyboard::of_call(params)?;
    let reply = params.json("reply_parameters");
    let field = |name: &str| reply.as_ref().and_then(|reply| reply.get(name));
    let wanted = field("message_id").and_then(Value::as_i64);
    let reply_to = wanted.filter(|id| chat.messages.contains_key(id));
    let may_miss = field("allow_sending_without_reply").and_then(Value::as_bool).unwrap_or(false);
    if wanted.is_some() && reply_to.is_none() && !may_miss {
        return Err(Refusal::bad_request("message to be replied not found"));
    }
    let mut message = Message {
        id: 0,
        author: Author::Bot,
        date_s,
        edited_s: None,
        content,
        raw,
        markup: None,
        media,
        reply_to,
        edits: 0,
        is_silent: params.flag("disable_notification"),
        data_seen: BTreeSet::new(),
    };
    message.set_markup(markup);
    let message_id = chat.add(message);
    let chat_id = params.integer("chat_id").unwrap_or(0);
    state.shown(chat_id, message_id).ok_or_else(|| Refusal::bad_request("chat not found"))
}
