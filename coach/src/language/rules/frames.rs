//! Frames that a learner fills with the wrong piece: `did a mistake`, `I very like`, `tall enough`, `this city have`.

use super::Rule;
use super::number::{is_plural, is_singular};
use super::sentence::{Finding, Sentence, finding};
use super::verbs;

pub(crate) const RULES: &[Rule] = &[
    singular_noun,
    one_of_agrees,
    number_of,
    do_mistake,
    enough_first,
    very_like,
    bare_adjective,
    would_like,
    important_bare,
    suggest_me,
    home,
    to_country,
    good_news,
];

/// Singular nouns that take a plural verb in British English.
const COLLECTIVES: [&str; 4] = ["class", "company", "school", "person"];

/// `the weather are`, `this city have`; `if the weather were` stays.
fn singular_noun(s: &Sentence<'_>, at: usize) -> Option<Finding> {
    let noun = s.word(at + 1);
    let is_noun =
        (is_singular(noun) || ["weather", "life", "food", "music"].contains(&noun)) && !COLLECTIVES.contains(&noun);
    let better = match s.word(at + 2) {
        "are" => "is",
        "have" => "has",
        "don't" => "doesn't",
        _ => return None,
    };
    let is_subject =
        s.is(at, &["the", "this", "my", "our", "his", "her", "every", "each", "that"]) && s.starts_clause(at);
    (is_noun && is_subject && s.joined(at, at + 3)).then(|| {
        finding(at + 2, at + 3, "agreement", better, &format!("“{noun}” is one, so the verb is “{better}”."))
    })?
}

/// `each of us have`, `one of my friends are`.
fn one_of_agrees(s: &Sentence<'_>, at: usize) -> Option<Finding> {
    if !(s.is(at, &["each", "one", "none"]) && s.word(at + 1) == "of" && s.starts_clause(at)) {
        return None;
    }
    let verb_at = match s.word(at + 2) {
        "us" | "them" => at + 3,
        "my" | "the" | "our" | "his" | "her" | "their" if is_plural(s.word(at + 3)) || s.word(at + 3) == "people" => {
            at + 4
        }
        _ => return None,
    };
    let better = match s.word(verb_at) {
        "have" => "has",
        "are" => "is",
        "were" if s.word(at) != "none" => "was",
        _ => return None,
    };
    (s.word(at) != "none" && s.joined(at, verb_at + 1)).then(|| {
        finding(
            verb_at,
            verb_at + 1,
            "agreement",
            better,
            &format!("“{} of” means one, so the verb is “{better}”.", s.word(at)),
        )
    })?
}

/// `the number of cars are`; `a number of cars are` stays.
fn number_of(s: &Sentence<'_>, at: usize) -> Option<Finding> {
    let better = match s.word(at + 4) {
        "are" => "is",
        "have" => "has",
        _ => return None,
    };
    (s.has(at, &["the", "number", "of"]) && s.joined(at, at + 5))
        .then(|| finding(at + 4, at + 5, "agreement", better, "“The number” is one, so the verb is singular."))?
}

/// `did a mistake`.
fn do_mistake(s: &Sentence<'_>, at: usize) -> Option<Finding> {
    let better = match s.word(at) {
        "do" => "make",
        "did" => "made",
        "does" => "makes",
        "done" => "made",
        "doing" => "making",
        _ => return None,
    };
    let noun_at = if s.is(at + 1, &["a", "many", "some", "the", "this", "big"]) { at + 2 } else { at + 1 };
    let noun_at = if s.is(noun_at, &["big", "lot", "same", "terrible", "small"]) { noun_at + 1 } else { noun_at };
    (s.is(noun_at, &["mistake", "mistakes"]) && s.joined(at, noun_at + 1))
        .then(|| finding(at, at + 1, "word choice", better, "One makes a mistake."))?
}

/// `enough tall to play`; `enough old books` stays.
fn enough_first(s: &Sentence<'_>, at: usize) -> Option<Finding> {
    let adjectives = [
        "tall", "old", "young", "good", "big", "strong", "rich", "fast", "easy", "smart", "brave", "clear", "long",
        "high",
    ];
    let adjective = s.word(at + 1);
    let is_followed = s.is_closed(at + 1) || s.is(at + 2, &["to", "for"]);
    (s.word(at) == "enough" && adjectives.contains(&adjective) && is_followed && s.joined(at, at + 2)).then(|| {
        finding(at, at + 2, "word order", &format!("{adjective} enough"), "“Enough” stands behind the adjective.")
    })?
}

/// `I very like`.
fn very_like(s: &Sentence<'_>, at: usize) -> Option<Finding> {
    let subjects = ["i", "we", "they", "you", "he", "she"];
    let is_verb = s.is(
        at + 2,
        &["like", "love", "enjoy", "want", "likes", "loves", "enjoys", "wants", "liked", "enjoyed", "agree"],
    );
    (s.is(at, &subjects) && s.word(at + 1) == "very" && is_verb && s.joined(at, at + 3)).then(|| {
        finding(at + 1, at + 2, "word choice", "really", "“Very” goes with adjectives; with verbs it is “really”.")
    })?
}

