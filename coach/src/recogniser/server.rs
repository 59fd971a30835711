//! Words from a server that speaks OpenAI's protocol.
//!
//! The file goes as it is, its language pinned to English. Times of words are asked for until the server says that it
//! has none; then, or where it sends none, words are laid along the measured speech. A server may invent text like any
//! recogniser: words without speech under them are left out, and more text than anybody can say in the time is marked
//! as unsure. Where nobody speaks nobody is called.

use std::sync::Arc;

use dataflow::documents::{Transcript, Word};
use reqwest::Method;
use reqwest::multipart::{Form, Part};
use serde_json::Value;

use super::{Audio, Cancel, Heard, Transcribe, TranscribeError, Transcribed, align, guards, timing};
use crate::providers::{Attempt, Call, CallFailed, FailedClass, Server, Usage, Why, request_hash};

/// Most words of an answer of 15 minutes.
const WORDS_MAX: usize = 8_000;
/// Longest word, in characters.
const WORD_CHARS_MAX: usize = 60;
/// Longest text, in bytes.
const TEXT_BYTES_MAX: usize = 200_000;

/// Recognises by a server's model.
#[derive(Clone, Debug)]
pub struct ServerRecogniser {
    server: Arc<Server>,
}

impl ServerRecogniser {
    /// A recogniser that asks this server.
    pub fn new(server: Arc<Server>) -> Self {
        ServerRecogniser { server }
    }

    /// What results name: provider and model.
    pub fn model(&self) -> String {
        let model = self.server.models().transcribe.as_deref().unwrap_or("none");
        format!("{}/{model}", self.server.name())
    }

    /// One call, or two where the first one is told that there are no times of words.
    fn ask(&self, audio: &Audio<'_>, attempt: &mut Attempt<'_>, cancel: &Cancel) -> Result<Value, CallFailed> {
        let model = self.server.model_for(Call::Transcribe)?;
        let used = || {
            let audio_ms = audio.heard().map_or(0, |heard| u64::from(heard.recording.duration_ms()));
            Usage { audio_ms, ..Usage::default() }
        };
        let request = |with_times| {
            let request = self.server.request(Method::POST, "/audio/transcriptions", Call::Transcribe);
            (request.multipart(form(audio, model, with_times)), used)
        };
        let reply = attempt.send_in_form(&self.server.word_times, request, cancel)?;
        let said: Value = attempt.read(&reply)?;
        if let Some(seconds) = said.pointer("/usage/seconds").and_then(Value::as_f64) {
            let audio_ms = u64::from(crate::language::round_u32(seconds * 1_000.0));
            attempt.used(Usage { audio_ms, ..Usage::default() });
        }
        Ok(said)
    }
}

impl Transcribe for ServerRecogniser {
    fn transcribe(&self, audio: &Audio<'_>, cancel: &Cancel) -> Result<Transcribed, TranscribeError> {
        let mut transcribed = Transcribed { model: self.model(), ..Transcribed::default() };
        let is_silent = |audio: &Audio<'_>| audio.heard().map_or(true, |heard| heard.spans.is_empty());
        if !audio.starts_with_speech() && is_silent(audio) {
            return Ok(transcribed);
        }
        let model = self.server.model_for(Call::Transcribe)?;
        let mut attempt = Attempt::to(&self.server, Call::Transcribe, model);
        let (said, heard) = std::thread::scope(|scope| {
            // Decoding takes as long as the server may think, so it is done meanwhile.
            let decoding = scope.spawn(|| audio.heard().is_ok());
            let said = self.ask(audio, &mut attempt, cancel);
            drop(decoding.join());
            (said, audio.heard())
        });
        let said = said?;
        let Ok(Heard { recording, spans }) = heard else {
            transcribed.calls = attempt.done();
            return Ok(transcribed);
        };
        let Some(text) = said.get("text").and_then(Value::as_str).filter(|text| text.len() <= TEXT_BYTES_MAX) else {
            return Err(attempt.fail(FailedClass::Transient, Why::OtherForm, Some(200)).into());
        };
        let recording_ms = recording.duration_ms();
        let mut words = match timed(&said, text, recording_ms) {
            Some(mut words) => {
                self.server.word_times.set(true);
                guards::drop_words_without_speech(&mut words, spans);
                words
            }
            None => align::words(&texts(text), spans),
        };
        guards::drop_repetitions(&mut words);
        timing::settle(&mut words, spans, recording_ms);
        let text = words.iter().map(|word| word.word.as_str()).collect::<Vec<&str>>().join(" ");
        transcribed.transcript = Transcript { text, words };
        transcribed.calls = attempt.done();
        Ok(transcribed)
    }

