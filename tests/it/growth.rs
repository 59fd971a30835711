//! What the program says about growth: of a learner, of prompts, of everyone, and as of an earlier moment.

use std::process::Output;

use serde_json::Value;

use crate::program::{Place, runtime};

/// Milliseconds of a day, and of one in October 2026.
const DAY_MS: u64 = 86_400_000;
const OCTOBER_MS: u64 = 1_790_812_800_000;

/// A file of facts: one learner with a daily answer for three weeks, another with one answer, re-scored the day after.
fn facts() -> String {
    let line = |at_ms: u64, learner: u64, answer: u64, kind: &str, body: Value| {
        serde_json::json!({
            "at_us": at_ms * 1_000, "kind": kind, "version": 1, "body": body,
            "learner": format!("{learner:016x}"), "answer": format!("{answer:016x}"),
        })
        .to_string()
    };
    let recorded = |at_ms: u64, prompt: u64, score_centi: u64| {
        serde_json::json!({
            "occurred_at_ms": at_ms, "task": "toefl-independent", "prompt": format!("{prompt:016x}"),
            "speech": {"practice_ms": 45_000, "speaking_ms": 40_000, "phonation_ms": 30_000, "syllables": 120,
                       "pauses": 10, "words": 80, "mtld_milli": 61_000},
            "score": {"score_centi": score_centi, "max_centi": 400},
            "details": {"lemmas": [{"lemma": 300 + prompt, "count": 2}]},
        })
    };
    let mut lines = Vec::new();
    for day in 0..21 {
        let at_ms = OCTOBER_MS + day * DAY_MS;
        lines.push(line(at_ms, 1, 100 + day, "AnswerRecorded", recorded(at_ms, day, 200 + day * 5)));
        if day == 10 {
            lines.push(line(at_ms, 2, 500, "AnswerRecorded", recorded(at_ms, 3, 100)));
        }
        if day == 11 {
            let rated = serde_json::json!({
                "rater": "second", "rubric": "toefl-independent-2019", "revision": 1, "criteria": [],
                "score_centi": 300, "low_centi": null, "high_centi": null, "max_centi": 400,
            });
            lines.push(line(at_ms, 2, 500, "ScoreRated", rated));
        }
    }
    lines.join("\n") + "\n"
}

fn json(output: &Output) -> Value {
    let text = String::from_utf8(output.stdout.clone()).unwrap();
    assert!(output.status.success(), "{text}{}", String::from_utf8_lossy(&output.stderr));
    let line = text.lines().next().unwrap_or("null");
    serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {text}"))
}

fn place_with_facts() -> Place {
    let place = Place::new();
    let file = place.file("facts.jsonl", facts().as_bytes());
    let output = place.run(&["replay", file.to_str().unwrap()]);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    place
}

#[test]
fn a_learner_is_shown_as_of_the_moment_asked_for() {
    let place = place_with_facts();
    let learner = |arguments: &[&str]| json(&place.run(&[&["learner", "--json"], arguments].concat()));
    let then = learner(&["0000000000000001", "--as-of", "2026-10-21"]);
    assert_eq!(then["practice"]["days_28"]["answers"], 21);
    assert_eq!(then["practice"]["days_7"]["answers"], 7);
    assert_eq!(then["latest"].as_array().unwrap().len(), 10);
    assert_eq!(then["streak"]["days"], 21);
    assert!(then["trends"][0]["slope_micro_per_day"].as_i64().unwrap() > 0, "{then}");

    let before = learner(&["0000000000000002", "--as-of", "2026-10-11T23:00:00Z"]);
    assert_eq!(before["practice"]["days_7"]["score_milli"], 250, "not scored again yet");
    let after = learner(&["0000000000000002", "--as-of", "2026-10-12T23:00:00Z"]);
    assert_eq!(after["practice"]["days_7"]["score_milli"], 750);
    let text = String::from_utf8(place.run(&["learner", "0000000000000001", "--as-of", "2026-10-21"]).stdout).unwrap();
    for part in ["28 days", "mean score", "score trend", "days in a row 21", "█"] {
        assert!(text.contains(part), "{part} is missing in {text}");
    }
}

#[test]
fn who_was_erased_since_is_left_out_of_an_earlier_moment() {
    let place = place_with_facts();
    runtime().block_on(async {
        use dataflow::events::{Event, LearnerFact, LearnerId};
        let folder = ingest::DataFolder::open(place.data()).unwrap();
        let mut store = ingest::Store::open(&folder).await.unwrap();
        let erased = Event::Learner { learner: LearnerId(1), fact: LearnerFact::Erased };
        store.append(vec![erased]).await.unwrap();
    });
    let then = json(&place.run(&["learner", "--json", "0000000000000001", "--as-of", "2026-10-21"]));
    assert!(then["practice"]["days_28"].is_null() && then["latest"].as_array().unwrap().is_empty(), "{then}");
    let other = json(&place.run(&["learner", "--json", "0000000000000002", "--as-of", "2026-10-21"]));
    assert_eq!(other["practice"]["days_28"]["answers"], 1);
}

#[test]
fn prompts_and_cohorts_say_what_is_there() {
    let place = place_with_facts();
    let prompt = json(&place.run(&["prompts", "--json", "--as-of", "2026-10-21"]));
    assert!(prompt["answers"].as_u64() >= Some(1) && prompt["difficulty"].is_object(), "{prompt}");
    let everyone = json(&place.run(&["cohorts", "--json", "--as-of", "2026-10-21"]));
    assert_eq!(everyone["active_days"].as_array().unwrap().len(), 21);
    assert_eq!(everyone["retention"][0]["learners"], 1);
    let status = json(&place.run(&["status", "--json"]));
    assert_eq!(status["answers"]["recorded"], 22, "{status}");
    assert!(status["operations"]["latencies"].as_array().unwrap().is_empty(), "nothing was worked on here");
    for command in ["prompts", "cohorts"] {
        let output = place.run(&[command, "--as-of", "2026-10-21"]);
        assert!(output.status.success() && output.stdout.len() > 200);
    }
}

#[test]
fn nobody_and_no_such_time_are_said() {
    let place = Place::new();
    let output = place.run(&["learner", "nobody at all"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&output.stderr).contains("nobody is called"), "{output:?}");
    assert_eq!(place.run(&["cohorts", "--as-of", "yesterday"]).status.code(), Some(2));
    let future = place.run(&["cohorts", "--as-of", "2099-01-01"]);
    assert!(String::from_utf8_lossy(&future.stderr).contains("has not come"), "{future:?}");
}
