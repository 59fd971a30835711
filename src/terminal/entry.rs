//! What somebody types, as the updates that Telegram would make of it.

use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use super::LOCAL_USER;
use super::screen::Pressed;

/// Most characters of a text: Telegram's own limit.
const TEXT_CHARS_MAX: usize = 4_096;

/// Something that was typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Entry {
    /// A text, perhaps a command.
    Said(String),
    /// A voice note: a file and its size in bytes.
    Spoke { file: PathBuf, bytes: u64 },
    /// A button.
    Pressed(Pressed),
}

impl Entry {
    /// The entry of a line, unless it presses a button. An error says what is wrong with the line.
    pub(super) fn read(line: &str) -> Result<Entry, String> {
        if let Some(file) = line.strip_prefix("/voice") {
            let file = file.trim();
            if file.is_empty() {
                return Err("name the file: /voice FILE".to_owned());
            }
            return spoke(Path::new(file));
        }
        let chars = line.chars().count();
        if chars > TEXT_CHARS_MAX {
            return Err(format!("the line has {chars} characters, limit is {TEXT_CHARS_MAX}"));
        }
        Ok(Entry::Said(line.to_owned()))
    }

    /// The update with this number; what it brings has the same number in the chat.
    pub(super) fn update(&self, number: i32, date_s: u64) -> String {
        let chat = json!({ "id": LOCAL_USER, "type": "private", "first_name": "You" });
        let from = json!({ "id": LOCAL_USER, "is_bot": false, "first_name": "You" });
        let message = |name: &str, content: Value| {
            let message =
                json!({ "message_id": number, "date": date_s, "chat": &chat, "from": &from, (name): content });
            ("message", message)
        };
        let (kind, content) = match self {
            Entry::Said(text) => message("text", json!(text)),
            // How long it is and of which kind its decoder will say. The file is found by its name, also after a restart.
            Entry::Spoke { file, bytes } => message(
                "voice",
                json!({
                    "file_id": file, "file_unique_id": number.to_string(), "mime_type": "audio/ogg", "duration": 0,
                    "file_size": bytes,
                }),
            ),
            Entry::Pressed(Pressed { message_id, button }) => (
                "callback_query",
                json!({
                    "id": number.to_string(), "from": &from, "chat_instance": "terminal", "data": button.press.data(),
                    "message": { "message_id": message_id, "date": 0, "chat": &chat },
                }),
            ),
        };
        json!({ "update_id": number, (kind): content }).to_string()
    }
}

fn spoke(file: &Path) -> Result<Entry, String> {
    let failed = |reason: &dyn std::fmt::Display| format!("reading {} failed: {reason}", file.display());
    let whole = file.canonicalize().map_err(|error| failed(&error))?;
    let metadata = whole.metadata().map_err(|error| failed(&error))?;
    if !metadata.is_file() {
        return Err(failed(&"it is not a file"));
    }
    // Updates are text, and so is the name of the file in them.
    if whole.to_str().is_none() {
        return Err(failed(&"its name is not UTF-8"));
    }
    Ok(Entry::Spoke { file: whole, bytes: metadata.len() })
}
