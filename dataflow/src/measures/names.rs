//! The measures by name: key, unit, label, formula with its source, and what is typical.
//!
//! Names are keys of the JSON card and columns of the export, and so never change meaning; a measure computed
//! otherwise is a new name. Typical ranges are orientation for learners from B1 to C1 in monologue, put together from
//! published ranges that differ by first language and by the counting of syllables: neither norms nor thresholds of
//! any score.

use serde::{Deserialize, Serialize};

use crate::events::Task;

macro_rules! measure_names {
    ($($variant:ident = $name:literal, $unit:literal, $label:literal, $description:literal;)*) => {
        /// What is measured. Unless said otherwise, time is that of the graded part.
        ///
        /// T is speaking time, P phonation time, S syllables, W words.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum MeasureName {
            $(
                #[doc = $description]
                #[serde(rename = $name)]
                $variant,
            )*
        }

        impl MeasureName {
    /// Measures that a learner reads, in this order; the rest is for research.
    pub const READ_BY_LEARNERS: [MeasureName; 12] = [
        MeasureName::PhonationMs,
        MeasureName::WordsPerMinute,
        MeasureName::ArticulationRateSylPerS,
        MeasureName::PhonationRatio,
        MeasureName::MeanRunSyl,
        MeasureName::PausesPerMinute,
        MeasureName::MeanPauseMs,
        MeasureName::Mtld,
        MeasureName::F0MedianHz,
        MeasureName::F0RangeSemitones,
        MeasureName::SnrDb,
        MeasureName::MeanConfidence,
    ];

            /// Every measure, in the order in which they are shown.
            pub const ALL: &[MeasureName] = &[$(MeasureName::$variant),*];

            /// The key in JSON and in tables.
            pub fn name(self) -> &'static str {
                match self { $(MeasureName::$variant => $name),* }
            }

            /// The unit of the value, as in `syl/s`; empty for a plain number.
            pub fn unit(self) -> &'static str {
                match self { $(MeasureName::$variant => $unit),* }
            }

            /// What a learner calls it.
            pub fn label(self) -> &'static str {
                match self { $(MeasureName::$variant => $label),* }
            }

            /// The formula with its source, for the codebook.
            pub fn description(self) -> &'static str {
                match self { $(MeasureName::$variant => $description),* }
            }
        }
    };
}

measure_names! {
    DurationMs = "duration_ms", "ms", "recording",
        "length of the whole recording";
    GradedMs = "graded_ms", "ms", "graded part",
        "length of the graded part: the task's time at most";
    SpeakingMs = "speaking_ms", "ms", "speaking time",
        "T: from the first to the last speech";
    PhonationMs = "phonation_ms", "ms", "speech without pauses",
        "P: T without the silent pauses in it";
    Syllables = "syllables", "", "syllables",
        "S: syllable nuclei (de Jong & Wempe 2009, 10.3758/BRM.41.2.385)";
    SpeechRateSylPerS = "speech_rate_syl_per_s", "syl/s", "speech rate",
        "S / T";
    ArticulationRateSylPerS = "articulation_rate_syl_per_s", "syl/s", "articulation rate",
        "S / P";
    PhonationRatio = "phonation_ratio", "", "share of time speaking",
        "P / T";
    MeanRunSyl = "mean_run_syl", "syl", "syllables between pauses",
        "S / (silent pauses + 1)";
    PausesPerMinute = "pauses_per_minute", "/min", "pauses per minute",
        "silent pauses / T";
    PausesPerPhonationMinute = "pauses_per_phonation_minute", "/min", "pauses per minute of speech",
        "silent pauses / P";
    MeanPauseMs = "mean_pause_ms", "ms", "mean pause",
        "(T - P) / silent pauses";
    F0MedianHz = "f0_median_hz", "Hz", "pitch",
        "median F0 of the voiced frames (YIN, de Cheveigné & Kawahara 2002)";
    F0RangeSemitones = "f0_range_semitones", "semitones", "pitch range",
        "12 log2(P90 / P10) of F0";
    SnrDb = "snr_db", "dB", "speech over background",
        "mean power of speech over that of the silences";
    ClippedPpm = "clipped_ppm", "ppm", "samples at full scale",
        "samples at full scale / samples";
    Words = "words", "", "words",
        "W: recognised words of the graded part";
    WordsPerMinute = "words_per_minute", "words/min", "words per minute",
        "W / T";
    MeanConfidence = "mean_confidence", "", "recogniser's confidence",
        "mean probability of the recognised words";
    UnsureWordRatio = "unsure_word_ratio", "", "unsure words",
        "words of a confidence under 0.5 / W";
    FilledPausesPerMinute = "filled_pauses_per_minute", "/min", "filled pauses per minute",
        "recognised filled pauses / P";
    RepetitionsPerMinute = "repetitions_per_minute", "/min", "repetitions per minute",
        "one to three words said again / P";
    Types = "types", "", "different words",
        "different words of the graded part";
    UncommonWordRatio = "uncommon_word_ratio", "", "less common words",
        "words beyond the 2,000 most frequent / words";
    Mtld = "mtld", "words", "lexical diversity (MTLD)",
        "mean length of stretches that keep a type-token ratio over 0.72, both ways \
         (McCarthy & Jarvis 2010, 10.3758/BRM.42.2.381)";
    Hdd = "hdd", "", "lexical diversity (HD-D)",
        "expected type-token ratio of 42 words drawn at random (McCarthy & Jarvis 2010, 10.3758/BRM.42.2.381)";
    Mattr = "mattr", "", "lexical diversity (MATTR)",
        "mean type-token ratio of 50 words in a row (Covington & McFall 2010)";
    MeanLengthOfUnitWords = "mean_length_of_unit_words", "words", "words per sentence",
        "W / units; approximate: units are sentences as recognised";
    ClausesPerUnit = "clauses_per_unit", "", "clauses per sentence",
        "clauses / units; approximate: clauses are finite verbs as tagged";
}

