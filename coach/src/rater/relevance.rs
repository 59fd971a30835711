//! Whether an answer is about its prompt, as far as words show.
//!
//! A sentence is about the prompt if it has a content word of the prompt, a word of a field that the prompt touches, or
//! shares a content word with a sentence that has one of these. Sentences of general words only are left out of the
//! count. Words that stand in a run copied from the prompt do not make a sentence relevant: reading the prompt aloud
//! is no answer. This says nothing of whether the question is answered well, and its interval is wide.

use std::collections::BTreeSet;

use super::fields::{is_general, related, stem};
use super::signals::share;
use crate::language::Token;

/// Longest stretch that is judged as one sentence, in words: recognisers may leave out every stop.
const SENTENCE_WORDS_MAX: usize = 24;

/// How much of an answer is about its prompt.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Relevance {
    /// Share of the sentences with content that are about the prompt.
    pub(crate) share: f64,
    /// Sentences with content.
    pub(crate) sentences: usize,
    /// Of these, about the prompt.
    pub(crate) about: usize,
    /// Words of the answer that tie it to the prompt, as said, at most six.
    pub(crate) ties: Vec<String>,
    /// Content words of the prompt that the answer takes up.
    pub(crate) taken_up: usize,
    /// Content words of the prompt.
    pub(crate) asked: usize,
}

/// Relevance of the tokens to the prompt; none where either has nothing to compare.
pub(crate) fn relevance(tokens: &[Token], prompt: &[Token], copied: &[bool]) -> Option<Relevance> {
    let asked: BTreeSet<String> =
        prompt.iter().filter(|token| !is_general(&token.text)).map(|token| stem(&token.text)).collect();
    if asked.is_empty() || tokens.is_empty() {
        return None;
    }
    let fields: BTreeSet<String> =
        related(prompt.iter().map(|token| token.text.as_str()).filter(|text| !is_general(text))).into_iter().collect();
    let own: Vec<&Token> =
        tokens.iter().zip(copied).filter(|(_, is_copied)| !**is_copied).map(|(token, _)| token).collect();
    let sentences = sentences(&own);
    if sentences.is_empty() {
        return None;
    }
    let mut ties = Vec::new();
    let direct: Vec<bool> = sentences
        .iter()
        .map(|sentence| {
            let tying = sentence.iter().filter(|(_, stem)| asked.contains(stem) || fields.contains(stem));
            let before = ties.len();
            ties.extend(tying.map(|(text, _)| (*text).to_owned()));
            ties.len() > before
        })
        .collect();
    let linked: BTreeSet<&String> = sentences
        .iter()
        .zip(&direct)
        .filter(|(_, is_direct)| **is_direct)
        .flat_map(|(sentence, _)| sentence.iter().map(|(_, stem)| stem))
        .collect();
    let is_about = |(sentence, is_direct): &(&Vec<(&str, String)>, &bool)| {
        **is_direct || sentence.iter().any(|(_, stem)| linked.contains(stem))
    };
    let about = sentences.iter().zip(&direct).filter(is_about).count();
    let said: BTreeSet<String> = own.iter().map(|token| stem(&token.text)).collect();
    let mut seen = BTreeSet::new();
    ties.retain(|tie| seen.insert(tie.clone()));
    ties.truncate(6);
    Some(Relevance {
        share: share(about, sentences.len()),
        sentences: sentences.len(),
        about,
        ties,
        taken_up: asked.intersection(&said).count(),
        asked: asked.len(),
    })
}

/// Content words of each sentence with their stems; sentences without any are left out.
fn sentences<'a>(tokens: &[&'a Token]) -> Vec<Vec<(&'a str, String)>> {
    let mut sentences: Vec<Vec<(&str, String)>> = Vec::new();
    let (mut sentence, mut length) = (Vec::new(), 0);
    for token in tokens {
        if !is_general(&token.text) {
            sentence.push((token.text.as_str(), stem(&token.text)));
        }
        length += 1;
        if token.ends_sentence || length >= SENTENCE_WORDS_MAX {
            sentences.push(std::mem::take(&mut sentence));
            length = 0;
        }
    }
    sentences.push(sentence);
    sentences.retain(|sentence| !sentence.is_empty());
    sentences
}
