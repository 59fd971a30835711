//! Agreement of a verb with a pronoun: `he go`, `they was`, `everyone have`.
//!
//! Right where a bare verb is right: behind an auxiliary (`does he go`), behind verbs of causing and perceiving
//! (`let it go`), in `suggest that he go`, and where the pronoun is not the subject (`he and she go`, `than he is`).

use super::Rule;
use super::sentence::{Finding, Sentence, finding};
use super::verbs;

pub(crate) const RULES: &[Rule] = &[third_person_bare, third_person_dont, plural_pronoun, everyone, there_is_many];

const KIND: &str = "agreement";

const ADVERBS: [&str; 14] = [
    "always",
    "usually",
    "often",
    "also",
    "never",
    "sometimes",
    "still",
    "just",
    "really",
    "only",
    "probably",
    "even",
    "already",
    "rarely",
];

/// Words behind which `he` or `she` is no subject of a present tense that must agree.
const HE_BLOCKERS: [&str; 58] = [
    "do",
    "does",
    "did",
    "don't",
    "doesn't",
    "didn't",
    "can",
    "could",
    "can't",
    "couldn't",
    "will",
    "would",
    "won't",
    "wouldn't",
    "shall",
    "should",
    "shouldn't",
    "may",
    "might",
    "must",
    "is",
    "was",
    "isn't",
    "wasn't",
    "has",
    "had",
    "hasn't",
    "hadn't",
    "have",
    "and",
    "or",
    "nor",
    "than",
    "as",
    "like",
    "suggest",
    "suggests",
    "suggested",
    "recommend",
    "recommended",
    "demand",
    "demanded",
    "insist",
    "insisted",
    "propose",
    "proposed",
    "request",
    "requested",
    "ask",
    "asked",
    "lest",
    "let",
    "make",
    "made",
    "see",
    "saw",
    "whether",
    "better",
];

/// Bare verb behind `he`, `she` or `it`, with at most one adverb between.
fn third_person_bare(s: &Sentence<'_>, at: usize) -> Option<Finding> {
    let is_subject = match s.word(at) {
        "he" | "she" if s.before(at, 1) == "that" => s.starts_clause(at),
        "he" | "she" => !s.is_before(at, 1, &HE_BLOCKERS),
        "it" => s.starts_clause(at),
        _ => false,
    };
    let verb_at = if s.is(at + 1, &ADVERBS) { at + 2 } else { at + 1 };
    let verb = verbs::base(s.word(verb_at)).filter(|verb| verb.base != verb.past)?;
    // `she like went` is a filler, `he need not` a modal, `it like` an aside.
    let is_filler = verb.base == "like" && (verbs::past(s.word(verb_at + 1)).is_some() || s.word(at) == "it");
    let is_modal = verb.base == "need" && s.word(verb_at + 1) == "not";
    let is_noun = s.word(at) == "it" && ["work", "like", "help"].contains(&verb.base.as_str()) && verb_at > at + 1;
    if !is_subject || !s.joined(at, verb_at + 1) || is_filler || is_modal || is_noun {
        return None;
    }
    let reason = format!("After “{}” the verb takes -s: “{}”.", s.word(at), verb.third);
    finding(verb_at, verb_at + 1, KIND, &verb.third, &reason)
}

/// `he don't`.
fn third_person_dont(s: &Sentence<'_>, at: usize) -> Option<Finding> {
    let is_subject = match s.word(at) {
        "he" | "she" => !s.is_before(at, 1, &HE_BLOCKERS),
        "it" => s.starts_clause(at),
        _ => false,
    };
    (is_subject && s.word(at + 1) == "don't" && s.joined(at, at + 2))
        .then(|| finding(at + 1, at + 2, KIND, "doesn't", "He, she and it take “doesn't”."))?
}

/// `they was`, `we has`, `I is`.
fn plural_pronoun(s: &Sentence<'_>, at: usize) -> Option<Finding> {
    let subject = s.word(at);
    let is_subject = match subject {
        "they" | "we" => !s.is_before(at, 1, &["than", "as", "like", "nor", "or", "of", "what"]),
        "i" => !s.is_before(at, 1, &["than", "as", "like", "nor", "or", "and", "of", "what"]),
        "you" => s.starts_clause(at),
        _ => false,
    };
    let better = match (subject, s.word(at + 1)) {
        ("i", "is" | "are") => "am",
        ("i", "was") => return None,
        (_, "is") => "are",
        (_, "was") => "were",
        (_, "has") => "have",
        (_, "does") => "do",
        (_, "doesn't") => "don't",
        (_, "wasn't") => "weren't",
        _ => return None,
    };
    let spoken = if subject == "i" { "I" } else { subject };
    (is_subject && s.joined(at, at + 2))
        .then(|| finding(at + 1, at + 2, KIND, better, &format!("“{spoken}” goes with “{better}” here.")))?
}

/// `everyone have`.
fn everyone(s: &Sentence<'_>, at: usize) -> Option<Finding> {
    if !s.is(at, &["everyone", "everybody", "someone", "somebody", "nobody"]) || !s.starts_clause(at) {
        return None;
    }
    let better = match s.word(at + 1) {
        "are" => "is",
        "were" => "was",
        "have" => "has",
        "don't" => "doesn't",
        verb @ ("want" | "need" | "know" | "think" | "like") => &verbs::base(verb)?.third,
        _ => return None,
    };
    let reason = format!("“{}” is one person in grammar, so it takes “{better}”.", s.word(at));
    if s.joined(at, at + 2) { finding(at + 1, at + 2, KIND, better, &reason) } else { None }
}

/// `there is many reasons`; `there's many` passes, it is how people talk.
fn there_is_many(s: &Sentence<'_>, at: usize) -> Option<Finding> {
    let better = match s.word(at + 1) {
        "is" => "are",
        "was" => "were",
        _ => return None,
    };
    let plural = ["many", "several", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];
    let is_plural = s.word(at) == "there" && s.is(at + 2, &plural) && s.word(at + 3) != "a";
    if !is_plural || !s.joined(at, at + 3) {
        return None;
    }
    let said = format!("{better} {}", s.word(at + 2));
    finding(at + 1, at + 3, KIND, &said, "More than one thing follows, so the verb is plural.")
}
