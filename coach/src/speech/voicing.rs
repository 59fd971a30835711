//! Pitch frame by frame, and from it which frames are voiced.
//!
//! YIN (de Cheveigné & Kawahara 2002, 10.1121/1.1458024): the difference of the signal from itself some lag later,
//! over its mean up to that lag; the first dip under a threshold is the period, refined by a parabola. At 8 kHz,
//! which is enough for voices and a quarter of the work.

use dataflow::events::Pitch;

use super::activity::Frames;
use super::{FRAME_MS, FRAME_SAMPLES, Span, percentile, rounded};

/// Rate at which lags are counted, in hertz.
const RATE_HZ: f32 = 8_000.0;

/// Shortest period, in lags: 500 Hz.
const LAG_MIN: usize = 16;

/// Longest period, in lags: 65 Hz.
const LAG_MAX: usize = 123;

/// Samples compared: 30 ms, two periods of the lowest voice.
const WINDOW: usize = 240;

/// Sums made side by side; divides [`WINDOW`].
const LANES: usize = 8;

/// A dip under this is a period.
const DIP_MAX: f32 = 0.2;

/// A dip at twice the lag that is deeper by this is the period instead.
const OCTAVE_DIP: f32 = 0.05;

/// A frame whose deepest dip is under this is voiced, though its pitch may not be certain.
const VOICED_DIP_MAX: f32 = 0.35;

/// Least number of frames with a pitch to say anything about it: 0.3 s.
const PITCHED_FRAMES_MIN: usize = 30;

/// How periodic a frame is.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Voicing {
    /// Whether the vocal folds seem to swing.
    pub(super) voiced: bool,
    /// Fundamental frequency in hertz, where it is certain.
    pub(super) f0_hz: Option<f32>,
}

/// Voicing of each frame.
pub(super) fn voicings(samples: &[f32]) -> Vec<Voicing> {
    let halved = halved(samples);
    let frames = samples.len() / FRAME_SAMPLES;
    let voicing = |frame: usize| {
        // The frame lies in the middle of what is compared.
        let middle = frame * (FRAME_SAMPLES / 2) + FRAME_SAMPLES / 4;
        let start = middle.saturating_sub((WINDOW + LAG_MAX) / 2);
        halved.get(start..start + WINDOW + LAG_MAX + 1).map(of_frame).unwrap_or_default()
    };
    (0..frames).map(voicing).collect()
}

/// Every other sample behind a half-band filter.
fn halved(samples: &[f32]) -> Vec<f32> {
    /// Weights of the sample itself and of those 1, 3, 5 and 7 to either side.
    const MIDDLE: f32 = 0.5;
    const SIDES: [(usize, f32); 4] = [(1, 0.3052), (3, -0.0765), (5, 0.0262), (7, -0.0049)];
    let at = |at: usize| samples.get(at).copied().unwrap_or(0.0);
    let output = |index: usize| {
        let sides = SIDES.iter().map(|(distance, weight)| {
            let before = index.checked_sub(*distance).map(at).unwrap_or(0.0);
            weight * (before + at(index + distance))
        });
        MIDDLE * at(index) + sides.sum::<f32>()
    };
    (0..samples.len()).step_by(2).map(output).collect()
}

fn of_frame(samples: &[f32]) -> Voicing {
    let dips = normalised_differences(samples);
    let dip = |lag: usize| dips.get(lag).copied().unwrap_or(1.0);
    let deepest = (LAG_MIN..=LAG_MAX).map(dip).fold(1.0, f32::min);
    let first = (LAG_MIN..=LAG_MAX).find(|lag| dip(*lag) < DIP_MAX).map(|lag| bottom(&dips, lag));
    // A strong second harmonic dips at half the period, but not as deep.
    let twice = first.map(|lag| bottom(&dips, (2 * lag).saturating_sub(2))).filter(|lag| *lag < LAG_MAX);
    let period = match (first, twice) {
        (Some(first), Some(twice)) if dip(twice) < dip(first) - OCTAVE_DIP => Some(twice),
        (first, _) => first,
    };
    let f0_hz = period.filter(|lag| (LAG_MIN + 1..LAG_MAX).contains(lag)).map(|lag| {
        let (before, at, after) = (dip(lag - 1), dip(lag), dip(lag + 1));
        let curvature = before - 2.0 * at + after;
        let shift = if curvature > f32::EPSILON { 0.5 * (before - after) / curvature } else { 0.0 };
        RATE_HZ / (lag as f32 + shift.clamp(-0.5, 0.5))
    });
    Voicing { voiced: deepest < VOICED_DIP_MAX, f0_hz }
}

/// From a lag down to the bottom of its dip.
fn bottom(dips: &[f32], mut lag: usize) -> usize {
    while let (Some(here), Some(next)) = (dips.get(lag), dips.get(lag + 1))
        && next < here
    {
        lag += 1;
    }
    lag
}

/// The cumulative mean normalised difference for each lag from 0.
fn normalised_differences(samples: &[f32]) -> Vec<f32> {
    let mut normalised = vec![1.0];
    let mut sum = 0.0;
    let window = samples.get(..WINDOW).unwrap_or(samples);
    for lag in 1..=LAG_MAX {
        let later = samples.get(lag..).unwrap_or_default();
        let difference = squared_difference(window, later);
        sum += difference;
        // Digital silence differs nowhere: it has no period either.
        normalised.push(if sum > f32::MIN_POSITIVE { difference * lag as f32 / sum } else { 1.0 });
    }
    normalised
}

/// In [`LANES`] sums, which a processor adds side by side.
fn squared_difference(window: &[f32], later: &[f32]) -> f32 {
    let mut sums = [0.0; LANES];
    for (here, there) in window.chunks_exact(LANES).zip(later.chunks_exact(LANES)) {
        for ((sum, a), b) in sums.iter_mut().zip(here).zip(there) {
            *sum += (a - b) * (a - b);
        }
    }
    sums.iter().sum()
}

/// Pitch over the voiced frames of speech; none where there are too few.
pub(super) fn pitch(frames: &Frames, spans: &[Span]) -> Option<Pitch> {
    let in_speech = |frame: usize| {
        let at_ms = u32::try_from(frame).unwrap_or(u32::MAX).saturating_mul(FRAME_MS);
        spans.iter().any(|span| (span.start_ms..span.end_ms).contains(&at_ms))
    };
    let certain = frames.voicings.iter().enumerate().filter(|(frame, _)| in_speech(*frame));
    let f0_hz: Vec<f32> = certain.filter_map(|(_, voicing)| voicing.f0_hz).collect();
    if f0_hz.len() < PITCHED_FRAMES_MIN {
        return None;
    }
    let centihz = |percent| percentile(&f0_hz, percent).map(|hz| rounded(hz * 100.0));
    Some(Pitch { f0_median_centihz: centihz(50)?, f0_p10_centihz: centihz(10)?, f0_p90_centihz: centihz(90)? })
}
