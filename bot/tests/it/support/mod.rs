//! What the tests share: a strict reader of messages, and samples of everything that a message is made from.

pub(crate) mod all;
pub(crate) mod reader;
pub(crate) mod samples;

use bot::Message;
use dataflow::events::Language;

use bot::Texts;

/// The texts of a language by its code.
pub(crate) fn texts(code: &str) -> &'static Texts {
    Texts::of(code.parse::<Language>().unwrap())
}

/// A message as a test reads it: the text as the learner sees it, then the buttons with their data.
pub(crate) fn shown(message: &Message) -> String {
    let mut shown = reader::checked(message).replace('\u{2028}', "\n");
    for row in &message.buttons {
        let buttons: Vec<String> =
            row.iter().map(|button| format!("[{} → {}]", button.label, button.press.data())).collect();
        shown = format!("{shown}\n{}", buttons.join(" "));
    }
    format!("{shown}\n")
}
