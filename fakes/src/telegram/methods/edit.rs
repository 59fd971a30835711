//! Changing and deleting messages.

use serde_json::Value;

use super::super::html::Formatted;
use super::super::keyboard;
use super::super::message::{Author, Message};
use super::super::refusal::{Answer, Refusal};
use super::super::state::State;
use crate::request::Params;

const NOT_MODIFIED: &str = "message is not modified: specified new message content and reply markup are exactly the \
                            same as a current content and reply markup of the message";

pub(super) fn text(state: &mut State, params: &Params) -> Answer {
    let chat = state.addressed(params)?;
    let is_known = params.integer("message_id").is_some_and(|id| chat.messages.contains_key(&id));
    let (content, raw) = super::send::text(params)?;
    if !is_known {
        return Err(Refusal::bad_request("message to edit not found"));
    }
    change(state, params, Some((content, raw)))
}

pub(super) fn markup(state: &mut State, params: &Params) -> Answer {
    state.addressed(params)?;
    change(state, params, None)
}

/// Gives a message new content, if any, and the keyboard of the call, which removes the old one if it has none.
fn change(state: &mut State, params: &Params, content: Option<(Formatted, String)>) -> Answer {
    let now_s = state.now_s();
    let chat_id = params.integer("chat_id").unwrap_or(0);
    let message_id = params.integer("message_id").unwrap_or(0);
    let markup = keyboard::of_call(params)?;
    let chat = state.addressed(params)?;
    let not_found = || Refusal::bad_request("message to edit not found");
    let message = chat.messages.get_mut(&message_id).ok_or_else(not_found)?;
    if message.author != Author::Bot {
        return Err(Refusal::bad_request("message can't be edited"));
    }
    if content.is_some() && message.media.is_some() {
        return Err(Refusal::bad_request("there is no text in the message to edit"));
    }
    if is_same(message, content.as_ref(), markup.as_ref()) {
        return Err(Refusal::bad_request(NOT_MODIFIED));
    }
    if let Some((content, raw)) = content {
        message.content = content;
        message.raw = raw;
        message.edited_s = Some(now_s);
    }
    message.set_markup(markup);
    message.edits += 1;
    chat.changed.notify_waiters();
    state.shown(chat_id, message_id).ok_or_else(not_found)
}

fn is_same(message: &Message, content: Option<&(Formatted, String)>, markup: Option<&Value>) -> bool {
    let is_same_content = content.is_none_or(|(content, _)| *content == message.content);
    is_same_content && markup == message.markup.as_ref()
}

pub(super) fn delete(state: &mut State, params: &Params) -> Answer {
    let chat = state.addressed(params)?;
    let message_id = params.integer("message_id").unwrap_or(0);
    let removed = chat.messages.remove(&message_id);
    chat.changed.notify_waiters();
    removed.map(|_| Value::Bool(true)).ok_or_else(|| Refusal::bad_request("message to delete not found"))
}
