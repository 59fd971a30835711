//! Comparison, negation and the choice between like words: `more better`, `said me`, `don't have no`, `which` for people.

use super::Rule;
use super::sentence::{Finding, Sentence, finding};
use super::verbs;

pub(crate) const RULES: &[Rule] = &[
    double_degree,
    more_short,
    prefer_than,
    too_much,
    said_me,
    interesting_in,
    bored_thing,
    which_person,
    almost_people,
    most_of_people,
    because_of_clause,
    double_negative,
    good_for_well,
    works_uncounted,
    phrases,
];

const COMPARISON: &str = "comparison";
const CHOICE: &str = "word choice";

/// Comparative and superlative of frequent adjectives.
const DEGREES: [[&str; 3]; 26] = [
    ["good", "better", "best"],
    ["bad", "worse", "worst"],
    ["easy", "easier", "easiest"],
    ["cheap", "cheaper", "cheapest"],
    ["fast", "faster", "fastest"],
    ["big", "bigger", "biggest"],
    ["small", "smaller", "smallest"],
    ["happy", "happier", "happiest"],
    ["strong", "stronger", "strongest"],
    ["tall", "taller", "tallest"],
    ["old", "older", "oldest"],
    ["young", "younger", "youngest"],
    ["high", "higher", "highest"],
    ["low", "lower", "lowest"],
    ["long", "longer", "longest"],
    ["short", "shorter", "shortest"],
    ["hard", "harder", "hardest"],
    ["safe", "safer", "safest"],
    ["healthy", "healthier", "healthiest"],
    ["close", "closer", "closest"],
    ["rich", "richer", "richest"],
    ["poor", "poorer", "poorest"],
    ["nice", "nicer", "nicest"],
    ["busy", "busier", "busiest"],
    ["slow", "slower", "slowest"],
    ["warm", "warmer", "warmest"],
];

/// `more better`, `most tallest`.
fn double_degree(s: &Sentence<'_>, at: usize) -> Option<Finding> {
    let word = s.word(at + 1);
    let is_double = match s.word(at) {
        "more" => DEGREES.iter().any(|[_, more, _]| *more == word),
        "most" => DEGREES.iter().any(|[_, _, most]| *most == word),
        _ => false,
    };
    // `no more better days`, `many more younger people`: there `more` counts things.
    let is_count = s.is_before(at, 1, &["no", "many", "few", "some", "any", "two", "three"]);
    let reason = format!("“{word}” already compares, without “{}”.", s.word(at));
    if is_double && !is_count && s.joined(at, at + 2) { finding(at, at + 2, COMPARISON, word, &reason) } else { None }
}

/// `more big than`; `more good than bad` stays.
fn more_short(s: &Sentence<'_>, at: usize) -> Option<Finding> {
    let [_, better, _] = DEGREES.iter().skip(2).find(|[plain, _, _]| *plain == s.word(at + 1))?;
    let is_compared = s.word(at) == "more" && s.word(at + 2) == "than" && s.joined(at, at + 3);
    // `more old than new` weighs two words against each other and is right.
    let is_weighed = DEGREES.iter().any(|[plain, _, _]| *plain == s.word(at + 3)) || s.is(at + 3, &["new", "anything"]);
    let reason = format!("Short adjectives compare with -er: “{better}”.");
    if is_compared && !is_weighed { finding(at, at + 2, COMPARISON, better, &reason) } else { None }
}

/// `prefer coffee than tea`.
fn prefer_than(s: &Sentence<'_>, at: usize) -> Option<Finding> {
    if !s.is(at, &["prefer", "prefers", "preferred"]) {
        return None;
    }
    let than = (at + 2..at + 5).find(|&place| s.word(place) == "than" && s.joined(at, place + 1))?;
    let is_compared = (at + 1..than).any(|place| {
        let word = s.word(place);
        word.ends_with("er") || ["more", "less", "rather", "other", "worse"].contains(&word)
    });
    if is_compared { None } else { finding(than, than + 1, COMPARISON, "to", "One prefers one thing to another.") }
}

