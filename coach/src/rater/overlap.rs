//! How much of an answer follows a text that somebody else wrote: its prompt, or a sample answer.
//!
//! Compared are groups of three words, so that a word changed here and there, or misheard, hides little. By chance two
//! texts on one subject share few such groups.

use std::collections::BTreeSet;

use dataflow::documents::Word;

use super::signals::share;
use crate::language::{Token, text_tokens, tokens, without_filled_pauses};

/// Words of a group.
const GROUP_WORDS: usize = 3;
/// Longest text that is compared, in words.
const TEXT_WORDS_MAX: usize = 1_500;

/// Share of the words inside groups that the sample has too, in thousandths; 0 without words. Filled pauses are left
/// out. Order beyond the groups does not matter.
pub fn sample_overlap_milli(words: &[Word], sample: &str) -> u16 {
    let said = without_filled_pauses(tokens(words));
    let followed = followed(&said, sample);
    let shared = share(marked(&followed), said.len());
    u16::try_from(crate::language::round_u32(shared * 1_000.0)).unwrap_or(1_000).min(1_000)
}

/// For each token whether it is in a group that the text has too.
pub(crate) fn followed(said: &[Token], text: &str) -> Vec<bool> {
    let written: Vec<Token> = text_tokens(text).into_iter().take(TEXT_WORDS_MAX).collect();
    let texts = |group: &[Token]| group.iter().map(|token| token.text.clone()).collect::<Vec<String>>();
    let groups: BTreeSet<Vec<String>> = written.windows(GROUP_WORDS).map(texts).collect();
    let mut followed = vec![false; said.len()];
    for (at, group) in said.windows(GROUP_WORDS).enumerate() {
        if groups.contains(&texts(group)) {
            followed.iter_mut().skip(at).take(GROUP_WORDS).for_each(|is_followed| *is_followed = true);
        }
    }
    followed
}

/// How many are marked.
pub(crate) fn marked(marks: &[bool]) -> usize {
    marks.iter().filter(|is_marked| **is_marked).count()
}
