//! Scrubbing: nothing is left of one learner in any byte of the log's files, and everything of the others.

use dataflow::events::{AnswerFact, AnswerId, AnswerRun, Event, LearnerFact, LearnerId, Record, SystemFact};
use ingest::{DataFolder, EngineLock, Files, IngestError, Letter, Log, Store};

use crate::{assert_dense, data_folder, event};

/// Answers of each learner: enough for pages of every table to be split.
const ANSWERS: u64 = 400;

fn learner(n: u64) -> LearnerId {
    LearnerId(0x7a5c_9e31_d04b_8811 ^ n << 40)
}

fn answer(learner: u64, n: u64) -> AnswerId {
    AnswerId((n + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(17) ^ learner)
}

fn fact(whose: u64, n: u64, fact: AnswerFact) -> Event {
    Event::Answer { learner: learner(whose), of: AnswerRun { answer: answer(whose, n), run: 0 }, fact }
}

fn failed(whose: u64, n: u64) -> Event {
    let Event::Answer { fact: mut told, .. } = crate::long_event(1, 1) else { panic!() };
    if let AnswerFact::AttemptFailed(failed) = &mut told {
        failed.reason = format!("answer {} has no audio", answer(whose, n));
    }
    fact(whose, n, told)
}

fn erased(whose: u64) -> Event {
    Event::Learner { learner: learner(whose), fact: LearnerFact::Erased }
}

/// Three learners who come one after another, over and over.
async fn spoken(store: &mut Store) {
    for n in 0..ANSWERS {
        let of = |whose| [failed(whose, n), fact(whose, n, AnswerFact::Cancelled)];
        store.append([1, 2, 3].into_iter().flat_map(of).collect()).await.unwrap();
    }
}

async fn records(store: &mut Store) -> Vec<Record> {
    store.read_after(0, 100_000).await.unwrap().records
}

fn scrub_files() -> Files {
    Files { answers: 2, files: 9, bytes: 1_000 }
}

/// Erases as whoever runs the engine does.
async fn scrub(folder: &DataFolder, store: &mut Store, whose: u64) {
    let lock = EngineLock::acquire(folder).unwrap();
    store.append(vec![erased(whose)]).await.unwrap();
    let erasure = store.begin_erasure(learner(whose), scrub_files()).await.unwrap();
    store.note_releases(erasure, 3).await.unwrap();
    store.scrub(&lock, learner(whose)).await.unwrap();
    assert_eq!(store.receipt(learner(whose)).await.unwrap(), None, "it is not finished");
    assert_eq!(store.open_erasures().await.unwrap(), [erasure]);
    store.empty_wal().await.unwrap();
    store.finish_erasure(erasure).await.unwrap();
    assert_eq!(store.open_erasures().await.unwrap(), []);
    store.empty_wal().await.unwrap();
}

/// Where a file beside the log holds these bytes.
fn found(folder: &DataFolder, wanted: &[u8]) -> Option<String> {
    let files = std::fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().path());
    let mut files = files.filter(|path| path.is_file());
    let held = files.find(|path| std::fs::read(path).unwrap().windows(wanted.len()).any(|bytes| bytes == wanted));
    held.map(|path| path.display().to_string())
}

#[tokio::test]
async fn nothing_is_left_of_one_learner_and_everything_of_the_others() {
    let (_place, folder) = data_folder();
    let mut store = Store::open(&folder).await.unwrap();
    spoken(&mut store).await;
    for n in 0..200 {
        store.learner(&format!("somebody {n}")).await.unwrap();
    }
    let before = records(&mut store).await;
    assert!(found(&folder, &learner(2).0.to_be_bytes()).is_some(), "the scanner sees what is there");
    scrub(&folder, &mut store, 2).await;

    let after = records(&mut store).await;
    assert_dense(&after);
    assert_eq!(after.len(), before.len() + 1, "its end is one more empty place");
    for (before, after) in before.iter().zip(&after) {
        assert_eq!((before.pos, before.at_us), (after.pos, after.at_us));
        let is_theirs = before.event.learner() == Some(learner(2));
        let expected = if is_theirs { before.remains() } else { before.event.clone() };
        assert_eq!(after.event, expected);
    }
    assert_eq!(after.last().unwrap().event, Event::System(SystemFact::Destroyed { pos: after.len() as u64 }));

    let mut traces = vec![learner(2).0];
    traces.extend((0..ANSWERS).map(|n| answer(2, n).0));
    for trace in traces {
        assert_eq!(found(&folder, &trace.to_be_bytes()), None, "{trace:016x} in bytes");
        assert_eq!(found(&folder, format!("{trace:016x}").as_bytes()), None, "{trace:016x} in words");
    }
    let receipt = store.receipt(learner(2)).await.unwrap().unwrap();
    assert_eq!((receipt.facts["AttemptFailed"], receipt.facts["AnswerCancelled"]), (ANSWERS, ANSWERS));
    assert_eq!((receipt.left_of_nobody, receipt.facts["LearnerErased"]), (ANSWERS, 1));
    assert_eq!((receipt.answers, receipt.files, receipt.bytes, receipt.releases), (2, 9, 1_000, 3));
    assert_eq!(store.digest_of(&receipt.positions).await.unwrap(), receipt.digest);
    assert_ne!(store.digest_of(&receipt.positions[1..]).await.unwrap(), receipt.digest);
}

