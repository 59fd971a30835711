//! Number of nouns: `two brother`, `one of my friend`, `many advices`, `much people`.
//!
//! Over a closed list of frequent nouns, and only where the noun phrase certainly ends with the noun, so that `five
//! year plan` and `these book covers` stay.

use super::Rule;
use super::sentence::{Finding, Sentence, finding};

pub(crate) const RULES: &[Rule] =
    &[one_of, several, this_plural, every_plural, uncountable, much_plural, many_mass, another_plural, a_plural];

const KIND: &str = "number";

/// Singular and plural of frequent countable nouns.
const NOUNS: [[&str; 2]; 62] = [
    ["friend", "friends"],
    ["student", "students"],
    ["teacher", "teachers"],
    ["brother", "brothers"],
    ["sister", "sisters"],
    ["cousin", "cousins"],
    ["child", "children"],
    ["boy", "boys"],
    ["girl", "girls"],
    ["person", "people"],
    ["man", "men"],
    ["woman", "women"],
    ["book", "books"],
    ["thing", "things"],
    ["reason", "reasons"],
    ["problem", "problems"],
    ["example", "examples"],
    ["way", "ways"],
    ["day", "days"],
    ["week", "weeks"],
    ["month", "months"],
    ["year", "years"],
    ["hour", "hours"],
    ["minute", "minutes"],
    ["city", "cities"],
    ["country", "countries"],
    ["place", "places"],
    ["car", "cars"],
    ["house", "houses"],
    ["room", "rooms"],
    ["school", "schools"],
    ["class", "classes"],
    ["language", "languages"],
    ["lesson", "lessons"],
    ["movie", "movies"],
    ["film", "films"],
    ["song", "songs"],
    ["game", "games"],
    ["job", "jobs"],
    ["company", "companies"],
    ["question", "questions"],
    ["idea", "ideas"],
    ["word", "words"],
    ["subject", "subjects"],
    ["animal", "animals"],
    ["dog", "dogs"],
    ["cat", "cats"],
    ["tree", "trees"],
    ["park", "parks"],
    ["shop", "shops"],
    ["phone", "phones"],
    ["computer", "computers"],
    ["parent", "parents"],
    ["colleague", "colleagues"],
    ["hobby", "hobbies"],
    ["skill", "skills"],
    ["project", "projects"],
    ["mistake", "mistakes"],
    ["opportunity", "opportunities"],
    ["advantage", "advantages"],
    ["activity", "activities"],
    ["tourist", "tourists"],
];

/// Things that are not counted, and the plural that learners give them.
const UNCOUNTED: [[&str; 2]; 7] = [
    ["information", "informations"],
    ["advice", "advices"],
    ["homework", "homeworks"],
    ["furniture", "furnitures"],
    ["equipment", "equipments"],
    ["luggage", "luggages"],
    ["knowledge", "knowledges"],
];

const MASS: [&str; 10] = [
    "money",
    "information",
    "homework",
    "advice",
    "traffic",
    "furniture",
    "equipment",
    "knowledge",
    "pollution",
    "luggage",
];

const ADJECTIVES: [&str; 22] = [
    "good",
    "best",
    "big",
    "biggest",
    "new",
    "old",
    "close",
    "closest",
    "important",
    "interesting",
    "different",
    "great",
    "favourite",
    "favorite",
    "famous",
    "beautiful",
    "small",
    "young",
    "main",
    "bad",
    "other",
    "little",
];

/// Whether the word is a plural of the list, `people` apart.
pub(super) fn is_plural(word: &str) -> bool {
    word != "people" && NOUNS.iter().any(|[_, plural]| *plural == word)
}

/// Whether the word is a singular of the list.
pub(super) fn is_singular(word: &str) -> bool {
    NOUNS.iter().any(|[singular, _]| *singular == word)
}

fn plural_of(word: &str) -> Option<&'static str> {
    NOUNS.iter().find(|[singular, _]| *singular == word).map(|[_, plural]| *plural)
}

fn singular_of(word: &str) -> Option<&'static str> {
    NOUNS.iter().find(|[_, plural]| *plural == word).map(|[singular, _]| *singular)
}

/// `one of my friend`.
fn one_of(s: &Sentence<'_>, at: usize) -> Option<Finding> {
    let determiners = ["my", "the", "our", "your", "his", "her", "their", "these", "those"];
    if !s.has(at, &["one", "of"]) || !s.is(at + 2, &determiners) {
        return None;
    }
    let most = if s.word(at + 3) == "most" { at + 4 } else { at + 3 };
    let noun_at = if s.is(most, &ADJECTIVES) { most + 1 } else { most };
    let plural = plural_of(s.word(noun_at))?;
    (s.ends_noun_phrase(noun_at) && s.joined(at, noun_at + 1))
        .then(|| finding(noun_at, noun_at + 1, KIND, plural, "“One of” is followed by a plural."))?
}

