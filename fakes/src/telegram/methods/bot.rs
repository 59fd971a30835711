//! The bot itself: who it is, its commands and descriptions, and its answers to pressed buttons.

use serde_json::{Value, json};

use super::super::refusal::{Answer, Refusal};
use super::super::state::State;
use crate::request::Params;

const COMMANDS_MAX: usize = 100;
const DESCRIPTION_MAX: usize = 512;
const SHORT_DESCRIPTION_MAX: usize = 120;
const TOAST_MAX: usize = 200;

pub(super) fn get_me(state: &State) -> Value {
    let mut me = state.bot.clone();
    let abilities = [
        ("can_join_groups", false),
        ("can_read_all_group_messages", false),
        ("supports_inline_queries", false),
        ("can_connect_to_business", false),
        ("has_main_web_app", false),
    ];
    if let Some(fields) = me.as_object_mut() {
        fields.extend(abilities.map(|(ability, has)| (ability.to_owned(), json!(has))));
    }
    me
}

pub(super) fn answer_press(state: &mut State, params: &Params) -> Answer {
    if params.text("text").is_some_and(|text| text.encode_utf16().count() > TOAST_MAX) {
        return Err(Refusal::bad_request("MESSAGE_TOO_LONG"));
    }
    let id = params.text("callback_query_id").unwrap_or_default();
    let too_old = "query is too old and response timeout expired or query ID is invalid";
    state.presses.remove(id).map(|_| Value::Bool(true)).ok_or_else(|| Refusal::bad_request(too_old))
}

pub(super) fn set_commands(state: &mut State, params: &Params) -> Answer {
    let given = params.json("commands").unwrap_or_default();
    let given = given.as_array().map_or(&[][..], Vec::as_slice);
    if given.len() > COMMANDS_MAX {
        return Err(Refusal::bad_request("BOT_COMMANDS_TOO_MUCH"));
    }
    let commands: Result<Vec<(String, String)>, Refusal> = given.iter().map(command).collect();
    state.commands.insert(language(params), commands?);
    super::done()
}

fn command(given: &Value) -> Result<(String, String), Refusal> {
    let field = |name: &str| given.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
    let name = field("command");
    let name = name.strip_prefix('/').unwrap_or(&name).to_owned();
    let description = field("description");
    let is_allowed = |char: char| char.is_ascii_lowercase() || char.is_ascii_digit() || char == '_';
    if name.is_empty() || name.len() > 32 || !name.chars().all(is_allowed) {
        return Err(Refusal::bad_request("BOT_COMMAND_INVALID"));
    }
    if description.is_empty() || description.chars().count() > 256 {
        return Err(Refusal::bad_request("BOT_COMMAND_DESCRIPTION_INVALID"));
    }
    Ok((name, description))
}

pub(super) fn get_commands(state: &State, params: &Params) -> Value {
    let commands = state.commands.get(&language(params)).map_or(&[][..], Vec::as_slice);
    commands.iter().map(|(command, description)| json!({"command": command, "description": description})).collect()
}

pub(super) fn set_description(state: &mut State, params: &Params, is_short: bool) -> Answer {
    let (field, chars_max) = match is_short {
        true => ("short_description", SHORT_DESCRIPTION_MAX),
        false => ("description", DESCRIPTION_MAX),
    };
    let description = params.text(field).unwrap_or_default();
    if description.chars().count() > chars_max {
        return Err(Refusal::bad_request(format!("{field} is too long")));
    }
    state.descriptions.insert((is_short, language(params)), description.to_owned());
    super::done()
}

fn language(params: &Params) -> String {
    params.text("language_code").unwrap_or_default().to_owned()
}
