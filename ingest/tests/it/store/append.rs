use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};

use dataflow::events::{Event, EventId};
use ingest::{APPEND_EVENTS_MAX, Appended, BODY_BYTES_MAX, IngestError, Store, StoreOptions};
use proptest::collection::vec;
use proptest::prelude::{ProptestConfig, any, proptest};
use sqlx::ConnectOptions;
use sqlx::sqlite::SqliteConnectOptions;

use crate::{assert_dense, data_folder, event, long_event};

#[tokio::test]
async fn a_second_append_finds_the_first() {
    let (_place, folder) = data_folder();
    let mut store = Store::open(&folder).await.unwrap();
    let first = store.append(vec![event(1, 0), event(2, 0)]).await.unwrap();
    let mixed = store.append(vec![event(3, 0), event(1, 0), event(4, 0), event(3, 0), event(2, 0)]).await.unwrap();
    let again = |place: Appended| Appended { is_new: false, ..place };
    assert_eq!(first.iter().map(|place| (place.pos, place.is_new)).collect::<Vec<_>>(), [(1, true), (2, true)]);
    assert_eq!(mixed[1], again(first[0]));
    assert_eq!(mixed[4], again(first[1]));
    assert_eq!((mixed[0].pos, mixed[0].is_new, mixed[2].pos), (3, true, 4));
    assert_eq!(mixed[3], again(mixed[0]));
    assert_eq!(mixed[0].at_us, mixed[2].at_us);
    assert!(first[0].at_us < mixed[0].at_us);
    let head = store.head().await.unwrap();
    assert_eq!(store.append(vec![event(1, 0)]).await.unwrap(), [again(first[0])]);
    assert_eq!(store.append(Vec::new()).await.unwrap(), []);
    assert_eq!(store.head().await.unwrap(), head, "nothing new closes no time");
}

#[tokio::test]
async fn batches_of_every_size_around_the_statements_fit() {
    let (_place, folder) = data_folder();
    let mut store = Store::open(&folder).await.unwrap();
    let mut next = 0;
    for size in [1, 2, 63, 64, 65, 127, 128, 129, 500, 501, APPEND_EVENTS_MAX] {
        let places = store.append((next..next + size as u64).map(|answer| event(answer, 0)).collect()).await.unwrap();
        assert!(places.iter().map(|place| place.pos).eq(next + 1..=next + size as u64), "{size}");
        assert!(places.iter().all(|place| place.is_new && place.at_us == places[0].at_us));
        next += size as u64;
        // Half of the next is known: the rows that were written in vain leave no trace.
        let known = places.len() as u64 / 2;
        let half = (next - known..next - known + size as u64).map(|answer| event(answer, 0)).collect();
        let places = store.append(half).await.unwrap();
        assert!(places.iter().map(|place| place.pos).eq(next - known + 1..=next - known + size as u64), "{size}");
        next = next - known + size as u64;
    }
    assert_dense(&store.read_after(0, u32::MAX).await.unwrap().records);
}

#[tokio::test]
async fn limits_are_errors_that_say_so() {
    let (_place, folder) = data_folder();
    let mut store = Store::open(&folder).await.unwrap();
    let error = store.append(vec![event(1, 0), long_event(2, BODY_BYTES_MAX)]).await.unwrap_err();
    assert!(matches!(error, IngestError::BodyTooLarge { kind: "AttemptFailed", .. }), "{error:?}");
    let error = store.append(vec![event(1, 0); APPEND_EVENTS_MAX + 1]).await.unwrap_err();
    assert_eq!(error.to_string(), "append has 5001 events, limit is 5000; append them in parts");
    assert_eq!(store.head().await.unwrap().pos, 0);
    store.append(vec![long_event(2, BODY_BYTES_MAX - 500)]).await.unwrap();
    assert_eq!(store.read_after(0, 1).await.unwrap().records[0].event, long_event(2, BODY_BYTES_MAX - 500));
}

#[tokio::test]
async fn a_newer_epoch_fences_the_older() {
    let (_place, folder) = data_folder();
    let mut old = Store::open(&folder).await.unwrap();
    let mut beside = Store::open(&folder).await.unwrap();
    assert_eq!(old.epoch(), None);
    assert_eq!(old.open_epoch().await.unwrap(), 1);
    old.append(vec![event(1, 0)]).await.unwrap();
    let mut new = Store::open(&folder).await.unwrap();
    assert_eq!(new.open_epoch().await.unwrap(), 2);
    let error = old.append(vec![event(2, 0)]).await.unwrap_err();
    assert!(matches!(error, IngestError::Fenced { ours: 1, newest: 2 }), "{error:?}");
    beside.append(vec![event(3, 0)]).await.unwrap();
    new.append(vec![event(4, 0)]).await.unwrap();
    let records = old.read_after(0, 10).await.unwrap().records;
    let kinds: Vec<_> = records.iter().map(|record| record.event.kind_name()).collect();
    assert_eq!(kinds, ["EpochOpened", "AnswerCancelled", "EpochOpened", "AnswerCancelled", "AnswerCancelled"]);
    assert_dense(&records);
}

