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
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Receipt {
    /// Answers.
    pub answers: u64,
    /// Files: recordings, transcripts, cards.
    pub documents: u64,
    /// Size of these, in bytes.
    pub bytes: u64,
    /// Facts of the log.
    pub facts: u64,
    /// Updates of the chat.
    pub letters: u64,
    /// Releases of research data that were made anew.
    pub releases: u64,
    /// Which erasure it is, for whoever keeps the log.
    pub number: u64,
    /// What the log holds in the places of these facts, as a digest.
    pub digest: String,
}

/// Everything is erased: the last message, without buttons.
pub fn forgotten(texts: &Texts, receipt: &Receipt) -> Message {
    let values = [("answers", texts.answers(receipt.answers).into()), ("documents", receipt.documents.into())];
    let html = Html::new().bold(&texts.say("forgotten-title"));
    let html = html.line(Html::new().text(&texts.say_with("forgotten", &values)));
    let values = [
        ("facts", receipt.facts.into()),
        ("kilobytes", receipt.bytes.div_ceil(1_000).into()),
        ("letters", receipt.letters.into()),
        ("releases", receipt.releases.into()),
    ];
    let html = html.line(Html::new().text(&texts.say_with("forgotten-counts", &values)));
    let html = html.line(Html::new().text(&texts.say_with("forgotten-receipt", &[("number", receipt.number.into())])));
    let html = html.line(Html::new().text(&receipt.digest));
    html.paragraph(Html::new().text(&texts.say("forgotten-end"))).message(Vec::new())
}
