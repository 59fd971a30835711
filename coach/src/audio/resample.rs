//! From any rate to 16 kHz by a windowed sinc.
//!
//! A polyphase filter: for each of the fractions at which an output can lie between two inputs there is a row of
//! weights, a sinc of [`ZERO_CROSSINGS`] lobes to either side under a Blackman window (stop band under -70 dB). The
//! cutoff is [`CUTOFF`] of the lower of both Nyquist frequencies, so that what 16 kHz cannot hold does not fold into
//! it. Common rates need at most 640 rows; odd ones take the nearest of [`ROWS_MAX`], which costs noise at about -65
//! dB.
//!
//! Works on pieces: only as many samples as the filter is long are kept between them.

use std::f32::consts::PI;

use super::SAMPLE_RATE_HZ;

/// Lobes of the sinc to either side.
const ZERO_CROSSINGS: f32 = 16.0;

/// Cutoff as a part of the lower Nyquist frequency; the rest is for the filter to fall off.
const CUTOFF: f32 = 0.92;

/// Most rows of weights.
const ROWS_MAX: u32 = 1_024;

/// Sums made side by side.
const LANES: usize = 8;

/// Resamples one channel piece by piece.
pub(super) struct Resampler {
    /// Weights of each row; empty where the rate is right already.
    rows: Vec<Vec<f32>>,
    taps: usize,
    /// Outputs lie at multiples of `step_whole + step_part / parts` inputs.
    step_whole: usize,
    step_part: u32,
    parts: u32,
    /// Inputs that later outputs still need; the next output's first tap is at `next`, moved on by `part / parts`.
    kept: Vec<f32>,
    next: usize,
    part: u32,
    inputs: u64,
    outputs: u64,
    rate_hz: u32,
}

impl Resampler {
    /// A resampler from `rate_hz`, which is over 0.
    pub(super) fn new(rate_hz: u32) -> Resampler {
        let shared = common_divisor(rate_hz, SAMPLE_RATE_HZ);
        let (step, parts) = (rate_hz / shared, SAMPLE_RATE_HZ / shared);
        // Cycles per input sample.
        let cutoff = 0.5 * CUTOFF * (SAMPLE_RATE_HZ as f32 / rate_hz as f32).min(1.0);
        let mut half: usize = 1;
        while (half as f32) < ZERO_CROSSINGS / (2.0 * cutoff) {
            half += 1;
        }
        let row_count = if step == parts { 0 } else { parts.min(ROWS_MAX) };
        let rows = (0..row_count).map(|row| weights(half, row as f32 / row_count as f32, cutoff)).collect();
        Resampler {
            rows,
            taps: 2 * half,
            step_whole: usize::try_from(step / parts).unwrap_or(usize::MAX),
            step_part: step % parts,
            parts,
            // The first output lies on the first input, in the middle of the filter.
            kept: vec![0.0; half - 1],
            next: 0,
            part: 0,
            inputs: 0,
            outputs: 0,
            rate_hz,
        }
    }

    /// Takes the next piece and returns the outputs that it completes.
    pub(super) fn push(&mut self, piece: &[f32]) -> Vec<f32> {
        self.inputs += u64::try_from(piece.len()).unwrap_or(0);
        if self.rows.is_empty() {
            return piece.to_vec();
        }
        self.filtered(piece)
    }

    /// The outputs that still wait for inputs: as many as make the length right.
    pub(super) fn finish(mut self) -> Vec<f32> {
        if self.rows.is_empty() {
            return Vec::new();
        }
        let due = (self.inputs * u64::from(SAMPLE_RATE_HZ) / u64::from(self.rate_hz)).saturating_sub(self.outputs);
        let mut rest = self.filtered(&vec![0.0; self.taps]);
        rest.truncate(usize::try_from(due).unwrap_or(0));
        rest
    }

    fn filtered(&mut self, piece: &[f32]) -> Vec<f32> {
        self.kept.extend_from_slice(piece);
        let row_count = u64::try_from(self.rows.len()).unwrap_or(0);
        let mut outputs = Vec::new();
        while let Some(inputs) = self.kept.get(self.next..self.next + self.taps) {
            let row = u64::from(self.part) * row_count / u64::from(self.parts);
            let weights = usize::try_from(row).ok().and_then(|row| self.rows.get(row));
            let Some(weights) = weights else { break };
            outputs.push(weighted_sum(inputs, weights));
            self.next += self.step_whole;
            self.part += self.step_part;
            if self.part >= self.parts {
                self.part -= self.parts;
                self.next += 1;
            }
        }
        let used = self.next.min(self.kept.len());
        self.kept.drain(..used);
        self.next -= used;
        self.outputs += u64::try_from(outputs.len()).unwrap_or(0);
        outputs
    }
}

/// In [`LANES`] sums, which a processor adds side by side.
fn weighted_sum(inputs: &[f32], weights: &[f32]) -> f32 {
    let mut sums = [0.0; LANES];
    for (inputs, weights) in inputs.chunks(LANES).zip(weights.chunks(LANES)) {
        for ((sum, input), weight) in sums.iter_mut().zip(inputs).zip(weights) {
            *sum += input * weight;
        }
    }
    sums.iter().sum()
}

/// Weights of the inputs around an output that lies `part` of an input's distance behind the middle one.
fn weights(half: usize, part: f32, cutoff: f32) -> Vec<f32> {
    let weight = |tap: usize| {
        let distance = (tap + 1) as f32 - half as f32 - part;
        let angle = 2.0 * PI * cutoff * distance;
        let sinc = if angle.abs() < 1e-6 { 1.0 } else { angle.sin() / angle };
        let across = PI * distance / half as f32;
        let window = 0.42 + 0.5 * across.cos() + 0.08 * (2.0 * across).cos();
        sinc * window
    };
    let weights: Vec<f32> = (0..2 * half).map(weight).collect();
    // A constant stays what it is, exactly.
    let sum: f32 = weights.iter().sum();
    weights.into_iter().map(|weight| weight / sum).collect()
}

fn common_divisor(mut a: u32, mut b: u32) -> u32 {
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a
}
