//! Fluency measures, derived from the stored intervals.
//!
//! The one place where a measure comes from: the card, the export and every view ask here, so that none can disagree.
//! Speaking time T runs from the first to the last speech of the graded part; phonation time P is T without its
//! silent pauses; what counts as a silent pause is a parameter. All of it is integer arithmetic that saturates, so
//! that a row is the same everywhere and no stored number can stop the graph.
//!
//! A measure that would mislead is withheld with its reason instead of given. No score is made here.

mod names;
mod withheld;

use serde::{Deserialize, Serialize};

use crate::events::{AnswerMeasured, AnswerTranscribed, Pitch, SpeechRun, Task};

pub use names::MeasureName;
pub use withheld::{PHONATION_MS_MIN, PHONATION_MS_MIN_OPEN, Withheld};

/// A silence of at least this is a pause, unless the reader asks for another threshold. In milliseconds.
pub const PAUSE_MS_MIN: u32 = 250;

/// The thresholds at which measures are exported, in milliseconds; none is under
/// [`crate::events::RUN_GAP_MS_MIN`].
pub const PAUSE_THRESHOLDS_MS: [u32; 3] = [200, PAUSE_MS_MIN, 350];

/// A silent pause between two stretches of speech.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Pause {
    /// Where it starts, in milliseconds from the start of the recording.
    pub start_ms: u32,
    /// Where it ends.
    pub end_ms: u32,
}

/// One measure of one answer: a value, or the reason why there is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Measure {
    /// Which measure.
    pub name: MeasureName,
    /// The pause threshold it was made with, in milliseconds; none where it does not matter.
    pub pause_ms_min: Option<u32>,
    /// The value in thousandths of [`MeasureName::unit`]; none where it is withheld.
    pub value_milli: Option<i64>,
    /// Why there is no value; none where there is one.
    pub withheld: Option<Withheld>,
}

/// The silent pauses between runs: silences of `pause_ms_min` or more, in time order. Silence before the first and
/// after the last run is no pause.
pub fn pauses(runs: &[SpeechRun], pause_ms_min: u32) -> Vec<Pause> {
    let mut pauses = Vec::new();
    let mut spoken_until_ms: Option<u32> = None;
    for run in runs {
        if let Some(start_ms) = spoken_until_ms
            && run.start_ms > start_ms
            && run.start_ms - start_ms >= pause_ms_min
        {
            pauses.push(Pause { start_ms, end_ms: run.start_ms });
        }
        spoken_until_ms = Some(spoken_until_ms.unwrap_or(0).max(run.end_ms));
    }
    pauses
}

/// Speaking time T: from the first to the last speech, in milliseconds; 0 without speech.
pub fn speaking_ms(runs: &[SpeechRun]) -> u32 {
    let start_ms = runs.iter().map(|run| run.start_ms).min().unwrap_or(0);
    runs.iter().map(|run| run.end_ms).max().unwrap_or(0).saturating_sub(start_ms)
}

/// Phonation time P: speaking time without its silent pauses, in milliseconds.
pub fn phonation_ms(runs: &[SpeechRun], pause_ms_min: u32) -> u32 {
    let silent_ms = pauses(runs, pause_ms_min).iter().map(|pause| u64::from(pause.end_ms - pause.start_ms)).sum();
    u32::try_from(u64::from(speaking_ms(runs)).saturating_sub(silent_ms)).unwrap_or(u32::MAX)
}

/// Every measure of one answer, in the order of [`MeasureName::ALL`].
///
/// Measures of the words are withheld until the answer is transcribed. Whether there is enough speech is judged at
/// [`PAUSE_MS_MIN`] whatever the threshold, so that a measure is not there at one threshold and missing at another.
pub fn measures(
    measured: &AnswerMeasured,
    transcribed: Option<&AnswerTranscribed>,
    task: Task,
    pause_ms_min: u32,
) -> Vec<Measure> {
    let sums = Sums::of(measured, pause_ms_min);
    let enough = withheld::enough_speech(&measured.runs, task);
    let row = |&name: &MeasureName| {
        let value = match (name.needs_enough_speech(), enough) {
            (true, Err(reason)) => Err(reason),
            (true, Ok(())) | (false, _) => value_milli(name, measured, &sums, transcribed, task),
        };
        let pause_ms_min = name.depends_on_threshold().then_some(pause_ms_min);
        Measure { name, pause_ms_min, value_milli: value.ok(), withheld: value.err() }
    };
    MeasureName::ALL.iter().map(row).collect()
}

/// What the measures of the sound are ratios of.
struct Sums {
    speaking_ms: u64,
    phonation_ms: u64,
    syllables: u64,
    pauses: u64,
    silent_ms: u64,
}

impl Sums {
    fn of(measured: &AnswerMeasured, pause_ms_min: u32) -> Sums {
        let pauses = pauses(&measured.runs, pause_ms_min);
        Sums {
            speaking_ms: u64::from(speaking_ms(&measured.runs)),
            phonation_ms: u64::from(phonation_ms(&measured.runs, pause_ms_min)),
            syllables: measured.runs.iter().map(|run| u64::from(run.syllables)).sum(),
            pauses: u64::try_from(pauses.len()).unwrap_or(u64::MAX),
            silent_ms: pauses.iter().map(|pause| u64::from(pause.end_ms - pause.start_ms)).sum(),
        }
    }
}

