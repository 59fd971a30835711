use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, sync_channel};

use dataflow::events::Record;
use ingest::{Closed, IngestError, Log, Store, StoreOptions, now_us};
use sqlx::ConnectOptions;
use sqlx::sqlite::SqliteConnectOptions;

use crate::{PATIENCE, assert_dense, data_folder, event};

/// A watcher that checks what every watcher may rely on.
struct Watcher {
    shown: Receiver<Closed>,
    records: Vec<Record>,
    closed_us: u64,
    is_caught_up: bool,
}

impl Watcher {
    fn new(shown: Receiver<Closed>) -> Self {
        Watcher { shown, records: Vec::new(), closed_us: 0, is_caught_up: false }
    }

    fn next(&mut self) -> Closed {
        let closed = self.shown.recv_timeout(PATIENCE).unwrap();
        assert!(closed.closed_us > self.closed_us, "{} was closed", self.closed_us);
        assert!(closed.records.iter().all(|record| (self.closed_us + 1..=closed.closed_us).contains(&record.at_us)));
        assert!(closed.is_caught_up || !self.is_caught_up);
        self.records.extend(closed.records.iter().cloned());
        assert_dense(&self.records);
        (self.closed_us, self.is_caught_up) = (closed.closed_us, closed.is_caught_up);
        closed
    }

    fn until_pos(&mut self, pos: u64) {
        while (self.records.len() as u64) < pos {
            self.next();
        }
    }
}

#[tokio::test]
async fn a_whole_log_is_shown_in_parts() {
    let (_place, folder) = data_folder();
    let mut store = Store::open(&folder).await.unwrap();
    for part in 0..5 {
        store.append((part * 4_900..(part + 1) * 4_900).map(|answer| event(answer, 0)).collect()).await.unwrap();
    }
    let (watcher, shown) = sync_channel(1);
    let log = Log::open(store, watcher).unwrap();
    let mut watcher = Watcher::new(shown);
    let mut parts = Vec::new();
    while !watcher.is_caught_up {
        let closed = watcher.next();
        assert_eq!(closed.closed_us, closed.records.last().unwrap().at_us);
        parts.push(closed.records.len());
    }
    assert_eq!(parts, [9_800, 9_800, 4_900], "no commit is shown in two parts");
    log.append(vec![event(1, 0), event(1, 1)]).await.unwrap();
    assert_eq!(watcher.next().records.len(), 1, "what was known is not shown again");
    log.finish().await.unwrap();
    assert!(watcher.shown.recv().is_err());
}

#[tokio::test]
async fn an_empty_log_is_caught_up_at_once() {
    let (_place, folder) = data_folder();
    let (watcher, shown) = sync_channel(1);
    let log = Log::open(Store::open(&folder).await.unwrap(), watcher).unwrap();
    let closed = Watcher::new(shown).next();
    assert!(closed.is_caught_up && closed.records.is_empty());
    log.finish().await.unwrap();
}

#[tokio::test]
async fn what_others_append_is_shown_in_its_place() {
    let (_place, folder) = data_folder();
    let mut store = Store::open(&folder).await.unwrap();
    assert_eq!(store.open_epoch().await.unwrap(), 1);
    let (watcher, shown) = sync_channel(1_000);
    let log = Log::open(store, watcher).unwrap();
    assert_eq!(log.epoch(), Some(1));
    let mut watcher = Watcher::new(shown);
    let mut other = Store::open(&folder).await.unwrap();
    let other_log = Log::open_unwatched(Store::open(&folder).await.unwrap()).unwrap();
    // While idle, then in turns with our own.
    watcher.until_pos(1);
    other.append(vec![event(1, 0), event(2, 0)]).await.unwrap();
    watcher.until_pos(3);
    let mut last = 0;
    for run in 1..40 {
        let mut append = vec![log.append(vec![event(1, run)]).await.unwrap()];
        append.push(other.append(vec![event(2, run), event(1, run)]).await.unwrap());
        append.push(other_log.append(vec![event(3, run)]).await.unwrap());
        last = append.concat().iter().map(|place| place.pos).max().unwrap();
    }
    watcher.until_pos(last);
    assert_eq!(watcher.records, other.read_after(0, u32::MAX).await.unwrap().records);
    other_log.finish().await.unwrap();
    log.finish().await.unwrap();
}

