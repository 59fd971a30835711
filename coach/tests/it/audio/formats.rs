//! Every format that is taken gives the same sound.

use std::f32::consts::PI;

use coach::audio::{Recording, decode};

use super::ogg::{Head, encoded, level_db};
use crate::speech::compose::{data, phrase, root_mean_square};

/// Where the second recording fits the first best, in samples, and how well, from 0 to 1.
fn best_fit(first: &[f32], second: &[f32]) -> (i64, f32) {
    const SHIFT_MAX: usize = 800;
    let compared = first.len().min(second.len()) - 2 * SHIFT_MAX;
    let fit = |shift: usize| {
        let pairs = first[SHIFT_MAX..].iter().zip(&second[shift..]).take(compared);
        let sums = |of: fn(f32, f32) -> f32| pairs.clone().map(|(a, b)| of(*a, *b)).sum::<f32>();
        sums(|a, b| a * b) / (sums(|a, _| a * a) * sums(|_, b| b * b)).sqrt()
    };
    let best = (0..2 * SHIFT_MAX).map(|shift| (shift, fit(shift))).max_by(|a, b| a.1.total_cmp(&b.1));
    best.map(|(shift, fit)| (shift as i64 - SHIFT_MAX as i64, fit)).unwrap()
}

#[test]
fn every_format_gives_the_same_sound() {
    let original = decode(&data("sentence.flac")).unwrap();
    assert!((4_000..6_000).contains(&original.duration_ms()), "{}", original.duration_ms());
    for name in
        ["sentence.wav", "sentence.mp3", "sentence.m4a", "sentence-vorbis.ogg", "sentence.ogg", "sentence-stereo.ogg"]
    {
        let recording = decode(&data(name)).unwrap();
        assert!(!recording.truncated, "{name}");
        assert!(
            recording.duration_ms().abs_diff(original.duration_ms()) <= 60,
            "{name}: {} ms",
            recording.duration_ms()
        );
        let (shift, fit) = best_fit(&original.samples, &recording.samples);
        eprintln!("{name}: {} ms, shifted by {shift}, fits {fit:.3}", recording.duration_ms());
        // M4A keeps the silence that its encoder starts with.
        assert!((-1..=400).contains(&shift) && fit > 0.9, "{name}: shifted by {shift}, fits {fit}");
    }
}

/// A WAV file of floating-point samples that does not say how long it is.
pub(crate) fn wav(rate_hz: u32, channels: u16, samples: &[f32]) -> Vec<u8> {
    let mut file = b"RIFF\xff\xff\xff\xffWAVEfmt \x10\0\0\0\x03\0".to_vec();
    file.extend(channels.to_le_bytes());
    file.extend(rate_hz.to_le_bytes());
    file.extend((rate_hz * u32::from(channels) * 4).to_le_bytes());
    file.extend((channels * 4).to_le_bytes());
    file.extend(b"\x20\0data\xff\xff\xff\xff");
    file.extend(samples.iter().flat_map(|sample| sample.to_le_bytes()));
    file
}

fn tone_at(rate_hz: u32, hz: f32) -> Vec<f32> {
    (0..2 * rate_hz).map(|at| 0.5 * (2.0 * PI * hz * at as f32 / rate_hz as f32).sin()).collect()
}

#[test]
fn every_rate_is_resampled_without_aliases() {
    for rate_hz in [8_000, 11_025, 12_000, 16_000, 22_050, 32_000, 44_099, 44_100, 48_000, 96_000, 192_000] {
        let recording = decode(&wav(rate_hz, 1, &tone_at(rate_hz, 1_000.0))).unwrap();
        assert!(recording.duration_ms().abs_diff(2_000) <= 1, "{rate_hz} Hz: {} ms", recording.duration_ms());
        let middle = &recording.samples[4_000..28_000];
        let (tone_db, rest_db) = level_db(middle, 1_000.0);
        eprintln!("{rate_hz} Hz: tone {tone_db:.2} dB, rest {rest_db:.1} dB");
        assert!((tone_db - -9.03).abs() < 0.1 && rest_db < -60.0, "{rate_hz} Hz: tone {tone_db} dB, rest {rest_db} dB");
        if rate_hz > 24_000 {
            // What 16 kHz cannot hold is gone, not folded.
            let folded = decode(&wav(rate_hz, 1, &tone_at(rate_hz, 9_000.0))).unwrap();
            let (_, rest_db) = level_db(&folded.samples[4_000..28_000], 1_000.0);
            assert!(rest_db < -60.0, "{rate_hz} Hz: {rest_db} dB");
        }
    }
}

#[test]
fn channels_are_mixed_down() {
    let tone = tone_at(16_000, 1_000.0);
    let left: Vec<f32> = tone.iter().flat_map(|sample| [*sample, 0.0]).collect();
    let (tone_db, _) = level_db(&decode(&wav(16_000, 2, &left)).unwrap().samples, 1_000.0);
    assert!((tone_db - (-9.03 - 6.02)).abs() < 0.1, "{tone_db} dB");
}

#[test]
fn opus_header_is_honoured() {
    let samples = phrase(0)[..32_000].to_vec();
    let decoded = |head: Head| decode(&encoded(&samples, &head)).unwrap();
    let plain = decoded(Head::default());
    let lengths = |recording: &Recording| recording.samples.len();
    assert_eq!(lengths(&plain), samples.len(), "the last page trims what the encoder filled up");
    let (shift, fit) = best_fit(&samples, &plain.samples);
    assert!(shift.abs() <= 2 && fit > 0.9, "shifted by {shift}, fits {fit}");
    let softer = decoded(Head { gain_q8_db: -6 * 256, ..Head::default() });
    let (before_db, after_db) =
        (20.0 * root_mean_square(&plain.samples).log10(), 20.0 * root_mean_square(&softer.samples).log10());
    assert!((before_db - after_db - 6.0).abs() < 0.1, "{before_db} dB -> {after_db} dB");
    let skipped = decoded(Head { pre_skip: 312 + 4_800, last_granule: Some(312 + 96_000), ..Head::default() });
    assert_eq!(lengths(&skipped), samples.len() - 1_600);
}

#[test]
fn floating_point_nonsense_is_silence() {
    let nonsense = [f32::NAN, f32::INFINITY, f32::NEG_INFINITY, 1e30, 0.25];
    let file = wav(16_000, 1, &nonsense.repeat(3_200));
    let samples = decode(&file).unwrap().samples;
    assert!(samples.iter().all(|sample| (-1.0..=1.0).contains(sample)));
    assert_eq!(samples[..5], [0.0, 0.0, 0.0, 1.0, 0.25]);
}
