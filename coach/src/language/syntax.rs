//! Units of speech and clauses, approximately.
//!
//! A unit is a sentence as the recogniser stops it; recognised speech has no other boundaries, so this stands in for
//! the AS-unit of the literature and is said to be approximate wherever it is shown. A clause is a finite verb as
//! tagged: a run of verbs with adverbs or pronouns between counts once, and infinitives and bare participles do not
//! count. Every unit has at least one clause.

use dataflow::documents::Word;
use dataflow::events::Syntax;

use super::disfluency::without_filled_pauses;
use super::harper::{Tag, tags};
use super::tokens::{Token, tokens};

/// Units and clauses of the words.
pub fn syntax(words: &[Word]) -> Syntax {
    let tokens = without_filled_pauses(tokens(words));
    let sentences = tokens.split_inclusive(|token| token.ends_sentence).filter(|sentence| !sentence.is_empty());
    sentences.fold(Syntax::default(), |sum, sentence| Syntax {
        units: sum.units + 1,
        clauses: sum.clauses + clauses(sentence).max(1),
    })
}

fn clauses(sentence: &[Token]) -> u32 {
    let text: Vec<&str> = sentence.iter().map(|token| token.text.as_str()).collect();
    let words = tags(&text.join(" "));
    let (mut clauses, mut in_group, mut is_infinitive) = (0, false, false);
    for (word, tag) in &words {
        match tag {
            Tag::Verb => {
                let is_finite = !is_infinitive && !word.ends_with("ing");
                clauses += u32::from(is_finite && !in_group);
                in_group |= is_finite;
            }
            // A subject pronoun between two verbs opens a clause (`I think you know`) unless the first is auxiliary,
            // which the tag does not tell; only adverbs and particles keep a group together.
            Tag::Between => in_group &= is_adverb(word),
            Tag::Other => in_group = false,
        }
        is_infinitive = word == "to" || is_infinitive && *tag == Tag::Between;
    }
    clauses
}

fn is_adverb(word: &str) -> bool {
    ["not", "also", "always", "never", "often", "just", "really", "still", "already", "even"].contains(&word)
        || word.ends_with("ly")
}
