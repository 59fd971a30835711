//! The canary: a learner with a name, words, a voice and ids of their own, who goes. Nothing of them is found anywhere
//! afterwards, and everything of the others is. The scanner that looks is itself tested by leaks.

mod scanner;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::sync::Arc;
use std::time::Duration;

use arrow_array::{RecordBatch, StringArray};
use arrow_schema::{DataType, Field, Schema};
use coach::bank::Bank;
use dataflow::events::{AnswerFact, AnswerId, Event, LearnerFact, LearnerId, Record, SystemFact};
use fakes::telegram::Learner;
use parquet::arrow::ArrowWriter;
use parquet::basic::{Compression, ZstdLevel};
use parquet::file::properties::WriterProperties;
use serde_json::Value;
use sqlx::ConnectOptions;

use crate::program::{PHRASE, Place, ended, runtime};
use crate::sessions::{Serving, button, newest, says};
use scanner::{Found, Trace, traces_in};

/// How long a step of a chat may take.
const WAIT: Duration = Duration::from_secs(120);
const CANARY_USER: i64 = 710_077_123;
const OTHER_USER: i64 = 820_088_234;
/// What the canary writes, which nobody else does.
const SAYING: &str = "Quillfeather of Zanzibar";
const OTHER_SPEECH: &str = "coach/tests/data/phrase-03.ogg";

/// Speaks to the bot until the card is there.
struct Talk {
    learner: Learner,
}

impl Talk {
    async fn presses(&self, label: &str) {
        let pressed = self.learner.wait_for_some(|chat| newest(chat, |message| button(message, label)), WAIT).await;
        let (message_id, data) = pressed.unwrap();
        self.learner.press(message_id, &data);
    }

    async fn hears(&self, text: &str, times: usize) {
        let heard =
            |chat: &[fakes::telegram::ChatMessage]| chat.iter().filter(|message| says(message, text)).count() >= times;
        self.learner.wait_for(heard, WAIT).await.unwrap();
    }

    /// Agrees to everything and answers so often.
    async fn practises(&self, speech: &str, answers: usize) {
        self.learner.say("/start");
        self.presses("English").await;
        for consent in ["Grade my answers", "Keep my recordings", "Use for research"] {
            self.presses(consent).await;
            self.hears(&format!("✅ {consent}"), 1).await;
        }
        for answer in 1..=answers {
            self.learner.say("/practice");
            self.presses("Listen and Repeat").await;
            self.hears("Listen to the voice note once", answer).await;
            self.learner.voice(std::fs::read(speech).unwrap(), 30);
            self.hears("What you said", answer).await;
        }
    }
}

/// Everything by which a learner could be known again, as it is before they go.
async fn traces_of(place: &Place, name: &str, speech: &str) -> (LearnerId, Vec<Trace>) {
    let mut store = place.store().await;
    let learner = store.find_learner(name).await.unwrap().unwrap();
    let records = store.read_learner(learner, 0).await.unwrap();
    let mut ids: Vec<u64> = records.iter().filter_map(|record| record.event.run()).map(|of| of.answer.0).collect();
    ids.push(learner.0);
    ids.sort_unstable();
    ids.dedup();
    let mut traces: Vec<Trace> = ids.into_iter().map(Trace::Id).collect();
    traces.push(Trace::Text(name.rsplit(':').next().unwrap().to_owned()));
    let audio = std::fs::read(speech).unwrap();
    traces.push(Trace::Bytes(audio[audio.len() / 2..audio.len() / 2 + 48].to_vec()));
    let answers: Vec<String> =
        records.iter().filter_map(|record| record.event.run()).map(|of| of.answer.to_string()).collect();
    let files = crate::sessions::files(&place.data().join("blobs"));
    let is_others = |file: &PathBuf| !answers.iter().any(|answer| file.to_string_lossy().contains(answer));
    // What the questions say is nobody's, and is in every release.
    let bank = Bank::load(&place.data()).unwrap();
    let others: Vec<String> = files
        .into_iter()
        .filter(is_others)
        .map(|file| String::from_utf8_lossy(&std::fs::read(file).unwrap()).to_lowercase())
        .chain(bank.prompts().iter().map(|prompt| prompt.text.to_lowercase()))
        .collect();
    let unique: Vec<String> = words_of(place, &records)
        .into_iter()
        .filter(|word| !others.iter().any(|text| text.contains(&word.to_lowercase())))
        .collect();
    assert!(!unique.is_empty(), "some word of {speech} is nobody else's");
    traces.extend(unique.into_iter().map(Trace::Text));
    (learner, traces)
}

