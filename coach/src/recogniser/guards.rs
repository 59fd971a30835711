//! What must not reach a learner as their words.
//!
//! Decoders of this kind invent text in silence and can fall into repeating a phrase. Both are cut out here; what a
//! person may well have said twice or thrice stays. Whether a whole transcript is worth anything is told by
//! [`is_unintelligible`], and decided by the caller.

use dataflow::documents::{Transcript, UNSURE_BELOW, Word};

use crate::speech::Span;

use super::timing::shared_ms;

/// A word may lie this far outside of detected speech, in milliseconds: alignment and detection are no finer.
const SLACK_MS: u32 = 200;

/// Longest phrase that is looked for.
const PHRASE_WORDS_MAX: usize = 12;

/// People say a thing three times in a row; more is the decoder.
const REPETITIONS_MAX: usize = 3;

/// Fewer words than this say nothing about the whole.
const WORDS_MIN: usize = 3;

/// Mean confidence under which a transcript is taken for noise.
const MEAN_CONFIDENCE_MIN: f32 = 0.35;

/// Mean confidence under which a transcript that also repeats itself is.
const MEAN_CONFIDENCE_REPETITIVE_MIN: f32 = 0.5;

/// Share of different words under which a transcript of some length repeats itself.
const DIFFERENT_WORDS_MIN: f32 = 0.3;

/// Whether a transcript is most likely no English: another language, singing, noise that sounds like speech.
///
/// A model of English alone cannot say which language it heard. Mostly it describes another one in brackets, which
/// leaves no words; else it writes some English, unsure throughout, or unsure and repeating itself. So no words at all
/// count as unintelligible too: ask only about a recording in which somebody speaks. This is a heuristic with both
/// kinds of error: strongly accented or halting speech can fall under it, and another language can pass. One or two
/// words are never called unintelligible.
pub fn is_unintelligible(transcript: &Transcript) -> bool {
    let words = &transcript.words;
    if words.len() < WORDS_MIN {
        return words.is_empty();
    }
    let count = words.len() as f32;
    let mean = words.iter().map(|word| word.confidence).sum::<f32>() / count;
    let mut different: Vec<String> = words.iter().map(spoken).collect();
    different.sort();
    different.dedup();
    let repetitive = different.len() as f32 / count < DIFFERENT_WORDS_MIN;
    mean < MEAN_CONFIDENCE_MIN || (repetitive && mean < MEAN_CONFIDENCE_REPETITIVE_MIN)
}

/// Leaves out unsure words that lie wholly where nobody speaks.
pub(super) fn drop_words_in_silence(words: &mut Vec<Word>, spans: &[Span]) {
    words.retain(|word| word.confidence >= UNSURE_BELOW || is_near_speech(word, spans));
}

/// Leaves out every word that lies wholly where nobody speaks, however sure somebody else is of it.
pub(super) fn drop_words_without_speech(words: &mut Vec<Word>, spans: &[Span]) {
    words.retain(|word| is_near_speech(word, spans));
}

fn is_near_speech(word: &Word, spans: &[Span]) -> bool {
    spans.iter().any(|span| {
        let start_ms = span.start_ms.saturating_sub(SLACK_MS);
        // A word of no length still has a place.
        let end_ms = word.end_ms.max(word.start_ms.saturating_add(1));
        let placed = Word { end_ms, ..word.clone() };
        shared_ms(&placed, &Span { start_ms, end_ms: span.end_ms.saturating_add(SLACK_MS) }) > 0
    })
}

/// Reduces a phrase that follows itself more than three times to its first occurrence.
pub(super) fn drop_repetitions(words: &mut Vec<Word>) {
    let mut at = 0;
    while at < words.len() {
        let rest = words.get(at..).unwrap_or_default();
        let longest = PHRASE_WORDS_MAX.min(rest.len());
        let repeated = (1..=longest).find_map(|length| {
            let times = times_in_a_row(rest, length);
            (times > REPETITIONS_MAX).then_some((length, times))
        });
        if let Some((length, times)) = repeated {
            words.drain(at + length..at + length * times);
        }
        at += 1;
    }
}

/// How often the first `length` words follow one another.
fn times_in_a_row(words: &[Word], length: usize) -> usize {
    let phrase = words.get(..length).unwrap_or_default();
    let same = |chunk: &&[Word]| chunk.iter().map(spoken).eq(phrase.iter().map(spoken));
    words.chunks_exact(length).take_while(same).count()
}

/// A word without case and punctuation.
fn spoken(word: &Word) -> String {
    word.word.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}
