//! Texts as voice notes.

use coach::audio::decode;
use coach::recogniser::Cancel;
use coach::voice::{Espeak, ServerVoice, Speak as _, SpeakError, encode, note_hash};

use crate::support::Fake;

const FILE: &[u8] = include_bytes!("../../data/sentence.ogg");

#[test]
fn a_recording_becomes_a_note_of_the_same_length_and_sound() {
    let recording = decode(FILE).unwrap();
    let note = encode(&recording).unwrap();
    let again = decode(&note).unwrap();
    assert!(!again.truncated);
    assert_eq!(again.samples.len(), recording.samples.len(), "pre-skip and end are told");
    // 24 kbit/s and the pages around them.
    assert!(note.len() < recording.samples.len() / 16_000 * 4_000 + 2_000, "{} bytes", note.len());
    let energy = |samples: &[f32]| samples.iter().map(|sample| f64::from(sample * sample)).sum::<f64>();
    let both: f64 = recording.samples.iter().zip(&again.samples).map(|(a, b)| f64::from(a * b)).sum();
    let likeness = both / (energy(&recording.samples) * energy(&again.samples)).sqrt();
    assert!(likeness > 0.8, "correlation {likeness:.2}");
    assert!(encode(&coach::audio::Recording::default()).is_err());
}

#[test]
fn a_server_speaks_and_wav_becomes_a_note() {
    let fake = Fake::start();
    let voice = ServerVoice::new(fake.server(20_000));
    fake.openai.say(FILE.to_vec());
    let spoken = voice.speak("I would rather study alone.", &Cancel::default()).unwrap();
    assert_eq!((spoken.note.as_slice(), spoken.voice.as_str()), (FILE, "fake/mouth/alloy"));
    assert_eq!(spoken.calls[0].micro_usd, 27 * 15);
    fake.openai.say(include_bytes!("../../data/sentence.wav").to_vec());
    let spoken = voice.speak("I would rather study alone.", &Cancel::default()).unwrap();
    assert!(spoken.note.starts_with(b"OggS") && decode(&spoken.note).unwrap().duration_ms() > 1_000);
    let body = &fake.openai.seen()[0].body;
    assert_eq!(
        (body["response_format"].as_str(), body["input"].as_str()),
        (Some("opus"), Some("I would rather study alone."))
    );
}

#[test]
fn what_cannot_be_said_is_not_sent() {
    let fake = Fake::start();
    let voice = ServerVoice::new(fake.server(20_000));
    for text in ["", " …", &"a".repeat(4_001)] {
        assert!(matches!(voice.speak(text, &Cancel::default()), Err(SpeakError::Text { .. })));
    }
    assert_eq!(fake.openai.count(), 0);
}

#[test]
fn a_note_is_kept_by_voice_and_text() {
    assert_eq!(note_hash("a", "b"), note_hash("a", "b"));
    assert_ne!(note_hash("a", "b"), note_hash("ab", ""));
    assert_ne!(note_hash("a", "b"), note_hash("a", "c"));
}

#[test]
fn espeak_speaks_where_it_is_installed_and_is_absent_elsewhere() {
    let empty = tempfile::tempdir().unwrap();
    assert!(Espeak::find(empty.path().as_os_str()).is_none());
    let Some(espeak) = std::env::var_os("PATH").and_then(|path| Espeak::find(&path)) else { return };
    let spoken = espeak.speak("I would rather study alone.", &Cancel::default()).unwrap();
    assert!((1_000..6_000).contains(&decode(&spoken.note).unwrap().duration_ms()));
    let cancel = Cancel::default();
    cancel.cancel();
    assert_eq!(espeak.speak("I would rather study alone.", &cancel), Err(SpeakError::Cancelled));
}

#[cfg(unix)]
#[test]
fn a_voice_that_fails_says_so() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = tempfile::tempdir().unwrap();
    let program = folder.path().join("espeak-ng");
    std::fs::write(&program, "#!/bin/sh\nexit 3\n").unwrap();
    std::fs::set_permissions(&program, std::fs::Permissions::from_mode(0o755)).unwrap();
    let espeak = Espeak::find(folder.path().as_os_str()).unwrap();
    assert!(matches!(espeak.speak("Yes.", &Cancel::default()), Err(SpeakError::Program(_))));
}