#[tokio::test]
async fn the_clock_may_step_back() {
    static NOW_US: AtomicU64 = AtomicU64::new(1_000);
    let (_place, folder) = data_folder();
    let options = StoreOptions { clock: || NOW_US.load(Ordering::SeqCst), ..StoreOptions::default() };
    let mut store = Store::open_with(&folder, options).await.unwrap();
    let mut times = Vec::new();
    for (answer, now_us) in [(1, 1_000), (2, 1_000), (3, 500), (4, 0), (5, 2_000)] {
        NOW_US.store(now_us, Ordering::SeqCst);
        times.push(store.append(vec![event(answer, 0)]).await.unwrap()[0].at_us);
    }
    assert_eq!(times, [1_000, 1_001, 1_002, 1_003, 2_000]);
    NOW_US.store(3_000, Ordering::SeqCst);
    assert_eq!(store.close_time().await.unwrap(), 2_999);
    NOW_US.store(7, Ordering::SeqCst);
    assert_eq!(store.close_time().await.unwrap(), 2_999);
    assert_eq!(store.append(vec![event(6, 0)]).await.unwrap()[0].at_us, 3_000);
}

#[test]
fn many_processes_append_to_one_file() {
    let (_place, folder) = data_folder();
    let writers = 8;
    std::thread::scope(|scope| {
        for writer in 0..writers {
            let folder = &folder;
            scope.spawn(move || {
                let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
                runtime.block_on(async {
                    let mut store = Store::open(folder).await.unwrap();
                    for n in 0..40 {
                        // Every event comes from two writers.
                        let events = vec![event(n, writer / 2), event(n + 1_000, writer / 2)];
                        let closed_us = if n % 10 == 0 { store.close_time().await.unwrap() } else { 0 };
                        let places = store.append(events).await.unwrap();
                        assert!(places.iter().all(|place| !place.is_new || place.at_us > closed_us));
                        assert!(store.head().await.unwrap().pos >= places[1].pos);
                    }
                });
            });
        }
    });
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
    let records =
        runtime.block_on(async { Store::open(&folder).await.unwrap().read_after(0, u32::MAX).await.unwrap().records });
    assert_eq!(records.len(), usize::from(writers) / 2 * 80);
    assert_dense(&records);
}

#[tokio::test]
async fn a_full_disk_is_an_error_and_not_the_end() {
    let (_place, folder) = data_folder();
    let mut store =
        Store::open_with(&folder, StoreOptions { pages_max: Some(100), ..StoreOptions::default() }).await.unwrap();
    let mut connection = SqliteConnectOptions::new().filename(folder.log_path()).connect().await.unwrap();
    let fill = "CREATE TABLE filler (bytes BLOB); INSERT INTO filler VALUES (zeroblob(200000))";
    sqlx::raw_sql(fill).execute(&mut connection).await.unwrap();
    let mut appended = Vec::new();
    let error = loop {
        let answer = appended.len() as u64 * 2;
        match store.append(vec![long_event(answer, 20_000), long_event(answer + 1, 20_000)]).await {
            Ok(places) => appended.push(places),
            Err(error) => break error,
        }
    };
    assert!(matches!(error, IngestError::DiskFull { .. }), "{error:?}");
    let head = store.head().await.unwrap();
    assert_eq!(head.pos, appended.len() as u64 * 2, "all of an append or nothing");
    sqlx::raw_sql("DELETE FROM filler").execute(&mut connection).await.unwrap();
    let answer = appended.len() as u64 * 2;
    let places = store.append(vec![long_event(answer, 20_000), long_event(answer + 1, 20_000)]).await.unwrap();
    assert_eq!(places[0].pos, head.pos + 1);
    assert_dense(&store.read_after(0, u32::MAX).await.unwrap().records);
}

#[tokio::test]
async fn a_dropped_append_leaves_nothing_open() {
    let (_place, folder) = data_folder();
    let mut store = Store::open(&folder).await.unwrap();
    let mut other = Store::open(&folder).await.unwrap();
    for n in 0..30 {
        let append = store.append((0..100).map(|answer| event(answer, n)).collect());
        let _ = tokio::time::timeout(std::time::Duration::from_micros(u64::from(n) * 40), append).await;
        // Any call of the store rolls back what was left; then nobody else is kept out.
        store.read_after(0, 1).await.unwrap();
        other.append(vec![event(1_000, n)]).await.unwrap();
    }
    let records = store.read_after(0, u32::MAX).await.unwrap().records;
    assert_dense(&records);
    assert_eq!((records.len() - 30) % 100, 0, "all of an append or nothing");
}

/// The log as anybody would think of it.
#[derive(Default)]
struct Model {
    places: HashMap<EventId, (u64, u64)>,
}

impl Model {
    fn append(&mut self, events: &[Event], appended: &[Appended]) {
        assert_eq!(events.len(), appended.len());
        for (event, place) in events.iter().zip(appended) {
            let next = self.places.len() as u64 + 1;
            let is_new = !self.places.contains_key(&event.id());
            let (pos, at_us) = *self.places.entry(event.id()).or_insert((next, place.at_us));
            assert_eq!(*place, Appended { pos, at_us, is_new });
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 32, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_appends_do_what_the_model_does(appends in vec((any::<bool>(), vec((0..40_u64, 0..3_u16), 0..150)), 1..12)) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
        runtime.block_on(async {
            let (_place, folder) = data_folder();
            let mut stores = [Store::open(&folder).await.unwrap(), Store::open(&folder).await.unwrap()];
            let mut model = Model::default();
            for (second, events) in appends {
                let events: Vec<_> = events.into_iter().map(|(answer, run)| event(answer, run)).collect();
                let appended = stores[usize::from(second)].append(events.clone()).await.unwrap();
                model.append(&events, &appended);
            }
            let records = stores[0].read_after(0, u32::MAX).await.unwrap().records;
            assert_dense(&records);
            let read: HashMap<_, _> = records.iter().map(|record| (record.event.id(), (record.pos, record.at_us))).collect();
            assert_eq!(read, model.places);
        });
    }
}
