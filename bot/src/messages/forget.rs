//! What is kept, how to take it along, and how to have it erased.

use super::html::{Html, button};
use crate::message::{Attachment, Message};
use crate::press::Press;
use crate::texts::Texts;

/// What is kept, and what for.
pub fn privacy(texts: &Texts) -> Message {
    let mut html = Html::new().bold(&texts.say("privacy-title"));
    for id in ["kept", "audio", "raw", "name", "use", "rights"] {
        html = html.line(Html::new().text(&format!("· {}", texts.say(&format!("privacy-{id}")))));
    }
    html.message(vec![
        vec![button(texts.say("button-consents"), Press::Consents), button(texts.say("button-export"), Press::Export)],
        vec![button(texts.say("button-forget"), Press::ForgetQuestion), button(texts.say("button-menu"), Press::Menu)],
    ])
}

/// Everything about the learner, as a file with this name.
pub fn export_ready(texts: &Texts, name: &str, bytes: Vec<u8>) -> Message {
    let attachment = Some(Attachment::Document { name: name.to_owned(), bytes });
    Message { attachment, ..Html::new().text(&texts.say("export-ready")).message(Vec::new()) }
}

/// Whether everything is really to be erased.
pub fn forget_question(texts: &Texts) -> Message {
    let html = Html::new().bold(&texts.say("forget-title")).line(Html::new().text(&texts.say("forget")));
    html.message(vec![
        vec![button(texts.say("button-export"), Press::Export)],
        vec![button(texts.say("button-forget-no"), Press::Menu)],
        vec![button(texts.say("button-forget-yes"), Press::Forget)],
    ])
}

/// What an erasure erased.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Receipt {
    /// Answers.
    pub answers: u64,
    /// Files: recordings, transcripts, cards.
    pub documents: u64,
}

/// Everything is erased: the last message, without buttons.
pub fn forgotten(texts: &Texts, receipt: &Receipt) -> Message {
    let values = [("answers", texts.answers(receipt.answers).into()), ("documents", receipt.documents.into())];
    let html = Html::new().bold(&texts.say("forgotten-title"));
    let html = html.line(Html::new().text(&texts.say_with("forgotten", &values)));
    html.paragraph(Html::new().text(&texts.say("forgotten-end"))).message(Vec::new())
}
