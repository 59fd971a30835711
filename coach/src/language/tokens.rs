//! Recognised words as the language functions compare them: lower case, bare of punctuation, bounded in length.
//!
//! A token remembers which word it came from, so that a finding can point back at it, and whether the recogniser put
//! a stop behind it. Words without a letter or digit (dashes, music signs) yield no token. Input may be hostile: the
//! number of words and the length of each are capped, and what lies beyond the caps is not looked at.

use dataflow::documents::Word;

/// Most words that are looked at; an answer of fifteen minutes has some 3,000.
pub(crate) const WORDS_MAX: usize = 4_000;

/// Longest word that is looked at, in characters; no English word in use is longer.
const CHARS_MAX: usize = 40;

/// One recognised word, made comparable.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Token {
    /// Index of the word among those given.
    pub(crate) index: usize,
    /// Lower case, straight apostrophes, no punctuation around it.
    pub(crate) text: String,
    /// Whether a sentence ends behind it.
    pub(crate) ends_sentence: bool,
    /// Whether any punctuation stands behind it.
    pub(crate) ends_phrase: bool,
    /// Whether it has a capital behind its first letter, as names that are spelled out have.
    pub(crate) is_abbreviation: bool,
    /// Whether the recogniser was unsure of it.
    pub(crate) is_unsure: bool,
}

impl Token {
    /// Whether it has a letter at all.
    pub(crate) fn is_word(&self) -> bool {
        self.text.chars().any(char::is_alphabetic)
    }
}

/// Tokens of the words, in their order.
pub(crate) fn tokens(words: &[Word]) -> Vec<Token> {
    words.iter().take(WORDS_MAX).enumerate().filter_map(|(index, word)| token(index, word)).collect()
}

/// A text as tokens, as if every word had been recognised for certain.
pub(crate) fn text_tokens(text: &str) -> Vec<Token> {
    let words = text.split_whitespace().take(WORDS_MAX).enumerate();
    let sure = |word: &str| Word { word: word.to_owned(), confidence: 1.0, ..Word::default() };
    words.filter_map(|(index, word)| token(index, &sure(word))).collect()
}

fn token(index: usize, word: &Word) -> Option<Token> {
    let written: String = word.word.chars().take(CHARS_MAX + 8).collect();
    let bare = written.trim_matches(|c: char| !c.is_alphanumeric());
    if bare.is_empty() {
        return None;
    }
    let text = bare.replace(['\u{2019}', '\u{2018}'], "'").to_lowercase().chars().take(CHARS_MAX).collect();
    let behind: Vec<char> = written.chars().rev().take_while(|c| !c.is_alphanumeric()).collect();
    Some(Token {
        index,
        text,
        ends_sentence: behind.iter().any(|c| matches!(c, '.' | '!' | '?')),
        ends_phrase: behind.iter().any(|c| !matches!(c, '\'' | '\u{2019}' | '"' | ' ')),
        is_abbreviation: bare.chars().skip(1).any(char::is_uppercase),
        is_unsure: word.is_unsure(),
    })
}

#[cfg(test)]
mod tests {
    use super::text_tokens;

    #[test]
    fn tokens_are_bare_and_remember_stops() {
        let tokens = text_tokens("Well, I don\u{2019}t -- know. \"Yes\"");
        let texts: Vec<&str> = tokens.iter().map(|token| token.text.as_str()).collect();
        assert_eq!(texts, ["well", "i", "don't", "know", "yes"]);
        assert!(tokens[0].ends_phrase && !tokens[0].ends_sentence);
        assert!(tokens[3].ends_sentence);
        assert_eq!(tokens[3].index, 4, "the dash keeps its place");
    }
}
