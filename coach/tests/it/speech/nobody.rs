//! Sound in which nobody speaks.

use std::f32::consts::PI;

use coach::speech::{has_speech, measure, speech_spans};

use super::compose::{Draws, add, decibels, phrase, recording, scaled};

const SECONDS: usize = 20 * 16_000;

/// Tones with these harmonics, one note after another; each note swells and fades.
fn melody(notes_hz: &[f32], note_ms: usize, harmonics: usize, vibrato: f32) -> Vec<f32> {
    let length = 16 * note_ms;
    let note = |at: usize| {
        let hz = notes_hz[at / length % notes_hz.len()];
        let inside = (at % length) as f32 / length as f32;
        let envelope = (inside * 20.0).min(1.0) * (1.0 - inside).sqrt();
        let phase = 2.0 * PI * (hz * at as f32 / 16_000.0 + vibrato * (2.0 * PI * 5.5 * at as f32 / 16_000.0).sin());
        (1..=harmonics).map(|harmonic| (phase * harmonic as f32).sin() / harmonic as f32).sum::<f32>() * envelope
    };
    (0..SECONDS).map(note).collect()
}

fn check_nobody(what: &str, samples: Vec<f32>, rms: f32) {
    let recording = recording(scaled(samples, rms));
    assert_eq!(speech_spans(&recording), [], "{what}");
    assert!(measure(&recording, 45_000).is_err(), "{what}");
}

#[test]
fn silence_is_no_speech() {
    for samples in [vec![], vec![0.0; 100], vec![0.0; SECONDS], vec![1e-5; SECONDS]] {
        assert!(!has_speech(&recording(samples.clone())));
        assert!(measure(&recording(samples), 45_000).is_err());
    }
}

#[test]
fn noise_is_no_speech() {
    for seed in 0..4 {
        let mut draws = Draws::new(seed);
        for rms in [0.003, 0.1] {
            check_nobody("white", draws.white(SECONDS), rms);
            check_nobody("pink", draws.pink(SECONDS), rms);
            check_nobody("room", draws.room(SECONDS), rms);
            let mut breathing = draws.room(SECONDS);
            for second in 0..19 {
                let breath = draws.breath(16 * 900, 5.0);
                add(&mut breathing, 16_000 * second, &breath);
            }
            check_nobody("breathing", breathing, rms);
            let mut clicks = draws.room(SECONDS);
            for _ in 0..60 {
                let at = draws.below(SECONDS - 2_000);
                let click: Vec<f32> =
                    draws.white(400).iter().enumerate().map(|(at, x)| 20.0 * x * (-(at as f32) / 60.0).exp()).collect();
                add(&mut clicks, at, &click);
            }
            check_nobody("clicks", clicks, rms);
        }
    }
}

#[test]
fn music_is_no_speech() {
    let scale = [220.0, 246.9, 261.6, 293.7, 329.6, 349.2, 392.0, 440.0];
    let bass = [82.4, 98.0, 110.0, 123.5];
    let chord: Vec<f32> = [261.6, 329.6, 392.0]
        .iter()
        .map(|hz| melody(&[*hz], 2_000, 6, 0.0))
        .reduce(|a, b| a.iter().zip(&b).map(|(x, y)| x + y).collect())
        .unwrap();
    for rms in [0.02, 0.1] {
        check_nobody("tone 150", melody(&[150.0], 20_000, 1, 0.0), rms);
        check_nobody("tone 440", melody(&[440.0], 20_000, 1, 0.0), rms);
        check_nobody("tone 1000", melody(&[1000.0], 20_000, 1, 0.0), rms);
        check_nobody("pluck", melody(&scale, 300, 8, 0.0), rms);
        check_nobody("slow strings", melody(&scale, 1_500, 12, 0.15), rms);
        check_nobody("fast flute", melody(&scale, 180, 3, 0.1), rms);
        check_nobody("bass", melody(&bass, 400, 10, 0.0), rms);
        check_nobody("chord", chord.clone(), rms);
        let arpeggio: Vec<f32> = melody(&scale, 250, 8, 0.05)
            .iter()
            .zip(&melody(&bass, 1000, 8, 0.0))
            .zip(&chord)
            .map(|((a, b), c)| a + b + 0.5 * c)
            .collect();
        check_nobody("band", arpeggio, rms);
    }
}

#[test]
fn a_short_word_in_noise_is_speech() {
    for (number, snr_db) in [(0, 20.0), (3, 30.0), (6, 20.0), (10, 30.0)] {
        let mut samples = scaled(Draws::new(7).room(SECONDS), 0.1 * decibels(-snr_db));
        add(&mut samples, 48_000, &phrase(number)[..16 * 450]);
        let spans = speech_spans(&recording(samples));
        assert_eq!(spans.len(), 1);
        assert!(spans[0].start_ms.abs_diff(3_000) <= 40 && spans[0].end_ms.abs_diff(3_450) <= 40, "{spans:?}");
    }
}