/// Words of six letters or more in the transcripts of these answers.
fn words_of(place: &Place, records: &[Record]) -> Vec<String> {
    let mut words = Vec::new();
    for record in records {
        let Event::Answer { of, fact: AnswerFact::Transcribed(_), .. } = &record.event else { continue };
        let path = place.data().join(format!("blobs/answers/{}/{}/transcript.json", of.answer, of.run));
        let Ok(text) = std::fs::read_to_string(path) else { continue };
        let transcript: Value = serde_json::from_str(&text).unwrap();
        for word in transcript["words"].as_array().unwrap() {
            let text = word["word"].as_str().unwrap().trim_matches(|c: char| !c.is_alphanumeric()).to_owned();
            if text.len() >= 6 && !words.contains(&text) {
                words.push(text);
            }
        }
    }
    words
}

/// What is kept of another learner: facts with their places, and files.
async fn kept_of(place: &Place, name: &str) -> (Vec<Record>, BTreeMap<String, Vec<u8>>) {
    let mut store = place.store().await;
    let learner = store.find_learner(name).await.unwrap().unwrap();
    let records = store.read_learner(learner, 0).await.unwrap();
    let answers: Vec<AnswerId> = records.iter().filter_map(|record| record.event.run()).map(|of| of.answer).collect();
    let blobs = crate::sessions::files(&place.data().join("blobs")).into_iter().filter_map(|file| {
        let path = file.to_string_lossy().into_owned();
        let is_theirs = answers.iter().any(|answer| path.contains(&answer.to_string()));
        is_theirs.then(|| (path, std::fs::read(&file).unwrap()))
    });
    (records, blobs.collect())
}

fn assert_nothing(found: &[Found]) {
    let shown: Vec<String> = found
        .iter()
        .take(20)
        .map(|found| format!("{} {}: {:?}", found.file.display(), found.how, found.trace))
        .collect();
    assert!(found.is_empty(), "{} traces: {shown:#?}", found.len());
}

/// Two learners who have practised, and the traces of the first.
async fn practised(serving: &Serving) -> (Talk, Talk, LearnerId, Vec<Trace>) {
    let canary = Talk { learner: serving.fake().learner(CANARY_USER, "en") };
    let other = Talk { learner: serving.fake().learner(OTHER_USER, "en") };
    canary.practises(PHRASE, 2).await;
    other.practises(OTHER_SPEECH, 1).await;
    canary.learner.say(SAYING);
    canary.hears("I did not understand that", 1).await;
    let name = format!("telegram:{CANARY_USER}");
    let (learner, mut traces) = traces_of(serving.place(), &name, PHRASE).await;
    traces.push(Trace::Text(SAYING.to_owned()));
    (canary, other, learner, traces)
}

/// A release with words and voices of both, in the data folder, where the scanner looks.
async fn released(serving: &Serving) -> PathBuf {
    let releases = serving.place().data().join("releases");
    let out = releases.to_str().unwrap();
    let mut command = serving.place().command(&["export", "--include", "transcripts,audio", "--out", out]);
    command.stdout(Stdio::piped()).stderr(Stdio::piped());
    let output = tokio::task::spawn_blocking(move || ended(command.spawn().unwrap())).await.unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    releases
}

/// Nothing of one is there any more, whatever is read, and everything of the other.
async fn assert_gone(serving: &Serving, learner: LearnerId, traces: &[Trace]) {
    let data = serving.place().data();
    assert_nothing(&traces_in(&data, traces).await);
    let logs = serving.log();
    let words_logged = traces.iter().any(|trace| matches!(trace, Trace::Text(text) if logs.contains(text.as_str())));
    assert!(!words_logged && !logs.contains(&learner.to_string()), "a log line names them: {logs}");
    let mut store = serving.place().store().await;
    let records = store.read_after(0, 100_000).await.unwrap().records;
    assert!(records.iter().map(|record| record.pos).eq(1..=records.len() as u64), "positions are dense");
    assert!(records.iter().any(|record| matches!(record.event, Event::System(SystemFact::Destroyed { .. }))));
    let receipt = store.receipt(learner).await.unwrap().unwrap();
    assert_eq!(store.digest_of(&receipt.positions).await.unwrap(), receipt.digest);
    assert!(receipt.files >= 10 && receipt.letters > 5 && receipt.names == 1, "{receipt:?}");
}

