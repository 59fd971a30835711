//! The ledger of releases.

use dataflow::events::{AnswerFact, AnswerId, AnswerRun, Event, LearnerFact, LearnerId};
use ingest::{KeptRelease, Store};

use crate::data_folder;

fn kept(path: &str, id: &str) -> KeptRelease {
    KeptRelease {
        path: path.to_owned(),
        id: id.to_owned(),
        as_of_us: u64::MAX - 1,
        options: "{}".to_owned(),
        manifest_sha256: "ab".repeat(32),
        cells: "{}".to_owned(),
    }
}

#[tokio::test]
async fn a_release_is_kept_by_its_path() {
    let (_place, folder) = data_folder();
    let mut store = Store::open(&folder).await.unwrap();
    assert!(store.kept_releases().await.unwrap().is_empty());
    store.keep_release(&kept("/b", "c1")).await.unwrap();
    store.keep_release(&kept("/a", "c2")).await.unwrap();
    store.keep_release(&kept("/b", "c3")).await.unwrap();
    store.close().await.unwrap();
    let mut store = Store::open(&folder).await.unwrap();
    assert_eq!(store.kept_releases().await.unwrap(), [kept("/a", "c2"), kept("/b", "c3")]);
    store.forget_release("/a").await.unwrap();
    store.forget_release("/nowhere").await.unwrap();
    assert_eq!(store.kept_releases().await.unwrap(), [kept("/b", "c3")]);
}

#[tokio::test]
async fn members_are_learners_without_their_answers() {
    let (_place, folder) = data_folder();
    let mut store = Store::open(&folder).await.unwrap();
    assert_eq!(store.read_members().await.unwrap(), (Vec::new(), None));
    let erased = |learner| Event::Learner { learner: LearnerId(learner), fact: LearnerFact::Erased };
    let of = AnswerRun { answer: AnswerId(1), run: 0 };
    let answer = Event::Answer { learner: LearnerId(2), of, fact: AnswerFact::Cancelled };
    store.append(vec![answer, erased(1), erased(2)]).await.unwrap();
    let (records, first_us) = store.read_members().await.unwrap();
    assert_eq!(records.iter().map(|record| record.pos).collect::<Vec<_>>(), [2, 3]);
    assert_eq!(first_us, Some(records[0].at_us));
}
