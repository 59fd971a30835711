//! What can be set, and what is left of the day.

use dataflow::events::{BackgroundQuestion, Language};

use super::html::{Html, button};
use crate::message::{Button, Message};
use crate::press::Press;
use crate::texts::Texts;

/// What a learner chose.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Choices {
    /// Language of the interface.
    pub language: Language,
    /// Offset from UTC, in minutes; none where it was never chosen.
    pub offset_min: Option<i16>,
    /// Local hour of the reminder; none for no reminder.
    pub reminder_hour: Option<u8>,
    /// Whether cards are short.
    pub is_short: bool,
    /// Whether a message of its own tells that a card is there.
    pub has_ready_notice: bool,
}

/// What a study decides while a learner takes part; none where it leaves the choice.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Decided {
    /// Whether cards are short.
    pub is_short: Option<bool>,
    /// Whether reminders are sent to those who want them.
    pub has_reminders: Option<bool>,
}

/// What is set, with a button to change each.
pub fn settings(texts: &Texts, choices: &Choices, decided: &Decided) -> Message {
    let with = |id: &str, value: String| texts.say_with(id, &[("value", value.into())]);
    let flag = |is_on: bool| texts.say(if is_on { "yes" } else { "no" });
    let offset = choices.offset_min.map_or_else(|| texts.say("settings-clock-unknown"), offset_text);
    let hour = choices.reminder_hour.map_or_else(|| texts.say("settings-reminder-off"), hour_text);
    let length = texts.say(if choices.is_short { "settings-short" } else { "settings-long" });
    let language = Texts::of(choices.language).say("language-name");
    let lines = [
        (with("settings-language", language), Press::Languages),
        (with("settings-clock", offset), Press::Clock),
        (with("settings-reminder", hour), Press::ReminderHours),
        (with("settings-feedback", length), Press::ShortFeedback(!choices.is_short)),
        (with("settings-notice", flag(choices.has_ready_notice)), Press::ReadyNotice(!choices.has_ready_notice)),
    ];
    let mut html = Html::new().bold(&texts.say("settings-title"));
    let mut buttons = Vec::new();
    for (line, press) in lines {
        html = html.line(Html::new().text(&format!("· {line}")));
        buttons.push(vec![button(line, press)]);
    }
    if let Some(is_short) = decided.is_short {
        let length = texts.say(if is_short { "settings-short" } else { "settings-long" });
        html = html.paragraph(Html::new().text(&with("settings-study-feedback", length)));
    }
    if decided.has_reminders == Some(false) {
        html = html.paragraph(Html::new().text(&texts.say("settings-study-reminders")));
    }
    buttons.push(vec![button(texts.say("button-about-me"), Press::Background(BackgroundQuestion::FirstLanguage))]);
    buttons.push(vec![
        button(texts.say("button-consents"), Press::Consents),
        button(texts.say("button-privacy"), Press::Privacy),
    ]);
    buttons.push(vec![button(texts.say("button-menu"), Press::Menu)]);
    html.message(buttons)
}

/// Offsets that are in use besides the whole hours from −12 to +14, in minutes.
const ODD_OFFSETS_MIN: [i16; 7] = [-210, 210, 270, 330, 345, 390, 570];
const HOURS: std::ops::RangeInclusive<i16> = -12..=14;
const MINUTES_OF_DAY: i64 = 1_440;

/// Which time it is where the learner lives: a button for each offset, with the time that it would mean now.
pub fn clock(texts: &Texts, now_ms: u64, offset_min: Option<i16>) -> Message {
    let mut html = Html::new().bold(&texts.say("clock-title")).line(Html::new().text(&texts.say("clock")));
    if let Some(offset_min) = offset_min {
        let time = texts.say_with("clock-chosen", &[("time", local_time(now_ms, offset_min).into())]);
        html = html.paragraph(Html::new().text(&time));
    }
    let mut offsets: Vec<i16> = HOURS.map(|hours| hours * 60).chain(ODD_OFFSETS_MIN).collect();
    offsets.sort_unstable();
    let label = |offset: i16| {
        let mark = if offset_min == Some(offset) { "✓ " } else { "" };
        format!("{mark}{} ({})", local_time(now_ms, offset), offset_text(offset))
    };
    let times: Vec<Button> = offsets.into_iter().map(|offset| button(label(offset), Press::Offset(offset))).collect();
    let mut buttons: Vec<Vec<Button>> = times.chunks(2).map(<[Button]>::to_vec).collect();
    buttons.push(vec![button(texts.say("button-menu"), Press::Menu)]);
    html.message(buttons)
}

fn local_time(now_ms: u64, offset_min: i16) -> String {
    let utc_min = i64::try_from(now_ms / 60_000).unwrap_or(0);
    let minute_of_day = (utc_min + i64::from(offset_min)).rem_euclid(MINUTES_OF_DAY);
    format!("{:02}:{:02}", minute_of_day / 60, minute_of_day % 60)
}

/// An offset as in `UTC+5:30`.
fn offset_text(offset_min: i16) -> String {
    let sign = if offset_min < 0 { '−' } else { '+' };
    let minutes = offset_min.unsigned_abs();
    match minutes % 60 {
        0 => format!("UTC{sign}{}", minutes / 60),
        rest => format!("UTC{sign}{}:{rest:02}", minutes / 60),
    }
}

fn hour_text(hour: u8) -> String {
    format!("{hour}:00")
}

/// The hours for a reminder, and none.
pub fn reminder_hours(texts: &Texts) -> Message {
    let html = Html::new().bold(&texts.say("reminder-hours-title"));
    let hours: Vec<Button> = (0..24).map(|hour| button(hour_text(hour), Press::ReminderHour(Some(hour)))).collect();
    let mut buttons: Vec<Vec<Button>> = hours.chunks(6).map(<[Button]>::to_vec).collect();
    buttons.push(vec![
        button(texts.say("button-no-reminder"), Press::ReminderHour(None)),
        button(texts.say("button-settings"), Press::Settings),
    ]);
    html.line(Html::new().text(&texts.say("reminder-hours"))).message(buttons)
}

/// How many answers are left of those of a day.
pub fn quota(texts: &Texts, used: u16, per_day: u16) -> Message {
    let values = [("left", per_day.saturating_sub(used).into()), ("of", per_day.into())];
    let html =
        Html::new().bold(&texts.say("quota-title")).line(Html::new().text(&texts.say_with("quota-left", &values)));
    html.line(Html::new().text(&texts.say("quota-refund"))).message(vec![vec![
        button(texts.say("button-practice"), Press::Tasks),
        button(texts.say("button-menu"), Press::Menu),
    ]])
}