/// `has beautiful voice`, `have big family`.
fn bare_adjective(s: &Sentence<'_>, at: usize) -> Option<Finding> {
    let adjectives =
        ["big", "small", "new", "old", "good", "bad", "beautiful", "great", "nice", "large", "long", "strong"];
    let nouns = [
        "family",
        "voice",
        "house",
        "car",
        "dog",
        "cat",
        "job",
        "idea",
        "friend",
        "flat",
        "garden",
        "problem",
        "apartment",
        "computer",
    ];
    let is_bare = s.is(at, &["have", "has", "had"]) && s.is(at + 1, &adjectives) && s.is(at + 2, &nouns);
    let article = if s.word(at + 1) == "old" { "an old" } else { "a" };
    let better = if article == "a" { format!("a {}", s.word(at + 1)) } else { article.to_owned() };
    (is_bare && s.ends_noun_phrase(at + 2) && s.joined(at, at + 3))
        .then(|| finding(at + 1, at + 2, "article", &better, "One thing that is counted takes “a” or “an”."))?
}

/// `I would like visiting`.
fn would_like(s: &Sentence<'_>, at: usize) -> Option<Finding> {
    let bases = ["visit", "go", "have", "buy", "see", "become", "live", "know", "be"];
    let verb = bases.iter().filter_map(|base| verbs::base(base)).find(|verb| verb.ing == s.word(at + 2))?;
    let is_wish = s.has(at, &["would", "like"]) || s.is(at, &["i'd", "we'd", "they'd"]) && s.word(at + 1) == "like";
    let better = format!("to {}", verb.base);
    if is_wish && s.joined(at, at + 3) {
        finding(at + 2, at + 3, "verb form", &better, "“Would like” is followed by “to”.")
    } else {
        None
    }
}

/// `it is important learn`.
fn important_bare(s: &Sentence<'_>, at: usize) -> Option<Finding> {
    let adjective_at = if s.word(at) == "it's" { at + 1 } else { at + 2 };
    let is_it = s.word(at) == "it's" || s.has(at, &["it", "is"]) || s.has(at, &["it", "was"]);
    let adjectives =
        ["important", "difficult", "easy", "necessary", "hard", "possible", "impossible", "better", "useful"];
    let no_nouns = [
        "learn",
        "go",
        "know",
        "have",
        "understand",
        "speak",
        "find",
        "get",
        "make",
        "take",
        "buy",
        "become",
        "choose",
        "eat",
        "do",
    ];
    let verb = s.word(adjective_at + 1);
    (is_it && s.is(adjective_at, &adjectives) && no_nouns.contains(&verb) && s.joined(at, adjective_at + 2)).then(
        || {
            finding(
                adjective_at + 1,
                adjective_at + 2,
                "verb form",
                &format!("to {verb}"),
                "After “it is” and an adjective comes “to”.",
            )
        },
    )?
}

/// `suggested me to go`.
fn suggest_me(s: &Sentence<'_>, at: usize) -> Option<Finding> {
    let subject = match s.word(at + 1) {
        "me" => "I",
        "him" => "he",
        "us" => "we",
        "them" => "they",
        _ => return None,
    };
    let is_suggestion = s.is(at, &["suggest", "suggested", "suggests"]) && s.word(at + 2) == "to";
    (is_suggestion && verbs::base(s.word(at + 3)).is_some() && s.joined(at, at + 4)).then(|| {
        finding(at + 1, at + 3, "verb form", &format!("that {subject}"), "One suggests that somebody does something.")
    })?
}

/// `stay in home`, `arrived in home`.
fn home(s: &Sentence<'_>, at: usize) -> Option<Finding> {
    let stay = ["stay", "stays", "stayed", "staying", "am", "was", "work", "study", "be"];
    let arrive = ["arrive", "arrived", "arrives"];
    let better = match s.word(at) {
        word if stay.contains(&word) => "at",
        word if arrive.contains(&word) => "",
        _ => return None,
    };
    let is_home =
        s.word(at + 1) == "in" && s.word(at + 2) == "home" && s.ends_noun_phrase(at + 2) && s.joined(at, at + 3);
    if is_home {
        finding(at + 1, at + 2, "preposition", better, "It is “at home”, and one arrives home.")
    } else {
        None
    }
}

/// `went in Italy`.
fn to_country(s: &Sentence<'_>, at: usize) -> Option<Finding> {
    let places = [
        "italy",
        "france",
        "germany",
        "spain",
        "england",
        "london",
        "paris",
        "america",
        "china",
        "japan",
        "russia",
        "turkey",
        "india",
        "canada",
        "europe",
        "brazil",
        "mexico",
        "egypt",
        "moscow",
        "school",
        "university",
    ];
    let is_there = s.is(at, &["went", "go", "goes"]) && s.word(at + 1) == "in" && s.is(at + 2, &places);
    (is_there && s.joined(at, at + 3) && s.ends_noun_phrase(at + 2))
        .then(|| finding(at + 1, at + 2, "preposition", "to", "One goes to a place."))?
}

/// `a good news`; `a good news channel` stays.
fn good_news(s: &Sentence<'_>, at: usize) -> Option<Finding> {
    let news_at = if s.is(at + 1, &["good", "bad", "great"]) { at + 2 } else { at + 1 };
    (s.word(at) == "a" && s.word(news_at) == "news" && s.ends_noun_phrase(news_at) && s.joined(at, news_at + 1))
        .then(|| finding(at, at + 1, "number", "some", "“News” is not counted: “some news”."))?
}
