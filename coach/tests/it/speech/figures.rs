//! The figures that the detector has to reach, on recordings whose pauses are known.
//!
//! Each prints what it measured: `cargo test --release -p coach --test it figures -- --nocapture --test-threads 1`.

use coach::audio::decode;
use coach::speech::measure;
use dataflow::events::{AnswerMeasured, Task};
use dataflow::measures::{MeasureName, PAUSE_MS_MIN, Pause, measures, pauses};

use super::compose::{Composed, Draws, composed, decibels, recording, with_noise};
use crate::audio::ogg::{Head, encoded};

const RECORDINGS: u64 = 6;

#[derive(Default)]
struct Score {
    found: usize,
    missed: usize,
    invented: usize,
    boundary_ms: Vec<u32>,
}

impl Score {
    /// A gap is found by a pause that shares at least half of the longer of both.
    fn add(&mut self, gaps_ms: &[(u32, u32)], found: &[Pause]) {
        let mut left = found.to_vec();
        for (start, end) in gaps_ms.iter().copied().filter(|(start, end)| end - start >= PAUSE_MS_MIN) {
            let shares = |pause: &Pause| {
                let shared = end.min(pause.end_ms).saturating_sub(start.max(pause.start_ms));
                2 * shared >= (end - start).max(pause.end_ms - pause.start_ms)
            };
            let Some(at) = left.iter().position(shares) else {
                self.missed += 1;
                continue;
            };
            let pause = left.remove(at);
            self.found += 1;
            self.boundary_ms.extend([pause.start_ms.abs_diff(start), pause.end_ms.abs_diff(end)]);
        }
        self.invented += left.len();
    }

    fn f1(&self) -> f64 {
        2.0 * self.found as f64 / (2 * self.found + self.missed + self.invented) as f64
    }

    fn boundary_error_ms(&self) -> f64 {
        f64::from(self.boundary_ms.iter().sum::<u32>()) / self.boundary_ms.len() as f64
    }
}

fn measured(samples: Vec<f32>) -> AnswerMeasured {
    measure(&recording(samples), u32::MAX).unwrap()
}

fn pauses_score(snr_db: f32, breaths: bool) -> Score {
    let mut score = Score::default();
    for seed in 1..=RECORDINGS {
        let Composed { samples, gaps_ms } = composed(seed, 12, breaths);
        let room = Draws::new(seed + 1_000).room(samples.len());
        score.add(&gaps_ms, &pauses(&measured(with_noise(&samples, room, snr_db)).runs, PAUSE_MS_MIN));
    }
    eprintln!(
        "room noise at {snr_db} dB, {}: F1 {:.3} ({} found, {} missed, {} invented), boundaries off by {:.1} ms",
        if breaths { "with breaths" } else { "without breaths" },
        score.f1(),
        score.found,
        score.missed,
        score.invented,
        score.boundary_error_ms(),
    );
    score
}

#[test]
fn figures_pauses_in_room_noise() {
    for (snr_db, breaths) in [(30.0, false), (20.0, false), (30.0, true), (20.0, true), (10.0, true)] {
        let score = pauses_score(snr_db, breaths);
        assert!(score.found >= 50 && score.f1() >= 0.92);
        assert!(score.boundary_error_ms() <= 40.0);
    }
}

fn value_milli(measured: &AnswerMeasured, name: MeasureName) -> i64 {
    let rows = measures(measured, None, Task::ToeflIndependent, PAUSE_MS_MIN);
    rows.iter().find(|row| row.name == name).unwrap().value_milli.unwrap()
}

/// Compares recordings with themselves in another guise: pauses to one, rates to 3 %.
fn check_unchanged(what: &str, change: impl Fn(u64, &[f32]) -> Vec<f32>) {
    const RATES: [MeasureName; 3] =
        [MeasureName::SpeechRateSylPerS, MeasureName::ArticulationRateSylPerS, MeasureName::PhonationRatio];
    let (mut pauses_off, mut rates_off_percent) = (0, 0.0_f64);
    for seed in 1..=RECORDINGS {
        let samples = composed(seed, 14, true).samples;
        let room = Draws::new(seed + 1_000).room(samples.len());
        let original = with_noise(&samples, room, 35.0);
        let (before, after) = (measured(original.clone()), measured(change(seed, &original)));
        let count = |measured: &AnswerMeasured| pauses(&measured.runs, PAUSE_MS_MIN).len();
        pauses_off = pauses_off.max(count(&before).abs_diff(count(&after)));
        for name in RATES {
            let (before, after) = (value_milli(&before, name) as f64, value_milli(&after, name) as f64);
            rates_off_percent = rates_off_percent.max(100.0 * (after / before - 1.0).abs());
        }
    }
    eprintln!(
        "{what}: at most {pauses_off} pauses and {rates_off_percent:.1} % of a rate off in {RECORDINGS} recordings"
    );
    assert!(pauses_off <= 1 && rates_off_percent <= 3.0);
}

#[test]
fn figures_unchanged_when_12_db_quieter() {
    check_unchanged("12 dB quieter", |_, samples| samples.iter().map(|sample| sample * decibels(-12.0)).collect());
}

#[test]
fn figures_unchanged_at_16_kbit_per_s() {
    check_unchanged("opus at 16 kbit/s", |_, samples| {
        decode(&encoded(samples, &Head { bits_per_s: 16_000, ..Head::default() })).unwrap().samples
    });
}

#[test]
fn figures_unchanged_in_pink_noise() {
    check_unchanged("pink noise at 20 dB", |seed, samples| {
        with_noise(samples, Draws::new(seed + 2_000).pink(samples.len()), 20.0)
    });
}
