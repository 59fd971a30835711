//! How loud each frame is.
//!
//! Power is taken behind a high-pass, since hum and the rumble of a room lie below the formants, and smoothed over
//! neighbouring frames. A level is in decibels under full scale; silence is at [`SILENCE_DB`], never at minus
//! infinity.

use std::f32::consts::{PI, SQRT_2};

use super::FRAME_SAMPLES;
use crate::audio::SAMPLE_RATE_HZ;

/// The level of no sound at all: the quantum of 16 bits.
pub(super) const SILENCE_DB: f32 = -96.0;

/// Corner of the high-pass, in hertz.
const HIGH_PASS_HZ: f32 = 200.0;

/// The samples behind a Butterworth high-pass of second order (bilinear transform).
pub(super) fn high_passed(samples: &[f32]) -> Vec<f32> {
    let warped = (PI * HIGH_PASS_HZ / SAMPLE_RATE_HZ as f32).tan();
    let scale = 1.0 / (1.0 + SQRT_2 * warped + warped * warped);
    let (back_1, back_2) = (2.0 * (warped * warped - 1.0) * scale, (1.0 - SQRT_2 * warped + warped * warped) * scale);
    let (mut state_1, mut state_2) = (0.0, 0.0);
    let pass = |sample: &f32| {
        let output = scale * sample + state_1;
        state_1 = state_2 - 2.0 * scale * sample - back_1 * output;
        state_2 = scale * sample - back_2 * output;
        output
    };
    samples.iter().map(pass).collect()
}

/// Mean power of each whole frame.
pub(super) fn powers(samples: &[f32]) -> Vec<f32> {
    let power = |frame: &[f32]| frame.iter().map(|sample| sample * sample).sum::<f32>() / FRAME_SAMPLES as f32;
    samples.chunks_exact(FRAME_SAMPLES).map(power).collect()
}

/// Weighted means over a symmetric neighbourhood; `weights` are for the middle and for the frames to either side.
pub(super) fn smoothed(powers: &[f32], weights: &[f32]) -> Vec<f32> {
    let around = |at: usize| {
        let (mut sum, mut total) = (0.0, 0.0);
        for (distance, weight) in weights.iter().enumerate() {
            let before = at.checked_sub(distance).and_then(|before| powers.get(before));
            let after = if distance == 0 { None } else { powers.get(at + distance) };
            for power in before.into_iter().chain(after) {
                sum += weight * power;
                total += weight;
            }
        }
        sum / total
    };
    (0..powers.len()).map(around).collect()
}

/// A power in decibels.
pub(super) fn decibels(power: f32) -> f32 {
    (10.0 * power.log10()).max(SILENCE_DB)
}

/// A level in power.
pub(super) fn power(decibels: f32) -> f32 {
    10.0_f32.powf(decibels / 10.0)
}
