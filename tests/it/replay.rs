//! Facts from files through the real program: bad rows, kills, erasures, and an engine beside it.

use std::path::{Path, PathBuf};
use std::process::Output;

use dataflow::events::{
    AnswerFact, AnswerId, AnswerRecorded, AnswerRun, Event, LearnerFact, LearnerId, OverallScore, Record, SpeechSums,
    Task,
};
use ingest::facts_file::{Fact, write_json_lines, write_parquet};
use serde_json::Value;

use crate::kills::wait_for_facts;
use crate::program::{PHRASE, Place};

/// 2026-01-01 in UTC, in milliseconds since the Unix epoch.
const NEW_YEAR_MS: u64 = 1_767_225_600_000;

fn fact(n: u64) -> Fact {
    let speech = SpeechSums {
        practice_ms: 50_000,
        speaking_ms: 45_000,
        phonation_ms: 40_000,
        syllables: 160,
        pauses: 12,
        words: 110,
        mtld_milli: None,
    };
    let recorded = AnswerRecorded {
        occurred_at_ms: NEW_YEAR_MS + n,
        utc_offset_min: Some(60),
        task: Task::ToeflIndependent,
        prompt: None,
        speech,
        score: Some(OverallScore { score_centi: 300, max_centi: 400 }),
        sample_overlap_milli: None,
        details: None,
    };
    let of = AnswerRun { answer: AnswerId(n.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1), run: 0 };
    let event = Event::Answer { learner: LearnerId(n % 50 + 1), of, fact: AnswerFact::Recorded(recorded) };
    Fact { line: n + 1, at_us: Some(NEW_YEAR_MS * 1_000 + n), event }
}

fn erased(learner: u64, at: u64) -> Fact {
    let event = Event::Learner { learner: LearnerId(learner), fact: LearnerFact::Erased };
    Fact { event, ..fact(at) }
}

/// A file of facts beside the data folder.
fn lines(place: &Place, facts: impl Iterator<Item = Fact>) -> PathBuf {
    let path = place.file("facts.jsonl", b"");
    write_json_lines(&path, facts).unwrap();
    path
}

fn replay(place: &Place, file: &Path) -> (Option<i32>, Value) {
    let output = place.run(&["replay", "--json", file.to_str().unwrap()]);
    let summary = serde_json::from_slice(&output.stdout);
    (output.status.code(), summary.unwrap_or_else(|_| panic!("{}", String::from_utf8_lossy(&output.stderr))))
}

fn text(output: &[u8]) -> String {
    String::from_utf8(output.to_vec()).unwrap()
}

fn assert_in_order(records: &[Record]) {
    assert!(records.iter().map(|record| record.pos).eq(1..=records.len() as u64), "positions are dense");
    assert!(records.is_sorted_by_key(|record| record.at_us), "time never decreases");
}

#[test]
fn bad_rows_are_told_apart() {
    let place = Place::new();
    let file = lines(&place, (0..10).map(fact));
    let mut content: Vec<String> = std::fs::read_to_string(&file).unwrap().lines().map(str::to_owned).collect();
    content[1] = content[1].replace("\"words\":110", "\"words\":\"a hundred\"");
    content[4] = "not a fact".to_owned();
    content[8] = content[8].replace("\"speaking_ms\":45000", "\"speaking_ms\":60000");
    std::fs::write(&file, content.join("\n")).unwrap();

    let (code, summary) = replay(&place, &file);
    assert_eq!(code, Some(1), "{summary}");
    assert_eq!((&summary["appended"], &summary["rejected"]), (&7.into(), &3.into()));
    assert_eq!((&summary["duplicates"], &summary["restamped"]), (&0.into(), &0.into()));
    let rejects = summary["rejects_file"].as_str().unwrap();
    assert_eq!(Path::new(rejects), Path::new(&format!("{}.rejects.jsonl", file.display())));
    let told: Vec<Value> =
        std::fs::read_to_string(rejects).unwrap().lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let lines: Vec<_> = told.iter().map(|told| (told["line"].as_u64().unwrap(), told["kind"].as_str())).collect();
    assert_eq!(lines, [(2, Some("AnswerRecorded")), (5, None), (9, Some("AnswerRecorded"))]);
    assert_eq!(told[2]["reason"], "speaking_ms is 60000, limit is 50000");
    assert_eq!(told[0]["file"], file.to_str().unwrap());

    let again = place.run(&["replay", file.to_str().unwrap()]);
    assert_eq!(again.status.code(), Some(1));
    let said = text(&again.stdout);
    assert!(
        said.contains("0 facts appended, 7 were in the log already") && said.contains("3 rows were rejected"),
        "{said}"
    );
    assert_eq!(place.records().len(), 7);
}

