//! Releases by the program: what is refused, what is found out, and what is written again.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use dataflow::events::{Consent, Event, LearnerFact, LearnerId, Purpose};
use serde_json::Value;

use crate::program::{Place, runtime};

/// Milliseconds of a day, and of one in October 2026.
const DAY_MS: u64 = 86_400_000;
const OCTOBER_MS: u64 = 1_790_812_800_000;

/// Twelve learners who agree to research, with an answer a day for three days.
fn place() -> Place {
    let mut lines = Vec::new();
    for day in 0..3 {
        for learner in 1..13_u64 {
            let at_ms = OCTOBER_MS + day * DAY_MS + learner;
            let body = serde_json::json!({
                "occurred_at_ms": at_ms, "task": "toefl-independent", "prompt": format!("{day:016x}"),
                "speech": {"practice_ms": 45_000, "speaking_ms": 40_000, "phonation_ms": 30_000, "syllables": 120,
                           "pauses": 10, "words": 80, "mtld_milli": 61_000},
                "score": {"score_centi": 200 + learner, "max_centi": 400},
            });
            let line = serde_json::json!({
                "at_us": at_ms * 1_000, "kind": "AnswerRecorded", "version": 1, "body": body,
                "learner": format!("{learner:016x}"), "answer": format!("{:016x}", learner * 100 + day),
            });
            lines.push(line.to_string());
        }
    }
    let place = Place::new();
    let file = place.file("facts.jsonl", (lines.join("\n") + "\n").as_bytes());
    assert!(place.run(&["replay", file.to_str().unwrap()]).status.success());
    let consent = Consent { purpose: Purpose::Research, version: 1, occurred_at_ms: OCTOBER_MS };
    let agrees = |learner| Event::Learner { learner: LearnerId(learner), fact: LearnerFact::ConsentGiven(consent) };
    append(&place, (1..13).map(agrees).collect());
    place
}

fn append(place: &Place, events: Vec<Event>) {
    runtime().block_on(async {
        place.store().await.append(events).await.unwrap();
    });
}

fn export(place: &Place, out: &Path, arguments: &[&str]) -> Output {
    place.run(&[&["export", "--json", "--out", out.to_str().unwrap()], arguments].concat())
}

fn released(output: &Output) -> (PathBuf, Value) {
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let value: Value = serde_json::from_slice(&output.stdout).unwrap();
    (PathBuf::from(value["path"].as_str().unwrap()), value)
}

fn refused(output: &Output, reason: &str) {
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(1), "{said}");
    assert!(said.contains(reason), "{said} does not say {reason:?}");
}

fn verify(place: &Place, path: &Path) -> Output {
    place.run(&["release", "verify", path.to_str().unwrap()])
}

#[test]
fn a_release_is_sound_until_a_byte_of_it_changes() {
    let place = place();
    let out = place.data().with_file_name("out");
    let (path, value) = released(&export(&place, &out, &["--dates"]));
    assert_eq!((&value["rows"]["answers"], &value["new"]), (&Value::from(36), &Value::from(true)));
    let (again, value) = released(&export(&place, &out, &["--dates"]));
    assert_eq!((again, &value["new"]), (path.clone(), &Value::from(false)));
    let sound = verify(&place, &path);
    let said = String::from_utf8_lossy(&sound.stdout).into_owned();
    assert!(sound.status.success() && said.contains("is sound") && said.contains("checked: "), "{said}");
    let table = path.join("answers/part-0.parquet");
    let mut bytes = std::fs::read(&table).unwrap();
    bytes[100] ^= 1;
    std::fs::write(&table, bytes).unwrap();
    let changed = verify(&place, &path);
    assert_eq!(changed.status.code(), Some(1));
    let said = String::from_utf8_lossy(&changed.stdout).into_owned();
    assert!(said.contains("wrong: answers/part-0.parquet: is not what the manifest says"), "{said}");
}

