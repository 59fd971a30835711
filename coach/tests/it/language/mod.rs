//! Language functions: counts, disfluencies and grammar findings.

use dataflow::documents::{Correction, Word};

mod counts;
mod grammar;

/// Words of a text, half a second each, all recognised with the same confidence.
pub(crate) fn words(text: &str, confidence: f32) -> Vec<Word> {
    let word =
        |(n, word): (u32, &str)| Word { word: word.to_owned(), start_ms: n * 500, end_ms: n * 500 + 400, confidence };
    (0..).zip(text.split_whitespace()).map(word).collect()
}

/// Findings as `said -> better (kind)`.
pub(crate) fn shown(corrections: &[Correction]) -> Vec<String> {
    corrections.iter().map(|c| format!("{} -> {} ({})", c.said, c.better, c.kind)).collect()
}
