//! Why a measure is withheld.
//!
//! A number that would mislead is worse than none: rates of a few seconds swing with every sentence, and diversity of
//! a dozen words says nothing. Each reason names its limit, since the learner reads it.

use serde::{Deserialize, Serialize};

use super::{PAUSE_MS_MIN, phonation_ms};
use crate::events::{SpeechRun, Task};

/// Least phonation time for rates where the words are given, in milliseconds.
pub const PHONATION_MS_MIN: u32 = 1_000;

/// Least phonation time for rates where the learner chooses the words, in milliseconds.
pub const PHONATION_MS_MIN_OPEN: u32 = 20_000;

/// Why a measure has no value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Withheld {
    /// Under [`PHONATION_MS_MIN_OPEN`] of phonation in an open task.
    TooLittleSpeech,
    /// Under [`PHONATION_MS_MIN`] of phonation in any task.
    TooShort,
    /// The words are not known yet.
    NotTranscribed,
    /// The recogniser found no word.
    NoWords,
    /// Fewer words than the measure is defined for.
    TooFewWords,
    /// Nothing to take the mean of.
    NoPauses,
    /// Too little of the speech is voiced for a pitch.
    Unvoiced,
    /// No silence to compare the speech with.
    NoBackground,
    /// The words were given, so they say nothing about the learner's choice of words.
    NotForThisTask,
}

impl Withheld {
    /// Every reason.
    pub const ALL: [Withheld; 9] = [
        Withheld::TooLittleSpeech,
        Withheld::TooShort,
        Withheld::NotTranscribed,
        Withheld::NoWords,
        Withheld::TooFewWords,
        Withheld::NoPauses,
        Withheld::Unvoiced,
        Withheld::NoBackground,
        Withheld::NotForThisTask,
    ];

    /// The reason as a fragment of a sentence, with the limit where there is one.
    pub fn reason(self) -> &'static str {
        match self {
            Withheld::TooLittleSpeech => "less than 20 s of speech without the pauses, the least for an open answer",
            Withheld::TooShort => "less than 1 s of speech",
            Withheld::NotTranscribed => "the words are not recognised yet",
            Withheld::NoWords => "no words were recognised",
            Withheld::TooFewWords => "too few words: HD-D needs 42, MTLD and MATTR need 50",
            Withheld::NoPauses => "no silent pause to take the mean of",
            Withheld::Unvoiced => "too little voiced speech to tell the pitch",
            Withheld::NoBackground => "no silence in the recording to compare the speech with",
            Withheld::NotForThisTask => "the words of this task were given, not chosen",
        }
    }

    /// The name in files and tables.
    pub fn name(self) -> &'static str {
        match self {
            Withheld::TooLittleSpeech => "too_little_speech",
            Withheld::TooShort => "too_short",
            Withheld::NotTranscribed => "not_transcribed",
            Withheld::NoWords => "no_words",
            Withheld::TooFewWords => "too_few_words",
            Withheld::NoPauses => "no_pauses",
            Withheld::Unvoiced => "unvoiced",
            Withheld::NoBackground => "no_background",
            Withheld::NotForThisTask => "not_for_this_task",
        }
    }
}

/// Whether there is enough speech for the measures that [need it](super::MeasureName::needs_enough_speech).
///
/// # Errors
/// The reason to withhold them.
pub(super) fn enough_speech(runs: &[SpeechRun], task: Task) -> Result<(), Withheld> {
    let phonation_ms = phonation_ms(runs, PAUSE_MS_MIN);
    match phonation_ms {
        0..PHONATION_MS_MIN => Err(Withheld::TooShort),
        PHONATION_MS_MIN..PHONATION_MS_MIN_OPEN if task.is_open() => Err(Withheld::TooLittleSpeech),
        PHONATION_MS_MIN.. => Ok(()),
    }
}
