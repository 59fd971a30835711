//! Words that may have been heard wrongly, to be taken out.

use std::collections::BTreeSet;

use dataflow::documents::{Transcript, Word};
use dataflow::events::AnswerId;

use super::html::{Html, button, cut};
use crate::message::{Button, Message};
use crate::press::Press;
use crate::texts::Texts;

/// Words on a page.
pub const DOUBTS_OF_PAGE: usize = 8;
/// Most characters of a word on a button.
const WORD_CHARS_MAX: usize = 24;
/// Most words that are named as taken out.
const OUT_SHOWN: usize = 20;

/// The words as buttons, unsure ones first, each between its neighbours. `from` counts words in that order; those in
/// `disputed`, by their index in the transcript, are out already.
pub fn doubts(
    texts: &Texts,
    transcript: &Transcript,
    answer: AnswerId,
    from: u16,
    disputed: &BTreeSet<u16>,
) -> Message {
    let words = ordered(transcript, disputed);
    let from = usize::from(from).min(words.len().saturating_sub(1)) / DOUBTS_OF_PAGE * DOUBTS_OF_PAGE;
    let mut html = Html::new().bold(&texts.say("doubts-title"));
    html = html.line(Html::new().text(&texts.say(if words.is_empty() { "doubts-none" } else { "doubts" })));
    let out = disputed.iter().filter_map(|index| transcript.words.get(usize::from(*index)));
    let out: Vec<String> = out.take(OUT_SHOWN).map(|word| format!("“{}”", cut(&word.word, WORD_CHARS_MAX))).collect();
    if !out.is_empty() {
        html = html.paragraph(Html::new().text(&format!("{} {}", texts.say("doubts-out"), out.join(", "))));
    }
    let page = words.iter().skip(from).take(DOUBTS_OF_PAGE);
    let mut buttons: Vec<Vec<Button>> =
        page.map(|index| vec![button(between(transcript, *index), Press::Dispute(answer, *index))]).collect();
    let turn = |id: &str, to: usize| Some(button(texts.say(id), Press::Doubts(answer, u16::try_from(to).ok()?)));
    let before = from.checked_sub(DOUBTS_OF_PAGE).and_then(|to| turn("button-earlier-words", to));
    let after = Some(from + DOUBTS_OF_PAGE).filter(|to| *to < words.len());
    let paging: Vec<Button> = before.into_iter().chain(after.and_then(|to| turn("button-later-words", to))).collect();
    buttons.extend((!paging.is_empty()).then_some(paging));
    html.message(buttons)
}

/// Indices of the words still there: the unsure ones from the least sure on, then the others as they were said.
fn ordered(transcript: &Transcript, disputed: &BTreeSet<u16>) -> Vec<u16> {
    let numbered = transcript.words.iter().enumerate();
    let numbered = numbered.filter_map(|(index, word)| Some((u16::try_from(index).ok()?, word)));
    let (mut unsure, sure): (Vec<(u16, &Word)>, Vec<(u16, &Word)>) =
        numbered.filter(|(index, _)| !disputed.contains(index)).partition(|(_, word)| word.is_unsure());
    unsure.sort_by(|(_, first), (_, second)| first.confidence.total_cmp(&second.confidence));
    unsure.into_iter().chain(sure).map(|(index, _)| index).collect()
}

/// A word between its neighbours, so that two equal ones can be told apart.
fn between(transcript: &Transcript, index: u16) -> String {
    let index = usize::from(index);
    let word = |index: Option<usize>| {
        let word = index.and_then(|index| transcript.words.get(index));
        word.map_or_else(String::new, |word| cut(&word.word, WORD_CHARS_MAX).replace('\n', " "))
    };
    let mark = if transcript.words.get(index).is_some_and(Word::is_unsure) { " (?)" } else { "" };
    let (before, after) = (word(index.checked_sub(1)), word(index.checked_add(1)));
    format!("{before} “{}”{mark} {after}", word(Some(index))).trim().to_owned()
}
