//! What comes unasked: a card is there, a day is without practice, a notice of the owner.

use super::html::{Html, button, cut};
use crate::message::{MESSAGE_CHARS_MAX, Message};
use crate::press::Press;
use crate::texts::Texts;

/// The card is there. An edit makes no sound; this does.
pub fn ready(texts: &Texts) -> Message {
    Html::new().text(&texts.say("ready")).message(Vec::new())
}

/// The day is without practice so far. `streak_days` would end with it; 0 where there is nothing to lose.
pub fn reminder(texts: &Texts, streak_days: u32) -> Message {
    let text = match streak_days {
        0 => texts.say("reminder"),
        days => texts.say_with("reminder-streak", &[("days", texts.days(days).into())]),
    };
    Html::new().text(&text).message(vec![vec![
        button(texts.say("button-practice"), Press::Tasks),
        button(texts.say("reminder-hours-title"), Press::ReminderHours),
    ]])
}

/// What the owner tells everyone, as written.
pub fn notice(text: &str) -> Message {
    Html::new().text(&cut(text, MESSAGE_CHARS_MAX)).message(Vec::new())
}
