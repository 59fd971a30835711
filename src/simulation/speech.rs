//! The sound of an answer: stretches of speech with silences between them.
//!
//! Only intervals and syllables are made up. Every fluency measure is what the graph derives from them.

use dataflow::events::{AnswerMeasured, Pitch, SpeechRun};

use super::chance::{Chance, whole};
use super::planted::{PAUSE_MS_MIN, pause_excess_ms};

/// Median length of a stretch of speech, in milliseconds.
const RUN_MS_MEDIAN: f64 = 1_700.0;
/// Spread of its logarithm.
const RUN_LOG_SD: f64 = 0.35;
/// Shortest and longest stretch, in milliseconds.
const RUN_MS: [f64; 2] = [400.0, 4_500.0];
/// An answer ends with the first stretch that ends after a moment drawn from here, in milliseconds.
const SPOKEN_MS: [f64; 2] = [34_000.0, 40_000.0];
/// The same for an answer with too little speech.
const SPOKEN_SHORT_MS: [f64; 2] = [6_000.0, 12_000.0];
/// Silence before the first and after the last stretch, in milliseconds.
const EDGE_MS: u32 = 400;

/// How somebody speaks in one answer.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Manner {
    /// Syllables per second of phonation.
    pub(crate) syllables_per_s: f64,
    /// Ability in standard deviations.
    pub(crate) ability: f64,
    /// Median pitch, in hertz.
    pub(crate) pitch_hz: f64,
    /// Whether there is too little speech to say anything.
    pub(crate) is_short: bool,
}

/// What would be measured of an answer that nobody gave.
pub(crate) fn measured(manner: Manner, chance: &mut Chance) -> AnswerMeasured {
    let runs = runs(manner, chance);
    let end_ms = runs.last().map_or(0, |run| run.end_ms);
    let recording_ms = end_ms + EDGE_MS;
    let pitch = manner.pitch_hz * (0.03 * chance.normal()).exp();
    let centihz = |semitones: f64| whole(100.0 * pitch * (semitones / 12.0).exp2());
    AnswerMeasured {
        recording_ms,
        graded_ms: recording_ms,
        runs,
        pitch: Some(Pitch {
            f0_median_centihz: centihz(0.0),
            f0_p10_centihz: centihz(-2.5 - chance.share()),
            f0_p90_centihz: centihz(2.5 + 2.0 * chance.share()),
        }),
        snr_centidb: Some(1_500 + chance.below(1_500).cast_signed()),
        clipped_ppm: if chance.is(0.05) { chance.below(300) } else { 0 },
    }
}

fn runs(manner: Manner, chance: &mut Chance) -> Vec<SpeechRun> {
    let [least_ms, most_ms] = if manner.is_short { SPOKEN_SHORT_MS } else { SPOKEN_MS };
    let until_ms = whole(least_ms + (most_ms - least_ms) * chance.share());
    let pause_excess_ms = pause_excess_ms(manner.ability);
    let (mut runs, mut start_ms) = (Vec::new(), EDGE_MS);
    // What is left of a syllable goes to the next stretch, so that the rate of the answer is the one that is wanted.
    let (mut syllables, mut exact_syllables) = (0, 0.0);
    loop {
        let [shortest_ms, longest_ms] = RUN_MS;
        let run_ms = (RUN_MS_MEDIAN * (RUN_LOG_SD * chance.normal()).exp()).clamp(shortest_ms, longest_ms);
        let end_ms = start_ms + whole(run_ms);
        exact_syllables += f64::from(end_ms - start_ms) / 1_000.0 * manner.syllables_per_s;
        let all_syllables = whole(exact_syllables);
        runs.push(SpeechRun { start_ms, end_ms, syllables: all_syllables - syllables });
        syllables = all_syllables;
        if end_ms >= until_ms {
            return runs;
        }
        start_ms = end_ms + whole(PAUSE_MS_MIN) + whole(chance.exponential(pause_excess_ms));
    }
}