/// `too much expensive`.
fn too_much(s: &Sentence<'_>, at: usize) -> Option<Finding> {
    let adjectives =
        ["expensive", "difficult", "easy", "big", "tired", "important", "busy", "young", "old", "small", "far"];
    (s.has(at, &["too", "much"]) && s.is(at + 2, &adjectives) && s.joined(at, at + 3) && s.ends_noun_phrase(at + 2))
        .then(|| finding(at, at + 2, COMPARISON, "too", "Before an adjective it is “too” alone."))?
}

/// `my teacher said me that`.
fn said_me(s: &Sentence<'_>, at: usize) -> Option<Finding> {
    let told = match s.word(at) {
        "said" => "told",
        "say" => "tell",
        "says" => "tells",
        _ => return None,
    };
    let is_person = s.is(at + 1, &["me", "him", "us", "them"]) && s.joined(at, at + 2);
    let is_report = s.is(at + 2, &["that", "to", "about", "he", "she", "i", "what", "how", "it", "you", "we", "they"]);
    (is_person && is_report)
        .then(|| finding(at, at + 1, CHOICE, told, "One tells somebody, or says something to somebody."))?
}

/// `I am interesting in music`.
fn interesting_in(s: &Sentence<'_>, at: usize) -> Option<Finding> {
    let be_at = if s.word(at) == "i'm" { at } else { at + 1 };
    let is_me = s.word(at) == "i'm" || s.has(at, &["i", "am"]) || s.has(at, &["we", "are"]);
    let word_at = if s.is(be_at + 1, &["very", "really", "so", "not"]) { be_at + 2 } else { be_at + 1 };
    (is_me && s.has(word_at, &["interesting", "in"]) && s.joined(at, word_at + 2)).then(|| {
        finding(word_at, word_at + 1, CHOICE, "interested", "What you feel ends in -ed, what causes it in -ing.")
    })?
}

/// `the movie was bored`.
fn bored_thing(s: &Sentence<'_>, at: usize) -> Option<Finding> {
    let things =
        ["movie", "film", "book", "lesson", "class", "lecture", "game", "story", "job", "trip", "party", "it", "work"];
    let word_at = if s.is(at + 2, &["very", "so", "really", "too"]) { at + 3 } else { at + 2 };
    let better = match s.word(word_at) {
        "bored" => "boring",
        "interested" => "interesting",
        "excited" => "exciting",
        "tired" if s.word(at) != "it" => "tiring",
        _ => return None,
    };
    let is_thing =
        s.is(at, &things) && s.is(at + 1, &["is", "was"]) && s.is_closed(word_at) && s.joined(at, word_at + 1);
    // A class or a game can have feelings in `it`; a cat is `it` too.
    (is_thing && s.word(at) != "it")
        .then(|| finding(word_at, word_at + 1, CHOICE, better, "What causes a feeling ends in -ing."))?
}

/// `the man which`; `people, which` stays.
fn which_person(s: &Sentence<'_>, at: usize) -> Option<Finding> {
    let persons = [
        "people", "man", "woman", "person", "friend", "friends", "teacher", "students", "someone", "children", "boy",
        "girl",
    ];
    (s.is(at, &persons) && s.word(at + 1) == "which" && s.joined(at, at + 2))
        .then(|| finding(at + 1, at + 2, CHOICE, "who", "For people it is “who”."))?
}

/// `almost people`.
fn almost_people(s: &Sentence<'_>, at: usize) -> Option<Finding> {
    let nouns = ["people", "students", "children", "families", "teachers"];
    (s.word(at) == "almost" && s.is(at + 1, &nouns) && s.joined(at, at + 2))
        .then(|| finding(at, at + 1, CHOICE, "most", "“Almost” needs “all” behind it; “most” is the usual word."))?
}

