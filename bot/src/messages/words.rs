//! The latest answers, and the words.

use dataflow::events::{AnswerId, Task};

use super::html::{Html, button, cut};
use super::menu::title;
use crate::message::{Button, Message};
use crate::press::Press;
use crate::texts::Texts;

/// Most answers that are listed, and of these with a button of their own.
const LINES_MAX: usize = 20;
const WHY_BUTTONS: usize = 4;
/// Most words that are listed of each kind.
const WORDS_SHOWN: usize = 40;

/// An answer in the list of the latest.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HistoryLine {
    /// Which answer.
    pub answer: AnswerId,
    /// When, in days since 1970-01-01 by the learner's clock.
    pub day: u32,
    /// What was asked.
    pub task: Task,
    /// Its score in thousandths of the most that can be given; none where it is withheld.
    pub score_milli: Option<u16>,
    /// Its pace; none where it is withheld.
    pub words_per_minute: Option<u32>,
}

/// The latest answers, the last of them first as given.
pub fn history(texts: &Texts, lines: &[HistoryLine]) -> Message {
    let mut html = Html::new().bold(&texts.say("history-title"));
    if lines.is_empty() {
        html = html.line(Html::new().text(&texts.say("history-none")));
        return html.message(vec![vec![button(texts.say("button-practice"), Press::Tasks)]]);
    }
    for line in lines.iter().take(LINES_MAX) {
        let score = line.score_milli.map_or_else(|| texts.say("history-no-score"), |milli| percent(milli.into()));
        let pace = line.words_per_minute.map(|pace| texts.say_with("words-per-minute", &[("count", pace.into())]));
        let parts: Vec<String> = [Some(title(texts, line.task)), Some(score), pace].into_iter().flatten().collect();
        let shown = Html::new().bold(&texts.date(line.day)).text(&format!(" · {}", parts.join(" · ")));
        html = html.line(shown);
    }
    let mut buttons: Vec<Vec<Button>> = Vec::new();
    for line in lines.iter().filter(|line| line.score_milli.is_some()).take(WHY_BUTTONS) {
        let label = format!("{} · {}", texts.date(line.day), texts.say("button-why"));
        buttons.push(vec![button(label, Press::Why(line.answer))]);
    }
    buttons.push(vec![
        button(texts.say("button-progress"), Press::Progress),
        button(texts.say("button-menu"), Press::Menu),
    ]);
    html.message(buttons)
}

/// A share as people write it.
fn percent(milli: u32) -> String {
    format!("{} %", (milli + 5) / 10)
}

/// The words used most, with how often, and the new ones; both in the order in which they are shown.
pub fn words(texts: &Texts, active: &[(String, u32)], new: &[String]) -> Message {
    let mut html = Html::new().bold(&texts.say("words-title"));
    if active.is_empty() && new.is_empty() {
        html = html.line(Html::new().text(&texts.say("words-none")));
    }
    let active = active.iter().map(|(word, uses)| format!("{} {uses}", cut(word, 40))).collect();
    let new = new.iter().map(|word| cut(word, 40)).collect();
    html = html.paragraph(list(texts, "words-active", active)).paragraph(list(texts, "words-new", new));
    html.message(vec![vec![
        button(texts.say("button-progress"), Press::Progress),
        button(texts.say("button-menu"), Press::Menu),
    ]])
}

fn list(texts: &Texts, heading: &str, mut words: Vec<String>) -> Html {
    if words.is_empty() {
        return Html::new();
    }
    let behind = words.len().saturating_sub(WORDS_SHOWN);
    words.truncate(WORDS_SHOWN);
    let mut shown = words.join(", ");
    if behind > 0 {
        shown = format!("{shown} {}", texts.say_with("and-more", &[("count", behind.into())]));
    }
    Html::new().bold(&texts.say(heading)).line(Html::new().text(&shown))
}
