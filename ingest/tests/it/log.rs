use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::sync_channel;

use ingest::{BODY_BYTES_MAX, IngestError, Log, Store, StoreOptions, now_us};
use sqlx::ConnectOptions;
use sqlx::sqlite::SqliteConnectOptions;

use crate::{assert_dense, data_folder, event, long_event};

#[tokio::test]
async fn appends_of_many_tasks_get_their_own_places() {
    let (_place, folder) = data_folder();
    let log = Log::open_unwatched(Store::open(&folder).await.unwrap()).unwrap();
    let tasks: Vec<_> = (0..64)
        .map(|task| {
            let log = log.clone();
            tokio::spawn(async move {
                let mut places = Vec::new();
                for run in 0..20 {
                    let events = vec![event(task, run), event(run.into(), 100), event(task, run)];
                    let appended = log.append(events).await.unwrap();
                    assert!(!appended[2].is_new && appended[2].pos == appended[0].pos);
                    places.extend([(event(task, run).id(), appended[0]), (event(run.into(), 100).id(), appended[1])]);
                }
                places
            })
        })
        .collect();
    let mut firsts = BTreeMap::new();
    let mut new = 0;
    for task in tasks {
        for (id, place) in task.await.unwrap() {
            new += u32::from(place.is_new);
            assert_eq!(*firsts.entry(id).or_insert((place.pos, place.at_us)), (place.pos, place.at_us));
        }
    }
    log.finish().await.unwrap();
    let records = Store::open(&folder).await.unwrap().read_after(0, u32::MAX).await.unwrap().records;
    assert_dense(&records);
    assert_eq!((records.len(), new), (64 * 20 + 20, 64 * 20 + 20));
    assert!(records.iter().all(|record| firsts[&record.event.id()] == (record.pos, record.at_us)));
}

#[tokio::test]
async fn a_large_append_is_one_commit() {
    let (_place, folder) = data_folder();
    let log = Log::open_unwatched(Store::open(&folder).await.unwrap()).unwrap();
    let places = log.append((0..1_300).map(|answer| event(answer, 0)).collect()).await.unwrap();
    assert!(places.iter().all(|place| place.at_us == places[0].at_us));
    assert!(places.iter().map(|place| place.pos).eq(1..=1_300));
    assert_eq!(log.append(Vec::new()).await.unwrap(), []);
    let error = log.append(vec![long_event(1, BODY_BYTES_MAX)]).await.unwrap_err();
    assert!(matches!(error, IngestError::BodyTooLarge { .. }));
    log.finish().await.unwrap();
}

#[tokio::test]
async fn a_full_disk_fails_those_who_wait_and_the_log_goes_on() {
    let (_place, folder) = data_folder();
    let store =
        Store::open_with(&folder, StoreOptions { pages_max: Some(100), ..StoreOptions::default() }).await.unwrap();
    let mut connection = SqliteConnectOptions::new().filename(folder.log_path()).connect().await.unwrap();
    let fill = "CREATE TABLE filler (bytes BLOB); INSERT INTO filler VALUES (zeroblob(200000))";
    sqlx::raw_sql(fill).execute(&mut connection).await.unwrap();
    let (watcher, shown) = sync_channel(1_000);
    let log = Log::open(store, watcher).unwrap();
    let appends: Vec<_> = (0..20)
        .map(|answer| {
            let log = log.clone();
            tokio::spawn(async move { log.append(vec![long_event(answer, 30_000)]).await })
        })
        .collect();
    let mut failed = 0;
    for append in appends {
        if let Err(error) = append.await.unwrap() {
            assert!(matches!(error, IngestError::DiskFull { .. }), "{error:?}");
            failed += 1;
        }
    }
    assert!(failed > 0);
    sqlx::raw_sql("DROP TABLE filler").execute(&mut connection).await.unwrap();
    log.append(vec![long_event(100, 30_000)]).await.unwrap();
    log.finish().await.unwrap();
    let records: Vec<_> = shown.iter().flat_map(|closed| closed.records).collect();
    assert_dense(&records);
    assert_eq!(records.len(), 20 - failed + 1);
}

#[tokio::test]
async fn a_fenced_engine_appends_nothing_more() {
    let (_place, folder) = data_folder();
    let mut store = Store::open(&folder).await.unwrap();
    store.open_epoch().await.unwrap();
    let (watcher, _shown) = sync_channel(1_000);
    let log = Log::open(store, watcher).unwrap();
    log.append(vec![event(1, 0)]).await.unwrap();
    Store::open(&folder).await.unwrap().open_epoch().await.unwrap();
    let error = log.append(vec![event(2, 0)]).await.unwrap_err();
    assert_eq!(error.to_string(), "log was taken over by epoch 2, ours is 1; stop this engine");
    log.finish().await.unwrap();
}

#[tokio::test]
async fn finishing_appends_what_is_queued_and_nothing_after() {
    let (_place, folder) = data_folder();
    let log = Log::open_unwatched(Store::open(&folder).await.unwrap()).unwrap();
    let late = log.clone();
    let appends: Vec<_> = (0..100)
        .map(|answer| {
            let log = log.clone();
            tokio::spawn(async move { log.append(vec![event(answer, 0)]).await.is_ok() })
        })
        .collect();
    tokio::task::yield_now().await;
    log.finish().await.unwrap();
    let mut appended = 0;
    for append in appends {
        appended += u64::from(append.await.unwrap());
    }
    assert_eq!(appended, 100);
    assert!(matches!(late.append(vec![event(1, 1)]).await, Err(IngestError::Stopped)));
    assert!(matches!(late.finish().await, Err(IngestError::Stopped)));
    assert!(!folder.path().join("log.db-wal").exists(), "the log is in its main file");
    assert_eq!(Store::open(&folder).await.unwrap().head().await.unwrap().pos, 100);
}

#[tokio::test]
async fn a_panic_of_the_appender_is_an_error_of_everybody() {
    static IS_BROKEN: AtomicBool = AtomicBool::new(false);
    fn clock() -> u64 {
        assert!(!IS_BROKEN.load(Ordering::SeqCst), "the appender panics, as this test wants");
        now_us()
    }
    let (_place, folder) = data_folder();
    let store = Store::open_with(&folder, StoreOptions { clock, ..StoreOptions::default() }).await.unwrap();
    let log = Log::open_unwatched(store).unwrap();
    log.append(vec![event(1, 0)]).await.unwrap();
    IS_BROKEN.store(true, Ordering::SeqCst);
    let appends: Vec<_> = (2..5)
        .map(|answer| {
            let log = log.clone();
            tokio::spawn(async move { log.append(vec![event(answer, 0)]).await })
        })
        .collect();
    for append in appends {
        assert!(matches!(append.await.unwrap(), Err(IngestError::Stopped)));
    }
    assert!(matches!(log.finish().await, Err(IngestError::Stopped)));
}
