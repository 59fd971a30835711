//! Forms that go with another verb: `I am agree`, `can speaks`, `want go`, `enjoy to play`, `should to go`.

use super::Rule;
use super::sentence::{Finding, Sentence, finding};
use super::verbs::{self, Verb};

pub(crate) const RULES: &[Rule] = &[
    be_and_bare,
    be_and_past,
    been_bare,
    after_modal,
    to_after_modal,
    after_to,
    want_bare,
    gerund_after,
    look_forward,
    let_to,
    used_to,
];

const KIND: &str = "verb form";

const BE: [&str; 4] = ["am", "are", "is", "not"];
const STATES: [&str; 8] = ["agree", "disagree", "want", "think", "believe", "understand", "know", "need"];
const ACTIONS: [&str; 21] = [
    "go", "learn", "eat", "speak", "get", "make", "take", "give", "write", "play", "study", "work", "watch", "live",
    "buy", "teach", "sleep", "wait", "talk", "listen", "use",
];
const MODALS: [&str; 12] = [
    "can",
    "could",
    "should",
    "would",
    "must",
    "will",
    "can't",
    "couldn't",
    "shouldn't",
    "wouldn't",
    "won't",
    "cannot",
];
const SUBJECTS: [&str; 8] = ["i", "you", "he", "she", "it", "we", "they", "people"];

/// Person and place behind a form of `be` that belongs to a pronoun: `I am`, `I'm`, `I am not`.
fn behind_be(s: &Sentence<'_>, at: usize) -> Option<(bool, usize)> {
    let is_third = s.is(at, &["he", "she", "he's", "she's"]);
    let mut next = match s.word(at) {
        "i" | "we" | "they" | "you" | "he" | "she" if s.is(at + 1, &BE) && s.word(at + 1) != "not" => at + 2,
        "i'm" | "we're" | "they're" | "you're" | "he's" | "she's" => at + 1,
        _ => return None,
    };
    if s.is(next, &["not", "also", "really", "totally", "completely"]) {
        next += 1;
    }
    s.joined(at, next + 1).then_some((is_third, next))
}

/// `I am agree`, `I'm live in`.
fn be_and_bare(s: &Sentence<'_>, at: usize) -> Option<Finding> {
    let (is_third, next) = behind_be(s, at)?;
    let verb = verbs::base(s.word(next))?;
    let first = if s.word(at).contains('\'') { at } else { at + 1 };
    let subject = s.word(at).split('\'').next().unwrap_or_default();
    let subject = if subject == "i" { "I" } else { subject };
    if STATES.contains(&verb.base.as_str()) {
        let plain = if is_third { &verb.third } else { &verb.base };
        let middle = match (s.word(next.saturating_sub(1)), is_third) {
            ("not", true) => "doesn't ",
            ("not", false) => "don't ",
            _ => "",
        };
        let plain = if middle.is_empty() { plain } else { &verb.base };
        let better = if first == at { format!("{subject} {middle}{plain}") } else { format!("{middle}{plain}") };
        return finding(
            first,
            next + 1,
            KIND,
            &better,
            &format!("“{}” is a verb itself and needs no “be”.", verb.base),
        );
    }
    let is_action = ACTIONS.contains(&verb.base.as_str());
    // A show can be live.
    let is_adjective = verb.base == "live" && !s.is(next + 1, &["in", "with", "here", "there", "at", "near"]);
    (is_action && !is_adjective && s.starts_clause(at)).then(|| {
        finding(next, next + 1, KIND, &verb.ing, &format!("After “be” the verb takes -ing: “{}”.", verb.ing))
    })?
}

/// `I was went`, `I am born`.
fn be_and_past(s: &Sentence<'_>, at: usize) -> Option<Finding> {
    if !s.is(at, &["i", "he", "she", "we", "they", "you"]) || !s.starts_clause(at) || !s.joined(at, at + 3) {
        return None;
    }
    if s.has(at, &["i", "am", "born"]) {
        return finding(at + 1, at + 2, KIND, "was", "Birth is past: “I was born”.");
    }
    let verb = verbs::past_only(s.word(at + 2)).filter(|verb| verb.base != "break")?;
    let reason = format!("The past is “{}” without “be”.", verb.past);
    if s.is(at + 1, &["was", "were", "am", "is", "are"]) {
        finding(at + 1, at + 3, KIND, &verb.past, &reason)
    } else {
        None
    }
}

/// `have been study`.
fn been_bare(s: &Sentence<'_>, at: usize) -> Option<Finding> {
    let verb =
        verbs::base(s.word(at + 2)).filter(|verb| ACTIONS.contains(&verb.base.as_str()) && verb.base != "live")?;
    let is_been = s.is(at, &["have", "has", "had", "i've", "we've", "they've"]) && s.word(at + 1) == "been";
    let reason = format!("After “been” the verb takes -ing: “{}”.", verb.ing);
    if is_been && s.joined(at, at + 3) { finding(at + 2, at + 3, KIND, &verb.ing, &reason) } else { None }
}

/// Place behind a modal whose subject opens a clause, so that `what you can makes` stays.
fn behind_modal(s: &Sentence<'_>, at: usize) -> Option<usize> {
    let is_modal = s.is(at, &SUBJECTS) && s.starts_clause(at) && s.is(at + 1, &MODALS);
    let next = if s.is(at + 2, &["not", "also", "always", "never", "just"]) { at + 3 } else { at + 2 };
    (is_modal && s.joined(at, next + 1)).then_some(next)
}

