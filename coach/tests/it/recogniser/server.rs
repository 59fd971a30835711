//! Words from a server: what is sent, whose times are taken, and what was never said.

use std::sync::LazyLock;

use coach::audio::{Recording, decode};
use coach::providers::Ability;
use coach::recogniser::{Audio, Cancel, ServerRecogniser, Transcribe as _, Transcribed};
use coach::speech::speech_spans;
use fakes::openai::{Endpoint, Fault};
use serde_json::json;

use crate::audio::formats::wav;
use crate::support::Fake;

const FILE: &[u8] = include_bytes!("../../data/sentence.ogg");
static RECORDING: LazyLock<Recording> = LazyLock::new(|| decode(FILE).unwrap());

fn heard(recogniser: &ServerRecogniser) -> Transcribed {
    let audio = Audio::of(FILE);
    recogniser.transcribe(&audio, &Cancel::default()).unwrap()
}

/// A time in the middle of speech, in seconds.
fn in_speech() -> f64 {
    let span = speech_spans(&RECORDING)[0];
    f64::from(span.start_ms + span.end_ms) / 2_000.0
}

#[test]
fn the_file_goes_as_it_is_and_words_keep_their_times_and_the_texts_punctuation() {
    let fake = Fake::start();
    let at = in_speech();
    let words = json!([
        { "word": "Hello", "start": at, "end": at + 0.2 },
        { "word": "there", "start": at + 0.2, "end": at + 0.4, "probability": 0.31 },
    ]);
    fake.openai.hear(json!({ "text": "Hello, there!", "words": words }));
    let recogniser = ServerRecogniser::new(fake.server(20_000));
    let transcribed = heard(&recogniser);
    assert_eq!(transcribed.transcript.text, "Hello, there!");
    let [first, second] = transcribed.transcript.words.as_slice() else { panic!("{transcribed:?}") };
    assert!(first.start_ms.abs_diff(coach_ms(at)) <= 1 && !first.is_unsure() && second.is_unsure());
    assert_eq!(transcribed.model, "fake/ear");
    assert_eq!(
        transcribed.calls.iter().map(|call| (call.micro_usd, call.is_estimated)).collect::<Vec<_>>(),
        [(1_200, false)]
    );
    let seen = fake.openai.seen();
    let (name, bytes) = seen[0].file.as_ref().unwrap();
    assert_eq!((name.as_str(), bytes.as_slice()), ("answer.ogg", FILE));
    let field = |name: &str| seen[0].body[name].as_str().unwrap().to_owned();
    assert_eq!(
        (field("language"), field("response_format"), field("timestamp_granularities[]")),
        ("en".into(), "verbose_json".into(), "word".into())
    );
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "seconds of a test")]
fn coach_ms(seconds: f64) -> u32 {
    (seconds * 1_000.0).round() as u32
}

#[test]
fn only_an_explicit_answer_turns_word_times_off_and_for_good() {
    let fake = Fake::start();
    let server = fake.server(20_000);
    let recogniser = ServerRecogniser::new(server.clone());
    fake.openai.hear(json!({ "text": "I study alone.", "words": null }));
    fake.openai.fault(Endpoint::Transcriptions, Fault::Echo, Some(1));
    let audio = Audio::of(FILE);
    recogniser.transcribe(&audio, &Cancel::default()).unwrap_err();
    assert_eq!((server.word_times(), fake.openai.count()), (Ability::Unknown, 1), "any other 400 changes nothing");
    fake.openai.set_word_times(false);
    assert_eq!(heard(&recogniser).calls.len(), 2);
    assert_eq!((server.word_times(), fake.openai.count()), (Ability::No, 3));
    assert_eq!(heard(&recogniser).calls.len(), 1, "not asked again");
    let words = heard(&recogniser).transcript.words;
    let spans = speech_spans(&RECORDING);
    assert_eq!(words.len(), 3);
    for word in &words {
        assert!(
            spans.iter().any(|span| span.start_ms <= word.start_ms && word.end_ms <= span.end_ms),
            "{word:?} {spans:?}"
        );
    }
}