    fn request_hash(&self, audio: &Audio<'_>) -> Option<String> {
        Some(request_hash(&[b"transcribe", self.model().as_bytes(), audio.file()]))
    }
}

fn form(audio: &Audio<'_>, model: &str, with_times: bool) -> Form {
    let file = Part::bytes(audio.file().to_vec()).file_name(file_name(audio.file()));
    let form = Form::new().text("model", model.to_owned()).text("language", "en").text("temperature", "0");
    let form = if with_times {
        form.text("response_format", "verbose_json").text("timestamp_granularities[]", "word")
    } else {
        form.text("response_format", "json")
    };
    form.part("file", file)
}

/// A name that says what the file is: servers look at its ending.
fn file_name(file: &[u8]) -> &'static str {
    match file {
        [b'O', b'g', b'g', b'S', ..] => "answer.ogg",
        [b'R', b'I', b'F', b'F', ..] => "answer.wav",
        [b'f', b'L', b'a', b'C', ..] => "answer.flac",
        [_, _, _, _, b'f', b't', b'y', b'p', ..] => "answer.m4a",
        _ => "answer.mp3",
    }
}

/// The words of a text, each bounded, those without a letter or digit left out.
fn texts(text: &str) -> Vec<String> {
    let words = text.split_whitespace().filter(|word| word.chars().any(char::is_alphanumeric));
    words.take(WORDS_MAX).map(|word| word.chars().take(WORD_CHARS_MAX).collect()).collect()
}

/// The words with the server's times; none where it sent none, or some that cannot be.
fn timed(said: &Value, text: &str, recording_ms: u32) -> Option<Vec<Word>> {
    let entries = said.get("words")?.as_array()?;
    let words: Vec<Word> =
        entries.iter().take(WORDS_MAX).map(|entry| word(entry, said, recording_ms)).collect::<Option<_>>()?;
    let words: Vec<Word> = words.into_iter().filter(|word| word.word.chars().any(char::is_alphanumeric)).collect();
    let in_order = words.windows(2).all(|pair| matches!(pair, [a, b] if a.start_ms <= b.start_ms));
    (!words.is_empty() && in_order).then(|| punctuated(words, &texts(text)))
}

fn word(entry: &Value, said: &Value, recording_ms: u32) -> Option<Word> {
    let ms = |name: &str| {
        let seconds = entry.get(name)?.as_f64().filter(|seconds| (0.0..100_000.0).contains(seconds))?;
        Some(crate::language::round_u32(seconds * 1_000.0).min(recording_ms))
    };
    let (start_ms, end_ms) = (ms("start")?, ms("end")?);
    let text: String = entry.get("word")?.as_str()?.trim().chars().take(WORD_CHARS_MAX).collect();
    // Some servers tell how sure they are of a word, others of a stretch of text, others not at all.
    let own = ["probability", "confidence"].iter().find_map(|name| entry.get(*name)?.as_f64());
    let confidence = own.or_else(|| segment_confidence(said, start_ms)).unwrap_or(f64::from(align::CONFIDENCE_UNKNOWN));
    Some(Word { word: text, start_ms, end_ms: end_ms.max(start_ms), confidence: align::within_one(confidence) })
}

/// How sure a server is of the segment at this time: its mean probability of a token.
fn segment_confidence(said: &Value, at_ms: u32) -> Option<f64> {
    let at_s = f64::from(at_ms) / 1_000.0;
    let covers = |segment: &&Value| {
        let time = |name: &str| segment.get(name).and_then(Value::as_f64);
        time("start").zip(time("end")).is_some_and(|(start, end)| start <= at_s && at_s < end)
    };
    let segment = said.get("segments")?.as_array()?.iter().find(covers)?;
    Some(segment.get("avg_logprob")?.as_f64()?.exp())
}

/// Words as the text spells them where both are the same words: lists of words come without punctuation.
fn punctuated(mut words: Vec<Word>, texts: &[String]) -> Vec<Word> {
    let bare =
        |text: &str| text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect::<String>();
    if words.len() == texts.len() && words.iter().zip(texts).all(|(word, text)| bare(&word.word) == bare(text)) {
        words.iter_mut().zip(texts).for_each(|(word, text)| word.word.clone_from(text));
    }
    words
}
