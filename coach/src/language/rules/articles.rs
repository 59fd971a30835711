//! Articles: `I am student`, `is best way`, `in morning`, `a apple`.
//!
//! Article use depends on what is known to both speakers, which no rule here can tell; so only the fixed cases are
//! looked at, and `a` or `an` by the first sound of a few frequent words.

use super::super::frequency::band;
use super::Rule;
use super::sentence::{Finding, Sentence, finding};

pub(crate) const RULES: &[Rule] = &[profession, superlative, part_of_day, a_or_an];

const KIND: &str = "article";

/// Professions that never stand without an article; titles such as `captain` may.
const PROFESSIONS: [&str; 17] = [
    "student",
    "teacher",
    "doctor",
    "engineer",
    "programmer",
    "developer",
    "nurse",
    "lawyer",
    "accountant",
    "designer",
    "driver",
    "farmer",
    "waiter",
    "singer",
    "scientist",
    "journalist",
    "pilot",
];

const BE: [&str; 8] = ["am", "is", "was", "i'm", "he's", "she's", "be", "become"];

/// `I am student`.
fn profession(s: &Sentence<'_>, at: usize) -> Option<Finding> {
    let noun = s.word(at + 1);
    let is_bare = s.is(at, &BE) && PROFESSIONS.contains(&noun) && s.ends_noun_phrase(at + 1) && s.joined(at, at + 2);
    // `a role to be teacher and friend` and `is teacher or student` list roles, often without articles.
    let clause = ["my", "his", "her", "the", "i", "he", "she", "we", "they"];
    let is_list = s.is(at + 2, &["and", "or"]) && !s.is(at + 3, &clause);
    let article = if starts_with_vowel(noun) { "an" } else { "a" };
    (is_bare && !is_list)
        .then(|| finding(at + 1, at + 2, KIND, &format!("{article} {noun}"), "A job takes “a” or “an”."))?
}

/// `is best way`, `was first time`.
fn superlative(s: &Sentence<'_>, at: usize) -> Option<Finding> {
    let adjectives = ["best", "worst", "biggest", "largest", "main", "first", "last", "easiest", "fastest"];
    let nouns =
        ["way", "thing", "time", "place", "reason", "problem", "day", "city", "part", "idea", "choice", "solution"];
    let noun_at = if s.word(at + 1) == "most" { at + 3 } else { at + 2 };
    let is_adjective = s.is(at + 1, &adjectives) || s.word(at + 1) == "most" && !s.word(at + 2).is_empty();
    let is_bare = s.is(at, &["is", "was", "it's"]) && is_adjective && s.is(noun_at, &nouns);
    (is_bare && s.ends_noun_phrase(noun_at) && s.joined(at, noun_at + 1)).then(|| {
        finding(at + 1, at + 2, KIND, &format!("the {}", s.word(at + 1)), "What there is only one of takes “the”.")
    })?
}

/// `in morning`.
fn part_of_day(s: &Sentence<'_>, at: usize) -> Option<Finding> {
    let part = s.word(at + 1);
    let is_bare = s.word(at) == "in" && ["morning", "afternoon", "evening"].contains(&part);
    (is_bare && s.ends_noun_phrase(at + 1) && s.joined(at, at + 2))
        .then(|| finding(at + 1, at + 2, KIND, &format!("the {part}"), "Parts of the day: “in the morning”."))?
}

/// `a apple`, `an car`. Only before words of the frequency list: what is not in it may be spelled letter by letter, as
/// `an mp`. The letter `a` itself stands before small words (`plan a is`), which are left alone.
fn a_or_an(s: &Sentence<'_>, at: usize) -> Option<Finding> {
    const SMALL: [&str; 14] = ["is", "are", "and", "or", "in", "of", "as", "at", "on", "if", "it", "also", "an", "any"];
    let next = s.word(at + 1);
    let is_known = next.chars().count() > 2 && band(next) < 3 && !s.is_abbreviation(at + 1) && !SMALL.contains(&next);
    let better = if starts_with_vowel(next) { "an" } else { "a" };
    let is_wrong = matches!((s.word(at), better), ("a", "an") | ("an", "a"));
    let is_letter =
        s.is_before(at, 1, &["vitamin", "plan", "grade", "group", "class", "type", "an", "a", "point", "from"]);
    (is_wrong && is_known && !is_letter && s.joined(at, at + 2))
        .then(|| finding(at, at + 1, KIND, better, &format!("Before “{next}” it is “{better}”, by its first sound.")))?
}

fn starts_with_vowel(word: &str) -> bool {
    const CONSONANT_SOUND: [&str; 11] = ["uni", "use", "usu", "uti", "eu", "one", "once", "ufo", "ura", "uto", "ubi"];
    const VOWEL_SOUND: [&str; 5] = ["hour", "honest", "honor", "honour", "heir"];
    const UN_WORDS: [&str; 5] = ["unin", "unim", "unid", "unil", "unio"];
    if VOWEL_SOUND.iter().any(|start| word.starts_with(start)) {
        return true;
    }
    let is_un = UN_WORDS.iter().any(|start| word.starts_with(start)) && !word.starts_with("union");
    let is_consonant = CONSONANT_SOUND.iter().any(|start| word.starts_with(start)) && !is_un;
    word.starts_with(['a', 'e', 'i', 'o', 'u']) && !is_consonant
}