/// Lowest and highest typical values in thousandths of the unit, where the learner chooses the words.
const TYPICAL_OPEN: &[(MeasureName, i64, i64)] = &[
    (MeasureName::SpeechRateSylPerS, 2_000, 3_600),
    (MeasureName::ArticulationRateSylPerS, 3_000, 4_600),
    (MeasureName::PhonationRatio, 650, 850),
    (MeasureName::MeanRunSyl, 4_000, 11_000),
    (MeasureName::PausesPerMinute, 14_000, 32_000),
    (MeasureName::PausesPerPhonationMinute, 18_000, 45_000),
    (MeasureName::MeanPauseMs, 450_000, 950_000),
    (MeasureName::WordsPerMinute, 85_000, 150_000),
    (MeasureName::Mtld, 30_000, 70_000),
    (MeasureName::Hdd, 700, 830),
    (MeasureName::Mattr, 650, 780),
    (MeasureName::MeanLengthOfUnitWords, 8_000, 16_000),
    (MeasureName::ClausesPerUnit, 1_200, 2_200),
];

/// The same where the words are given: a sentence said again is faster and hardly paused.
const TYPICAL_GIVEN: &[(MeasureName, i64, i64)] = &[
    (MeasureName::SpeechRateSylPerS, 2_800, 4_500),
    (MeasureName::ArticulationRateSylPerS, 3_200, 4_800),
    (MeasureName::PhonationRatio, 850, 1_000),
    (MeasureName::WordsPerMinute, 110_000, 180_000),
];

impl MeasureName {
    /// Whether it changes with what counts as a silent pause.
    pub fn depends_on_threshold(self) -> bool {
        matches!(
            self,
            MeasureName::PhonationMs
                | MeasureName::ArticulationRateSylPerS
                | MeasureName::PhonationRatio
                | MeasureName::MeanRunSyl
                | MeasureName::PausesPerMinute
                | MeasureName::PausesPerPhonationMinute
                | MeasureName::MeanPauseMs
                | MeasureName::FilledPausesPerMinute
                | MeasureName::RepetitionsPerMinute
        )
    }

    /// Whether too little speech would make it misleading: every rate, mean and ratio of speech or of words. Lengths,
    /// counts, pitch and the quality of the recording are told however short the answer is.
    pub fn needs_enough_speech(self) -> bool {
        matches!(
            self,
            MeasureName::SpeechRateSylPerS
                | MeasureName::ArticulationRateSylPerS
                | MeasureName::PhonationRatio
                | MeasureName::MeanRunSyl
                | MeasureName::PausesPerMinute
                | MeasureName::PausesPerPhonationMinute
                | MeasureName::MeanPauseMs
                | MeasureName::WordsPerMinute
                | MeasureName::FilledPausesPerMinute
                | MeasureName::RepetitionsPerMinute
        ) || self.needs_own_words()
    }

    /// Whether it is about the learner's choice of words, and so says nothing where the words were given.
    pub fn needs_own_words(self) -> bool {
        matches!(
            self,
            MeasureName::UncommonWordRatio
                | MeasureName::Mtld
                | MeasureName::Hdd
                | MeasureName::Mattr
                | MeasureName::MeanLengthOfUnitWords
                | MeasureName::ClausesPerUnit
        )
    }

    /// What is typical of learners from B1 to C1 in this task, lowest and highest, in thousandths of the unit. None
    /// where it depends on the speaker, on the recording or on the length of the answer.
    pub fn typical(self, task: Task) -> Option<(i64, i64)> {
        let table = if task.is_open() { TYPICAL_OPEN } else { TYPICAL_GIVEN };
        table.iter().find(|(name, _, _)| *name == self).map(|(_, low_milli, high_milli)| (*low_milli, *high_milli))
    }
}
