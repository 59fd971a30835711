//! Where words lie, once the sound has been asked as well.
//!
//! The recogniser's alignment gives each word the silence around it. A word therefore shrinks to the stretch of speech
//! that it shares most with; one that shares none keeps its place. Afterwards the words are in order, do not overlap
//! and lie inside the recording.

use dataflow::documents::Word;

use crate::speech::Span;

/// Shortest word, in milliseconds; the alignment's own step.
const WORD_MS_MIN: u32 = 20;

/// Puts words into their place.
pub(super) fn settle(words: &mut [Word], spans: &[Span], recording_ms: u32) {
    let mut free_ms = 0;
    for word in words {
        let most = spans.iter().max_by_key(|span| (shared_ms(word, span), std::cmp::Reverse(span.start_ms)));
        if let Some(span) = most.filter(|span| shared_ms(word, span) > 0) {
            word.start_ms = word.start_ms.max(span.start_ms);
            word.end_ms = word.end_ms.min(span.end_ms);
        }
        word.start_ms = word.start_ms.max(free_ms).min(recording_ms);
        word.end_ms = word.end_ms.max(word.start_ms.saturating_add(WORD_MS_MIN)).min(recording_ms);
        free_ms = word.end_ms;
    }
}

/// How long a word and a stretch of speech are at the same time.
pub(super) fn shared_ms(word: &Word, span: &Span) -> u32 {
    word.end_ms.min(span.end_ms).saturating_sub(word.start_ms.max(span.start_ms))
}
