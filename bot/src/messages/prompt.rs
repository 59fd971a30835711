//! A prompt: what to talk about, for how long, and which exam asks so.

use dataflow::events::{PromptId, Task};

use super::html::{Html, button, cut};
use super::menu::{exam, title};
use crate::message::{MESSAGE_CHARS_MAX, Message};
use crate::press::Press;
use crate::texts::Texts;

/// Most characters of each point, and of what a situation says; the prompt's text takes what is left.
const POINT_CHARS_MAX: usize = 200;
const SITUATION_CHARS_MAX: usize = 300;
/// Most points that are shown.
const POINTS_MAX: usize = 6;
/// Least time to repeat a sentence in; the task's own time is the most.
const REPEAT_MS_MIN: u32 = 8_000;

/// A prompt as it is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PromptText {
    /// What is to be done with it.
    pub task: Task,
    /// Which.
    pub id: PromptId,
    /// What is asked, in English.
    pub text: String,
    /// What to mention, as the card of IELTS part 2 lists it; none for most tasks.
    pub points: Vec<String>,
    /// The interview or scene that it is a part of.
    pub situation: Option<Situation>,
    /// Whether the text is only heard: the sentence of Listen and Repeat.
    pub is_spoken: bool,
    /// How many days ago the learner had it; none if it is new to them.
    pub seen_days_ago: Option<u32>,
}

/// Several prompts that belong together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Situation {
    /// What it is called.
    pub title: String,
    /// What it is about, in a sentence or two.
    pub text: String,
    /// The place of this prompt in it, counted from 1.
    pub place: u8,
    /// How many prompts it has.
    pub of: u8,
}

/// A prompt, the exam it belongs to and the times of its task. That of a spoken one is short enough to stand beside its
/// voice.
pub fn prompt(texts: &Texts, prompt: &PromptText) -> Message {
    let room = MESSAGE_CHARS_MAX.saturating_sub(framed(texts, prompt, "…").visible());
    framed(texts, prompt, &cut(&prompt.text, room)).message(vec![vec![
        button(texts.say("button-another"), Press::Prompt(prompt.task)),
        button(texts.say("button-practice"), Press::Tasks),
    ]])
}

/// All of the message but its buttons, with this text of the prompt.
fn framed(texts: &Texts, prompt: &PromptText, text: &str) -> Html {
    let task = prompt.task;
    let mut html = Html::new().bold(&title(texts, task)).line(Html::new().italic(&texts.say(exam(task))));
    html = html.line(Html::new().text(&format!("⏱ {}", times(texts, task))));
    if let Some(situation) = &prompt.situation {
        html = html.paragraph(situation_lines(texts, situation));
    }
    if prompt.is_spoken {
        html = html.paragraph(Html::new().text(&texts.say("prompt-listen")));
    } else {
        html = html.paragraph(Html::new().quote(question(texts, prompt, text)));
    }
    if let Some(days) = prompt.seen_days_ago {
        let seen = texts.say_with("prompt-seen", &[("ago", texts.days_ago(days).into())]);
        html = html.paragraph(Html::new().italic(&seen));
    }
    let how = if prompt.is_spoken { "prompt-how-repeat" } else { "prompt-how" };
    html = html.paragraph(Html::new().text(&texts.say(how)));
    if task.is_open() {
        let answer = texts.duration(task.answer_ms_max().into());
        html = html.line(Html::new().text(&texts.say_with("prompt-late", &[("answer", answer.into())])));
    }
    html
}

fn situation_lines(texts: &Texts, situation: &Situation) -> Html {
    let Situation { title, text, place, of } = situation;
    let values = [("title", cut(title, 120).into()), ("place", (*place).into()), ("of", (*of).into())];
    Html::new()
        .bold(&texts.say_with("prompt-situation", &values))
        .line(Html::new().text(&cut(text, SITUATION_CHARS_MAX)))
}

fn question(texts: &Texts, prompt: &PromptText, text: &str) -> Html {
    let mut question = Html::new().text(text);
    if !prompt.points.is_empty() {
        question = question.line(Html::new().text(&texts.say("prompt-points")));
    }
    for point in prompt.points.iter().take(POINTS_MAX) {
        question = question.line(Html::new().text(&format!("• {}", cut(point, POINT_CHARS_MAX))));
    }
    question
}

/// The times of a task, as its exam gives them.
pub(super) fn times(texts: &Texts, task: Task) -> String {
    let answer = texts.duration(task.answer_ms_max().into());
    match (task, preparation_ms(task)) {
        (Task::ListenRepeat, _) => {
            let values = [("from", seconds(REPEAT_MS_MIN)), ("answer", seconds(task.answer_ms_max()))];
            texts.say_with("times-repeat", &values.map(|(name, seconds)| (name, seconds.into())))
        }
        (_, Some(preparation_ms)) => {
            let preparation = texts.duration(preparation_ms.into());
            texts.say_with("times-prepared", &[("preparation", preparation.into()), ("answer", answer.into())])
        }
        (Task::ToeflInterview, None) => texts.say_with("times-unprepared", &[("answer", answer.into())]),
        (_, None) => texts.say_with("times-topic", &[("answer", answer.into())]),
    }
}

fn seconds(ms: u32) -> u32 {
    ms / 1_000
}

/// Time to prepare, in milliseconds, where the exam gives some.
fn preparation_ms(task: Task) -> Option<u32> {
    match task {
        Task::ToeflIndependent => Some(15_000),
        Task::IeltsPartTwo => Some(60_000),
        Task::ToeflInterview
        | Task::ListenRepeat
        | Task::InterviewArchitecture
        | Task::InterviewBackend
        | Task::InterviewFrontend
        | Task::InterviewAlgorithms
        | Task::InterviewBehavioural => None,
    }
}
