//! The commands of the chat's menu, each with its description.

use dataflow::events::Language;

use super::Texts;

/// Every command, in the order of the menu.
pub const COMMANDS: [&str; 11] =
    ["start", "practice", "progress", "history", "words", "settings", "quota", "privacy", "export", "forget", "help"];

/// The commands with their descriptions in a language, as `setMyCommands` takes them.
pub fn commands(language: Language) -> Vec<(&'static str, String)> {
    let texts = Texts::of(language);
    COMMANDS.into_iter().map(|name| (name, texts.say(&format!("command-{name}")))).collect()
}
