//! `simulate`: a made-up cohort that is the same every time, says what it is, and never mixes with people.

use std::collections::{BTreeMap, BTreeSet};

use dataflow::events::{AnswerFact, Event, LearnerFact, PromptId, Record, Source, SystemFact};
use speech_coach::simulation::{Cohort, Kind, Shape, parameters};

use crate::program::{Place, assert_invariants, runtime};

const SMALL: [&str; 7] = ["simulate", "--learners", "20", "--weeks", "2", "--seed", "3"];

fn simulated() -> Place {
    let place = Place::new();
    let output = place.run(&SMALL);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    place
}

#[test]
fn the_log_holds_whole_answers_at_the_times_of_their_weeks() {
    let place = simulated();
    let records = place.records();
    assert_invariants(&records);
    let (first, last) = (records.first().unwrap().at_us, records.last().unwrap().at_us);
    let january_us = 1_736_121_600_000_000;
    assert!(first == january_us && last < january_us + 21 * 86_400_000_000, "{first} {last}");
    assert!(
        matches!(&records[0].event, Event::System(SystemFact::StudyCreated(study)) if study.name == "simulated-cohort")
    );
    for record in &records {
        if let Event::Answer { fact: AnswerFact::Received(received), .. } = &record.event {
            assert_eq!(received.source, Source::Simulated);
            let after_us = record.at_us - received.occurred_at_ms * 1_000;
            assert!(after_us < 60_000_000, "received {after_us} µs after speaking");
        }
    }
}

#[test]
fn the_same_numbers_give_the_same_facts_and_others_give_others() {
    let facts = |seed| {
        let cohort = Cohort::new(Shape { learners: 20, weeks: 3, seed }, &[PromptId(1), PromptId(2), PromptId(3)]);
        (0..20).flat_map(|number| cohort.learner(number).facts).collect::<Vec<_>>()
    };
    assert_eq!(facts(1), facts(1));
    let known: BTreeSet<_> = facts(1).into_iter().map(|fact| fact.event).collect();
    assert!(facts(2).iter().all(|fact| !known.contains(&fact.event)));
    let (one, other) = (simulated().records(), simulated().records());
    assert_eq!(one, other);
}

#[test]
fn a_repeated_call_goes_on_and_adds_nothing() {
    let place = simulated();
    let head = place.head();
    let again = place.run(&SMALL);
    assert!(String::from_utf8_lossy(&again.stdout).contains("0 of them new"), "{again:?}");
    assert_eq!(place.head(), head);
    let other = place.run(&["simulate", "--learners", "20", "--weeks", "2", "--seed", "4"]);
    assert_eq!(other.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&other.stderr).contains("another simulated cohort"), "{other:?}");
    assert_eq!(place.head(), head);
}

#[test]
fn a_folder_of_people_is_refused() {
    let place = Place::new();
    runtime().block_on(async {
        let learner = dataflow::events::LearnerId(7);
        let registered = dataflow::events::LearnerRegistered { occurred_at_ms: 1_736_121_600_000, language: None };
        let event = Event::Learner { learner, fact: LearnerFact::Registered(registered) };
        place.store().await.append(vec![event]).await.unwrap();
    });
    let output = place.run(&SMALL);
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&output.stderr).contains("1 facts that are not simulated"), "{output:?}");
    assert_eq!(place.head(), 1);
    assert!(!place.data().join("SIMULATED").exists());
    assert!(!String::from_utf8_lossy(&place.run(&["status"]).stderr).contains("SIMULATED"));
}

#[test]
fn wrong_sizes_and_no_folder_are_wrong_use() {
    for arguments in [["--learners", "5"], ["--learners", "100000"], ["--weeks", "40"], ["--seed", "x"]] {
        let output = Place::new().run(&[&["simulate"], &arguments[..]].concat());
        assert_eq!(output.status.code(), Some(2), "{output:?}");
    }
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_speech-coach"));
    let output = command.args(["simulate", "--learners", "20"]).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("name a new one with --data"), "{output:?}");
}

#[test]
fn later_commands_say_that_nobody_spoke() {
    let place = simulated();
    for command in ["status", "prompts", "cohorts"] {
        let output = place.run(&[command]);
        assert!(String::from_utf8_lossy(&output.stderr).contains("SIMULATED: nobody spoke"), "{output:?}");
    }
    let truth = std::fs::read_to_string(place.data().join("truth.json")).unwrap();
    let truth: serde_json::Value = serde_json::from_str(&truth).unwrap();
    assert_eq!(truth["parameters"].as_array().unwrap().len(), parameters().len());
    assert_eq!(truth["difficulty_points"].as_object().unwrap().len(), 60);
}

#[test]
fn parameters_are_named_once_and_nulls_are_null() {
    let mut names = BTreeSet::new();
    for parameter in parameters() {
        assert!(names.insert(parameter.name), "{} is there twice", parameter.name);
        assert_eq!(parameter.kind == Kind::Null, parameter.value == 0.0, "{}", parameter.name);
    }
    let manual = include_str!("../../docs/simulation.md");
    assert!(names.iter().all(|name| manual.contains(&format!("`{name}`"))), "docs/simulation.md lacks a parameter");
}

/// The planted sizes show in large numbers, seen without any notebook.
#[test]
fn the_kinds_of_answers_and_the_ratings_have_their_shares() {
    let prompts: Vec<_> = (1..=60).map(PromptId).collect();
    let cohort = Cohort::new(Shape { learners: 400, weeks: 6, seed: 5 }, &prompts);
    let facts: Vec<Record> = (0..400)
        .flat_map(|number| cohort.learner(number).facts)
        .map(|fact| Record { pos: 0, at_us: fact.at_us, event: fact.event })
        .collect();
    let mut counts: BTreeMap<&str, u32> = BTreeMap::new();
    for record in &facts {
        if let Event::Answer { fact, .. } = &record.event {
            let what = match fact {
                AnswerFact::Received(_) => "answers",
                AnswerFact::Excluded(_) => "excluded",
                AnswerFact::RatingGiven(_) => "ratings",
                AnswerFact::Assessed(scores) if scores.score_centi.is_none() => "withheld",
                AnswerFact::Transcribed(words) if words.sample_overlap_milli > Some(700) => "copies",
                _ => continue,
            };
            *counts.entry(what).or_default() += 1;
        }
    }
    let answers = f64::from(counts["answers"]);
    for (what, expected) in [("excluded", 0.02), ("withheld", 0.02), ("copies", 0.03), ("ratings", 0.6 * 0.98)] {
        let share = f64::from(counts[what]) / answers;
        // Four standard errors, and first answers, one in twenty, which are plain.
        let most = 4.0 * (expected * (1.0 - expected) / answers).sqrt() + 0.06 * expected;
        assert!((share - expected).abs() < most, "{what}: {share} instead of {expected}");
    }
}
