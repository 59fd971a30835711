//! The folded part of a card, made to fit below the open one.
//!
//! Corrections beyond their third of the room are counted instead of shown, measures keep to theirs, and the words take
//! what is left, cut between two words. Whenever something is left out, the last line says so.

use dataflow::documents::Card;

use super::{corrections, measured, transcript};
use crate::message::MESSAGE_CHARS_MAX;
use crate::messages::html::{Html, TAGS_MAX, visible_len};
use crate::texts::Texts;

/// Formatted stretches kept for headings and for what is not measured.
const TAGS_RESERVE: usize = 20;
/// Room for what announces that something was left out, and for empty lines.
const RESERVE_CHARS: usize = 160;

/// Transcript, corrections and measures in a quote; the transcript alone where the learner wants short cards.
pub(super) fn folded(texts: &Texts, card: &Card, is_short: bool, open: &Html) -> Html {
    let room = MESSAGE_CHARS_MAX.saturating_sub(open.visible() + RESERVE_CHARS);
    let mut sections = Vec::new();
    if !is_short {
        sections.push(corrections_section(texts, card, room / 3, TAGS_MAX.saturating_sub(open.tags() + TAGS_RESERVE)));
        sections.push(measures_section(texts, card, room / 3));
    }
    let taken: usize = sections.iter().map(|section| section.html.visible()).sum();
    sections.insert(0, transcript_section(texts, card, room.saturating_sub(taken)));
    let is_whole = sections.iter().all(|section| section.is_whole);
    let mut inside = sections.into_iter().map(|section| section.html).fold(Html::new(), Html::paragraph);
    if !is_whole {
        inside = inside.paragraph(Html::new().italic(&texts.say("shortened")));
    }
    Html::new().folded(inside)
}

/// A part of the fold, and whether all of it is there.
struct Section {
    html: Html,
    is_whole: bool,
}

fn transcript_section(texts: &Texts, card: &Card, room: usize) -> Section {
    let marked = transcript::marked(texts, card);
    let heading = Html::new().bold(&texts.say("card-transcript"));
    if marked.is_empty() {
        return Section { html: heading.line(Html::new().text(&texts.say("card-no-words"))), is_whole: true };
    }
    let heading = heading.line(Html::new().italic(&texts.say("card-transcript-key")));
    let mut left = room.saturating_sub(heading.visible() + 1);
    let mut shown: Vec<&str> = Vec::new();
    for word in &marked {
        let Some(rest) = left.checked_sub(visible_len(word) + 1) else { break };
        left = rest;
        shown.push(word);
    }
    let is_whole = shown.len() == marked.len();
    let words = if is_whole { shown.join(" ") } else { format!("{} …", shown.join(" ")) };
    Section { html: heading.line(Html::new().text(&words)), is_whole }
}

fn corrections_section(texts: &Texts, card: &Card, room: usize, tags: usize) -> Section {
    let all = &card.assessment.corrections;
    if all.is_empty() {
        return Section { html: Html::new(), is_whole: true };
    }
    let mut html = Html::new().bold(&texts.say("card-corrections"));
    let mut shown = 0;
    for correction in all.iter().take(corrections::CORRECTIONS_MAX) {
        let longer = html.clone().line(corrections::line(texts, correction));
        if longer.visible() > room || longer.tags() > tags {
            break;
        }
        html = longer;
        shown += 1;
    }
    let behind = all.len() - shown;
    if behind > 0 {
        html = html.line(Html::new().text(&texts.say_with("and-more", &[("count", behind.into())])));
    }
    Section { html, is_whole: behind == 0 }
}

fn measures_section(texts: &Texts, card: &Card, room: usize) -> Section {
    let lines = measured::lines(texts, card);
    if lines.is_empty() {
        return Section { html: Html::new(), is_whole: true };
    }
    let mut html = Html::new().bold(&texts.say("card-measures"));
    let mut is_whole = true;
    for line in lines {
        let longer = html.clone().line(line);
        if longer.visible() > room {
            is_whole = false;
            continue;
        }
        html = longer;
    }
    Section { html, is_whole }
}
