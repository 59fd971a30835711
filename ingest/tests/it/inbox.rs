use dataflow::events::{Event, LearnerFact, SystemFact};
use ingest::{Letter, Log, Reading, Store};

use crate::{assert_dense, data_folder, long_event};

fn letter(update_id: u64) -> Letter {
    Letter { update_id, received_at_ms: update_id * 1_000, body: format!("update {update_id}") }
}

fn says_erased() -> Reading {
    Box::new(|learner| vec![Event::Learner { learner, fact: LearnerFact::Erased }])
}

#[tokio::test]
async fn a_letter_its_sender_and_what_it_says_are_durable_together_and_once() {
    let (_place, folder) = data_folder();
    let log = Log::open_unwatched(Store::open(&folder).await.unwrap()).unwrap();
    let name = || Some("telegram:7".to_owned());
    assert!(log.receive(letter(5), name(), says_erased()).await.unwrap());
    assert!(!log.receive(letter(5), name(), says_erased()).await.unwrap(), "the same number is the same letter");
    log.finish().await.unwrap();

    let mut store = Store::open(&folder).await.unwrap();
    let learner = store.find_learner("telegram:7").await.unwrap().unwrap();
    assert_eq!(store.name_of(learner).await.unwrap().as_deref(), Some("telegram:7"));
    let records = store.read_learner(learner, 0).await.unwrap();
    assert_eq!(records.len(), 1);
    assert_eq!(store.letter(5).await.unwrap(), Some(letter(5)));
    assert_eq!(store.last_letter().await.unwrap(), Some(5));
}

#[tokio::test]
async fn letters_of_one_commit_share_a_new_sender() {
    let (_place, folder) = data_folder();
    let log = Log::open_unwatched(Store::open(&folder).await.unwrap()).unwrap();
    let system =
        |update_id| -> Reading { Box::new(move |_| vec![Event::System(SystemFact::UpdateIgnored { update_id })]) };
    let all = (0..300).map(|n| log.receive(letter(n), Some(format!("telegram:{}", n % 3)), system(n)));
    let taken = all_of(all.collect()).await;
    assert!(taken.iter().all(|is_new| *is_new));
    log.finish().await.unwrap();
    let mut store = Store::open(&folder).await.unwrap();
    let records = store.read_after(0, 1_000).await.unwrap().records;
    assert_dense(&records);
    assert_eq!(records.len(), 300);
}

#[tokio::test]
async fn what_cannot_be_appended_leaves_no_letter_and_no_name() {
    let (_place, folder) = data_folder();
    let log = Log::open_unwatched(Store::open(&folder).await.unwrap()).unwrap();
    let too_long: Reading = Box::new(|_| vec![long_event(1, 600_000)]);
    log.receive(letter(5), Some("telegram:7".to_owned()), too_long).await.unwrap_err();
    log.finish().await.unwrap();
    let mut store = Store::open(&folder).await.unwrap();
    assert_eq!(store.letter(5).await.unwrap(), None);
}

#[tokio::test]
async fn letters_go_after_a_while() {
    let (_place, folder) = data_folder();
    let log = Log::open_unwatched(Store::open(&folder).await.unwrap()).unwrap();
    for (update_id, name) in [(5, "telegram:7"), (6, "telegram:7"), (7, "telegram:8")] {
        log.receive(letter(update_id), Some(name.to_owned()), says_erased()).await.unwrap();
    }
    log.finish().await.unwrap();
    let mut store = Store::open(&folder).await.unwrap();
    assert_eq!(store.empty_inbox(6_000).await.unwrap(), 1);
    assert_eq!(store.letter(5).await.unwrap(), None);
    assert_eq!(store.letter(7).await.unwrap(), Some(letter(7)));
}

/// Waits for all at once.
async fn all_of<F>(all: Vec<F>) -> Vec<bool>
where
    F: Future<Output = Result<bool, ingest::IngestError>>,
{
    let mut pinned: Vec<_> = all.into_iter().map(Box::pin).collect();
    let mut taken = vec![None; pinned.len()];
    std::future::poll_fn(|context| {
        for (future, taken) in pinned.iter_mut().zip(&mut taken) {
            if taken.is_none()
                && let std::task::Poll::Ready(result) = future.as_mut().poll(context)
            {
                *taken = Some(result.unwrap());
            }
        }
        if taken.iter().all(Option::is_some) { std::task::Poll::Ready(()) } else { std::task::Poll::Pending }
    })
    .await;
    taken.into_iter().flatten().collect()
}
