//! What the program does with good answers.

use std::path::Path;

use crate::program::{PHRASE, Place, SENTENCE, assert_invariants};

#[test]
fn an_answer_has_words_measures_scores_and_feedback() {
    let place = Place::new();
    let arguments = ["--prompt", "Do you like to learn alone or in a group, and why?", "--consent", "research"];
    let answered = place.answer(&[Path::new("samples/ana-good.ogg")], &arguments);
    let result = answered.assert_delivered();

    assert_eq!(result["answer_id"].as_str().unwrap().len(), 16);
    let words = result["transcript"]["words"].as_array().unwrap();
    assert!(words.len() > 60, "{} words", words.len());
    for pair in words.windows(2) {
        assert!(pair[0]["start_ms"].as_u64() <= pair[1]["start_ms"].as_u64(), "words are in time order");
    }
    let measures = &result["measures"];
    assert!((40_000.0..46_000.0).contains(&measures["duration_ms"].as_f64().unwrap()));
    for name in ["phonation_ms", "words_per_minute", "articulation_rate_syl_per_s", "phonation_ratio", "mean_run_syl"] {
        assert!(measures[name].as_f64().unwrap() > 0.0, "{name}");
    }
    assert!(!measures["pauses"].as_array().unwrap().is_empty());
    let assessment = &result["assessment"];
    for criterion in assessment["criteria"].as_array().unwrap() {
        assert!(!criterion["evidence"].as_array().unwrap().is_empty(), "{criterion}");
        assert!(criterion["score"].as_u64() <= criterion["max"].as_u64());
    }
    assert!(assessment["score"].as_f64().unwrap() <= assessment["max"].as_f64().unwrap());
    for point in ["strength", "fix", "next"] {
        assert!(!result["feedback"][point].as_str().unwrap().is_empty(), "{point}");
    }
    assert_invariants(&place.records());

    let status = place.run(&["status", "--json"]);
    let status: serde_json::Value = serde_json::from_slice(&status.stdout).unwrap();
    let latencies = status["operations"]["latencies"].as_array().unwrap();
    assert_eq!(latencies.len(), 7, "six steps and the whole: {status}");
    for latency in latencies {
        assert!(latency["within"]["day"]["p50_us"].as_u64().unwrap() > 0, "{latency}");
    }
}

#[test]
fn the_same_file_gives_the_stored_result_at_once() {
    let place = Place::new();
    let first = place.answer(&[Path::new(PHRASE)], &[]);
    let facts = place.records().len();
    let second = place.answer(&[Path::new(PHRASE)], &[]);
    assert_eq!(first.assert_delivered()["stored"], false);
    assert_eq!(second.assert_delivered()["stored"], true);
    assert_eq!(first.only()["transcript"], second.only()["transcript"]);
    assert_eq!(place.records().len(), facts, "a stored result adds no fact");
    let other_learner = place.answer(&[Path::new(PHRASE)], &["--learner", "somebody else"]);
    assert_ne!(first.only()["answer_id"], other_learner.only()["answer_id"]);
}

#[test]
fn what_is_said_after_the_time_is_kept_and_not_graded() {
    let place = Place::new();
    let answered = place.answer(&[Path::new("samples/chidi-over-time.ogg")], &[]);
    let result = answered.assert_delivered();
    assert!(result["measures"]["duration_ms"].as_f64().unwrap() > 48_000.0);
    assert_eq!(result["measures"]["graded_ms"].as_f64().unwrap(), 45_000.0);
    let last = result["transcript"]["words"].as_array().unwrap().last().unwrap()["end_ms"].as_u64().unwrap();
    assert!(last > 46_000, "the words after the time are kept, the last ends at {last} ms");
    let text = place.run(&["answer", "samples/chidi-over-time.ogg"]);
    assert!(String::from_utf8_lossy(&text.stdout).contains("the first 45 s are graded"));
}

#[test]
fn every_format_gives_the_same_words() {
    let place = Place::new();
    let files = ["ogg", "wav", "flac", "mp3", "m4a"].map(|ending| format!("coach/tests/data/sentence.{ending}"));
    let paths: Vec<_> = files.iter().map(Path::new).collect();
    let answered = place.answer(&paths, &[]);
    assert_eq!(answered.code, Some(0), "{}", answered.stderr);
    let counts: Vec<_> =
        answered.results.iter().map(|result| result["transcript"]["words"].as_array().unwrap().len()).collect();
    let (least, most) = (counts.iter().min().unwrap(), counts.iter().max().unwrap());
    assert!(*least > 5 && most - least <= 2, "words by format: {counts:?}");
}

#[test]
fn an_answer_is_handed_to_the_engine_that_runs() {
    let place = Place::new();
    let mut first = place.spawn(&["answer", "samples/bao-halting.ogg"]);
    // The second comes while the first works or has just ended: both must be served whoever does the work.
    let second = place.answer(&[Path::new(SENTENCE)], &[]);
    assert!(first.wait().unwrap().success());
    second.assert_delivered();
    assert_invariants(&place.records());
}

#[test]
fn words_leave_only_with_consent() {
    for (consent, expected) in [(&[][..], 0), (&["--consent", "research"][..], 1)] {
        let place = Place::new();
        place.answer(&[Path::new(PHRASE)], consent).assert_delivered();
        let out = place.data().with_file_name("out");
        let output = place.run(&["export", "--json", "--out", out.to_str().unwrap()]);
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let release: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
        assert_eq!(release["rows"]["answers"], expected);
        assert_eq!(release["rows"]["transcripts"], 0, "texts leave only on request");
        assert_eq!(release["rows"]["words"].as_u64().unwrap() > 0, expected > 0);
        assert_eq!(release["rows"]["measures"].as_u64().unwrap() > 20, expected > 0);
    }
}

#[test]
fn help_and_status_and_doctor_answer() {
    let place = Place::new();
    for arguments in [&["--help"][..], &["answer", "--help"], &["status"], &["doctor"], &["status", "--json"]] {
        let output = place.run(arguments);
        assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
        assert!(!output.stdout.is_empty());
    }
}