fn value_milli(
    name: MeasureName,
    measured: &AnswerMeasured,
    sums: &Sums,
    transcribed: Option<&AnswerTranscribed>,
    task: Task,
) -> Result<i64, Withheld> {
    const PER_S: u64 = 1_000;
    const PER_MIN: u64 = 60_000;
    if name.needs_own_words() && !task.is_open() {
        return Err(Withheld::NotForThisTask);
    }
    let text = transcribed.ok_or(Withheld::NotTranscribed);
    let (spoken, phonated) = (sums.speaking_ms, sums.phonation_ms);
    match name {
        MeasureName::DurationMs => whole(measured.recording_ms.into()),
        MeasureName::GradedMs => whole(measured.graded_ms.into()),
        MeasureName::SpeakingMs => whole(spoken),
        MeasureName::PhonationMs => whole(phonated),
        MeasureName::Syllables => whole(sums.syllables),
        MeasureName::SpeechRateSylPerS => ratio(sums.syllables, PER_S, spoken, Withheld::TooShort),
        MeasureName::ArticulationRateSylPerS => ratio(sums.syllables, PER_S, phonated, Withheld::TooShort),
        MeasureName::PhonationRatio => ratio(phonated, 1, spoken, Withheld::TooShort),
        MeasureName::MeanRunSyl => ratio(sums.syllables, 1, sums.pauses.saturating_add(1), Withheld::TooShort),
        MeasureName::PausesPerMinute => ratio(sums.pauses, PER_MIN, spoken, Withheld::TooShort),
        MeasureName::PausesPerPhonationMinute => ratio(sums.pauses, PER_MIN, phonated, Withheld::TooShort),
        MeasureName::MeanPauseMs => ratio(sums.silent_ms, 1, sums.pauses, Withheld::NoPauses),
        MeasureName::F0MedianHz => pitch(measured).map(|pitch| i64::from(pitch.f0_median_centihz) * 10),
        MeasureName::F0RangeSemitones => pitch(measured).and_then(range_millisemitones),
        MeasureName::SnrDb => measured.snr_centidb.map(|snr| i64::from(snr) * 10).ok_or(Withheld::NoBackground),
        MeasureName::ClippedPpm => whole(measured.clipped_ppm.into()),
        MeasureName::Words => whole(text?.words.into()),
        MeasureName::WordsPerMinute => ratio(text?.words.into(), PER_MIN, spoken, Withheld::TooShort),
        MeasureName::MeanConfidence => match text? {
            AnswerTranscribed { words: 0, .. } => Err(Withheld::NoWords),
            text => Ok(text.mean_confidence_milli.into()),
        },
        MeasureName::UnsureWordRatio => ratio(text?.unsure_words.into(), 1, text?.words.into(), Withheld::NoWords),
        MeasureName::FilledPausesPerMinute => ratio(text?.filled_pauses.into(), PER_MIN, phonated, Withheld::TooShort),
        MeasureName::RepetitionsPerMinute => ratio(text?.repetitions.into(), PER_MIN, phonated, Withheld::TooShort),
        MeasureName::Types => whole(text?.lexis.types.into()),
        MeasureName::UncommonWordRatio => {
            let [first, second, third, rest] = text?.lexis.band_words.map(u64::from);
            ratio(third + rest, 1, first + second + third + rest, Withheld::NoWords)
        }
        MeasureName::Mtld => text?.lexis.mtld_milli.map(i64::from).ok_or(Withheld::TooFewWords),
        MeasureName::Hdd => text?.lexis.hdd_milli.map(i64::from).ok_or(Withheld::TooFewWords),
        MeasureName::Mattr => text?.lexis.mattr_milli.map(i64::from).ok_or(Withheld::TooFewWords),
        MeasureName::MeanLengthOfUnitWords => {
            ratio(text?.words.into(), 1, text?.syntax.units.into(), Withheld::NoWords)
        }
        MeasureName::ClausesPerUnit => {
            ratio(text?.syntax.clauses.into(), 1, text?.syntax.units.into(), Withheld::NoWords)
        }
    }
}

fn whole(value: u64) -> Result<i64, Withheld> {
    Ok(i64::try_from(value.saturating_mul(1_000)).unwrap_or(i64::MAX))
}

/// `part * scale / of` in thousandths, to the nearest; `none` if there is nothing to divide by.
fn ratio(part: u64, scale: u64, of: u64, none: Withheld) -> Result<i64, Withheld> {
    if of == 0 {
        return Err(none);
    }
    let (part, scale, of) = (u128::from(part), u128::from(scale), u128::from(of));
    let milli = part.saturating_mul(scale).saturating_mul(1_000).saturating_add(of / 2) / of;
    Ok(i64::try_from(milli).unwrap_or(i64::MAX))
}

fn pitch(measured: &AnswerMeasured) -> Result<&Pitch, Withheld> {
    measured.pitch.as_ref().ok_or(Withheld::Unvoiced)
}

/// From the tenth to the ninetieth percentile, in thousandths of a semitone: 12 log2(p90 / p10), bit by bit, since a
/// library's logarithm may differ in its last bit from machine to machine.
fn range_millisemitones(pitch: &Pitch) -> Result<i64, Withheld> {
    const ONE: u128 = 1 << 32;
    const FRACTION_BITS: u32 = 20;
    let (low, high) = (u128::from(pitch.f0_p10_centihz), u128::from(pitch.f0_p90_centihz));
    if low == 0 || high < low {
        return Err(Withheld::Unvoiced);
    }
    let mut mantissa = high * ONE / low;
    let mut log2: i64 = 0;
    while mantissa >= 2 * ONE {
        mantissa /= 2;
        log2 += 1;
    }
    for _ in 0..FRACTION_BITS {
        mantissa = mantissa * mantissa / ONE;
        log2 *= 2;
        if mantissa >= 2 * ONE {
            mantissa /= 2;
            log2 += 1;
        }
    }
    Ok((log2 * 12_000 + (1 << (FRACTION_BITS - 1))) >> FRACTION_BITS)
}
