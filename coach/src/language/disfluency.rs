//! Filled pauses and immediate repetitions, as far as the recogniser writes them down.
//!
//! Recognisers drop many of both, so the counts are lower bounds. They describe a style and are not scored: they
//! separate levels of proficiency poorly (Tavakoli et al. 2023).

use dataflow::documents::Word;

use super::tokens::{Token, tokens};

const FILLED_PAUSES: [&str; 15] =
    ["um", "umm", "uh", "uhh", "uhm", "er", "err", "erm", "hm", "hmm", "mm", "mmm", "ah", "eh", "huh"];

/// Pairs that are said twice in ordinary English: `that that`, `very very`.
const SAID_TWICE: [&str; 10] = ["that", "had", "very", "really", "so", "no", "yes", "more", "bye", "much"];

/// Longest repeated group, in words.
const GROUP_MAX: usize = 3;

/// Whether the token is a filled pause.
pub(crate) fn is_filled_pause(token: &Token) -> bool {
    FILLED_PAUSES.contains(&token.text.as_str())
}

/// The tokens without filled pauses. A comma before one, or a stop behind one, belongs to it: `I am, uh, agree.` reads
/// as `I am agree.`
pub(crate) fn without_filled_pauses(tokens: Vec<Token>) -> Vec<Token> {
    let mut kept: Vec<Token> = Vec::with_capacity(tokens.len());
    for token in tokens {
        if !is_filled_pause(&token) {
            kept.push(token);
        } else if let Some(before) = kept.last_mut() {
            before.ends_sentence |= token.ends_sentence;
            before.ends_phrase = before.ends_sentence;
        }
    }
    kept
}

/// Filled pauses among the words.
pub fn filled_pauses(words: &[Word]) -> u32 {
    let count = tokens(words).iter().filter(|token| is_filled_pause(token)).count();
    u32::try_from(count).unwrap_or(u32::MAX)
}

/// Immediate repetitions of one to three words. Three times the same group is two repetitions. Filled pauses between
/// are skipped; words that are said twice in ordinary English do not count alone.
pub fn repetitions(words: &[Word]) -> u32 {
    let tokens = without_filled_pauses(tokens(words));
    let (mut at, mut count) = (0, 0);
    while at < tokens.len() {
        let repeated = (1..=GROUP_MAX).rev().find(|&length| is_repeated(&tokens, at, length));
        count += u32::from(repeated.is_some());
        // The second saying may itself be repeated, so the search goes on from there.
        at += repeated.unwrap_or(1);
    }
    count
}

fn is_repeated(tokens: &[Token], at: usize, length: usize) -> bool {
    let (Some(first), Some(second)) = (tokens.get(at..at + length), tokens.get(at + length..at + 2 * length)) else {
        return false;
    };
    let is_same = first.iter().zip(second).all(|(a, b)| a.text == b.text);
    // A group of one word said over and over is found as the single word.
    let is_one_word = length > 1 && first.iter().all(|token| first.first().is_some_and(|head| head.text == token.text));
    let is_ordinary = length == 1 && first.iter().all(|token| SAID_TWICE.contains(&token.text.as_str()));
    is_same && !is_one_word && !is_ordinary && first.iter().all(Token::is_word)
}
