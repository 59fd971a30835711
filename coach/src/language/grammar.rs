//! Grammar findings of a transcript as word-level corrections.
//!
//! Ours come first, harper-core's fill in where none of ours touches the same words. A finding that touches an unsure
//! word, or stands beside one, is left out: what the recogniser did not hear is not the learner's error. Filled pauses
//! are read over. The number of findings is capped, so that a hostile transcript costs no more than a long one.

use std::ops::Range;

use dataflow::documents::{Correction, Word};

use super::disfluency::without_filled_pauses;
use super::harper;
use super::rules;
use super::tokens::{Token, tokens};

/// Most findings of one answer.
pub const FINDINGS_MAX: usize = 60;

/// Longest text of a correction, in characters.
const QUOTE_CHARS_MAX: usize = 120;

/// Grammar findings in the words, in their order, none overlapping another. Word indexes are those of `words`.
pub fn grammar(words: &[Word]) -> Vec<Correction> {
    let tokens = without_filled_pauses(tokens(words));
    let mut checker = harper::Checker::new();
    let mut corrections = Vec::new();
    for sentence in tokens.split_inclusive(|token| token.ends_sentence) {
        for finding in rules::findings(sentence) {
            let correction = Found {
                range: finding.first..finding.end,
                better: finding.better,
                reason: finding.reason,
                kind: finding.kind,
            };
            corrections.extend(correction.on(sentence, words));
        }
        for finding in spotted(&mut checker, sentence) {
            let correction = finding.on(sentence, words);
            corrections.extend(correction.filter(|new| !corrections.iter().any(|old| overlaps(old, new))));
        }
        if corrections.len() >= FINDINGS_MAX {
            break;
        }
    }
    corrections.truncate(FINDINGS_MAX);
    corrections.sort_by_key(|correction: &Correction| correction.first_word);
    corrections
}

fn overlaps(a: &Correction, b: &Correction) -> bool {
    a.first_word < b.end_word && b.first_word < a.end_word
}

/// A finding over tokens of a sentence.
struct Found {
    range: Range<usize>,
    better: String,
    reason: String,
    kind: &'static str,
}

impl Found {
    /// As a correction of the words; none where a word in it or beside it is unsure, or where nothing would change.
    fn on(self, sentence: &[Token], words: &[Word]) -> Option<Correction> {
        let around = self.range.start.saturating_sub(1)..(self.range.end + 1).min(sentence.len());
        if sentence.get(around)?.iter().any(|token| token.is_unsure) {
            return None;
        }
        let concerned = sentence.get(self.range)?;
        let (first_word, end_word) = (concerned.first()?.index, concerned.last()?.index + 1);
        let said: Vec<&str> = words.get(first_word..end_word)?.iter().map(|word| bare(&word.word)).collect();
        let said = said.join(" ").chars().take(QUOTE_CHARS_MAX).collect::<String>();
        let better = match_case(&self.better.chars().take(QUOTE_CHARS_MAX).collect::<String>(), &said);
        (said.to_lowercase() != better.to_lowercase()).then(|| Correction {
            first_word,
            end_word,
            said,
            better,
            reason: self.reason,
            kind: self.kind.to_owned(),
        })
    }
}

fn bare(word: &str) -> &str {
    word.trim_matches(|c: char| !c.is_alphanumeric())
}

/// The text with a capital where what was said has one.
fn match_case(better: &str, said: &str) -> String {
    let is_capital = said.chars().next().is_some_and(char::is_uppercase) && !said.starts_with("I ") && said != "I";
    match better.chars().next() {
        Some(first) if is_capital => first.to_uppercase().chain(better.chars().skip(1)).collect(),
        _ => better.to_owned(),
    }
}

/// Findings of harper-core in a sentence of plain words.
fn spotted(checker: &mut harper::Checker, sentence: &[Token]) -> Vec<Found> {
    let is_plain = |token: &Token| token.text.chars().all(|c| c.is_ascii_alphanumeric() || c == '\'');
    if !sentence.iter().all(is_plain) {
        return Vec::new();
    }
    let mut text = String::new();
    let mut spans = Vec::new();
    for token in sentence {
        let start = text.len();
        // `I` alone would be found to be misspelled inside other rules' patterns.
        text.push_str(if token.text == "i" { "I" } else { &token.text });
        spans.push(start..text.len());
        text.push_str(if token.ends_phrase && !token.ends_sentence { ", " } else { " " });
    }
    let on_tokens = |found: harper::Spotted| {
        let first = spans.iter().position(|span| span.end > found.start)?;
        let end = spans.iter().rposition(|span| span.start < found.end)? + 1;
        let (span_start, span_end) = (spans.get(first)?.start, spans.get(end.checked_sub(1)?)?.end);
        // Text of the first and last word that the finding leaves alone stays in the correction.
        let head = text.get(span_start..found.start.max(span_start)).unwrap_or_default();
        let tail = text.get(found.end.min(span_end)..span_end).unwrap_or_default();
        let better = format!("{head}{}{tail}", found.better).trim().to_owned();
        (first < end).then_some(Found { range: first..end, better, reason: found.reason, kind: "grammar" })
    };
    checker.findings(text.trim_end()).into_iter().filter_map(on_tokens).collect()
}