#[tokio::test]
async fn time_passes_without_a_write_when_something_is_due() {
    let (_place, folder) = data_folder();
    let (watcher, shown) = sync_channel(1_000);
    let log = Log::open(Store::open(&folder).await.unwrap(), watcher).unwrap();
    let mut watcher = Watcher::new(shown);
    log.append(vec![event(1, 0)]).await.unwrap();
    watcher.until_pos(1);
    // Later than the appender looks around, earlier, and past already.
    for wait_us in [120_000, 5_000, 0] {
        let due_us = now_us() + wait_us;
        log.close_at(Some(now_us() + 3_600_000_000));
        log.close_at(Some(due_us));
        let closed = watcher.next();
        assert!(closed.records.is_empty());
        assert!((due_us..now_us()).contains(&closed.closed_us));
    }
    log.close_at(None);
    let mut other = Store::open(&folder).await.unwrap();
    assert_eq!(other.head().await.unwrap().pos, 1, "nothing was written");
    let place = other.append(vec![event(2, 0)]).await.unwrap()[0];
    assert!(place.at_us > watcher.closed_us, "nothing lands where time was closed");
    watcher.until_pos(2);
    let place = log.append(vec![event(3, 0)]).await.unwrap()[0];
    assert_eq!(watcher.next().closed_us, place.at_us);
    log.finish().await.unwrap();
    assert!(watcher.shown.recv().is_err(), "time was closed once for each time asked for");
}

#[tokio::test]
async fn time_that_was_shown_as_closed_stays_closed_when_the_clock_steps_back() {
    static NOW_US: AtomicU64 = AtomicU64::new(1_000);
    let options = StoreOptions { clock: || NOW_US.load(Ordering::SeqCst), ..StoreOptions::default() };
    let (_place, folder) = data_folder();
    let (watcher, shown) = sync_channel(1_000);
    let log = Log::open(Store::open_with(&folder, options).await.unwrap(), watcher).unwrap();
    let mut other = Store::open_with(&folder, options).await.unwrap();
    let mut watcher = Watcher::new(shown);
    assert_eq!(log.append(vec![event(1, 0)]).await.unwrap()[0].at_us, 1_000);
    watcher.until_pos(1);
    NOW_US.store(9_000, Ordering::SeqCst);
    log.close_at(Some(5_000));
    assert_eq!(watcher.next().closed_us, 8_999);
    NOW_US.store(2_000, Ordering::SeqCst);
    assert_eq!(other.append(vec![event(2, 0)]).await.unwrap()[0].at_us, 2_000);
    watcher.until_pos(2);
    assert_eq!(watcher.records[1].at_us, 9_000, "shown after what was closed");
    log.close_at(Some(9_500));
    assert_eq!(log.append(vec![event(3, 0)]).await.unwrap()[0].at_us, 9_001);
    watcher.until_pos(3);
    NOW_US.store(10_000, Ordering::SeqCst);
    assert_eq!(watcher.next().closed_us, 9_999);
    log.finish().await.unwrap();
}

#[tokio::test]
async fn a_log_that_cannot_be_read_stops_the_engine_and_says_why() {
    let (_place, folder) = data_folder();
    let (watcher, shown) = sync_channel(1_000);
    let log = Log::open(Store::open(&folder).await.unwrap(), watcher).unwrap();
    let mut watcher = Watcher::new(shown);
    log.append(vec![event(1, 0)]).await.unwrap();
    watcher.until_pos(1);
    let newer =
        "BEGIN IMMEDIATE; INSERT INTO log SELECT 2, at_us + 1, 5, fact, learner, 'FromTheFuture', 1, '{}' FROM log;
        UPDATE log_head SET pos = 2, closed_us = closed_us + 1; COMMIT";
    let mut connection = SqliteConnectOptions::new().filename(folder.log_path()).connect().await.unwrap();
    sqlx::raw_sql(newer).execute(&mut connection).await.unwrap();
    assert!(watcher.shown.recv_timeout(PATIENCE).is_err());
    let error = log.append(vec![event(2, 0)]).await.unwrap_err();
    assert!(matches!(error, IngestError::Undecodable { pos: 2, .. }), "{error:?}");
    assert!(log.finish().await.is_err());
}

#[tokio::test]
async fn a_watcher_may_go_and_a_slow_one_misses_nothing() {
    let (_place, folder) = data_folder();
    let (watcher, shown) = sync_channel(0);
    let log = Log::open(Store::open(&folder).await.unwrap(), watcher).unwrap();
    let appending = log.clone();
    let appends = tokio::spawn(async move {
        for answer in 0..20 {
            appending.append(vec![event(answer, 0)]).await.unwrap();
        }
    });
    let seen = tokio::task::spawn_blocking(move || {
        let mut watcher = Watcher::new(shown);
        watcher.until_pos(10);
        watcher.records.len()
    });
    assert!(seen.await.unwrap() >= 10);
    appends.await.unwrap();
    log.finish().await.unwrap();
    assert_eq!(Store::open(&folder).await.unwrap().head().await.unwrap().pos, 20);
}
