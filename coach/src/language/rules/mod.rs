//! Our own grammar rules: typical errors of learners, each found only where it is certain.
//!
//! A rule is a function of a sentence and a place in it. Rules see words and stops, no parse, so each names the places
//! where its pattern is right English and stays silent there: a missed error costs less than a correct sentence that
//! is corrected. `tests/it/language/correct.txt` holds sentences that must stay untouched, `planted.txt` the errors
//! that are looked for. Spelling, capitals and punctuation are the recogniser's and no rule's business.

mod agreement;
mod articles;
mod choice;
mod frames;
mod number;
mod prepositions;
pub(crate) mod sentence;
mod subjects;
mod tense;
mod verb_form;
pub(crate) mod verbs;

use self::sentence::{Finding, Sentence};
use super::tokens::Token;

type Rule = fn(&Sentence<'_>, usize) -> Option<Finding>;

fn rules() -> impl Iterator<Item = &'static Rule> {
    agreement::RULES
        .iter()
        .chain(subjects::RULES)
        .chain(number::RULES)
        .chain(articles::RULES)
        .chain(tense::RULES)
        .chain(verb_form::RULES)
        .chain(prepositions::RULES)
        .chain(choice::RULES)
        .chain(frames::RULES)
}

/// Findings in one sentence, in its order, none overlapping another.
pub(crate) fn findings(tokens: &[Token]) -> Vec<Finding> {
    let sentence = Sentence::new(tokens);
    let mut found: Vec<Finding> = Vec::new();
    for at in 0..sentence.len() {
        for rule in rules() {
            if let Some(new) = rule(&sentence, at)
                && !found.iter().any(|old| new.first < old.end && old.first < new.end)
            {
                found.push(new);
            }
        }
    }
    found.sort_by_key(|finding| finding.first);
    found
}
