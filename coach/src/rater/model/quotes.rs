//! Where quoted words stand in the transcript.
//!
//! Compared are words without case, punctuation and filled pauses, in their order and without a gap. What is shown is
//! always the transcript's own words.

use std::ops::Range;

use dataflow::documents::Word;

use super::super::parts::short;
use crate::language::{Token, text_tokens, without_filled_pauses};

/// Longest quote, in words.
const WORDS_MAX: usize = 40;
/// Longest quote that is looked at, in characters.
const CHARS_MAX: usize = 400;

/// The tokens of a quote that can be looked for; none of an empty or endless one.
pub(super) fn quoted(quote: &str) -> Option<Vec<String>> {
    if quote.chars().count() > CHARS_MAX {
        return None;
    }
    // The mark of unsure words is ours.
    let tokens = without_filled_pauses(text_tokens(&quote.replace(super::request::UNSURE, "")));
    let texts: Vec<String> = tokens.into_iter().map(|token| token.text).collect();
    (!texts.is_empty() && texts.len() <= WORDS_MAX).then_some(texts)
}

/// Every place of the quote among the tokens.
pub(super) fn places<'a>(quote: &'a [String], said: &'a [Token]) -> impl Iterator<Item = Range<usize>> + 'a {
    let is_place = move |group: &[Token]| group.iter().map(|token| &token.text).eq(quote);
    let starts = said.windows(quote.len().max(1)).enumerate().filter(move |(_, group)| is_place(group));
    starts.map(|(at, _)| at..at + quote.len())
}

/// The words from the first to the last token of a place, as indexes into the words.
pub(super) fn words_of(place: &Range<usize>, said: &[Token]) -> Option<Range<usize>> {
    let group = said.get(place.clone())?;
    Some(group.first()?.index..group.last()?.index + 1)
}

/// Words as said, shortened, between quotation marks.
pub(super) fn shown(words: &[Word]) -> String {
    let said: Vec<&str> = words.iter().map(|word| word.word.as_str()).collect();
    format!("“{}”", short(said.join(" ").trim_matches(|c: char| !c.is_alphanumeric())))
}
