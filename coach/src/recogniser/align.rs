//! Times of words that came without: laid along the measured speech by their syllables.
//!
//! Speech is taken at one rate over all its stretches, so a word's place is right to about a word or two: good enough to
//! see between which words a long pause lies, not for less. A word never lies in silence.

use dataflow::documents::{UNSURE_BELOW, Word};

use crate::speech::Span;

/// How sure a recogniser is that does not say: enough to be shown, not enough for much.
pub(super) const CONFIDENCE_UNKNOWN: f32 = 0.75;

/// Most syllables that anybody says in a second of speech; more text than that was not said.
const SYLLABLES_PER_S_MAX: f64 = 9.0;

/// The words along the spans, in their order.
pub(super) fn words(texts: &[String], spans: &[Span]) -> Vec<Word> {
    let speech_ms: u32 = spans.iter().map(|span| span.end_ms - span.start_ms).sum();
    let all: u32 = texts.iter().map(|text| syllables(text)).sum();
    let is_sayable = f64::from(all) <= SYLLABLES_PER_S_MAX * f64::from(speech_ms) / 1_000.0 + 2.0;
    let confidence = if is_sayable { CONFIDENCE_UNKNOWN } else { UNSURE_BELOW / 2.0 };
    let mut before = 0;
    let word = |text: &String| {
        let from = along(before, all, speech_ms);
        before += syllables(text);
        let to = along(before, all, speech_ms);
        let (start_ms, end_ms) = in_one_span(from, to, spans);
        Word { word: text.clone(), start_ms, end_ms, confidence }
    };
    texts.iter().map(word).collect()
}

/// Where so many syllables of all end, in milliseconds of speech.
fn along(syllables: u32, all: u32, speech_ms: u32) -> u32 {
    let ms = u64::from(syllables) * u64::from(speech_ms) / u64::from(all.max(1));
    u32::try_from(ms).unwrap_or(u32::MAX)
}

/// A stretch of speech time as time of the recording, cut to the span in which its middle lies.
fn in_one_span(from: u32, to: u32, spans: &[Span]) -> (u32, u32) {
    let middle = from.midpoint(to);
    let mut passed = 0;
    let mut last = (0, 0);
    for span in spans {
        let length = span.end_ms - span.start_ms;
        last = (span.end_ms, span.end_ms);
        if middle < passed + length {
            let start = span.start_ms + from.saturating_sub(passed);
            let end = span.start_ms + to.saturating_sub(passed).min(length);
            return (start, end.max(start));
        }
        passed += length;
    }
    last
}

/// Syllables of a written word, at least one: groups of vowels, a silent e at the end left out.
pub(super) fn syllables(word: &str) -> u32 {
    let letters: Vec<char> = word.chars().filter(|c| c.is_alphabetic()).flat_map(char::to_lowercase).collect();
    let is_vowel = |c: &char| "aeiouyáéíóúàèìòùäöü".contains(*c);
    let groups =
        letters.chunk_by(|a, b| is_vowel(a) == is_vowel(b)).filter(|group| group.first().is_some_and(is_vowel));
    let silent = matches!(letters.as_slice(), [.., before, 'e'] if !is_vowel(before) && *before != 'l');
    let count = u32::try_from(groups.count()).unwrap_or(u32::MAX);
    count.saturating_sub(u32::from(silent)).max(1)
}

/// A probability; 0 for what is none.
#[expect(clippy::cast_possible_truncation, reason = "a probability loses nothing that matters")]
pub(super) fn within_one(value: f64) -> f32 {
    if value.is_finite() { value.clamp(0.0, 1.0) as f32 } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::{syllables, words};
    use crate::speech::Span;

    #[test]
    fn syllables_are_groups_of_vowels() {
        let counts = ["I", "think", "library", "because", "table", "make", "strengths", "1990"].map(syllables);
        assert_eq!(counts, [1, 1, 3, 2, 2, 1, 1, 1]);
    }

    #[test]
    fn words_lie_in_speech_and_leave_the_pause_free() {
        let spans = [Span { start_ms: 500, end_ms: 1_500 }, Span { start_ms: 4_000, end_ms: 5_000 }];
        let texts = ["one", "two", "three", "four"].map(str::to_owned);
        let places: Vec<(u32, u32)> = words(&texts, &spans).iter().map(|word| (word.start_ms, word.end_ms)).collect();
        assert_eq!(places, [(500, 1_000), (1_000, 1_500), (4_000, 4_500), (4_500, 5_000)]);
    }

    #[test]
    fn more_text_than_can_be_said_is_unsure() {
        let spans = [Span { start_ms: 0, end_ms: 1_000 }];
        let many = vec!["banana".to_owned(); 10];
        assert!(words(&many, &spans).iter().all(dataflow::documents::Word::is_unsure));
        assert!(!words(&many[..2], &spans)[0].is_unsure());
    }
}
