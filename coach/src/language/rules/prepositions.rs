//! Prepositions that a word asks for: `depend of`, `listen music`, `discuss about`, `in Monday`.

use super::Rule;
use super::sentence::{Finding, Sentence, finding};
use super::verbs;

pub(crate) const RULES: &[Rule] =
    &[governed, missing, superfluous, time, since_duration, same_time, explain_me, married_with, arrived_to, good_in];

const KIND: &str = "preposition";

/// Words, the wrong preposition behind them, and the right one.
const GOVERNED: [(&[&str], &[&str], &str); 9] = [
    (&["depend", "depends", "depending", "depended"], &["of", "from", "in"], "on"),
    (&["interested"], &["on", "of", "about"], "in"),
    (&["responsible"], &["of"], "for"),
    (&["afraid"], &["from"], "of"),
    (&["consists", "consist"], &["from"], "of"),
    (&["participate", "participated", "participates"], &["to", "at"], "in"),
    (&["capable"], &["to"], "of"),
    (&["proud", "tired"], &["for"], "of"),
    (&["similar"], &["with", "as"], "to"),
];

/// `it depends of the weather`.
fn governed(s: &Sentence<'_>, at: usize) -> Option<Finding> {
    let is_wrong = |words: &[&str], wrong: &[&str]| s.is(at, words) && s.is(at + 1, wrong);
    let (_, _, right) = GOVERNED.iter().find(|(words, wrong, _)| is_wrong(words, wrong))?;
    // `it depends in part on`, `capable to` with no verb, and a phrase that ends here are other things.
    let is_other =
        s.is_before(at, 1, &["as"]) || s.is(at + 2, &["part", "large", "many", "some", ""]) || !s.joined(at, at + 3);
    let reason = format!("“{}” goes with “{right}”.", s.word(at));
    if is_other { None } else { finding(at + 1, at + 2, KIND, right, &reason) }
}

/// `listen music`, `waiting my friend`.
fn missing(s: &Sentence<'_>, at: usize) -> Option<Finding> {
    let heard = ["music", "songs", "podcasts", "me", "him", "her", "us", "them", "radio", "teachers", "people"];
    let awaited = ["me", "him", "her", "us", "them", "you"];
    let waited_my = s.word(at + 1) == "my"
        && s.is(at + 2, &["friend", "friends", "brother", "sister", "mother", "father", "teacher", "boss"]);
    let better = match s.word(at) {
        word @ ("listen" | "listening" | "listened") if s.is(at + 1, &heard) => format!("{word} to"),
        word @ ("waiting" | "waited") if s.is(at + 1, &awaited) || waited_my => format!("{word} for"),
        _ => return None,
    };
    if s.joined(at, at + 2) {
        finding(at, at + 1, KIND, &better, &format!("It is “{better}” someone or something."))
    } else {
        None
    }
}

/// `discuss about`, `go to home`.
fn superfluous(s: &Sentence<'_>, at: usize) -> Option<Finding> {
    let discuss = ["discuss", "discussed", "discussing", "discusses"];
    if s.is(at, &discuss) && s.word(at + 1) == "about" && s.joined(at, at + 2) {
        return finding(at + 1, at + 2, KIND, "", "One discusses a thing, without “about”.");
    }
    let go = ["go", "went", "goes", "going", "come", "came", "return", "returned", "gone"];
    let is_home = s.is(at, &go) && s.word(at + 1) == "to" && s.word(at + 2) == "home" && s.ends_noun_phrase(at + 2);
    if is_home && s.joined(at, at + 3) {
        return finding(at + 1, at + 2, KIND, "", "One goes home, without “to”.");
    }
    let marry = ["marry", "married"];
    let is_marry = s.word(at) == marry[0] && s.word(at + 1) == "with" && s.joined(at, at + 2);
    if is_marry { finding(at + 1, at + 2, KIND, "", "One marries somebody, without “with”.") } else { None }
}

/// `in Monday`, `in next week`.
fn time(s: &Sentence<'_>, at: usize) -> Option<Finding> {
    let days = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "weekends"];
    let spans = ["week", "month", "year", "weekend", "summer", "night", "monday", "friday", "sunday"];
    if s.word(at) == "in" && s.is(at + 1, &days) && s.ends_noun_phrase(at + 1) && s.joined(at, at + 2) {
        return finding(at, at + 1, KIND, "on", "Days take “on”.");
    }
    let is_span = s.is(at, &["in", "on", "at"]) && s.is(at + 1, &["next", "last"]) && s.is(at + 2, &spans);
    (is_span && s.ends_noun_phrase(at + 2) && s.joined(at, at + 3)).then(|| {
        finding(at, at + 1, KIND, "", &format!("“{} {}” needs no preposition.", s.word(at + 1), s.word(at + 2)))
    })?
}

