//! One sentence as the rules read it, and what several rules need to know about the place of a word in it.
//!
//! Recognised speech has few commas, so a clause is taken to begin only where that is certain: at the start of the
//! sentence, behind punctuation, or behind a word that opens one. Where it is not certain no rule speaks.

use super::super::tokens::Token;

/// What a rule found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Finding {
    /// First token concerned, in the sentence.
    pub(crate) first: usize,
    /// Token behind the last one concerned.
    pub(crate) end: usize,
    /// What to say instead; empty to leave it out.
    pub(crate) better: String,
    /// Why, in a sentence.
    pub(crate) reason: String,
    /// What kind of error.
    pub(crate) kind: &'static str,
}

/// A finding over the tokens `first..end`.
pub(crate) fn finding(first: usize, end: usize, kind: &'static str, better: &str, reason: &str) -> Option<Finding> {
    Some(Finding { first, end, better: better.to_owned(), reason: reason.to_owned(), kind })
}

/// Words behind which a subject begins a clause of its own.
const CLAUSE_OPENERS: [&str; 26] = [
    "because",
    "but",
    "so",
    "if",
    "when",
    "while",
    "although",
    "though",
    "whereas",
    "think",
    "believe",
    "guess",
    "hope",
    "say",
    "said",
    "know",
    "then",
    "sometimes",
    "usually",
    "maybe",
    "also",
    "however",
    "unless",
    "until",
    "before",
    "after",
];

/// Words behind which `that` reports a fact. Behind others, as in `suggest that he go`, a bare verb is right.
const REPORTS: [&str; 14] = [
    "think", "believe", "know", "say", "said", "says", "thinks", "believes", "fact", "sure", "means", "found", "feel",
    "see",
];

/// The tokens of one sentence.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Sentence<'a> {
    tokens: &'a [Token],
}

impl<'a> Sentence<'a> {
    pub(crate) fn new(tokens: &'a [Token]) -> Self {
        Self { tokens }
    }

    pub(crate) fn len(&self) -> usize {
        self.tokens.len()
    }

    /// The word at `at`; empty outside the sentence.
    pub(crate) fn word(&self, at: usize) -> &'a str {
        self.tokens.get(at).map_or("", |token| token.text.as_str())
    }

    /// The word `back` places before `at`; empty outside the sentence.
    pub(crate) fn before(&self, at: usize, back: usize) -> &'a str {
        at.checked_sub(back).map_or("", |place| self.word(place))
    }

    pub(crate) fn is(&self, at: usize, words: &[&str]) -> bool {
        words.contains(&self.word(at))
    }

    pub(crate) fn is_before(&self, at: usize, back: usize, words: &[&str]) -> bool {
        words.contains(&self.before(at, back))
    }

    /// Whether the words from `at` on are these, without punctuation between them.
    pub(crate) fn has(&self, at: usize, words: &[&str]) -> bool {
        words.iter().enumerate().all(|(n, word)| self.word(at + n) == *word) && self.joined(at, at + words.len())
    }

    /// Whether the word may be spelled letter by letter.
    pub(crate) fn is_abbreviation(&self, at: usize) -> bool {
        self.tokens.get(at).is_some_and(|token| token.is_abbreviation)
    }

    /// Whether punctuation, or the end of the sentence, stands behind the word.
    pub(crate) fn is_closed(&self, at: usize) -> bool {
        self.tokens.get(at).is_none_or(|token| token.ends_phrase) || at + 1 >= self.tokens.len()
    }

    /// Whether the sentence or a phrase begins with the word.
    pub(crate) fn is_open(&self, at: usize) -> bool {
        at.checked_sub(1).is_none_or(|before| self.is_closed(before))
    }

    /// Whether no punctuation stands between the words `first..end`.
    pub(crate) fn joined(&self, first: usize, end: usize) -> bool {
        (first..end.saturating_sub(1)).all(|at| !self.is_closed(at))
    }

    /// Whether a clause certainly begins with the word.
    pub(crate) fn starts_clause(&self, at: usize) -> bool {
        self.is_open(at)
            || self.is_before(at, 1, &CLAUSE_OPENERS)
            || (self.before(at, 1) == "that" && self.is_before(at, 2, &REPORTS))
    }

    /// Whether what follows the noun at `at` shows that the noun phrase ends there, so that it is no part of a
    /// compound like `student card`.
    pub(crate) fn ends_noun_phrase(&self, at: usize) -> bool {
        self.is_closed(at) || self.is(at + 1, &BEHIND_NOUN)
    }
}

const BEHIND_NOUN: [&str; 68] = [
    "is",
    "was",
    "are",
    "were",
    "has",
    "have",
    "had",
    "do",
    "does",
    "did",
    "can",
    "could",
    "will",
    "would",
    "should",
    "may",
    "might",
    "must",
    "in",
    "at",
    "on",
    "of",
    "from",
    "with",
    "for",
    "to",
    "about",
    "by",
    "near",
    "between",
    "during",
    "after",
    "before",
    "when",
    "where",
    "who",
    "which",
    "that",
    "because",
    "so",
    "if",
    "but",
    "and",
    "or",
    "than",
    "as",
    "while",
    "then",
    "there",
    "here",
    "now",
    "today",
    "yesterday",
    "ago",
    "i",
    "you",
    "he",
    "she",
    "we",
    "they",
    "it",
    "my",
    "the",
    "too",
    "also",
    "think",
    "every",
    "without",
];
