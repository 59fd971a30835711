//! Speech whose pauses are known: phrases of the data folder with gaps, noise and breaths between them.
//!
//! Everything is drawn from a seed, and nothing is shared with what is tested.

use std::f32::consts::PI;
use std::path::PathBuf;

use coach::audio::{Recording, decode};

pub(crate) const PHRASES: usize = 12;

/// A file of the data folder.
pub(crate) fn data(name: &str) -> Vec<u8> {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/data").join(name);
    std::fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// A phrase without the silence around it, at a root mean square of 0.1.
pub(crate) fn phrase(number: usize) -> Vec<f32> {
    let samples = decode(&data(&format!("phrase-{:02}.ogg", number % PHRASES + 1))).unwrap().samples;
    let peak = samples.iter().fold(0.0_f32, |peak, sample| peak.max(sample.abs()));
    let loud = |sample: &f32| sample.abs() > 0.02 * peak;
    let (start, end) = (samples.iter().position(loud).unwrap(), samples.iter().rposition(loud).unwrap() + 1);
    let rms = root_mean_square(&samples[start..end]);
    samples[start..end].iter().map(|sample| sample * 0.1 / rms).collect()
}

pub(crate) fn root_mean_square(samples: &[f32]) -> f32 {
    (samples.iter().map(|sample| sample * sample).sum::<f32>() / samples.len() as f32).sqrt()
}

/// A small generator (xorshift), so that recordings are the same in every run.
pub(crate) struct Draws(u64);

impl Draws {
    pub(crate) fn new(seed: u64) -> Draws {
        let mut draws = Draws(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1);
        // The first few still show the seed.
        for _ in 0..8 {
            draws.next();
        }
        draws
    }

    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    pub(crate) fn below(&mut self, limit: usize) -> usize {
        usize::try_from(self.next() >> 11).unwrap() % limit
    }

    /// From 0 to 1.
    pub(crate) fn part(&mut self) -> f32 {
        (self.next() >> 40) as f32 / (1 << 24) as f32
    }

    /// Roughly normal, of variance 1.
    pub(crate) fn normal(&mut self) -> f32 {
        (0..12).map(|_| self.part()).sum::<f32>() - 6.0
    }

    pub(crate) fn white(&mut self, length: usize) -> Vec<f32> {
        (0..length).map(|_| self.normal()).collect()
    }

    /// Equal power in each octave: a sum of held values, each held twice as long as the one before.
    pub(crate) fn pink(&mut self, length: usize) -> Vec<f32> {
        let mut held = [0.0; 12];
        let next = |at: usize| {
            for (octave, value) in held.iter_mut().enumerate() {
                if at.is_multiple_of(1 << octave) {
                    *value = self.normal();
                }
            }
            held.iter().sum::<f32>() / 12.0_f32.sqrt()
        };
        (0..length).map(next).collect()
    }

    /// A quiet room: noise that falls with frequency, and the hum of the mains.
    pub(crate) fn room(&mut self, length: usize) -> Vec<f32> {
        let mut low = 0.0;
        let next = |at: usize| {
            let white = self.normal();
            low += 0.15 * (white - low);
            low + 0.05 * white + 0.1 * (2.0 * PI * 50.0 * at as f32 / 16_000.0).sin()
        };
        (0..length).map(next).collect()
    }

    /// Air: noise between some 500 and 5,000 Hz that swells and fades.
    pub(crate) fn breath(&mut self, length: usize, rms: f32) -> Vec<f32> {
        let (mut low, mut lower) = (0.0, 0.0);
        let next = |at: usize| {
            low += 0.75 * (self.normal() - low);
            lower += 0.18 * (low - lower);
            (low - lower) * (PI * at as f32 / length as f32).sin()
        };
        scaled((0..length).map(next).collect(), rms)
    }
}

/// At another root mean square.
pub(crate) fn scaled(samples: Vec<f32>, rms: f32) -> Vec<f32> {
    let gain = rms / root_mean_square(&samples);
    samples.into_iter().map(|sample| sample * gain).collect()
}

pub(crate) fn add(samples: &mut [f32], at: usize, added: &[f32]) {
    samples[at..].iter_mut().zip(added).for_each(|(sample, added)| *sample += added);
}

pub(crate) fn decibels(db: f32) -> f32 {
    10.0_f32.powf(db / 20.0)
}

pub(crate) fn recording(samples: Vec<f32>) -> Recording {
    Recording { samples, truncated: false }
}

/// Phrases with gaps between them, in milliseconds where each gap lies.
pub(crate) struct Composed {
    pub(crate) samples: Vec<f32>,
    pub(crate) gaps_ms: Vec<(u32, u32)>,
}

/// A recording of `phrases` phrases by one voice after another, gaps of 200 to 1,500 ms, half a second of room
/// around.
pub(crate) fn composed(seed: u64, phrases: usize, breaths: bool) -> Composed {
    let mut draws = Draws::new(seed);
    let mut samples = vec![0.0; 8_000];
    let mut gaps = Vec::new();
    for number in 0..phrases {
        samples.extend(phrase(usize::try_from(seed).unwrap() * 5 + number));
        if number + 1 < phrases {
            let gap = 16 * (200 + draws.below(1_301));
            gaps.push((samples.len(), samples.len() + gap));
            samples.resize(samples.len() + gap, 0.0);
        }
    }
    samples.resize(samples.len() + 8_000, 0.0);
    for (start, end) in gaps.iter().copied().filter(|(start, end)| breaths && end - start > 16 * 450) {
        let length = 16 * (200 + draws.below(150));
        let rms = 0.1 * decibels(-20.0 - 8.0 * draws.part());
        let breath = draws.breath(length, rms);
        // A breath is taken somewhere in the gap, or ends just before the voice comes in.
        let free = end - start - length - 16 * 60;
        let at = if draws.below(2) == 0 { free } else { draws.below(free) };
        add(&mut samples, start + at.max(16 * 60), &breath);
    }
    let ms = |samples: usize| u32::try_from(samples / 16).unwrap();
    let gaps_ms = gaps.into_iter().map(|(start, end)| (ms(start), ms(end))).collect();
    Composed { samples, gaps_ms }
}

/// The recording with noise so many decibels under its speech (a root mean square of 0.1).
pub(crate) fn with_noise(samples: &[f32], noise: Vec<f32>, snr_db: f32) -> Vec<f32> {
    let noise = scaled(noise, 0.1 * decibels(-snr_db));
    samples.iter().zip(noise).map(|(sample, noise)| sample + noise).collect()
}
