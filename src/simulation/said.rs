//! The words of an answer: lemmas of the shipped frequency list, one after another, with the times of the speech.
//!
//! They make no sense, and are not meant to: nobody can take them for something that was said.

use coach::language::lemma_text;
use dataflow::documents::{Transcript, Word};
use dataflow::events::{LemmaId, SpeechRun};

use super::chance::{Chance, whole};

/// Syllables that a word takes.
const SYLLABLES_PER_WORD: f64 = 1.4;
/// Ranks of the lemmas that are used.
const RANK_MAX: f64 = 4_000.0;
/// Words of a sentence.
const SENTENCE_WORDS: u32 = 11;
/// Share of the words that the recogniser is unsure of.
const UNSURE_SHARE: f64 = 0.08;

/// What would be recognised. More able learners use rarer words; `ability` is in standard deviations.
pub(crate) fn said(runs: &[SpeechRun], ability: f64, chance: &mut Chance) -> Transcript {
    let mut words = Vec::new();
    for run in runs {
        let count = whole(f64::from(run.syllables) / SYLLABLES_PER_WORD).max(1);
        let run_ms = run.end_ms - run.start_ms;
        for place in 0..count {
            let start_ms = run.start_ms + run_ms * place / count;
            let end_ms = run.start_ms + run_ms * (place + 1) / count;
            let confidence = if chance.is(UNSURE_SHARE) { 0.25 } else { 0.7 } + 0.001 * f64::from(chance.below(240));
            words.push(Word { word: lemma(ability, chance), start_ms, end_ms, confidence: single(confidence) });
        }
    }
    punctuate(&mut words, chance);
    let text = words.iter().map(|word| word.word.as_str()).collect::<Vec<_>>().join(" ");
    Transcript { text, words }
}

/// Ranks fall off as in any text: the logarithm of the rank is spread evenly.
fn lemma(ability: f64, chance: &mut Chance) -> String {
    let reach = RANK_MAX.ln() * (0.9 + 0.05 * ability).clamp(0.7, 1.0);
    let rank = whole((reach * chance.share()).exp());
    lemma_text(LemmaId(rank)).unwrap_or("word").to_owned()
}

fn punctuate(words: &mut [Word], chance: &mut Chance) {
    let last = words.len().saturating_sub(1);
    for (place, word) in words.iter_mut().enumerate() {
        if place == last || chance.below(SENTENCE_WORDS) == 0 {
            word.word.push('.');
        }
    }
}

#[expect(clippy::cast_possible_truncation, reason = "a confidence needs few digits")]
fn single(value: f64) -> f32 {
    value as f32
}
