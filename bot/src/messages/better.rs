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

/// The graded words with every correction applied; none where there is nothing to correct. Of corrections that overlap
/// the first counts.
pub fn better_version(card: &Card) -> Option<String> {
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
        version.extend(with_punctuation(better, last));
        at = *end_word;
        changes += 1;
    }
    as_said(at, graded, &mut version);
    (changes > 0).then(|| version.join(" "))
}

/// The better words with the punctuation that followed the last of those said; nothing where they are to be left out.
fn with_punctuation(better: &str, last_said: &str) -> Option<String> {
    let better = better.trim();
    if better.is_empty() {
        return None;
    }
    let bare = last_said.trim_end_matches(|char: char| char.is_ascii_punctuation());
    let punctuation = last_said.get(bare.len()..).unwrap_or("");
    let has_own = better.ends_with(|char: char| char.is_ascii_punctuation());
    Some(if has_own { better.to_owned() } else { format!("{better}{punctuation}") })
}
