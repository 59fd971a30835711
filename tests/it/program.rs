//! The real program on a data folder of its own.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::sync::mpsc::RecvTimeoutError;
use std::time::Duration;

use dataflow::events::{AnswerFact, Event, Record, Step};
use serde_json::Value;
use tempfile::TempDir;

/// A phrase of two and a half seconds.
pub(crate) const PHRASE: &str = "coach/tests/data/phrase-01.ogg";
/// A sentence of five seconds.
pub(crate) const SENTENCE: &str = "coach/tests/data/sentence.ogg";

/// What no call of a test takes, on however slow a machine.
const PROGRAM_TIME_MAX: Duration = Duration::from_secs(600);

/// A data folder with the program beside it.
pub(crate) struct Place {
    folder: TempDir,
}

impl Place {
    pub(crate) fn new() -> Self {
        Place { folder: tempfile::tempdir().unwrap() }
    }

    pub(crate) fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    /// A file beside the data folder.
    pub(crate) fn file(&self, name: impl AsRef<OsStr>, content: &[u8]) -> PathBuf {
        let path = self.folder.path().join(name.as_ref());
        std::fs::write(&path, content).unwrap();
        path
    }

    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_speech-coach"));
        command.args(arguments).arg("--data").arg(self.data()).stdin(Stdio::null());
        command
    }

    pub(crate) fn run(&self, arguments: &[&str]) -> Output {
        let mut command = self.command(arguments);
        ended(command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap())
    }

    /// `answer --json` on files; the results in their order.
    pub(crate) fn answer(&self, files: &[&Path], arguments: &[&str]) -> Answered {
        let files: Vec<_> = files.iter().map(|file| file.to_str().unwrap()).collect();
        let output = self.run(&[&["answer", "--json"], arguments, &files].concat());
        let text = String::from_utf8(output.stdout).unwrap();
        let results = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        Answered { code: output.status.code(), results, stderr: String::from_utf8(output.stderr).unwrap() }
    }

    pub(crate) fn spawn(&self, arguments: &[&str]) -> Child {
        self.command(arguments).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap()
    }

    /// How many facts are in the log.
    pub(crate) fn head(&self) -> u64 {
        runtime().block_on(async { self.store().await.head().await.unwrap().pos })
    }

    /// Everything in the log.
    pub(crate) fn records(&self) -> Vec<Record> {
        runtime().block_on(async { self.store().await.read_after(0, 10_000_000).await.unwrap().records })
    }

    /// A connection to the log.
    pub(crate) async fn store(&self) -> ingest::Store {
        ingest::Store::open(&ingest::DataFolder::open(self.data()).unwrap()).await.unwrap()
    }
}

/// What a program said that ends by itself; one that does not is killed, so that its test fails by name.
pub(crate) fn ended(child: Child) -> Output {
    let (is_over, over) = std::sync::mpsc::channel::<()>();
    let id = rustix::process::Pid::from_child(&child);
    let guard = std::thread::spawn(move || {
        if over.recv_timeout(PROGRAM_TIME_MAX) == Err(RecvTimeoutError::Timeout) {
            let _ = rustix::process::kill_process(id, rustix::process::Signal::KILL);
        }
    });
    let output = child.wait_with_output().unwrap();
    drop(is_over);
    guard.join().unwrap();
    output
}

/// What `answer --json` said.
pub(crate) struct Answered {
    pub(crate) code: Option<i32>,
    pub(crate) results: Vec<Value>,
    pub(crate) stderr: String,
}

impl Answered {
    /// The only result.
    pub(crate) fn only(&self) -> &Value {
        assert_eq!(self.results.len(), 1, "{:?} {}", self.results, self.stderr);
        &self.results[0]
    }

    pub(crate) fn assert_rejected(&self, reason: &str) {
        let result = self.only();
        assert_eq!(result["status"], "rejected", "{result} {}", self.stderr);
        let said = result["reason"].as_str().unwrap();
        assert!(said.contains(reason), "{said:?} does not say {reason:?}");
        assert!(
            result["transcript"].is_null() && result["assessment"].is_null(),
            "a rejected answer is graded: {result}"
        );
        assert_eq!(self.code, Some(1));
    }

    pub(crate) fn assert_delivered(&self) -> &Value {
        let result = self.only();
        assert_eq!(result["status"], "delivered", "{result} {}", self.stderr);
        assert_eq!(self.code, Some(0));
        result
    }
}

pub(crate) fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap()
}

/// Whatever happened: every answer has one receipt and one end, no step was started after its result, and positions
/// and times are in order.
pub(crate) fn assert_invariants(records: &[Record]) {
    for (before, after) in records.iter().zip(records.iter().skip(1)) {
        assert_eq!(before.pos + 1, after.pos, "positions are dense");
        assert!(before.at_us <= after.at_us, "time never decreases");
    }
    let runs: std::collections::BTreeSet<_> = records.iter().filter_map(|record| record.event.run()).collect();
    for run in runs {
        let facts: Vec<&AnswerFact> = records
            .iter()
            .filter_map(|record| match &record.event {
                Event::Answer { of, fact, .. } if *of == run => Some(fact),
                _ => None,
            })
            .collect();
        assert_eq!(facts.iter().filter(|fact| fact.receipt().is_some()).count(), 1, "receipts of {run:?}");
        assert_eq!(facts.iter().filter(|fact| fact.is_end()).count(), 1, "ends of {run:?}");
        for step in Step::ALL {
            let done = facts.iter().position(|fact| fact.completes() == Some(step));
            let is_start =
                |fact: &&&AnswerFact| matches!(fact, AnswerFact::AttemptStarted(start) if start.step == step);
            let started_later = facts.iter().skip(done.unwrap_or(facts.len())).filter(is_start).count();
            assert_eq!(started_later, 0, "{step:?} of {run:?} was started after its result");
            let results = facts.iter().filter(|fact| fact.completes() == Some(step)).count();
            assert!(results <= 1, "{step:?} of {run:?} has {results} results");
        }
    }
}

/// As [`assert_invariants`], for a log of chats: whatever was opened was opened once and ended at most once.
pub(crate) fn assert_chat_invariants(records: &[Record]) {
    for (before, after) in records.iter().zip(records.iter().skip(1)) {
        assert_eq!(before.pos + 1, after.pos, "positions are dense");
        assert!(before.at_us <= after.at_us, "time never decreases");
    }
    let mut ends = std::collections::BTreeMap::new();
    for record in records {
        if let Event::Answer { of, fact, .. } = &record.event {
            *ends.entry(*of).or_insert(0) += usize::from(fact.is_end());
        }
    }
    for (of, ends) in ends {
        assert_eq!(ends, 1, "ends of {of:?}");
    }
}