#[test]
fn words_without_speech_under_them_are_left_out() {
    let fake = Fake::start();
    let mut samples = RECORDING.samples.clone();
    let speech_ms = RECORDING.duration_ms();
    samples.resize(samples.len() + 16_000 * 6, 0.0);
    let file = wav(16_000, 1, &samples);
    let at = f64::from(speech_ms) / 1_000.0 + 3.0;
    let words = json!([
        { "word": "Hello", "start": in_speech(), "end": in_speech() + 0.2, "probability": 0.9 },
        { "word": "Thanks", "start": at, "end": at + 0.4, "probability": 0.99 },
        { "word": "watching", "start": at + 0.4, "end": at + 0.9, "probability": 0.99 },
    ]);
    fake.openai.hear(json!({ "text": "Hello. Thanks for watching!", "words": words }));
    let recogniser = ServerRecogniser::new(fake.server(20_000));
    let audio = Audio::of(&file);
    let transcribed = recogniser.transcribe(&audio, &Cancel::default()).unwrap();
    assert_eq!(transcribed.transcript.text, "Hello");
}

#[test]
fn silence_is_not_sent_and_impossible_text_is_unsure() {
    let fake = Fake::start();
    let recogniser = ServerRecogniser::new(fake.server(20_000));
    let silence = wav(16_000, 1, &[0.0; 48_000]);
    for nothing in [&silence[..], b"no sound at all"] {
        let transcribed = recogniser.transcribe(&Audio::of(nothing), &Cancel::default()).unwrap();
        assert_eq!((transcribed.transcript.words.len(), transcribed.calls.len(), fake.openai.count()), (0, 0, 0));
    }
    // Whoever takes their time is heard all the same.
    let late = [vec![0.0; 16_000 * 5], RECORDING.samples.clone()].concat();
    let late = wav(16_000, 1, &late);
    let audio = Audio::of(&late);
    assert!(!audio.starts_with_speech());
    fake.openai.hear(json!({ "text": "I study.", "words": null }));
    assert_eq!(recogniser.transcribe(&audio, &Cancel::default()).unwrap().transcript.text, "I study.");
    let long: Vec<String> = (0..900).map(|n| format!("invention{n}")).collect();
    fake.openai.hear(json!({ "text": long.join(" "), "words": null }));
    let words = heard(&recogniser).transcript.words;
    assert!(words.len() == 900 && words.iter().all(|word| word.is_unsure()));
    assert!(words.windows(2).all(|pair| pair[0].end_ms <= pair[1].start_ms), "in order");
}

#[test]
fn times_that_cannot_be_are_not_taken() {
    let fake = Fake::start();
    let recogniser = ServerRecogniser::new(fake.server(20_000));
    let entries = [
        json!([{ "word": "I", "start": -1.0, "end": 0.4 }]),
        json!([{ "word": "I", "start": "0.1", "end": 0.4 }]),
        json!([{ "word": 7, "start": 0.1, "end": 0.4 }]),
        json!([{ "start": 0.1 }]),
        json!([{ "word": "b", "start": 3.0, "end": 3.4 }, { "word": "a", "start": 1.0, "end": 1.1 }]),
        json!("words"),
    ];
    for words in entries {
        fake.openai.hear(json!({ "text": "I study.", "words": words }));
        let transcript = heard(&recogniser).transcript;
        assert_eq!(transcript.text, "I study.", "{words}");
        assert!(transcript.words.iter().all(|word| word.end_ms <= RECORDING.duration_ms()));
    }
}

#[test]
fn a_request_is_named_by_file_and_model() {
    let fake = Fake::start();
    let recogniser = ServerRecogniser::new(fake.server(20_000));
    let hash = |file| recogniser.request_hash(&Audio::of(file)).unwrap();
    assert_eq!(hash(b"a"), hash(b"a"));
    assert_ne!(hash(b"a"), hash(b"b"));
    assert_eq!(hash(b"a").len(), 64);
}