/// `most of people`, `the most of students`.
fn most_of_people(s: &Sentence<'_>, at: usize) -> Option<Finding> {
    let noun = s.word(at + 2);
    let is_most = s.has(at, &["most", "of"]) && ["people", "students", "children", "families"].contains(&noun);
    let is_use = s.is_before(at, 2, &["make", "makes", "made", "making", "get"]);
    (is_most && !is_use && s.joined(at, at + 3))
        .then(|| finding(at, at + 2, CHOICE, "most", "“Most of” needs “the”; in general it is “most”."))?
}

/// `because of we need`.
fn because_of_clause(s: &Sentence<'_>, at: usize) -> Option<Finding> {
    (s.has(at, &["because", "of"]) && s.is(at + 2, &["i", "we", "they", "he", "she"]) && s.joined(at, at + 3))
        .then(|| finding(at + 1, at + 2, CHOICE, "", "Before a clause it is “because” alone."))?
}

/// `don't have no money`, `didn't say nothing`.
fn double_negative(s: &Sentence<'_>, at: usize) -> Option<Finding> {
    let verb = verbs::base(s.word(at + 1)).filter(|verb| verb.base != "do")?;
    let better = match s.word(at + 2) {
        "no" => "any",
        "nothing" => "anything",
        "nobody" => "anybody",
        _ => return None,
    };
    let is_negative = s.is(at, &["don't", "doesn't", "didn't", "can't", "couldn't", "won't"]) && s.joined(at, at + 3);
    let is_verb = ["have", "know", "see", "want", "need", "say", "get", "buy", "eat", "like", "find", "hear", "tell"];
    (is_negative && is_verb.contains(&verb.base.as_str()))
        .then(|| finding(at + 2, at + 3, "negation", better, "One “not” is enough in a sentence."))?
}

/// `plays tennis very good`.
fn good_for_well(s: &Sentence<'_>, at: usize) -> Option<Finding> {
    let verb = verbs::base(s.word(at)).or_else(|| verbs::third(s.word(at)))?;
    let skills = ["play", "speak", "sing", "cook", "dance", "draw", "swim", "write", "drive"];
    let things = ["tennis", "football", "basketball", "guitar", "piano", "english", "chess", "it"];
    let very_at = if s.is(at + 1, &things) { at + 2 } else { at + 1 };
    let is_manner =
        skills.contains(&verb.base.as_str()) && s.has(very_at, &["very", "good"]) && s.is_closed(very_at + 1);
    (is_manner && s.joined(at, very_at + 2))
        .then(|| finding(very_at + 1, very_at + 2, CHOICE, "well", "How one does something is “well”."))?
}

/// `a lot of works to do`.
fn works_uncounted(s: &Sentence<'_>, at: usize) -> Option<Finding> {
    let is_lot = s.has(at, &["lot", "of", "works"]) || s.has(at, &["lots", "of", "works"]);
    (is_lot && s.has(at + 2, &["works", "to"]) && s.word(at + 4) == "do")
        .then(|| finding(at + 2, at + 3, "number", "work", "Work to do is not counted."))?
}

/// Fixed wrong phrases.
fn phrases(s: &Sentence<'_>, at: usize) -> Option<Finding> {
    const PHRASES: [(&[&str], &str, &str); 6] = [
        (&["despite", "of"], "despite", "It is “despite” or “in spite of”."),
        (&["my", "self"], "myself", "It is one word."),
        (&["according", "my"], "according to my", "It is “according to”."),
        (&["in", "other", "side"], "on the other hand", "The phrase is “on the other hand”."),
        (&["can", "able", "to"], "can", "“Can” and “be able to” say the same."),
        (&["more", "and", "more", "better"], "better and better", "“Better” already compares."),
    ];
    let (words, better, reason) = PHRASES.iter().find(|(words, _, _)| s.has(at, words))?;
    finding(at, at + words.len(), CHOICE, better, reason)
}
