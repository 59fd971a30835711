//! What the words of a transcript say about language: numbers and grammar findings.
//!
//! Lexical diversity, frequency bands, approximate syntax, filled pauses and repetitions are counts over recognised
//! words; grammar findings are word-level corrections with a reason. Everything here reads the transcript as the
//! recogniser wrote it: spelling, capitals and punctuation are the recogniser's and are never held against the learner.
//! The module deliberately does not score: that is the rater's.

mod disfluency;
mod frequency;
mod grammar;
mod harper;
mod lexis;
mod rules;
mod syntax;
mod tokens;

pub use self::disfluency::{filled_pauses, repetitions};
pub use self::frequency::{frequency_band, lemma_text};
pub use self::grammar::{FINDINGS_MAX, grammar};
pub use self::lexis::{lemmas, lexis};
pub use self::syntax::syntax;

pub(crate) use self::disfluency::without_filled_pauses;
pub(crate) use self::frequency::is_frequent;
pub(crate) use self::tokens::{Token, text_tokens, tokens};

use dataflow::documents::{Transcript, Word};
use dataflow::events::AnswerTranscribed;

/// The graded words: those that start before `graded_ms`, in milliseconds from the start of the recording.
pub fn graded_words(transcript: &Transcript, graded_ms: u32) -> &[Word] {
    let words = &transcript.words;
    let end = words.iter().position(|word| word.start_ms >= graded_ms).unwrap_or(words.len());
    words.get(..end).unwrap_or_default()
}

/// The numbers of a transcript for the log, over the words that start before `graded_ms`.
///
/// The mean confidence is 0 where there is no word. A confidence outside 0 to 1, or none at all, counts as the nearer
/// end of the range.
pub fn counts(transcript: &Transcript, graded_ms: u32, model: &str) -> AnswerTranscribed {
    let words = graded_words(transcript, graded_ms);
    let whole = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
    AnswerTranscribed {
        model: model.to_owned(),
        words: whole(words.len()),
        unsure_words: whole(words.iter().filter(|word| word.is_unsure()).count()),
        mean_confidence_milli: round_u32(mean_confidence(words) * 1_000.0),
        filled_pauses: filled_pauses(words),
        repetitions: repetitions(words),
        lexis: lexis(words),
        syntax: syntax(words),
        lemmas: lemmas(words),
        sample_overlap_milli: None,
    }
}

/// Mean confidence of the words, from 0 to 1; 0 without any.
pub(crate) fn mean_confidence(words: &[Word]) -> f64 {
    let sure = |word: &Word| if word.confidence.is_finite() { f64::from(word.confidence.clamp(0.0, 1.0)) } else { 0.0 };
    let count = f64::from(u32::try_from(words.len()).unwrap_or(u32::MAX).max(1));
    words.iter().map(sure).sum::<f64>() / count
}

/// The nearest whole number; 0 for what is negative or no number.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "the cast saturates and the value is not negative"
)]
pub(crate) fn round_u32(value: f64) -> u32 {
    value.max(0.0).round() as u32
}