#[test]
fn what_cannot_be_released_is_said() {
    let place = place();
    let out = place.data().with_file_name("out");
    refused(&export(&place, &out, &["--as-of", "2099-01-01"]), "has not come");
    refused(&export(&place, &out, &["--as-of", "2020-01-01"]), "is before the log, which begins at 2026-10-01");
    refused(&export(&place, &out, &["--study", "pace"]), "study \"pace\" is not known");
    refused(&export(&place, &out, &["--format", "xapi", "--include", "audio"]), "leave --include out");
    assert!(!out.exists() || std::fs::read_dir(&out).unwrap().count() == 0);
    refused(&export(&place, place.data().parent().unwrap(), &[]), "holds other things than releases");
    refused(&export(&place, &place.data().with_file_name("facts.jsonl"), &[]), "is not a folder");
    assert_eq!(export(&place, &out, &["--as-of", "yesterday"]).status.code(), Some(2));
    assert_eq!(export(&place, &out, &["--include", "names"]).status.code(), Some(2));
    assert_eq!(verify(&place, &out.join("nowhere")).status.code(), Some(1));
}

#[test]
fn an_earlier_moment_has_what_was_known_then() {
    let place = place();
    let out = place.data().with_file_name("out");
    // The consents are of today, so nobody had agreed then.
    let (_, value) = released(&export(&place, &out, &["--as-of", "2026-10-02"]));
    assert_eq!(value["rows"]["answers"], 0);
}

/// A limit on the size of files stands in for a full disk: writing fails in the middle of the release.
#[test]
fn a_full_disk_leaves_no_half_release() {
    let place = place();
    let out = place.data().with_file_name("out");
    let program = env!("CARGO_BIN_EXE_speech-coach");
    let mut failed = 0;
    for kib in [1, 2, 4, 8] {
        let script = format!("trap '' XFSZ; ulimit -f {kib}; exec '{program}' export --data \"$0\" --out \"$1\"");
        let output = Command::new("bash").arg("-c").arg(script).arg(place.data()).arg(&out).output().unwrap();
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(matches!(output.status.code(), Some(0 | 1)), "{said}");
        if output.status.code() == Some(1) {
            failed += 1;
            let is_empty = !out.exists() || std::fs::read_dir(&out).unwrap().count() == 0;
            assert!(is_empty, "something is left with {kib} KiB: {said}");
        }
    }
    assert!(failed > 0, "no limit was small enough to fail");
    let (path, _) = released(&export(&place, &out, &[]));
    assert!(verify(&place, &path).status.success());
}

#[test]
fn an_erasure_is_followed_by_every_release_in_keeping() {
    let place = place();
    let out = place.data().with_file_name("out");
    let (path, before) = released(&export(&place, &out, &[]));
    let (statements, _) = released(&export(&place, &out, &["--format", "xapi"]));
    let erased = LearnerId(5);
    append(&place, vec![Event::Learner { learner: erased, fact: LearnerFact::Erased }]);
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    let again = |learner| {
        runtime.block_on(async {
            let folder = ingest::DataFolder::open(place.data()).unwrap();
            speech_coach::releasing::reissue(&folder, learner).await.unwrap()
        })
    };
    let written = again(erased);
    assert_eq!(written.len(), 2);
    assert!(again(erased).is_empty(), "they hold the learner no longer");
    for path in [&path, &statements] {
        let erratum = std::fs::read_to_string(path.join("ERRATUM.md")).unwrap();
        assert!(erratum.contains("rows less"), "{erratum}");
        let verified = verify(&place, path);
        assert!(verified.status.success(), "{}", String::from_utf8_lossy(&verified.stdout));
    }
    let label: Value = serde_json::from_slice(&std::fs::read(path.join("release.json")).unwrap()).unwrap();
    assert_eq!((&label["rows"]["learners"], &before["rows"]["learners"]), (&Value::from(11), &Value::from(12)));
}
