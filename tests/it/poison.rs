//! An input that always kills the process: it is given up after its counted starts and takes no other answer with it.
//!
//! The real engine and attempt loop run in child processes of this test, with a recogniser that aborts on one answer.

use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::Duration;

use dataflow::engine::Extent;
use dataflow::events::FailureClass;
use dataflow::events::{
    AnswerFact, AnswerId, AnswerReceived, AnswerRun, AudioStored, Event, LearnerId, PlaceholderSent, Source, Step, Task,
};
use dataflow::views::DEATHS_MAX;
use ingest::{DataFolder, EngineLock, Store};
use speech_coach::engine::RunningEngine;
use speech_coach::executors::{Executors, Failure, Pending, Perform, Work};

use crate::program::{Place, assert_invariants, ended, runtime};

const POISON: u64 = 0x00bad;
const DATA: &str = "SPEECH_COACH_POISON_DATA";

struct Poisoned(Step);

impl Perform for Poisoned {
    fn perform(&self, work: Work) -> Pending<'_> {
        Box::pin(async move {
            if self.0 == Step::Store && work.of.answer == AnswerId(POISON) {
                std::process::abort();
            }
            // Others take a little while, so that they are under way when the process dies.
            tokio::time::sleep(Duration::from_millis(20)).await;
            match self.0 {
                Step::Acknowledge => Ok(AnswerFact::PlaceholderSent(PlaceholderSent { message_id: None })),
                Step::Store => Ok(AnswerFact::AudioStored(AudioStored { sha256: "0".repeat(64), bytes: 1 })),
                // The rest of the way needs no real content here: they are given up.
                _ => Err(Failure::Failed {
                    class: FailureClass::Permanent,
                    reason: "far enough".into(),
                    retry_after: None,
                    shut_for: None,
                }),
            }
        })
    }
}

/// Not a test of its own: the child process of the test below. Without its folder it has nothing to do.
#[test]
fn poisoned_child() {
    let Ok(data) = std::env::var(DATA) else { return };
    runtime().block_on(async {
        let folder = DataFolder::open(data).unwrap();
        let lock = EngineLock::acquire(&folder).unwrap();
        let (ended, mut all_ended) = tokio::sync::mpsc::unbounded_channel();
        let tap = move |runs: &[_]| ended.send(runs.len()).unwrap_or(());
        let executors = Executors::uniform(|step| Arc::new(Poisoned(step)));
        let engine = RunningEngine::start(&folder, lock, executors, Extent::Answers, tap).await.unwrap();
        let mut store = Store::open(&folder).await.unwrap();
        while all_ended.recv().await.is_some() {
            let records = store.read_after(0, 10_000).await.unwrap().records;
            let is_end = |event: &Event| matches!(event, Event::Answer { fact, .. } if fact.is_end());
            if records.iter().filter(|record| is_end(&record.event)).count() == 4 {
                break;
            }
        }
        engine.finish().await.unwrap();
    });
}

fn receipt(answer: u64, learner: u64) -> Event {
    let receipt = AnswerReceived {
        occurred_at_ms: 1,
        utc_offset_min: None,
        source: Source::Command,
        task: Task::ToeflIndependent,
        prompt: None,
        bytes: 1,
        in_flight_max: 1,
    };
    let of = AnswerRun { answer: AnswerId(answer), run: 0 };
    Event::Answer { learner: LearnerId(learner), of, fact: AnswerFact::Received(receipt) }
}

#[test]
fn an_input_that_kills_the_process_is_given_up_and_the_others_go_on() {
    let place = Place::new();
    runtime().block_on(async {
        let folder = DataFolder::open(place.data()).unwrap();
        let mut store = Store::open(&folder).await.unwrap();
        let events = [(1, 1), (POISON, 2), (2, 3), (3, 4)].map(|(answer, learner)| receipt(answer, learner));
        store.append(events.to_vec()).await.unwrap();
    });
    let mut deaths = 0;
    loop {
        let child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "poison::poisoned_child"])
            .env(DATA, place.data())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        if ended(child).status.success() {
            break;
        }
        deaths += 1;
        assert!(deaths <= u32::from(DEATHS_MAX), "the process still dies after {deaths} times");
    }
    assert_eq!(deaths, u32::from(DEATHS_MAX));
    let records = place.records();
    assert_invariants(&records);
    let given_up = records.iter().find_map(|record| match &record.event {
        Event::Answer { of, fact: AnswerFact::GivenUp(given_up), .. } if of.answer.0 == POISON => {
            Some(given_up.clone())
        }
        _ => None,
    });
    let given_up = given_up.unwrap();
    assert_eq!((given_up.step, given_up.deaths), (Step::Store, DEATHS_MAX));
    // The others were under way at the first death; after it the suspect ran alone.
    for other in [1, 2, 3] {
        let starts_of_store = records.iter().filter(|record| match &record.event {
            Event::Answer { of, fact: AnswerFact::AttemptStarted(start), .. } => {
                of.answer.0 == other && start.step == Step::Store
            }
            _ => false,
        });
        assert!(starts_of_store.count() <= 2, "answer {other} died more than once with the suspect");
    }
}
