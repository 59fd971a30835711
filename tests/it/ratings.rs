//! Ratings by people through the real program: beside the score of record, once, and only of answers that are there.

use std::path::Path;

use dataflow::events::{AnswerFact, Event, RatedBy};
use serde_json::Value;

use crate::program::{PHRASE, Place, SENTENCE};

const HEADING: &str = "rater,answer,rubric,criterion,score\n";

/// A log with two answers of one learner and one of another.
fn rated_place() -> Place {
    let place = Place::new();
    let line = |learner: u64, answer: u64| {
        serde_json::json!({
            "at_us": 1_790_812_800_000_000_u64 + answer, "kind": "AnswerRecorded", "version": 1,
            "learner": format!("{learner:016x}"), "answer": format!("{answer:016x}"),
            "body": {
                "occurred_at_ms": 1_790_812_800_000_u64, "task": "toefl-independent",
                "speech": {"practice_ms": 45_000, "speaking_ms": 40_000, "phonation_ms": 30_000, "syllables": 120,
                           "pauses": 10, "words": 80, "mtld_milli": 61_000},
                "score": {"score_centi": 300, "max_centi": 400},
            },
        })
        .to_string()
    };
    let facts = [line(7, 101), line(7, 102), line(8, 103)].join("\n") + "\n";
    let file = place.file("facts.jsonl", facts.as_bytes());
    assert!(place.run(&["replay", file.to_str().unwrap()]).status.success());
    place
}

fn row(answer: u64, criterion: &str, score: &str) -> String {
    format!("r1,{answer:016x},toefl-independent-2019,{criterion},{score}\n")
}

fn import(place: &Place, rows: &str, options: &[&str]) -> (Option<i32>, Value, String) {
    let file = place.file("ratings.csv", format!("{HEADING}{rows}").as_bytes());
    let output = place.run(&[&["ratings", "import", "--json", file.to_str().unwrap()], options].concat());
    let told = serde_json::from_slice(&output.stdout).unwrap_or_default();
    (output.status.code(), told, String::from_utf8(output.stderr).unwrap())
}

fn ratings(place: &Place) -> Vec<(u64, Option<u32>)> {
    let rating = |record: dataflow::events::Record| match record.event {
        Event::Answer { of, fact: AnswerFact::RatingGiven(given), .. } => {
            assert_eq!(given.by, RatedBy::Person);
            Some((of.answer.0, given.scores.score_centi))
        }
        _ => None,
    };
    place.records().into_iter().filter_map(rating).collect()
}

#[test]
fn sound_ratings_are_taken_once() {
    let place = rated_place();
    let rows = [row(101, "delivery", "3"), row(101, "overall", "2.5"), row(103, "overall", "4")].concat();
    let (code, told, stderr) = import(&place, &rows, &[]);
    assert_eq!((code, &told["taken"], &told["known"]), (Some(0), &2.into(), &0.into()), "{stderr}");
    assert_eq!(ratings(&place), [(101, Some(250)), (103, Some(400))]);
    let (code, told, _) = import(&place, &rows, &[]);
    assert_eq!((code, &told["taken"], &told["known"]), (Some(0), &0.into(), &2.into()));
    assert_eq!(ratings(&place).len(), 2);
    // A rater who thinks otherwise says so in another round.
    let (code, _, stderr) = import(&place, &row(103, "overall", "1"), &[]);
    assert!(code == Some(1) && stderr.contains("another rating by this rater"), "{stderr}");
    let learner = place.run(&["learner", "--json", "0000000000000008"]);
    let learner: Value = serde_json::from_slice(&learner.stdout).unwrap();
    assert_eq!(learner["latest"][0]["score_milli"], 750, "the score of record stands");
}

#[test]
fn nothing_is_taken_if_anything_is_wrong_unless_told_so() {
    let place = rated_place();
    let erased = place.run(&["erase", "0000000000000007", "--yes"]);
    assert!(erased.status.success(), "{}", String::from_utf8_lossy(&erased.stderr));
    let rows =
        [row(101, "overall", "2"), row(103, "overall", "3"), row(999, "overall", "3"), row(103, "delivery", "7")];
    let (code, _, stderr) = import(&place, &rows.concat(), &[]);
    assert_eq!(code, Some(1));
    for said in [
        "line 2: the log has no such answer",
        "line 4: the log has no such answer",
        "line 5: score is not from 0 to 4",
        "nothing was imported",
    ] {
        assert!(stderr.contains(said), "{said:?} is not in {stderr}");
    }
    assert_eq!(ratings(&place), []);
    let rows = [row(101, "overall", "2"), row(103, "overall", "3")].concat();
    let (code, told, _) = import(&place, &rows, &["--partial"]);
    assert_eq!((code, &told["taken"], &told["refused_rows"]), (Some(1), &1.into(), &1.into()));
    let rejects = std::fs::read_to_string(told["rejects_file"].as_str().unwrap()).unwrap();
    assert!(rejects.lines().count() == 2 && rejects.contains("2,\"the log has no such answer"), "{rejects}");
    assert_eq!(ratings(&place), [(103, Some(300))]);
}

