//! What is measured in one answer: its graded part, pitch, noise and clipping.

use coach::audio::decode;
use coach::speech::{has_speech, measure, speech_spans};
use dataflow::events::RUN_GAP_MS_MIN;

use super::compose::{Draws, composed, data, decibels, phrase, recording, root_mean_square, with_noise};

#[test]
fn runs_are_ordered_and_apart() {
    let measured = measure(&recording(composed(3, 10, true).samples), u32::MAX).unwrap();
    assert!(measured.runs.iter().all(|run| run.start_ms < run.end_ms));
    assert!(measured.runs.windows(2).all(|pair| pair[1].start_ms >= pair[0].end_ms + RUN_GAP_MS_MIN));
}

#[test]
fn speech_without_a_break_is_one_run() {
    let samples: Vec<f32> = (0..8).flat_map(phrase).collect();
    let runs = measure(&recording(samples), u32::MAX).unwrap().runs;
    assert_eq!(runs.len(), 1, "{runs:?}");
}

#[test]
fn only_the_graded_part_is_measured() {
    let recording = recording(composed(4, 10, false).samples);
    let whole = measure(&recording, u32::MAX).unwrap();
    let part = measure(&recording, 10_000).unwrap();
    assert_eq!((whole.recording_ms, whole.graded_ms), (recording.duration_ms(), recording.duration_ms()));
    assert_eq!((part.recording_ms, part.graded_ms), (recording.duration_ms(), 10_000));
    assert!(part.runs.last().unwrap().end_ms <= 10_000 && part.runs.len() < whole.runs.len());
    let (first, same) = (part.runs[0], whole.runs[0]);
    assert!(first.start_ms.abs_diff(same.start_ms) <= 20 && first.end_ms.abs_diff(same.end_ms) <= 20);
}

#[test]
fn speech_behind_the_graded_part_is_no_answer() {
    let mut samples = vec![0.0; 16 * 20_000];
    samples.extend(phrase(1));
    let recording = recording(samples);
    assert!(measure(&recording, 15_000).is_err());
    assert!(has_speech(&recording));
    assert_eq!(speech_spans(&recording).len(), 1);
}

#[test]
fn a_graded_time_of_nothing_is_no_speech() {
    assert!(measure(&recording(phrase(2)), 0).is_err());
    assert!(measure(&recording(phrase(2)[..100].to_vec()), u32::MAX).is_err());
}

#[test]
fn syllables_of_phrases_are_counted() {
    // By ear, in the order of the files.
    const SYLLABLES: [u32; 12] = [12, 12, 11, 13, 11, 11, 12, 11, 12, 13, 12, 11];
    let counted = (0..12).map(|number| {
        let runs = measure(&recording(phrase(number)), u32::MAX).unwrap().runs;
        runs.iter().map(|run| run.syllables).sum::<u32>()
    });
    let counted: Vec<u32> = counted.collect();
    let (of, all): (u32, u32) = (counted.iter().sum(), SYLLABLES.iter().sum());
    eprintln!("syllables: {of} of {all} counted, {counted:?}");
    assert!(of.abs_diff(all) * 100 <= all * 25);
}

#[test]
fn pitch_is_that_of_the_voice() {
    // Medians by another program (Praat), in hertz: of a low, a high and a middle voice.
    for (number, median_hz) in [(0, 100.8), (3, 198.8), (6, 170.9), (11, 133.1)] {
        let pitch = measure(&recording(phrase(number)), u32::MAX).unwrap().pitch.unwrap();
        let off = f64::from(pitch.f0_median_centihz) / 100.0 / median_hz - 1.0;
        assert!(off.abs() < 0.03, "phrase {number}: {pitch:?}, {median_hz} Hz");
        assert!(pitch.f0_p10_centihz <= pitch.f0_median_centihz && pitch.f0_median_centihz <= pitch.f0_p90_centihz);
    }
}

#[test]
fn signal_to_noise_is_what_was_mixed() {
    for snr_db in [10.0, 20.0, 30.0] {
        let samples = composed(5, 8, false).samples;
        let speech: Vec<f32> = (0..8).flat_map(|number| phrase(25 + number)).collect();
        let mixed_db = snr_db + 20.0 * (root_mean_square(&speech) / 0.1).log10();
        let noisy = with_noise(&samples, Draws::new(9).pink(samples.len()), snr_db);
        let measured_db = measure(&recording(noisy), u32::MAX).unwrap().snr_centidb.unwrap() as f32 / 100.0;
        assert!((measured_db - mixed_db).abs() < 1.5, "{measured_db} dB, mixed {mixed_db} dB");
    }
}

#[test]
fn no_background_is_no_signal_to_noise() {
    assert_eq!(measure(&recording(phrase(4)), u32::MAX).unwrap().snr_centidb, None);
    assert_eq!(measure(&recording(composed(6, 4, false).samples), u32::MAX).unwrap().snr_centidb, None);
}

#[test]
fn clipping_is_told() {
    let clean = composed(7, 4, false).samples;
    assert_eq!(measure(&recording(clean.clone()), u32::MAX).unwrap().clipped_ppm, 0);
    let clipped: Vec<f32> = clean.iter().map(|sample| (sample * decibels(20.0)).clamp(-1.0, 1.0)).collect();
    let told = measure(&recording(clipped.clone()), u32::MAX).unwrap().clipped_ppm;
    assert!((10_000..500_000).contains(&told), "{told} ppm");
    let coded = crate::audio::ogg::encoded(&clipped, &crate::audio::ogg::Head::default());
    let told = measure(&decode(&coded).unwrap(), u32::MAX).unwrap().clipped_ppm;
    assert!(told > 3_000, "{told} ppm");
}

#[test]
fn two_channels_and_other_formats_measure_alike() {
    let syllables = |name: &str| {
        let measured = measure(&decode(&data(name)).unwrap(), 45_000).unwrap();
        (measured.runs.len(), measured.runs.iter().map(|run| run.syllables).sum::<u32>())
    };
    let (runs, nuclei) = syllables("sentence.flac");
    for name in
        ["sentence.wav", "sentence.mp3", "sentence.m4a", "sentence-vorbis.ogg", "sentence.ogg", "sentence-stereo.ogg"]
    {
        let (runs_here, nuclei_here) = syllables(name);
        assert!(
            runs_here == runs && nuclei_here.abs_diff(nuclei) <= 1,
            "{name}: {runs_here} {nuclei_here}, not {runs} {nuclei}"
        );
    }
}
