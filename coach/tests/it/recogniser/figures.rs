//! Error rates on the real voice notes, where they are there, with what they cost.

use std::fs;
use std::path::{Path, PathBuf};

use coach::audio::decode;
use coach::recogniser::{Cancel, is_unintelligible};

use super::{WHISPER, plain, word_errors};

/// The real voice notes, beside the workspace.
fn voice() -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/voice");
    folder.join("index.json").exists().then_some(folder)
}

/// Processor time of this thread in milliseconds, where the system tells it.
fn thread_cpu_ms() -> Option<u64> {
    let stat = fs::read_to_string("/proc/thread-self/stat").ok()?;
    let fields: Vec<&str> = stat.rsplit(')').next()?.split_whitespace().collect();
    let ticks = fields.get(11)?.parse::<u64>().ok()? + fields.get(12)?.parse::<u64>().ok()?;
    Some(ticks * 10)
}

/// What one note gave.
struct Heard {
    file: String,
    words: usize,
    errors: usize,
    mean_confidence: f32,
    unintelligible: bool,
    cpu_ms: u64,
    audio_ms: u64,
}

/// Recognises the notes whose names begin so.
fn notes(folder: &Path, prefix: &str) -> Vec<Heard> {
    let index = fs::read_to_string(folder.join("index.json")).unwrap();
    let index: Vec<serde_json::Value> = serde_json::from_str(&index).unwrap();
    let notes = index.iter().filter(|note| note["file"].as_str().unwrap().starts_with(prefix));
    let heard = notes.map(|note| {
        let file = note["file"].as_str().unwrap();
        let recording = decode(&fs::read(folder.join(file)).unwrap()).unwrap();
        let before_ms = thread_cpu_ms().unwrap_or_default();
        let transcript = WHISPER.recognise(&recording, &Cancel::default()).unwrap();
        let said = plain(note["text"].as_str().unwrap());
        let count = transcript.words.len().max(1) as f32;
        Heard {
            file: file.to_owned(),
            words: said.len(),
            errors: word_errors(&said, &plain(&transcript.text)),
            mean_confidence: transcript.words.iter().map(|word| word.confidence).sum::<f32>() / count,
            unintelligible: is_unintelligible(&transcript),
            cpu_ms: thread_cpu_ms().unwrap_or_default() - before_ms,
            audio_ms: u64::from(recording.duration_ms()),
        }
    });
    heard.collect()
}

/// Pooled and median error rate, in per cent, and processor time for 45 s of sound, in milliseconds.
fn summary(heard: &[Heard]) -> (f64, f64, u64) {
    let rate = |errors: usize, words: usize| 100.0 * errors as f64 / words as f64;
    let total = |count: fn(&Heard) -> usize| heard.iter().map(count).sum::<usize>();
    let mut rates: Vec<f64> = heard.iter().map(|note| rate(note.errors, note.words)).collect();
    rates.sort_by(f64::total_cmp);
    let median = (rates[(rates.len() - 1) / 2] + rates[rates.len() / 2]) / 2.0;
    let cpu_ms: u64 = heard.iter().map(|note| note.cpu_ms).sum();
    let audio_ms: u64 = heard.iter().map(|note| note.audio_ms).sum();
    (rate(total(|note| note.errors), total(|note| note.words)), median, cpu_ms * 45_000 / audio_ms)
}

fn print(heard: &[Heard]) {
    for note in heard {
        let Heard { file, words, errors, mean_confidence, unintelligible, cpu_ms, audio_ms } = note;
        eprintln!(
            "{file}: {errors} of {words} words wrong, mean confidence {mean_confidence:.2}, \
             unintelligible {unintelligible}, {cpu_ms} ms CPU for {audio_ms} ms"
        );
    }
}

#[test]
fn talks_are_recognised_as_well_as_this_model_can() {
    let Some(folder) = voice() else { return };
    let heard = notes(&folder, "talk-");
    let (pooled, median, cpu_ms) = summary(&heard);
    print(&heard);
    eprintln!("talks: pooled {pooled:.1} %, median {median:.1} %, {cpu_ms} ms CPU for 45 s");
    assert!(pooled <= 32.0, "pooled {pooled}");
    assert!(median <= 30.0, "median {median}");
    assert!(heard.iter().filter(|note| note.unintelligible).all(|note| note.errors * 2 > note.words));
}

#[test]
fn repeated_sentences_are_recognised_about_as_well() {
    let Some(folder) = voice() else { return };
    let heard = notes(&folder, "repeat-");
    let (pooled, median, cpu_ms) = summary(&heard);
    eprintln!("sentences: pooled {pooled:.1} %, median {median:.1} %, {cpu_ms} ms CPU for 45 s");
    assert!(pooled <= 46.0, "pooled {pooled}");
    assert!(heard.iter().filter(|note| note.unintelligible).all(|note| note.errors * 2 > note.words));
}