#[test]
fn wrong_use_and_wrong_files_are_said() {
    let place = Place::new();
    let one = lines(&place, (0..2).map(fact));
    let one = one.to_str().unwrap();
    let code = |output: Output| (output.status.code(), text(&output.stderr));
    let (exit, said) = code(place.run(&["replay", one, one, "--rejects", "rejects.jsonl"]));
    assert!(exit == Some(2) && said.contains("rejects of one file, 2 are named"), "{exit:?} {said}");
    assert_eq!(code(place.run(&["replay"])).0, Some(2));
    for (file, reason) in
        [("no such file", "No such file"), ("samples", "it is not a file"), (PHRASE, "neither JSON Lines")]
    {
        let (exit, said) = code(place.run(&["replay", file]));
        assert!(exit == Some(1) && said.contains(reason), "{exit:?} {said}");
    }
    let cut = place.file("cut.parquet", b"PAR1 and no more");
    let (exit, said) = code(place.run(&["replay", cut.to_str().unwrap()]));
    assert!(exit == Some(1) && said.contains("is no file of facts"), "{exit:?} {said}");
    assert_eq!(place.records().len(), 0);
}

#[test]
fn erasures_and_answers_come_in_the_order_of_the_file() {
    let place = Place::new();
    let file = place.file("facts.parquet", b"");
    let facts: Vec<_> =
        (0..100).map(fact).chain([erased(7, 100), erased(9, 101)]).chain((102..150).map(fact)).collect();
    write_parquet(&file, facts.clone()).unwrap();
    let (code, summary) = replay(&place, &file);
    assert_eq!((code, &summary["appended"], &summary["restamped"]), (Some(0), &150.into(), &0.into()), "{summary}");
    assert!(summary["rejects_file"].is_null());
    let records = place.records();
    assert_in_order(&records);
    assert!(records.iter().map(|record| &record.event).eq(facts.iter().map(|fact| &fact.event)));
    assert!(records.iter().map(|record| Some(record.at_us)).eq(facts.iter().map(|fact| fact.at_us)));
}

#[test]
fn killed_and_called_again() {
    const FACTS: u64 = 60_000;
    let place = Place::new();
    let file = place.file("facts.parquet", b"");
    write_parquet(&file, (0..FACTS).map(fact)).unwrap();
    let mut loaded = 0;
    for kill_at in [1, 20_000, 40_000] {
        let mut child = place.spawn(&["replay", file.to_str().unwrap()]);
        wait_for_facts(&place, kill_at);
        child.kill().unwrap();
        child.wait().unwrap();
        let records = place.head();
        assert!(records >= kill_at && records >= loaded);
        loaded = records;
    }
    let (code, summary) = replay(&place, &file);
    assert_eq!((code, &summary["rows"], &summary["restamped"]), (Some(0), &FACTS.into(), &0.into()), "{summary}");
    assert_eq!(
        (&summary["resumed_rows"], &summary["appended"]),
        (&loaded.into(), &(FACTS - loaded).into()),
        "{summary}"
    );
    let records = place.records();
    assert_in_order(&records);
    assert!(
        records.iter().map(|record| (Some(record.at_us), &record.event)).eq((0..FACTS)
            .map(fact)
            .collect::<Vec<_>>()
            .iter()
            .map(|fact| (fact.at_us, &fact.event)))
    );
}

#[test]
fn an_engine_works_beside_it() {
    let place = Place::new();
    let file = lines(&place, (0..20_000).map(fact));
    let mut answer = place.spawn(&["answer", PHRASE]);
    wait_for_facts(&place, 2);
    let (code, summary) = replay(&place, &file);
    assert_eq!(
        (code, &summary["appended"], &summary["restamped"]),
        (Some(0), &20_000.into(), &20_000.into()),
        "{summary}"
    );
    assert!(answer.wait().unwrap().success(), "the answer was delivered");
    assert_in_order(&place.records());
}