/// `she can speaks`, `he must went`.
fn after_modal(s: &Sentence<'_>, at: usize) -> Option<Finding> {
    let next = behind_modal(s, at)?;
    let verb = verbs::third(s.word(next)).or_else(|| verbs::past(s.word(next)))?;
    // A learner may have dropped `have`: the bare verb is still the nearest right form.
    let reason = format!("After “{}” the verb is bare: “{}”.", s.word(at + 1), verb.base);
    finding(next, next + 1, KIND, &verb.base, &reason)
}

/// `you should to go`.
fn to_after_modal(s: &Sentence<'_>, at: usize) -> Option<Finding> {
    let next = behind_modal(s, at)?;
    let is_to = s.word(next) == "to" && verbs::base(s.word(next + 1)).is_some() && s.joined(at, next + 2);
    let reason = format!("“{}” is followed by the verb without “to”.", s.word(at + 1));
    if is_to { finding(next, next + 1, KIND, "", &reason) } else { None }
}

/// `have to went`, `want to goes`.
fn after_to(s: &Sentence<'_>, at: usize) -> Option<Finding> {
    let before = [
        "want", "wants", "wanted", "need", "needs", "needed", "going", "able", "decided", "try", "tried", "hope",
        "plan", "have", "has", "had", "started", "love", "like",
    ];
    let no_nouns =
        ["goes", "becomes", "gets", "gives", "knows", "learns", "eats", "sees", "speaks", "takes", "buys", "has"];
    let verb = verbs::past_only(s.word(at + 2))
        .or_else(|| verbs::third(s.word(at + 2)).filter(|verb| no_nouns.contains(&verb.third.as_str())))?;
    let is_to = s.is(at, &before) && s.word(at + 1) == "to" && s.joined(at, at + 3);
    let reason = format!("After “to” the verb is bare: “{}”.", verb.base);
    if is_to { finding(at + 2, at + 3, KIND, &verb.base, &reason) } else { None }
}

/// `I want go`.
fn want_bare(s: &Sentence<'_>, at: usize) -> Option<Finding> {
    let verbs_only =
        ["go", "buy", "become", "learn", "do", "see", "eat", "get", "take", "know", "speak", "be", "make", "have"];
    let next = s.word(at + 1);
    (s.is(at, &["want", "wants", "wanted"]) && verbs_only.contains(&next) && s.joined(at, at + 2))
        .then(|| finding(at + 1, at + 2, KIND, &format!("to {next}"), "“Want” is followed by “to”."))?
}

fn no_noun(verb: &Verb) -> bool {
    [
        "meet", "see", "hear", "go", "have", "get", "do", "make", "learn", "become", "know", "take", "eat", "live",
        "wake", "speak",
    ]
    .contains(&verb.base.as_str())
}

/// `enjoy to play`.
fn gerund_after(s: &Sentence<'_>, at: usize) -> Option<Finding> {
    let takes_gerund =
        ["enjoy", "enjoys", "enjoyed", "avoid", "avoids", "avoided", "finish", "finished", "practise", "dislike"];
    let verb = verbs::base(s.word(at + 2))?;
    let is_to = s.is(at, &takes_gerund) && s.word(at + 1) == "to" && s.joined(at, at + 3);
    let reason = format!("“{}” is followed by -ing: “{}”.", s.word(at), verb.ing);
    if is_to { finding(at + 1, at + 3, KIND, &verb.ing, &reason) } else { None }
}

/// `looking forward to meet you`.
fn look_forward(s: &Sentence<'_>, at: usize) -> Option<Finding> {
    let verb = verbs::base(s.word(at + 2)).filter(|verb| no_noun(verb))?;
    let is_there = s.word(at) == "forward" && s.word(at + 1) == "to" && s.joined(at, at + 3);
    let reason = format!("“Look forward to” is followed by -ing: “{}”.", verb.ing);
    if is_there { finding(at + 2, at + 3, KIND, &verb.ing, &reason) } else { None }
}

/// `let me to go`, `made me to laugh`; `I made it to sell` stays.
fn let_to(s: &Sentence<'_>, at: usize) -> Option<Finding> {
    let persons = ["me", "you", "him", "her", "us", "people", "students", "children"];
    let is_let =
        s.is(at, &["let", "lets", "make", "makes", "made"]) && s.is(at + 1, &persons) && s.word(at + 2) == "to";
    let is_verb = verbs::base(s.word(at + 3)).is_some() && s.joined(at, at + 4);
    let reason = format!("“{}” is followed by the verb without “to”.", s.word(at));
    if is_let && is_verb { finding(at + 2, at + 3, KIND, "", &reason) } else { None }
}

/// `I'm used to wake up early`.
fn used_to(s: &Sentence<'_>, at: usize) -> Option<Finding> {
    let to_at = if s.is(at, &["i'm"]) { at + 2 } else { at + 3 };
    let verb = verbs::base(s.word(to_at + 1)).filter(|verb| no_noun(verb))?;
    let is_used = s.has(at, &["i'm", "used", "to"]) || s.has(at, &["i", "am", "used", "to"]);
    let reason = format!("“Be used to” is followed by -ing: “{}”.", verb.ing);
    if is_used && s.joined(at, to_at + 2) { finding(to_at + 1, to_at + 2, KIND, &verb.ing, &reason) } else { None }
}
