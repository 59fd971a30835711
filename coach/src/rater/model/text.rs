//! Text of a model before anybody reads it.

use crate::bank::is_control;

/// What nobody who only reads a transcript can know.
const SOUND_WORDS: [&str; 8] =
    ["pronunciation", "pronounce", "pronounced", "accent", "intonation", "stress", "voice", "sounded"];

/// Signs of an address: no advice of ours has one.
const ADDRESS_SIGNS: [&str; 4] = ["://", "www.", "t.me/", "@"];

/// One plain paragraph of at most so many characters: no control characters, none that hide or turn what follows.
pub(super) fn plain(text: &str, chars_max: usize) -> String {
    // Bounded before it is walked over: the text is as long as the model likes.
    let start: String = text.chars().take(chars_max * 4).map(|c| if c.is_whitespace() { ' ' } else { c }).collect();
    let shown: String = start.chars().filter(|&c| !is_control(c)).collect();
    let words = shown.split_whitespace().collect::<Vec<_>>().join(" ");
    words.chars().take(chars_max).collect()
}

/// Whether a text may stand: it says something, nothing of what was not heard, and leads nowhere.
pub(super) fn may_stand(text: &str) -> bool {
    let lower = text.to_lowercase();
    let has_word = |word: &str| lower.split(|c: char| !c.is_alphanumeric()).any(|part| part == word);
    text.chars().any(char::is_alphanumeric)
        && !SOUND_WORDS.iter().any(|word| has_word(word))
        && !ADDRESS_SIGNS.iter().any(|sign| lower.contains(sign))
}
