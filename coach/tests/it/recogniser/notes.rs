//! Small synthesised recordings: words with their times, silence, noise, length, cancelling.

use std::thread;

use coach::audio::Recording;
use coach::recogniser::{Cancel, TranscribeError};
use dataflow::documents::Transcript;

use super::{WHISPER, plain, recording, word_errors};

const SENTENCE: &str = "This is the same sentence in every format, so that they can be compared.";

fn transcribe(samples: Vec<f32>) -> Transcript {
    let recording = Recording { samples, ..Recording::default() };
    let transcript = WHISPER.recognise(&recording, &Cancel::default()).unwrap();
    let mut free_ms = 0;
    for word in &transcript.words {
        assert!(free_ms <= word.start_ms && word.start_ms <= word.end_ms, "{word:?} after {free_ms}");
        assert!(word.end_ms <= recording.duration_ms(), "{word:?}");
        assert!((0.0..=1.0).contains(&word.confidence), "{word:?}");
        assert!(!word.word.contains(' ') && word.word.contains(char::is_alphanumeric), "{word:?}");
        free_ms = word.end_ms;
    }
    transcript
}

/// Quiet noise that is the same each time.
fn noise(count: usize, level: f32) -> Vec<f32> {
    let mut state = 1_u32;
    let mut next = || {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (state >> 8) as f32 / (1 << 23) as f32 - 1.0
    };
    (0..count).map(|_| next() * level).collect()
}

#[test]
fn a_plain_sentence_is_recognised_with_its_times() {
    let sentence = recording("sentence.ogg");
    let duration_ms = sentence.duration_ms();
    let transcript = transcribe(sentence.samples);
    assert!(word_errors(&plain(SENTENCE), &plain(&transcript.text)) <= 3, "{}", transcript.text);
    let last = transcript.words.last().unwrap();
    assert!(transcript.words[0].start_ms < 400, "{:?}", transcript.words[0]);
    assert!(last.end_ms + 600 > duration_ms, "{last:?} of {duration_ms}");
    assert_eq!(transcript.text.split(' ').count(), transcript.words.len());
    assert!(WHISPER.model().starts_with("whisper.cpp/"));
}

#[test]
fn words_behind_a_pause_start_behind_it() {
    let first = recording("phrase-07.ogg").samples;
    let second = recording("phrase-10.ogg").samples;
    let pause = noise(2 * 16_000, 0.000_5);
    let (first_ms, second_ms) = (first.len() / 16, (first.len() + pause.len()) / 16);
    let transcript = transcribe([first, pause, second].concat());
    let inside = |word: &&dataflow::documents::Word| {
        (word.start_ms as usize) < second_ms - 300 && word.end_ms as usize > first_ms + 300
    };
    assert_eq!(transcript.words.iter().find(inside), None, "{transcript:?}");
    assert!(transcript.words.iter().any(|word| word.start_ms as usize >= second_ms - 300), "{transcript:?}");
}

#[test]
fn the_same_recording_always_gives_the_same() {
    let samples = recording("phrase-11.ogg").samples;
    assert_eq!(transcribe(samples.clone()), transcribe(samples));
}

#[test]
fn silence_noise_and_nothing_have_no_words() {
    for samples in [Vec::new(), vec![0.0; 5], vec![0.0; 160_000], noise(160_000, 0.001), noise(160_000, 0.3)] {
        let length = samples.len();
        assert_eq!(transcribe(samples), Transcript::default(), "{length} samples");
    }
}

#[test]
fn a_very_short_sound_does_no_harm() {
    let samples = recording("phrase-01.ogg").samples;
    for length in [1, 160, 800, 1_600, 4_000] {
        transcribe(samples[8_000..8_000 + length].to_vec());
    }
}

#[test]
fn a_long_recording_is_recognised_to_its_end() {
    let names = ["phrase-07.ogg", "phrase-08.ogg", "phrase-09.ogg", "phrase-10.ogg", "phrase-11.ogg", "phrase-12.ogg"];
    let pause = noise(16_000, 0.000_5);
    let round: Vec<f32> = names.iter().flat_map(|name| [recording(name).samples, pause.clone()].concat()).collect();
    let rounds = 4;
    let samples = round.repeat(rounds);
    let duration_ms = samples.len() / 16;
    let transcript = transcribe(samples);
    let last = transcript.words.last().unwrap();
    assert!(last.end_ms as usize + 3_000 > duration_ms, "{last:?} of {duration_ms}");
    let grandmothers = transcript.words.iter().filter(|word| word.word.to_lowercase().contains("grandmother")).count();
    assert!(grandmothers + 1 >= rounds, "{grandmothers} of {rounds}: {}", transcript.text);
}

#[test]
fn a_cancelled_call_ends_without_words() {
    let samples = recording("phrase-02.ogg").samples.repeat(60);
    let recording = Recording { samples, ..Recording::default() };
    let cancel = Cancel::default();
    let outcome = thread::scope(|scope| {
        let call = scope.spawn(|| WHISPER.recognise(&recording, &cancel));
        cancel.cancel();
        call.join().unwrap()
    });
    assert_eq!(outcome, Err(TranscribeError::Cancelled));
    // The recogniser is none the worse for it.
    assert!(!transcribe(super::recording("phrase-02.ogg").samples).words.is_empty());
}

#[test]
fn calls_beside_each_other_do_not_mix() {
    let alone: Vec<Transcript> =
        ["phrase-03.ogg", "phrase-08.ogg"].map(|name| transcribe(recording(name).samples)).into();
    let beside: Vec<Transcript> = thread::scope(|scope| {
        let calls = ["phrase-03.ogg", "phrase-08.ogg"].map(|name| scope.spawn(|| transcribe(recording(name).samples)));
        calls.map(|call| call.join().unwrap()).into()
    });
    assert_eq!(alone, beside);
}