/// `two brother`, `many student`, `a lot of friend`, `these thing`.
fn several(s: &Sentence<'_>, at: usize) -> Option<Finding> {
    let words = [
        "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "twelve", "twenty", "thirty", "many",
        "several", "these", "those", "few",
    ];
    let is_digits = s.word(at).parse::<u32>().is_ok_and(|number| number > 1 && number < 1_000);
    let is_lot_of = s.word(at) == "of" && s.is_before(at, 1, &["lot", "lots"]);
    if !(s.is(at, &words) || is_digits || is_lot_of) {
        return None;
    }
    let noun_at = if s.is(at + 1, &ADJECTIVES) { at + 2 } else { at + 1 };
    let plural = plural_of(s.word(noun_at))?;
    // `number two student` and `room 5 class` name things.
    let is_name =
        s.is_before(at, 1, &["number", "level", "grade", "chapter", "part", "room", "question", "task", "one"]);
    (s.ends_noun_phrase(noun_at) && s.joined(at, noun_at + 1) && !is_name)
        .then(|| finding(noun_at, noun_at + 1, KIND, plural, "More than one is meant, so the noun is plural."))?
}

/// `this people are`, `this things`.
fn this_plural(s: &Sentence<'_>, at: usize) -> Option<Finding> {
    let better = match s.word(at) {
        "this" => "these",
        "that" if s.is_open(at) => "those",
        _ => return None,
    };
    let noun = s.word(at + 1);
    let is_plural_noun = is_plural(noun) && s.ends_noun_phrase(at + 1)
        || noun == "people" && s.is(at + 2, &["are", "have", "were", "who", "do", "don't", "can", "think"]);
    // `because of this people have` needs a comma that speech does not have.
    let is_alone = s.is_before(at, 1, &["of", "like", "do", "all", "than", "for", "after", "by", "with", "about"]);
    (is_plural_noun && !is_alone && s.joined(at, at + 2))
        .then(|| finding(at, at + 2, KIND, &format!("{better} {noun}"), "A plural takes “these” or “those”."))?
}

/// `every students`.
fn every_plural(s: &Sentence<'_>, at: usize) -> Option<Finding> {
    let singular = singular_of(s.word(at + 1))?;
    (s.is(at, &["every", "each"]) && s.joined(at, at + 2))
        .then(|| finding(at + 1, at + 2, KIND, singular, &format!("“{}” is followed by a singular.", s.word(at))))?
}

/// `informations`, `an advice`.
fn uncountable(s: &Sentence<'_>, at: usize) -> Option<Finding> {
    let reason = |noun: &str| format!("“{noun}” is not counted: it has no plural and no “a”.");
    if let Some([noun, _]) = UNCOUNTED.iter().find(|[_, plural]| *plural == s.word(at)) {
        return finding(at, at + 1, KIND, noun, &reason(noun));
    }
    if !s.is(at, &["a", "an"]) {
        return None;
    }
    let noun_at = if s.is(at + 1, &ADJECTIVES) { at + 2 } else { at + 1 };
    let [noun, _] = UNCOUNTED.iter().find(|[noun, _]| *noun == s.word(noun_at) && *noun != "knowledge")?;
    (s.ends_noun_phrase(noun_at) && s.joined(at, noun_at + 1))
        .then(|| finding(at, at + 1, KIND, "some", &reason(noun)))?
}

/// `much people`; `how much people spend` stays.
fn much_plural(s: &Sentence<'_>, at: usize) -> Option<Finding> {
    let noun = s.word(at + 1);
    let is_there = s.is_before(at, 2, &["is", "are", "'s", "was", "were", "there's"]);
    let is_adverb = s.is_before(at, 1, &["how", "as", "that", "very"]) || s.before(at, 1) == "so" && !is_there;
    (s.word(at) == "much" && (noun == "people" || is_plural(noun)) && !is_adverb && s.joined(at, at + 2))
        .then(|| finding(at, at + 2, KIND, &format!("many {noun}"), "What can be counted takes “many”."))?
}

/// `many homework`.
fn many_mass(s: &Sentence<'_>, at: usize) -> Option<Finding> {
    let noun_at = if s.is(at + 1, &ADJECTIVES) { at + 2 } else { at + 1 };
    (s.word(at) == "many" && s.is(noun_at, &MASS) && s.ends_noun_phrase(noun_at) && s.joined(at, noun_at + 1))
        .then(|| finding(at, at + 1, KIND, "much", "What cannot be counted takes “much” or “a lot of”."))?
}

/// `another countries`, `others people`.
fn another_plural(s: &Sentence<'_>, at: usize) -> Option<Finding> {
    let noun = s.word(at + 1);
    let is_wrong = s.is(at, &["another", "others"]) && (noun == "people" || is_plural(noun));
    (is_wrong && s.joined(at, at + 2))
        .then(|| finding(at, at + 2, KIND, &format!("other {noun}"), "Before a plural it is “other”."))?
}

/// `a books`; `a students union` stays.
fn a_plural(s: &Sentence<'_>, at: usize) -> Option<Finding> {
    let noun_at =
        if s.is(at + 1, &["good", "big", "new", "old", "great", "beautiful", "small"]) { at + 2 } else { at + 1 };
    let singular = singular_of(s.word(noun_at)).filter(|_| is_plural(s.word(noun_at)))?;
    (s.is(at, &["a", "an"]) && s.ends_noun_phrase(noun_at) && s.joined(at, noun_at + 1))
        .then(|| finding(noun_at, noun_at + 1, KIND, singular, "“A” is followed by a singular."))?
}
