//! What is kept, how to take it along, and how to have it erased.

use dataflow::events::{Purpose, StudyId};

use super::html::{Html, button, cut};
use super::study::TITLE_VISIBLE_MAX;
use crate::message::{Attachment, Message};
use crate::press::{Press, purpose_name};
use crate::texts::Texts;

/// What a learner has agreed to, and to which text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Agreed {
    /// What for.
    pub purpose: Purpose,
    /// Version of the text.
    pub version: u16,
    /// On which of the learner's days, in days since 1970-01-01.
    pub day: u32,
}

/// What is kept and what for, what was agreed to and when, and the studies with their titles that can be left.
pub fn privacy(texts: &Texts, agreed: &[Agreed], studies: &[(StudyId, String)]) -> Message {
    let mut html = Html::new().bold(&texts.say("privacy-title"));
    for id in ["kept", "audio", "raw", "name", "use", "rights"] {
        html = html.line(Html::new().text(&format!("· {}", texts.say(&format!("privacy-{id}")))));
    }
    let mut lines = Html::new();
    for Agreed { purpose, version, day } in agreed {
        let purpose = texts.say(&format!("consent-{}", purpose_name(*purpose)));
        let values = [("purpose", purpose.into()), ("version", (*version).into()), ("date", texts.date(*day).into())];
        lines = lines.line(Html::new().text(&texts.say_with("privacy-agreed", &values)));
    }
    html = html.paragraph(lines);
    let mut buttons = vec![
        vec![button(texts.say("button-consents"), Press::Consents), button(texts.say("button-export"), Press::Export)],
        vec![button(texts.say("button-forget"), Press::ForgetQuestion), button(texts.say("button-menu"), Press::Menu)],
    ];
    for (study, title) in studies {
        let title = cut(title, TITLE_VISIBLE_MAX);
        html = html.paragraph(Html::new().text(&texts.say_with("privacy-study", &[("study", title.clone().into())])));
        let leave = texts.say_with("button-leave-study", &[("study", cut(&title, 30).into())]);
        buttons.push(vec![button(leave, Press::StudyLeave(*study))]);
    }
    html.message(buttons)
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
