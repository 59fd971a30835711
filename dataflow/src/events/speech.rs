//! The facts about the speech of an answer: what the sound says, and what the words say in numbers.
//!
//! Intervals are stored and numbers derived from them elsewhere; no word that was said is here. Every field's unit ends
//! its name.

use serde::{Deserialize, Serialize};

use super::recorded::LemmaCount;

/// Silences shorter than this are part of the speech run around them, so no measure can use a finer threshold.
pub const RUN_GAP_MS_MIN: u32 = 200;

/// A stretch of speech without a silence of [`RUN_GAP_MS_MIN`] or more.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct SpeechRun {
    /// Where it starts, in milliseconds from the start of the recording.
    pub start_ms: u32,
    /// Where it ends.
    pub end_ms: u32,
    /// Syllable nuclei in it.
    pub syllables: u32,
}

/// Pitch over the voiced frames.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Pitch {
    /// Median fundamental frequency, in hundredths of a hertz.
    pub f0_median_centihz: u32,
    /// Tenth percentile.
    pub f0_p10_centihz: u32,
    /// Ninetieth percentile.
    pub f0_p90_centihz: u32,
}

/// What the sound says. The intervals are stored; every fluency measure is derived from them
/// (see [`crate::measures`]).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct AnswerMeasured {
    /// Length of the whole recording.
    pub recording_ms: u32,
    /// How much of it, from its start, is graded: the task's time at most.
    pub graded_ms: u32,
    /// Speech of the graded part, in time order.
    pub runs: Vec<SpeechRun>,
    /// Pitch, where enough of the speech is voiced.
    pub pitch: Option<Pitch>,
    /// Speech level over background level, in hundredths of a decibel; none where there is no background to compare.
    pub snr_centidb: Option<i32>,
    /// Samples at full scale, in millionths.
    pub clipped_ppm: u32,
}

/// Lexical numbers of a transcript's graded words.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Lexis {
    /// Different words.
    pub types: u32,
    /// Measure of textual lexical diversity, in thousandths; none for too short a text.
    pub mtld_milli: Option<u32>,
    /// Hypergeometric diversity, draws of 42, in thousandths; none under 42 words.
    pub hdd_milli: Option<u32>,
    /// Moving-average type-token ratio, window 50, in thousandths; none under 50 words.
    pub mattr_milli: Option<u32>,
    /// Words by frequency band: the most frequent thousand, the second, the third to fifth, rarer or unknown.
    pub band_words: [u32; 4],
}

/// Approximate syntax of a recognised text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Syntax {
    /// Units of speech (sentences as recognised).
    pub units: u32,
    /// Clauses: finite verbs as tagged, at least one for each unit.
    pub clauses: u32,
}

/// The words were recognised.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct AnswerTranscribed {
    /// Recogniser and its weights.
    pub model: String,
    /// Words of the graded part.
    pub words: u32,
    /// Of these, words whose confidence is under [`crate::documents::UNSURE_BELOW`].
    pub unsure_words: u32,
    /// Mean confidence of the graded words, in thousandths.
    pub mean_confidence_milli: u32,
    /// Filled pauses that the recogniser wrote down.
    pub filled_pauses: u32,
    /// Immediate repetitions of one to three words.
    pub repetitions: u32,
    /// Lexical numbers.
    pub lexis: Lexis,
    /// Syntactic numbers.
    pub syntax: Syntax,
    /// Lemmas that the recogniser is sure of, each once; since version 2.
    #[serde(default)]
    pub lemmas: Vec<LemmaCount>,
    /// Share of the words that follow the sample answer of the prompt, in thousandths; none where there is no sample.
    /// Since version 2.
    #[serde(default)]
    pub sample_overlap_milli: Option<u16>,
}
