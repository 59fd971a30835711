//! Why an answer has no score, what to do about it, and what it did not cost.

use dataflow::events::{PromptId, Rejection, Step};

use super::html::{Html, button};
use super::menu::task_buttons;
use crate::message::{Button, Message};
use crate::press::Press;
use crate::texts::{Texts, Value};

/// Why an answer has no score.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason<'a> {
    /// Nobody could grade it.
    Rejected(&'a Rejection),
    /// We failed, at this step.
    GivenUp(Step),
}

/// Why an answer has no score. `prompt` is what it answered, for another try; `is_refunded` whether it does not count
/// towards the answers of the day.
pub fn not_graded(texts: &Texts, reason: &Reason<'_>, prompt: Option<PromptId>, is_refunded: bool) -> Message {
    let mut html = Html::new().bold(&texts.say("not-graded-title"));
    html = html.paragraph(Html::new().text(&told(texts, reason)));
    if is_refunded && !is_about_the_right_to_answer(reason) {
        html = html.line(Html::new().text(&texts.say("not-graded-refunded")));
    }
    html.message(buttons(texts, reason, prompt))
}

/// Whether nobody would expect it to have cost an answer.
fn is_about_the_right_to_answer(reason: &Reason<'_>) -> bool {
    matches!(reason, Reason::Rejected(Rejection::QuotaSpent { .. } | Rejection::NoConsent))
}

fn told(texts: &Texts, reason: &Reason<'_>) -> String {
    match reason {
        Reason::Rejected(rejection) => rejected(texts, rejection),
        Reason::GivenUp(step) => given_up(texts, *step),
    }
}

fn rejected(texts: &Texts, rejection: &Rejection) -> String {
    let with = |id: &str, values: &[(&'static str, Value<'_>)]| texts.say_with(id, values);
    match rejection {
        Rejection::Empty => texts.say("not-graded-empty"),
        Rejection::TooLarge { bytes, bytes_max } => {
            let mib = |bytes: u64| bytes.div_ceil(1024 * 1024);
            with("not-graded-too-large", &[("size", mib(*bytes).into()), ("limit", mib(*bytes_max).into())])
        }
        Rejection::TooLong { duration_ms_max, .. } => {
            with("not-graded-too-long", &[("limit", texts.duration(*duration_ms_max).into())])
        }
        // The reason names formats and codecs: a learner can do nothing with it.
        Rejection::NotAudio { .. } => texts.say("not-graded-not-audio"),
        Rejection::NoSpeech => texts.say("not-graded-no-speech"),
        Rejection::NotEnglish => texts.say("not-graded-not-english"),
        Rejection::NoPrompt => texts.say("not-graded-no-prompt"),
        Rejection::NoConsent => texts.say("not-graded-no-consent"),
        Rejection::QuotaSpent { answers_per_day } => with("not-graded-quota", &[("count", (*answers_per_day).into())]),
        Rejection::Unavailable => texts.say("not-graded-unavailable"),
    }
}

fn given_up(texts: &Texts, step: Step) -> String {
    let id = match step {
        Step::Acknowledge | Step::Store => return texts.say("not-graded-store"),
        Step::Measure => "not-graded-measure",
        Step::Transcribe => "not-graded-transcribe",
        Step::Assess => "not-graded-assess",
        Step::Deliver | Step::Send => "not-graded-deliver",
    };
    format!("{} {}", texts.say(id), texts.say("not-graded-later"))
}

fn buttons(texts: &Texts, reason: &Reason<'_>, prompt: Option<PromptId>) -> Vec<Vec<Button>> {
    let menu = button(texts.say("button-menu"), Press::Menu);
    match reason {
        Reason::Rejected(Rejection::NoPrompt) => task_buttons(texts),
        Reason::Rejected(Rejection::NoConsent) => {
            vec![vec![button(texts.say("button-consents"), Press::Consents)]]
        }
        Reason::Rejected(Rejection::QuotaSpent { .. }) => {
            vec![vec![
                button(texts.say("button-history"), Press::History),
                button(texts.say("button-quota"), Press::Quota),
            ]]
        }
        Reason::Rejected(_) | Reason::GivenUp(_) => {
            let again = prompt.map(|prompt| button(texts.say("button-again"), Press::Again(prompt)));
            vec![again.into_iter().chain([menu]).collect()]
        }
    }
}
