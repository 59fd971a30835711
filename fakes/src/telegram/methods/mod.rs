//! The methods of the Bot API that the fake has, checks around them, and what each is about.

mod bot;
mod edit;
mod media;
mod poll;
mod send;

use std::sync::Arc;

use serde_json::Value;

use super::refusal::{Answer, Refusal};
use super::state::{Shared, State};
use crate::request::Params;

/// Every method here, as the Bot API spells it.
const SPELLED: [&str; 20] = [
    "getMe",
    "getUpdates",
    "setWebhook",
    "deleteWebhook",
    "getWebhookInfo",
    "sendMessage",
    "editMessageText",
    "editMessageReplyMarkup",
    "deleteMessage",
    "sendChatAction",
    "sendVoice",
    "sendPhoto",
    "sendDocument",
    "sendAudio",
    "getFile",
    "answerCallbackQuery",
    "setMyCommands",
    "getMyCommands",
    "setMyDescription",
    "setMyShortDescription",
];

/// The documentation's spelling of a method in lower case.
pub(crate) fn spelled(method: &str) -> Option<&'static str> {
    SPELLED.into_iter().find(|spelled| spelled.eq_ignore_ascii_case(method))
}

/// The chat that a call is about.
pub(crate) fn chat_of(state: &State, method: &str, params: &Params) -> Option<i64> {
    match method {
        "answercallbackquery" => state.presses.get(params.text("callback_query_id")?).copied(),
        "getfile" => state.files.get(params.text("file_id")?).map(|file| file.chat),
        _ => params.integer("chat_id"),
    }
}

/// Runs a method, named in lower case.
pub(crate) async fn run(shared: &Arc<Shared>, method: &str, params: &Params) -> Answer {
    if spelled(method).is_none() {
        return Err(Refusal::new(404, "Not Found"));
    }
    let documented = shared.spec.as_ref().and_then(|spec| Some((spec, spec.methods.get(method)?)));
    if let Some((spec, documented)) = documented {
        let findings = spec.check_params(documented, params);
        if let Some(first) = findings.first().cloned() {
            let mut state = shared.lock();
            findings.into_iter().for_each(|finding| state.violate(finding));
            return Err(Refusal::bad_request(format!("not in the Bot API: {first}")));
        }
    }
    let answer = match method {
        "getupdates" => poll::get_updates(shared, params).await,
        "setwebhook" => poll::set_webhook(shared, params),
        "deletewebhook" => poll::delete_webhook(shared, params),
        _ => run_locked(&mut shared.lock(), method, params),
    };
    let finding = match (documented, &answer) {
        (Some((spec, documented)), Ok(result)) => spec.check_result(documented, result),
        _ => None,
    };
    // Updates handed in raw may be wrong on purpose; those of the fake's own making were checked when made.
    if let Some(finding) = finding.filter(|_| method != "getupdates") {
        shared.lock().violate(finding);
    }
    answer
}

fn run_locked(state: &mut State, method: &str, params: &Params) -> Answer {
    if is_limited(method) {
        admit(state, params)?;
    }
    match method {
        "getme" => Ok(bot::get_me(state)),
        "getwebhookinfo" => Ok(poll::webhook_info(state)),
        "sendmessage" => send::message(state, params),
        "sendchataction" => send::chat_action(state, params),
        "sendvoice" | "sendphoto" | "senddocument" | "sendaudio" => media::send(state, method, params),
        "editmessagetext" => edit::text(state, params),
        "editmessagereplymarkup" => edit::markup(state, params),
        "deletemessage" => edit::delete(state, params),
        "getfile" => media::get_file(state, params),
        "answercallbackquery" => bot::answer_press(state, params),
        "setmycommands" => bot::set_commands(state, params),
        "getmycommands" => Ok(bot::get_commands(state, params)),
        "setmydescription" => bot::set_description(state, params, false),
        "setmyshortdescription" => bot::set_description(state, params, true),
        _ => Err(Refusal::new(404, "Not Found")),
    }
}

/// Sends and edits share the rates; a chat action is neither.
fn is_limited(method: &str) -> bool {
    method.starts_with("edit") || method.starts_with("send") && method != "sendchataction"
}

fn admit(state: &mut State, params: &Params) -> Result<(), Refusal> {
    let chat = params.integer("chat_id").unwrap_or(0);
    let now_ms = state.now_ms();
    state.limiter.admit(chat, now_ms).map_err(Refusal::too_many_requests)
}

/// `true`, the result of most methods.
fn done() -> Answer {
    Ok(Value::Bool(true))
}