#[test]
fn whoever_asks_to_be_forgotten_is_found_nowhere() {
    runtime().block_on(async {
        let mut serving = Serving::start(&[]).await;
        let (canary, other, learner, traces) = practised(&serving).await;
        let releases = released(&serving).await;
        let before = traces_in(&serving.place().data(), &traces).await;
        for how in ["name", "bytes", "decoded"] {
            assert!(before.iter().any(|found| found.how == how), "nothing was there to be erased by {how}");
        }
        let in_release = |found: &&Found| found.file.starts_with(&releases);
        let hows: BTreeSet<_> = before.iter().filter(in_release).map(|found| found.how).collect();
        assert_eq!(hows, BTreeSet::from(["bytes", "decoded"]), "their voice and words are in the release");
        let others = format!("telegram:{OTHER_USER}");
        let kept = kept_of(serving.place(), &others).await;
        canary.learner.say("/forget");
        canary.hears("Erase everything?", 1).await;
        canary.presses("Yes, erase everything").await;
        canary.hears("Everything is erased", 1).await;
        canary.hears("Receipt 1", 1).await;
        assert_gone(&serving, learner, &traces).await;
        let receipt = serving.place().store().await.receipt(learner).await.unwrap().unwrap();
        let errata = crate::sessions::files(&releases).into_iter().filter(|file| file.ends_with("ERRATUM.md")).count();
        assert_eq!((receipt.releases, errata), (1, 1), "the release was made anew");
        assert!(
            kept_of(serving.place(), &others).await == kept,
            "the other learner's facts and files are as they were"
        );
        other.learner.say("/history");
        other.hears("Listen and Repeat", 1).await;
        // What comes in again is no news, and what is killed and begun again finds nothing.
        serving.kill();
        serving.start_again();
        other.learner.say("/help");
        other.hears("/forget", 1).await;
        assert_gone(&serving, learner, &traces).await;
        serving.stop();
        assert_gone(&serving, learner, &traces).await;
    });
}

#[test]
fn the_command_erases_beside_a_bot_and_goes_on_after_a_kill() {
    runtime().block_on(async {
        let mut serving = Serving::start(&[]).await;
        let (_canary, other, learner, traces) = practised(&serving).await;
        let id = learner.to_string();
        let refused = serving.place().run(&["erase", &id]);
        assert_eq!(refused.status.code(), Some(2), "nobody can be asked");
        // As if the process had died right after the log was told.
        serving.kill();
        let mut store = serving.place().store().await;
        store.append(vec![Event::Learner { learner, fact: LearnerFact::Erased }]).await.unwrap();
        drop(store);
        serving.start_again();
        other.learner.say("/help");
        other.hears("/forget", 1).await;
        let output = serving.place().run(&["erase", &id, "--yes", "--json"]);
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        assert_gone(&serving, learner, &traces).await;
        let receipt = serving.place().file("receipt.json", &output.stdout);
        let checked = serving.place().run(&["erase", "--check", receipt.to_str().unwrap()]);
        assert!(checked.status.success(), "{checked:?}");
        let changed = String::from_utf8(output.stdout).unwrap().replace("\"digest\":\"", "\"digest\":\"0");
        let receipt = serving.place().file("receipt.json", changed.as_bytes());
        assert_eq!(serving.place().run(&["erase", "--check", receipt.to_str().unwrap()]).status.code(), Some(1));
        serving.stop();
    });
}

