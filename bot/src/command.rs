//! What people type: a slash, a word, and perhaps more.

use dataflow::events::{AnswerId, Order, StudyId};

use crate::update::study_of;

/// A command that was typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Command {
    /// Begins, perhaps by an invitation to a study.
    Start(Option<StudyId>),
    /// Shows the tasks.
    Practice,
    /// Shows progress.
    Progress,
    /// Shows the latest answers.
    History,
    /// Shows words.
    Words,
    /// Shows what can be set.
    Settings,
    /// Shows what is left today.
    Quota,
    /// Shows what is kept.
    Privacy,
    /// Asks for everything about oneself.
    Export,
    /// Asks to be forgotten.
    Forget,
    /// Shows what can be said.
    Help,
    /// For the owner: shows what is outstanding.
    Outstanding,
    /// For the owner: an order.
    Order(Order),
}

impl Command {
    /// Whether only the owner may say it.
    pub fn is_for_owner(&self) -> bool {
        matches!(self, Command::Outstanding | Command::Order(_))
    }
}

/// The command in a text, if it is one. A name behind an `@` is ours: in a chat of two nobody else is meant.
pub(crate) fn command(text: &str, update_id: u64) -> Option<Command> {
    let text = text.trim().strip_prefix('/')?;
    let (word, rest) = text.split_once(char::is_whitespace).unwrap_or((text, ""));
    let word = word.split('@').next()?;
    Some(match word {
        "start" => Command::Start(study_of(rest.trim())),
        "practice" => Command::Practice,
        "progress" => Command::Progress,
        "history" => Command::History,
        "words" => Command::Words,
        "settings" => Command::Settings,
        "quota" => Command::Quota,
        "privacy" => Command::Privacy,
        "export" => Command::Export,
        "forget" => Command::Forget,
        "help" => Command::Help,
        "admin" => return order(rest.trim(), update_id),
        _ => return None,
    })
}

fn order(text: &str, update_id: u64) -> Option<Command> {
    let (word, rest) = text.split_once(char::is_whitespace).unwrap_or((text, ""));
    let answer = || rest.trim().parse::<AnswerId>().ok();
    Some(match word {
        "" | "status" => Command::Outstanding,
        "pause" => Command::Order(Order::Pause),
        "resume" => Command::Order(Order::Resume),
        "replay" => Command::Order(Order::Replay(answer()?)),
        "cancel" => Command::Order(Order::Cancel(answer()?)),
        "quota" => Command::Order(Order::Quota(rest.trim().parse().ok()?)),
        "broadcast" if !rest.trim().is_empty() => Command::Order(Order::Broadcast(update_id)),
        _ => return None,
    })
}
