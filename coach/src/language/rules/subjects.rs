//! Agreement of a verb with a noun: `people is`, `my brother work`, `the cars is`.
//!
//! Only where the noun phrase certainly opens its clause, so that `the problem with young people is` stays.

use super::Rule;
use super::number::is_plural;
use super::sentence::{Finding, Sentence, finding};
use super::verbs::{self, Verb};

pub(crate) const RULES: &[Rule] = &[plural_noun, singular_person, people_who];

const KIND: &str = "agreement";

const BEFORE_PLURAL: [&str; 24] = [
    "many",
    "most",
    "some",
    "young",
    "old",
    "older",
    "younger",
    "other",
    "these",
    "those",
    "all",
    "rich",
    "poor",
    "several",
    "more",
    "my",
    "our",
    "your",
    "his",
    "her",
    "their",
    "the",
    "few",
    "different",
];

/// Relatives, friends and the like: hardly ever the first half of a compound.
const PERSONS: [&str; 20] = [
    "brother",
    "sister",
    "mother",
    "father",
    "mom",
    "mum",
    "dad",
    "uncle",
    "aunt",
    "cousin",
    "grandmother",
    "grandfather",
    "son",
    "daughter",
    "wife",
    "husband",
    "friend",
    "boss",
    "neighbour",
    "neighbor",
];

/// People that also begin compounds (`student work`), so that only verbs that are no nouns follow them for certain.
const COMPOUND_PERSONS: [&str; 8] = ["teacher", "student", "manager", "man", "woman", "boy", "girl", "child"];

const NO_NOUNS: [&str; 14] =
    ["have", "go", "know", "want", "think", "become", "teach", "tell", "give", "take", "get", "make", "say", "need"];

/// Place where a run of [`BEFORE_PLURAL`] before `at` begins; `a lot of` counts as such a word.
fn phrase_start(s: &Sentence<'_>, at: usize) -> usize {
    let mut start = at;
    while start > 0 && s.joined(start - 1, start + 1) {
        if s.is_before(start, 1, &BEFORE_PLURAL) {
            start -= 1;
        } else if start >= 3 && s.has(start - 3, &["a", "lot", "of"]) {
            start -= 3;
        } else {
            break;
        }
    }
    start
}

/// `people is`, `my friends was`.
fn plural_noun(s: &Sentence<'_>, at: usize) -> Option<Finding> {
    let start = phrase_start(s, at);
    let is_people = s.word(at) == "people";
    if !(is_people || start < at && is_plural(s.word(at))) || !s.starts_clause(start) || !s.joined(at, at + 2) {
        return None;
    }
    let better = match s.word(at + 1) {
        "is" => "are",
        "was" => "were",
        "has" => "have",
        "doesn't" => "don't",
        "isn't" => "aren't",
        verb => plain_third(verb)?,
    };
    let said = format!("{} {better}", s.word(at));
    finding(at, at + 2, KIND, &said, &format!("“{}” is plural, so the verb is “{better}”.", s.word(at)))
}

/// Base of a third person that is no plural noun (`people likes`, not `people works`).
fn plain_third(word: &str) -> Option<&'static str> {
    const NOUNS: [&str; 12] = [
        "works", "needs", "uses", "plays", "changes", "talks", "walks", "visits", "looks", "smiles", "worries",
        "shares",
    ];
    let verb = verbs::third(word).filter(|_| !NOUNS.contains(&word))?;
    Some(&verb.base)
}

/// `my brother work`.
fn singular_person(s: &Sentence<'_>, at: usize) -> Option<Finding> {
    let determiners = ["my", "his", "her", "our", "their", "the", "this", "every", "each", "your"];
    if !s.is(at, &determiners) || !s.starts_clause(at) || !s.joined(at, at + 3) {
        return None;
    }
    let verb_at =
        if s.is(at + 2, &["always", "usually", "often", "also", "never", "sometimes"]) { at + 3 } else { at + 2 };
    let verb = verbs::base(s.word(verb_at)).filter(|verb| verb.past != verb.base)?;
    let is_person = s.is(at + 1, &PERSONS) || s.is(at + 1, &COMPOUND_PERSONS) && is_no_noun(verb);
    // `my friend like went` is a filler.
    if !is_person || verb.base == "like" && verbs::past(s.word(verb_at + 1)).is_some() {
        return None;
    }
    let reason = format!("“{}” is one person, so the verb takes -s: “{}”.", s.word(at + 1), verb.third);
    finding(verb_at, verb_at + 1, KIND, &verb.third, &reason)
}

fn is_no_noun(verb: &Verb) -> bool {
    NO_NOUNS.contains(&verb.base.as_str())
}

/// `people who lives`; `one of the people who is` passes.
fn people_who(s: &Sentence<'_>, at: usize) -> Option<Finding> {
    let is_plural_noun = s.word(at) == "people" || is_plural(s.word(at));
    let is_one_of = (1..=5).any(|back| s.before(at, back) == "one");
    if !is_plural_noun || is_one_of || !s.is(at + 1, &["who"]) || !s.joined(at, at + 3) {
        return None;
    }
    let better = match s.word(at + 2) {
        "is" => "are",
        "was" => "were",
        "has" => "have",
        "doesn't" => "don't",
        verb => &verbs::third(verb)?.base,
    };
    let reason = format!("“Who” stands for “{}”, which is plural: “{better}”.", s.word(at));
    finding(at + 2, at + 3, KIND, better, &reason)
}