/// `since three years`; `since three years ago` stays.
fn since_duration(s: &Sentence<'_>, at: usize) -> Option<Finding> {
    let numbers = ["two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "many", "several"];
    let units = ["years", "months", "weeks", "days", "hours", "minutes"];
    let is_number = s.is(at + 1, &numbers) || s.word(at + 1).parse::<u32>().is_ok_and(|number| number < 100);
    let is_duration = s.word(at) == "since" && is_number && s.is(at + 2, &units) && s.joined(at, at + 3);
    (is_duration && s.word(at + 3) != "ago" && s.ends_noun_phrase(at + 2))
        .then(|| finding(at, at + 1, KIND, "for", "A length of time takes “for”, a point in time “since”."))?
}

/// `in the same time`.
fn same_time(s: &Sentence<'_>, at: usize) -> Option<Finding> {
    (s.has(at, &["in", "the", "same", "time"]) && s.ends_noun_phrase(at + 3) && !s.is(at + 4, &["as", "that"]))
        .then(|| finding(at, at + 1, KIND, "at", "It is “at the same time”."))?
}

/// `explain me the rule`.
fn explain_me(s: &Sentence<'_>, at: usize) -> Option<Finding> {
    let explain = ["explain", "explained", "explains", "describe", "described", "suggest", "suggested"];
    let person = s.word(at + 1);
    let is_thing = s.is(at + 2, &["the", "this", "that", "how", "what", "why", "a", "my"]);
    (s.is(at, &explain) && ["me", "us", "him", "them"].contains(&person) && is_thing && s.joined(at, at + 3)).then(
        || {
            finding(
                at + 1,
                at + 2,
                KIND,
                &format!("to {person}"),
                &format!("One {}s something to somebody.", "explain"),
            )
        },
    )?
}

/// `married with my uncle`; `married with two children` stays.
fn married_with(s: &Sentence<'_>, at: usize) -> Option<Finding> {
    let persons = ["my", "her", "his", "him", "me", "the"];
    (s.has(at, &["married", "with"]) && s.is(at + 2, &persons) && s.joined(at, at + 3))
        .then(|| finding(at + 1, at + 2, KIND, "to", "One is married to somebody."))?
}

/// `arrived to the airport`; `arrived to find` stays.
fn arrived_to(s: &Sentence<'_>, at: usize) -> Option<Finding> {
    let places = ["airport", "station", "school", "hotel", "office", "party", "house", "city", "class", "university"];
    let place_at = if s.is(at + 2, &["the", "my", "our", "his", "her"]) { at + 3 } else { at + 2 };
    let is_arrival = s.is(at, &["arrive", "arrived", "arrives"]) && s.word(at + 1) == "to" && s.is(place_at, &places);
    (is_arrival && s.joined(at, place_at + 1) && verbs::base(s.word(at + 2)).is_none())
        .then(|| finding(at + 1, at + 2, KIND, "at", "One arrives at a place, or in a city or country."))?
}

/// `I am good in mathematics`.
fn good_in(s: &Sentence<'_>, at: usize) -> Option<Finding> {
    let subjects = ["mathematics", "maths", "math", "physics", "chemistry", "english", "sports", "football", "cooking"];
    let be_at = if s.is(at, &["i'm", "he's", "she's"]) { at } else { at + 1 };
    let is_person =
        be_at == at || s.is(at, &["i", "he", "she", "they", "we"]) && s.is(be_at, &["am", "is", "are", "was"]);
    let good_at = if s.is(be_at + 1, &["very", "really", "not", "so"]) { be_at + 2 } else { be_at + 1 };
    let is_wrong =
        is_person && s.is(good_at, &["good", "bad"]) && s.word(good_at + 1) == "in" && s.is(good_at + 2, &subjects);
    (is_wrong && s.joined(at, good_at + 3))
        .then(|| finding(good_at + 1, good_at + 2, KIND, "at", "One is good or bad at something."))?
}
