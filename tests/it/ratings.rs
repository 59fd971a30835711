//! Ratings by people through the real program: beside the score of record, once, and only of answers that are there.

use dataflow::events::{AnswerFact, Event, RatedBy};
use serde_json::Value;

use crate::program::Place;

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
