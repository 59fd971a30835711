//! Inline keyboards: what Telegram refuses in them, and what a learner sees of them.

use serde_json::Value;

use super::message::Button;
use super::refusal::Refusal;
use crate::request::Params;

const DATA_BYTES_MAX: usize = 64;
const BUTTONS_MAX: usize = 100;
/// Fields of a button that only dress it; one other field says what it does.
const DRESS: [&str; 3] = ["text", "style", "icon_custom_emoji_id"];

/// The inline keyboard of a call, `None` if it has none or removes it.
pub(crate) fn of_call(params: &Params) -> Result<Option<Value>, Refusal> {
    let Some(given) = params.values.get("reply_markup") else { return Ok(None) };
    let not_an_object = || Refusal::bad_request("object expected as reply markup");
    let markup = params.json("reply_markup").filter(Value::is_object).ok_or_else(not_an_object)?;
    let Some(rows) = markup.get("inline_keyboard") else {
        let is_other = ["keyboard", "remove_keyboard", "force_reply"].iter().any(|kind| markup.get(kind).is_some());
        return if is_other || given.as_str() == Some("{}") { Ok(None) } else { Err(not_an_object()) };
    };
    let rows = rows.as_array().ok_or_else(not_an_object)?;
    let buttons: Vec<&Value> = rows.iter().filter_map(Value::as_array).flatten().collect();
    if buttons.len() > BUTTONS_MAX {
        return Err(Refusal::bad_request("reply markup is too long"));
    }
    buttons.iter().try_for_each(|button| check(button))?;
    Ok((!buttons.is_empty()).then_some(markup))
}

fn check(button: &Value) -> Result<(), Refusal> {
    let wrong = |what: &str| Err(Refusal::bad_request(format!("can't parse inline keyboard button: {what}")));
    let Some(fields) = button.as_object() else { return wrong("an object is expected") };
    if fields.get("text").and_then(Value::as_str).is_none_or(|text| text.trim().is_empty()) {
        return wrong("Field \"text\" must be a non-empty String");
    }
    if fields.keys().filter(|key| !DRESS.contains(&key.as_str())).count() != 1 {
        return wrong("Text buttons are unallowed in the inline keyboard");
    }
    let data = fields.get("callback_data").and_then(Value::as_str);
    if data.is_some_and(|data| data.is_empty() || data.len() > DATA_BYTES_MAX) {
        return Err(Refusal::bad_request("BUTTON_DATA_INVALID"));
    }
    Ok(())
}

/// The buttons of a keyboard, row by row.
pub(crate) fn buttons(markup: Option<&Value>) -> Vec<Button> {
    let rows = markup.and_then(|markup| markup.get("inline_keyboard")?.as_array()).into_iter().flatten();
    let mut buttons = Vec::new();
    for (row, cells) in rows.enumerate() {
        for cell in cells.as_array().into_iter().flatten() {
            let field = |name: &str| cell.get(name).and_then(Value::as_str).map(str::to_owned);
            let text = field("text").unwrap_or_default();
            buttons.push(Button { row, text, callback_data: field("callback_data"), url: field("url") });
        }
    }
    buttons
}
