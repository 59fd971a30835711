//! From tokens to words.
//!
//! A word begins where a token begins with a space; the punctuation behind it belongs to it. Its confidence is the
//! geometric mean of the probabilities of its tokens, those of pure punctuation left out: what a comma's place is worth
//! says nothing about the word. What Whisper puts in brackets or between stars describes sounds; it was not said.

use dataflow::documents::Word;

/// A token as the recogniser gives it.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Token {
    /// Its text: part of a word, not necessarily whole characters.
    pub(super) bytes: Vec<u8>,
    /// Its probability.
    pub(super) probability: f32,
    /// Where it ends, in milliseconds from the start of the recording; none where that is not known.
    pub(super) end_ms: Option<u32>,
}

/// Longest description in brackets; an opening bracket without its closing one hides no more than this.
const BRACKETED_WORDS_MAX: usize = 8;

/// Groups the tokens of one window, which starts at `start_ms`, to words.
pub(super) fn words(tokens: &[Token], start_ms: u32) -> Vec<Word> {
    let mut words = Vec::new();
    let mut from_ms = start_ms;
    for group in tokens.chunk_by(|_, next| !next.bytes.starts_with(b" ")) {
        let next_from_ms = group.iter().filter_map(|token| token.end_ms).next_back().unwrap_or(from_ms);
        match word(group, from_ms) {
            Some(word) => words.push(word),
            None => append_punctuation(&mut words, group),
        }
        from_ms = next_from_ms;
    }
    without_descriptions(words)
}

/// The text of some tokens.
fn text(group: &[Token]) -> String {
    let bytes: Vec<u8> = group.iter().flat_map(|token| token.bytes.iter().copied()).collect();
    String::from_utf8_lossy(&bytes).trim().to_owned()
}

/// Whether a token is part of the word itself.
fn is_spoken(token: &Token) -> bool {
    // A byte that is not ASCII is part of a letter far more often than of a sign.
    token.bytes.iter().any(|byte| byte.is_ascii_alphanumeric() || !byte.is_ascii())
}

/// The word of a group of tokens; none where there is only punctuation.
fn word(group: &[Token], start_ms: u32) -> Option<Word> {
    let text = text(group);
    if !text.chars().any(char::is_alphanumeric) {
        return None;
    }
    let spoken = group.iter().filter(|token| is_spoken(token));
    let (count, log_sum) = spoken
        .clone()
        .fold((0.0, 0.0), |(count, sum), token| (count + 1.0, sum + token.probability.clamp(1e-6, 1.0).ln()));
    let end_ms = spoken.filter_map(|token| token.end_ms).next_back().unwrap_or(start_ms);
    let confidence = if count > 0.0 { (log_sum / count).exp() } else { 0.0 };
    Some(Word { word: text, start_ms, end_ms: end_ms.max(start_ms), confidence })
}

/// Puts a sign that stands alone behind the word before it, and drops any other.
fn append_punctuation(words: &mut [Word], group: &[Token]) {
    let sign = text(group);
    let is_punctuation = !sign.is_empty() && sign.chars().all(|c| matches!(c, '.' | ',' | '!' | '?' | ';' | ':' | '…'));
    if let Some(last) = words.last_mut().filter(|_| is_punctuation) {
        last.word.push_str(&sign);
    }
}

/// Leaves out what describes sounds: `[BLANK_AUDIO]`, `(upbeat music)`, `*coughs*`.
fn without_descriptions(words: Vec<Word>) -> Vec<Word> {
    let mut kept = Vec::with_capacity(words.len());
    let mut rest = words.as_slice();
    while let Some((first, behind)) = rest.split_first() {
        let closing = match first.word.chars().next() {
            Some('[') => Some(']'),
            Some('(') => Some(')'),
            Some('*') => Some('*'),
            _ => None,
        };
        let described = closing.and_then(|closing| {
            let closes = |(index, word): (usize, &Word)| {
                let inner = if index == 0 { word.word.get(1..) } else { Some(word.word.as_str()) };
                inner.is_some_and(|inner| inner.contains(closing))
            };
            rest.iter().take(BRACKETED_WORDS_MAX).enumerate().position(closes)
        });
        match described {
            Some(last) => rest = rest.get(last + 1..).unwrap_or_default(),
            None => {
                kept.push(first.clone());
                rest = behind;
            }
        }
    }
    kept
}
