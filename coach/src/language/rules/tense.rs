//! Tense: `didn't went`, `did you saw`, `have went`, `yesterday I go`, `I live here since 2010`.

use super::Rule;
use super::sentence::{Finding, Sentence, finding};
use super::verbs;

pub(crate) const RULES: &[Rule] = &[
    past_after_did,
    past_after_question,
    simple_past_after_have,
    bare_after_have,
    past_time_first,
    past_time_last,
    childhood,
    since_present,
];

const KIND: &str = "tense";

const SUBJECTS: [&str; 7] = ["i", "you", "he", "she", "it", "we", "they"];

/// Verbs of now that may follow `yesterday` or `when I was a child` in correct English.
const MENTAL: [&str; 14] = [
    "think", "know", "believe", "remember", "feel", "say", "mean", "hope", "imagine", "prefer", "love", "like", "hate",
    "want",
];

/// Base form for a past or third-person form that follows `did`.
fn plain(word: &str) -> Option<&'static str> {
    let verb = verbs::past(word).or_else(|| verbs::third(word).filter(|verb| verb.base != "need"))?;
    Some(&verb.base)
}

/// `didn't went`, `did not liked`, `doesn't likes`.
fn past_after_did(s: &Sentence<'_>, at: usize) -> Option<Finding> {
    let verb_at = match s.word(at) {
        "didn't" | "doesn't" | "don't" => at + 1,
        "did" | "does" | "do" if s.word(at + 1) == "not" => at + 2,
        _ => return None,
    };
    let base = plain(s.word(verb_at))?;
    // One may `not found the company`.
    let is_founding = s.word(verb_at) == "found" && s.is(verb_at + 1, &["a", "the", "this", "that", "my", "his"]);
    let reason = format!("After “did”, “do” and “does” the verb is bare: “{base}”.");
    if is_founding || !s.joined(at, verb_at + 1) { None } else { finding(verb_at, verb_at + 1, KIND, base, &reason) }
}

/// `did you saw`.
fn past_after_question(s: &Sentence<'_>, at: usize) -> Option<Finding> {
    let is_question = s.is_open(at) || s.is_before(at, 1, &["what", "where", "when", "why", "how", "who"]);
    if !s.is(at, &["did", "didn't", "does", "doesn't"]) || !is_question || !s.is(at + 1, &SUBJECTS) {
        return None;
    }
    let base = plain(s.word(at + 2))?;
    let reason = format!("“Did” and “does” already carry the ending, so the verb is bare: “{base}”.");
    if s.joined(at, at + 3) { finding(at + 2, at + 3, KIND, base, &reason) } else { None }
}

/// Place behind `have` and an adverb, where the participle belongs, for a subject that opens a clause.
fn behind_have(s: &Sentence<'_>, at: usize) -> Option<usize> {
    let have_at = match s.word(at) {
        "i" | "you" | "we" | "they" | "he" | "she" | "it" if s.starts_clause(at) => at + 1,
        "i've" | "you've" | "we've" | "they've" => at,
        _ => return None,
    };
    let is_have = have_at == at || s.is(have_at, &["have", "has", "had", "haven't", "hasn't", "hadn't"]);
    let adverbs = ["never", "already", "just", "ever", "always", "not", "also"];
    let next = if s.is(have_at + 1, &adverbs) { have_at + 2 } else { have_at + 1 };
    (is_have && s.joined(at, next + 1)).then_some(next)
}

/// `I have went`.
fn simple_past_after_have(s: &Sentence<'_>, at: usize) -> Option<Finding> {
    let verb_at = behind_have(s, at)?;
    let verb = verbs::past_only(s.word(verb_at)).filter(|verb| verb.base != "forget" && verb.base != "show")?;
    let reason = format!("After “have” comes the participle: “{}”.", verb.participle);
    finding(verb_at, verb_at + 1, KIND, &verb.participle, &reason)
}

/// `I have see him`.
fn bare_after_have(s: &Sentence<'_>, at: usize) -> Option<Finding> {
    let no_nouns = ["see", "go", "eat", "write", "take", "give", "speak", "forget", "know", "meet", "lose", "bring"];
    let verb_at = behind_have(s, at)?;
    let verb = verbs::base(s.word(verb_at)).filter(|verb| no_nouns.contains(&verb.base.as_str()))?;
    let reason = format!("After “have” comes the participle: “{}”.", verb.participle);
    if s.word(verb_at + 1) == "not" { None } else { finding(verb_at, verb_at + 1, KIND, &verb.participle, &reason) }
}