#[test]
fn the_command_erases_by_name_without_a_bot() {
    let place = Place::new();
    place.answer(&[Path::new(PHRASE)], &["--learner", "Quillfeather", "--consent", "research"]).assert_delivered();
    place.answer(&[Path::new(OTHER_SPEECH)], &["--learner", "somebody", "--consent", "research"]).assert_delivered();
    let others = runtime().block_on(kept_of(&place, "somebody"));
    let (learner, traces) = runtime().block_on(traces_of(&place, "Quillfeather", PHRASE));
    let output = place.run(&["erase", "Quillfeather", "--yes"]);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    assert!(String::from_utf8(output.stdout).unwrap().contains("digest"));
    assert_nothing(&runtime().block_on(traces_in(&place.data(), &traces)));
    assert!(runtime().block_on(kept_of(&place, "somebody")) == others);
    let nobody = place.run(&["erase", "Quillfeather", "--yes"]);
    assert!(nobody.status.code() == Some(1) && String::from_utf8_lossy(&nobody.stderr).contains("nobody is called"));
    let again = place.run(&["erase", &learner.to_string(), "--yes"]);
    assert!(again.status.success(), "the receipt is told again");
    // The same name again is somebody new, and the same file a new answer.
    place.answer(&[Path::new(PHRASE)], &["--learner", "Quillfeather"]).assert_delivered();
    let anew = runtime().block_on(async { place.store().await.find_learner("Quillfeather").await.unwrap() });
    assert_ne!(anew, Some(learner));
}

#[test]
fn every_planted_leak_is_found() {
    let place = Place::new();
    place.answer(&[Path::new(PHRASE)], &["--learner", "somebody"]).assert_delivered();
    let data = place.data();
    let trace = [Trace::Text(SAYING.to_owned()), Trace::Id(0x7a5c_9e31_d04b_8811)];
    let found = |how: &str| {
        let found = runtime().block_on(traces_in(&data, &trace));
        assert!(!found.is_empty(), "the leak is found");
        assert!(found.iter().any(|found| found.how == how), "{found:?}");
    };
    assert_nothing(&runtime().block_on(traces_in(&data, &trace)));

    let page = data.join("leak.parquet");
    let schema = Arc::new(Schema::new(vec![Field::new("text", DataType::Utf8, false)]));
    // So often that it is compressed.
    let texts = StringArray::from(vec![SAYING; 1_000]);
    let batch = RecordBatch::try_new(Arc::clone(&schema), vec![Arc::new(texts)]).unwrap();
    let zstd = WriterProperties::builder().set_compression(Compression::ZSTD(ZstdLevel::default())).build();
    let mut writer = ArrowWriter::try_new(std::fs::File::create(&page).unwrap(), schema, Some(zstd)).unwrap();
    writer.write(&batch).unwrap();
    writer.close().unwrap();
    found("decoded");
    std::fs::remove_file(page).unwrap();

    let blob = data.join("blobs/answers/leak.json");
    std::fs::write(&blob, SAYING.replace('Q', "{\"text\": \"\\u0051") + "\"}").unwrap();
    found("decoded");
    std::fs::write(&blob, 0x7a5c_9e31_d04b_8811_u64.to_le_bytes()).unwrap();
    found("bytes");
    std::fs::remove_file(blob).unwrap();

    let line = data.join("serve.log");
    std::fs::write(&line, format!("INFO hello {SAYING}\n")).unwrap();
    found("bytes");
    std::fs::remove_file(line).unwrap();

    let named = data.join("blobs/answers/7a5c9e31d04b8811");
    std::fs::write(&named, b"").unwrap();
    found("name");
    std::fs::remove_file(named).unwrap();
    assert_nothing(&runtime().block_on(traces_in(&data, &trace)));

    runtime().block_on(async {
        let options = sqlx::sqlite::SqliteConnectOptions::new().filename(data.join("log.db"));
        let mut connection = options.connect().await.unwrap();
        let leak = sqlx::query("INSERT INTO identities (name, learner) VALUES (?, 1)").bind(SAYING);
        leak.execute(&mut connection).await.unwrap();
        sqlx::query("DELETE FROM identities WHERE learner = 1").execute(&mut connection).await.unwrap();
        let found = traces_in(&data, &trace).await;
        let is_wal = |found: &Found| found.how == "bytes" && found.file.ends_with("log.db-wal");
        assert!(found.iter().any(is_wal), "what was there is still in the WAL: {found:?}");
    });
}
