//! Names taken out of what was said, by what can be seen of them: a capital where no sentence begins, a given name
//! where one does, digits, addresses.
//!
//! It is a heuristic over a recogniser's text and errs both ways: a name that is written small and is none of the given
//! names below stays, and so does a person who is described; titles, places and brands go. Whoever publishes words
//! reads them first.

use std::collections::HashSet;
use std::sync::LazyLock;

use dataflow::documents::Word;

/// Words with a capital that name nobody: days, months, languages, and what the exams are called.
static CAPITALISED: LazyLock<HashSet<&str>> = LazyLock::new(|| {
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june july \
    august september october november december english chinese spanish russian french german italian \
    japanese korean arabic portuguese christmas easter internet toefl ielts tv ok"
        .split(' ')
        .collect()
});

/// Given names that a sentence may begin with and a list of frequent words may hold.
static GIVEN_NAMES: LazyLock<HashSet<&str>> = LazyLock::new(|| {
    "adam ahmed alan albert alex alexander alexey alice amanda amy ana andrea andrew andrey angela ann anna \
    anne anthony anton antonio arthur barbara ben benjamin betty bill bob boris brian bruce carl carlos \
    carol caroline catherine charles charlie chris christian christine christopher claire daniel dave david \
    deborah dennis diana diego dmitry donald dorothy douglas ed eddie edward elena elizabeth emily emma eric \
    eva fatima fernando frank fred gary george grace greg harry hassan heather helen henry hugh ian igor \
    irina ivan jack jackie james jane janet jason javier jean jeff jennifer jenny jessica jim jimmy joan joe \
    john johnny jon jonathan jordan jorge jose joseph joshua juan julia julie justin karen kate katherine \
    kathy keith kelly ken kenneth kevin kim larry laura lauren lee leo lily linda lisa louis lucy luis luke \
    maria marie mark martha martin mary matt matthew max michael michelle miguel mike mohammed mohamed \
    muhammad nancy natalia nathan nick nicholas nicole nina oleg olga oliver oscar pablo pamela patricia \
    patrick paul pavel pedro peter phil philip rachel ralph ray raymond rebecca richard rick robert roger \
    ron rosa rose roy russell ruth ryan sam samuel sandra sara sarah scott sean sergey sharon simon sofia \
    sophia stephanie stephen steve steven stuart susan svetlana tanya tatiana ted teresa thomas tim timothy \
    todd tom tony victor victoria vladimir walter wayne wei william yuki yusuf"
        .split(' ')
        .collect()
});

/// Digits in one word from which it is a number that may belong to somebody.
const DIGITS_MIN: usize = 5;

/// What stands in the place of each word; none where the word itself may stay.
pub(crate) fn redactions(words: &[Word], band: impl Fn(&str) -> u8) -> Vec<Option<&'static str>> {
    let mut begins = true;
    let mut redactions = Vec::with_capacity(words.len());
    for word in words {
        redactions.push(redaction(&word.word, begins, &band));
        begins = word.word.ends_with(['.', '?', '!']);
    }
    redactions
}

/// The text with its names taken out, as if it stood inside a sentence.
pub(crate) fn redacted(text: &str, band: impl Fn(&str) -> u8) -> String {
    let words = text.split_whitespace().map(|word| redaction(word, false, &band).unwrap_or(word));
    words.collect::<Vec<_>>().join(" ")
}

fn redaction(word: &str, begins: bool, band: &impl Fn(&str) -> u8) -> Option<&'static str> {
    if word.contains('@') || word.contains("://") || word.to_ascii_lowercase().starts_with("www.") {
        return Some("[address]");
    }
    if word.chars().filter(char::is_ascii_digit).count() >= DIGITS_MIN {
        return Some("[number]");
    }
    let letters = word.trim_matches(|letter: char| !letter.is_alphanumeric());
    // What belongs to somebody is theirs: the part before the apostrophe decides.
    let head = letters.split(['\'', '’']).next().unwrap_or(letters);
    let small = head.to_lowercase();
    let is_capitalised = head.chars().next().is_some_and(char::is_uppercase);
    if small == "i" || !is_capitalised {
        let is_name = !is_capitalised && GIVEN_NAMES.contains(small.as_str()) && band(&small) == 3;
        return is_name.then_some("[name]");
    }
    let is_named = GIVEN_NAMES.contains(small.as_str());
    let stays = CAPITALISED.contains(small.as_str()) || (begins && !is_named && band(&small) < 3);
    (!stays).then_some("[name]")
}