/// Words behind an expression of past time that begins at `at`; none where there is none.
fn behind_past_time(s: &Sentence<'_>, at: usize) -> Option<usize> {
    let spans = [
        "night",
        "week",
        "month",
        "year",
        "weekend",
        "summer",
        "winter",
        "spring",
        "autumn",
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
        "time",
    ];
    match s.word(at) {
        "yesterday" => Some(at + 1),
        "last" if s.is(at + 1, &spans) => Some(at + 2),
        _ if s.word(at + 2) == "ago" => Some(at + 3),
        _ => None,
    }
}

/// `Yesterday I go`.
fn past_time_first(s: &Sentence<'_>, at: usize) -> Option<Finding> {
    if at > 0 && !(at == 1 && s.is(0, &["and", "so", "but", "also"])) {
        return None;
    }
    let behind = behind_past_time(s, at)?;
    let near = ["family", "friend", "friends", "parents", "brother", "sister", "mother", "father", "teacher"];
    let is_noun = s.is(behind, &["my", "our"]) && s.is(behind + 1, &near) && s.joined(behind, behind + 2);
    let subject = if is_noun { behind + 1 } else { behind };
    let is_subject = is_noun || s.is(behind, &["i", "we", "you", "they", "he", "she"]);
    let verb = verbs::base(s.word(subject + 1)).filter(|verb| !MENTAL.contains(&verb.base.as_str()))?;
    let is_present = is_subject && verb.base != verb.past;
    let reason = format!("The time is past, so the verb is too: “{}”.", verb.past);
    if is_present && s.joined(subject, subject + 2) {
        finding(subject + 1, subject + 2, KIND, &verb.past, &reason)
    } else {
        None
    }
}

/// `I go there yesterday`.
fn past_time_last(s: &Sentence<'_>, at: usize) -> Option<Finding> {
    let moving = ["go", "see", "meet", "buy", "eat", "come", "visit", "watch", "lose", "find"];
    let verb = verbs::base(s.word(at + 1)).filter(|verb| moving.contains(&verb.base.as_str()))?;
    let stops = [
        "as", "than", "since", "that", "what", "like", "from", "of", "because", "and", "but", "when", "if", "which",
        "who",
    ];
    let time_at = (at + 2..at + 8).find(|&place| behind_past_time(s, place).is_some() || s.is(place, &stops))?;
    let is_past = behind_past_time(s, time_at).is_some() && s.word(time_at) != "ago" && !s.is(time_at, &stops);
    let is_subject = s.is(at, &["i", "we", "they"]) && s.starts_clause(at);
    let has_other_verb = (at + 2..time_at).any(|place| {
        verbs::past(s.word(place)).is_some() || s.word(place) == "to" && verbs::base(s.word(place + 1)).is_some()
    });
    let reason = format!("The time is past, so the verb is too: “{}”.", verb.past);
    if is_subject && is_past && !has_other_verb && s.joined(at, time_at) {
        finding(at + 1, at + 2, KIND, &verb.past, &reason)
    } else {
        None
    }
}

/// `When I was a child, I live in a village`.
fn childhood(s: &Sentence<'_>, at: usize) -> Option<Finding> {
    if !s.has(at, &["when", "i", "was"]) {
        return None;
    }
    let age_at = if s.is(at + 3, &["a", "in", "at"]) { at + 4 } else { at + 3 };
    let subject = age_at + 1;
    let verb = verbs::base(s.word(subject + 1)).filter(|verb| !MENTAL.contains(&verb.base.as_str()))?;
    let is_child = s.is(age_at, &["child", "kid", "young", "little", "school", "student", "teenager"]);
    if !is_child || !s.is(subject, &["i", "we"]) || verb.base == verb.past {
        return None;
    }
    let reason = format!("Childhood is past, so the verb is too: “{}” or “used to {}”.", verb.past, verb.base);
    finding(subject + 1, subject + 2, KIND, &verb.past, &reason)
}

/// `I live here since 2010`.
fn since_present(s: &Sentence<'_>, at: usize) -> Option<Finding> {
    let verb = verbs::base(s.word(at + 1))
        .filter(|verb| ["live", "work", "study", "know", "learn"].contains(&verb.base.as_str()))?;
    let since_at = (at + 2..at + 7).find(|&place| s.word(place) == "since")?;
    let times =
        ["childhood", "two", "three", "four", "five", "ten", "last", "monday", "january", "september", "summer"];
    let is_time = s.is(since_at + 1, &times) || s.word(since_at + 1).parse::<u32>().is_ok();
    let is_subject = s.is(at, &["i", "we", "they"]) && s.starts_clause(at) && s.joined(at, since_at + 2);
    let better = format!("have {}", verb.participle);
    (is_subject && is_time)
        .then(|| finding(at + 1, at + 2, KIND, &better, &format!("What began then and goes on: “{better}”.")))?
}
