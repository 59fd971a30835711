//! A better version of an answer: the learner's own words with the corrections in them.

use dataflow::documents::{Card, Correction};

use super::html::{Html, cut};
use crate::message::{CAPTION_CHARS_MAX, MESSAGE_CHARS_MAX, Message};
use crate::texts::Texts;

/// Room for the title and for how to use it.
const RESERVE_CHARS: usize = 200;

/// The better version to read; as the caption of its voice where there is one, which the caller attaches.
pub fn better(texts: &Texts, card: &Card, has_voice: bool) -> Message {
    let title = Html::new().bold(&texts.say("better-title"));
    let Some(version) = better_version(card) else {
        return title.line(Html::new().text(&texts.say("better-nothing"))).message(Vec::new());
    };
    let (how, chars_max) =
        if has_voice { ("better-how", CAPTION_CHARS_MAX) } else { ("better-read", MESSAGE_CHARS_MAX) };
    let version = Html::new().text(&cut(&version, chars_max - RESERVE_CHARS));
    title.line(Html::new().text(&texts.say(how))).paragraph(Html::new().quote(version)).message(Vec::new())
}

/// What the rater wrote, else the graded words with every correction applied; none where there is nothing to correct. Of
/// corrections that overlap the first counts.
pub fn better_version(card: &Card) -> Option<String> {
    card.feedback.better.clone().or_else(|| corrected(card))
}

fn corrected(card: &Card) -> Option<String> {
    let mut corrections: Vec<&Correction> = card.assessment.corrections.iter().collect();
    corrections.sort_by_key(|correction| (correction.first_word, correction.end_word));
    let words = &card.transcript.words;
    let graded = words.iter().take_while(|word| word.start_ms < card.graded_ms).count();
    let mut version: Vec<String> = Vec::new();
    let mut at = 0;
    let mut changes = 0;
    let as_said = |from: usize, to: usize, version: &mut Vec<String>| {
        version.extend(words.get(from..to.min(graded)).unwrap_or_default().iter().map(|word| word.word.clone()));
    };
    for correction in corrections {
        let Correction { first_word, end_word, better, .. } = correction;
        let is_possible = at <= *first_word && first_word < end_word && *end_word <= graded;
        if !is_possible {
            continue;
        }
        as_said(at, *first_word, &mut version);
        let last = words.get(end_word - 1).map_or("", |word| word.word.as_str());
        match (better.trim(), version.last_mut()) {
            ("", Some(before)) => before.push_str(sentence_end(before, last)),
            ("", None) => {}
            (better, _) => version.push(with_punctuation(better, last)),
        }
        at = *end_word;
        changes += 1;
    }
    as_said(at, graded, &mut version);
    (changes > 0).then(|| capitalised(&version.join(" ")))
}

/// The better words with the punctuation that followed the last of those said.
fn with_punctuation(better: &str, last_said: &str) -> String {
    let has_own = better.ends_with(|char: char| char.is_ascii_punctuation());
    if has_own { better.to_owned() } else { format!("{better}{}", punctuation(last_said)) }
}

/// What ends the sentence where its last word is left out and the word before it does not.
fn sentence_end<'a>(before: &str, last_said: &'a str) -> &'a str {
    let end = punctuation(last_said);
    let is_end = end.contains(['.', '?', '!']) && punctuation(before).is_empty();
    if is_end { end } else { "" }
}

fn punctuation(word: &str) -> &str {
    let bare = word.trim_end_matches(|char: char| char.is_ascii_punctuation());
    word.get(bare.len()..).unwrap_or("")
}

/// With a capital where the first word was left out.
fn capitalised(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}