#[tokio::test]
async fn nothing_of_the_erased_is_written_again_but_what_nobody_said() {
    let (_place, folder) = data_folder();
    let (mut store, mut other) = (Store::open(&folder).await.unwrap(), Store::open(&folder).await.unwrap());
    store.append(vec![fact(2, 0, AnswerFact::Cancelled)]).await.unwrap();
    other.append(vec![fact(1, 0, AnswerFact::Cancelled)]).await.unwrap();
    scrub(&folder, &mut store, 2).await;
    let head = store.head().await.unwrap().pos;
    // A connection that was open before learns of it in the same transaction.
    let late = vec![fact(2, 7, AnswerFact::Cancelled), fact(1, 7, AnswerFact::Cancelled), failed(2, 7), erased(2)];
    let places = other.append(late).await.unwrap();
    let are_refused: Vec<bool> = places.iter().map(ingest::Appended::is_refused).collect();
    assert_eq!(are_refused, [true, false, false, true]);
    let news: Vec<Record> = other.read_after(head, 10).await.unwrap().records;
    let learners: Vec<_> = news.iter().map(|record| record.event.learner()).collect();
    assert_eq!(learners, [Some(learner(1)), Some(LearnerId::NOBODY)]);
    assert!(found(&folder, &learner(2).0.to_be_bytes()).is_none());
}

#[tokio::test]
async fn a_reader_that_began_before_is_told_to_begin_anew() {
    let (_place, folder) = data_folder();
    let (mut store, mut reader) = (Store::open(&folder).await.unwrap(), Store::open(&folder).await.unwrap());
    store.append((1..9).map(|n| event(n, 0)).chain([fact(2, 0, AnswerFact::Cancelled)]).collect()).await.unwrap();
    assert_eq!(reader.read_after(0, 4).await.unwrap().records.len(), 4);
    scrub(&folder, &mut store, 2).await;
    assert!(matches!(reader.read_after(4, 4).await, Err(IngestError::Scrubbed)));
    assert_eq!(reader.read_after(0, 4).await.unwrap().records.len(), 4);
    assert_eq!(reader.read_after(4, 100).await.unwrap().records.len(), 6);
}

#[tokio::test]
async fn names_and_letters_go_and_a_letter_is_not_taken_twice() {
    let (_place, folder) = data_folder();
    let letter = |update_id, body: &str| Letter { update_id, received_at_ms: 5, body: body.to_owned() };
    let log = Log::open_unwatched(Store::open(&folder).await.unwrap()).unwrap();
    let says = || -> ingest::Reading {
        Box::new(|learner| {
            let of = AnswerRun { answer: AnswerId(77), run: 0 };
            vec![Event::Answer { learner, of, fact: AnswerFact::Cancelled }]
        })
    };
    let nothing = |update_id| -> ingest::Reading {
        Box::new(move |_| vec![Event::System(SystemFact::UpdateIgnored { update_id })])
    };
    let theirs = Some("telegram:70077".to_owned());
    assert!(log.receive(letter(1, "CANARY-words of 70077"), theirs.clone(), says()).await.unwrap());
    assert!(log.receive(letter(2, "CANARY-more of 70077"), None, nothing(2)).await.unwrap());
    assert!(log.receive(letter(3, "words of 80088"), Some("telegram:80088".to_owned()), nothing(3)).await.unwrap());
    let mut store = Store::open(&folder).await.unwrap();
    let who = store.find_learner("telegram:70077").await.unwrap().unwrap();
    let lock = EngineLock::acquire(&folder).unwrap();
    store.append(vec![Event::Learner { learner: who, fact: LearnerFact::Erased }]).await.unwrap();
    let erasure = store.begin_erasure(who, Files::default()).await.unwrap();
    store.scrub(&lock, who).await.unwrap();
    store.empty_wal().await.unwrap();
    let receipt = store.finish_erasure(erasure).await.unwrap();
    assert_eq!((receipt.letters, receipt.names), (2, 1));
    assert_eq!(store.letter(3).await.unwrap(), Some(letter(3, "words of 80088")));
    assert!(!log.receive(letter(1, "again"), theirs, says()).await.unwrap(), "it was taken before");
    for trace in ["CANARY", "70077"] {
        assert_eq!(found(&folder, trace.as_bytes()), None, "{trace}");
    }
    log.finish().await.unwrap();
}