#[test]
fn agreement_is_that_of_the_answers_that_are_there() {
    let place = rated_place();
    let agreement = || {
        let output = place.run(&["ratings", "agreement", "--json"]);
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    };
    assert_eq!(agreement(), "");
    let rows = [row(101, "overall", "2.5"), row(103, "overall", "4")].concat();
    assert_eq!(import(&place, &rows, &[]).0, Some(0));
    let told: Value = serde_json::from_str(&agreement()).unwrap();
    assert_eq!((&told["sums"]["pairs"], &told["mean_difference_milli"]), (&2.into(), &62.5.into()), "{told}");
    // Differences of -125 and 250 thousandths.
    let sd = told["difference_sd_milli"].as_f64().unwrap();
    assert!((sd - 375.0 / 2.0_f64.sqrt()).abs() < 1e-9, "{told}");
    assert!(told["correlation"].is_null(), "two pairs say nothing about a correlation: {told}");
    let shown = String::from_utf8(place.run(&["ratings", "agreement"]).stdout).unwrap();
    assert!(
        shown.contains("r1 (person, toefl-independent-2019) against not-said (coach, not-said): 2 pairs"),
        "{shown}"
    );
    assert!(place.run(&["erase", "0000000000000007", "--yes"]).status.success());
    let told: Value = serde_json::from_str(&agreement()).unwrap();
    assert_eq!((&told["sums"]["pairs"], &told["mean_difference_milli"]), (&1.into(), &250.0.into()), "{told}");
}

#[test]
fn lists_are_rated_blind_and_come_back_by_their_key() {
    let place = Place::new();
    let out = place.file("x", b"").with_file_name("lists");
    let out = out.to_str().unwrap();
    let lists = |options: &[&str]| {
        let output = place.run(&[&["ratings", "lists", "--out", out, "--json"], options].concat());
        (output.status.code(), String::from_utf8(output.stdout).unwrap(), String::from_utf8(output.stderr).unwrap())
    };
    for purpose in ["research", "audio-retention"] {
        place.answer(&[Path::new(PHRASE)], &["--learner", "ana maria", "--consent", purpose]).assert_delivered();
    }
    place.answer(&[Path::new(SENTENCE)], &["--learner", "ana maria"]).assert_delivered();
    // Whoever agrees to research alone is not heard by anybody.
    place.answer(&[Path::new(PHRASE)], &["--learner", "zebulon", "--consent", "research"]).assert_delivered();
    let (code, told, stderr) = lists(&["--raters", "r1,r2,r3", "--per-answer", "2"]);
    let told: Value = serde_json::from_str(&told).unwrap();
    assert_eq!((code, &told["answers"], &told["of"]), (Some(0), &2.into(), &2.into()), "{stderr}");
    let dealt: u64 = told["lists"].as_object().unwrap().values().filter_map(Value::as_u64).sum();
    assert_eq!(dealt, 4, "each answer goes to two: {told}");

    let folder = Path::new(out);
    let key = folder.join("key.csv");
    let mut heard = 0;
    for rater in ["r1", "r2", "r3"] {
        let text = |file: &str| std::fs::read_to_string(folder.join(rater).join(file)).unwrap();
        let (instructions, blank) = (text("instructions.md"), text("ratings.csv"));
        for told in ["ana maria", "zebulon"] {
            assert!(!instructions.contains(told), "{told:?} is in {instructions}");
        }
        for file in std::fs::read_dir(folder.join(rater).join("recordings")).unwrap() {
            let path = file.unwrap().path();
            let code = path.file_stem().unwrap().to_str().unwrap().to_owned();
            assert!(blank.contains(&code) && instructions.contains(&code), "{blank}");
            assert!(blank.contains(&format!("{code},toefl-independent-2019,overall,")), "{blank}");
            let audio = std::fs::read(&path).unwrap();
            assert!([PHRASE, SENTENCE].iter().any(|note| std::fs::read(note).unwrap() == audio));
            heard += 1;
        }
        let filled = blank.lines().map(|line| line.replace(",,", ",2,") + "\n").collect::<String>();
        let file = place.file("filled.csv", filled.as_bytes());
        let import =
            |key: &[&str]| place.run(&[&["ratings", "import", file.to_str().unwrap()], key].concat()).status.code();
        assert_eq!(import(&[]), Some(1), "a code is no answer");
        assert_eq!(import(&["--key", key.to_str().unwrap()]), Some(0));
    }
    assert_eq!(heard, 4);
    assert_eq!(ratings(&place).len(), 4);

    assert!(lists(&["--raters", "r1,r2"]).2.contains("is there already"));
    std::fs::remove_dir_all(out).unwrap();
    assert!(lists(&["--raters", "r1,r1"]).2.contains("a rater is named twice"));
    assert!(lists(&["--raters", "../r1"]).2.contains("is no name of a rater"));
    assert!(lists(&["--raters", "r1", "--per-answer", "2"]).2.contains("name more raters"));
    assert!(place.run(&["erase", "ana maria", "--yes"]).status.success());
    let (code, _, stderr) = lists(&["--raters", "r1", "--per-answer", "1"]);
    assert!(code == Some(1) && stderr.contains("no answer may be rated") && !folder.exists(), "{stderr}");
}
