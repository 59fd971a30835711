use std::path::{Path, PathBuf};

use dataflow::events::Record;
use ingest::facts_file::{Fact, Load, Loaded, PART_ROWS, write_json_lines, write_parquet};
use ingest::{DataFolder, IngestError, Store, StoreOptions};

use super::{NEW_YEAR_MS, fact};
use crate::{assert_dense, data_folder, event};

/// The log's clock in these tests: 200 days into the year.
const NOW_US: u64 = (NEW_YEAR_MS + 200 * 86_400_000) * 1_000;

async fn store(folder: &DataFolder) -> Store {
    Store::open_with(folder, StoreOptions { clock: || NOW_US, ..StoreOptions::default() }).await.unwrap()
}

/// A file in both formats.
fn files(folder: &DataFolder, facts: &[Fact]) -> [PathBuf; 2] {
    let [lines, table] = ["facts.jsonl", "facts.parquet"].map(|name| folder.path().join(name));
    write_json_lines(&lines, facts.to_vec()).unwrap();
    write_parquet(&table, facts.to_vec()).unwrap();
    [lines, table]
}

fn rejects(file: &Path) -> PathBuf {
    file.with_extension("rejects")
}

async fn load(store: &mut Store, file: &Path) -> Result<Loaded, IngestError> {
    let mut load = Load::open(store, file, &rejects(file)).await?;
    while load.step().await? {}
    Ok(load.loaded())
}

async fn records(store: &mut Store) -> Vec<Record> {
    let records = store.read_after(0, u32::MAX).await.unwrap().records;
    assert_dense(&records);
    records
}

#[tokio::test]
async fn facts_keep_their_times_and_come_in_once() {
    for format in [0, 1] {
        let (_place, folder) = data_folder();
        let facts: Vec<_> = (0..12_000).map(fact).collect();
        let file = &files(&folder, &facts)[format];
        let mut store = store(&folder).await;
        let loaded = load(&mut store, file).await.unwrap();
        assert_eq!((loaded.rows, loaded.appended, loaded.duplicates), (12_000, 12_000, 0));
        assert_eq!((loaded.rejected, loaded.restamped, loaded.done), (0, 0, loaded.whole));
        let found = records(&mut store).await;
        assert!(found.iter().map(|record| Some(record.at_us)).eq(facts.iter().map(|fact| fact.at_us)));
        assert!(found.iter().map(|record| &record.event).eq(facts.iter().map(|fact| &fact.event)));
        let head = store.head().await.unwrap();
        assert_eq!((head.pos, Some(head.closed_us)), (12_000, facts[11_999].at_us));

        let again = load(&mut store, file).await.unwrap();
        assert_eq!((again.appended, again.duplicates, again.resumed_rows), (0, 12_000, 0));
        assert_eq!(store.head().await.unwrap(), head);
        assert!(!rejects(file).exists(), "nothing was rejected");
    }
}

#[tokio::test]
async fn what_is_not_later_than_the_log_gets_the_present_time() {
    let (_place, folder) = data_folder();
    let mut facts: Vec<_> =
        (0..100).map(|n| Fact { at_us: Some(fact(n * 10_000).at_us.unwrap()), ..fact(n) }).collect();
    facts[3].at_us = None;
    let own_us = |n: usize| NEW_YEAR_MS * 1_000 + n as u64 * 10_000;
    let [file, _] = files(&folder, &facts);
    let mut store = store(&folder).await;
    let loaded = load(&mut store, &file).await.unwrap();
    // One without a time is now, and nothing can come before it any more.
    assert_eq!((loaded.appended, loaded.restamped), (100, 96));
    let times: Vec<_> = records(&mut store).await.iter().map(|record| record.at_us).collect();
    assert_eq!(times[..4], [own_us(0), own_us(1), own_us(2), NOW_US]);
    assert!(times[4..].iter().all(|at_us| *at_us == NOW_US));

    let later: Vec<_> = (200..300).map(fact).collect();
    let [_, file] = files(&folder, &later);
    assert_eq!(load(&mut store, &file).await.unwrap().restamped, 100);
    assert!(records(&mut store).await[100..].iter().all(|record| record.at_us == NOW_US + 1));
}

#[tokio::test]
async fn a_time_of_more_facts_than_a_part_follows_itself() {
    let (_place, folder) = data_folder();
    let at_us = Some(NEW_YEAR_MS * 1_000);
    let facts: Vec<_> = (0..PART_ROWS as u64 * 3 + 5).map(|n| Fact { at_us, ..fact(n) }).collect();
    let [file, _] = files(&folder, &facts);
    let mut store = store(&folder).await;
    assert_eq!(load(&mut store, &file).await.unwrap().restamped, 0);
    let times = records(&mut store).await.into_iter().map(|record| record.at_us - NEW_YEAR_MS * 1_000);
    assert!(times.eq((0..facts.len()).map(|n| (n / PART_ROWS) as u64)));
}

#[tokio::test]
async fn the_future_is_rejected() {
    let (_place, folder) = data_folder();
    let facts = [fact(1), Fact { at_us: Some(NOW_US), ..fact(2) }, Fact { at_us: Some(NOW_US + 1), ..fact(3) }];
    let [_, file] = files(&folder, &facts);
    let loaded = load(&mut store(&folder).await, &file).await.unwrap();
    assert_eq!((loaded.appended, loaded.rejected), (2, 1));
    let told = std::fs::read_to_string(rejects(&file)).unwrap();
    assert!(told.contains(&format!("at_us is {}, now is {NOW_US}: a fact of the future", NOW_US + 1)), "{told}");
    assert!(told.contains("\"line\":3") && told.contains("\"kind\":\"AnswerRecorded\""), "{told}");
}

/// Facts with a bad row behind each thousandth.
fn with_bad_rows(folder: &DataFolder, facts: u64) -> PathBuf {
    let [file, _] = files(folder, &(0..facts).map(fact).collect::<Vec<_>>());
    let text = std::fs::read_to_string(&file).unwrap();
    let bad = |(n, line): (usize, &str)| if n % 1_000 == 999 { format!("{line}\nbad\n") } else { format!("{line}\n") };
    std::fs::write(&file, text.lines().enumerate().map(bad).collect::<String>()).unwrap();
    file
}

fn lines_told(file: &Path) -> Vec<u64> {
    let told = std::fs::read_to_string(rejects(file)).unwrap();
    let line = |told: &str| serde_json::from_str::<serde_json::Value>(told).unwrap()["line"].as_u64().unwrap();
    told.lines().map(line).collect()
}

#[tokio::test]
async fn an_interrupted_load_goes_on_with_the_next_row() {
    let (_place, folder) = data_folder();
    let file = with_bad_rows(&folder, 20_000);
    let bad: Vec<_> = (1..=20).map(|n| n * 1_001).collect();
    let mut store = store(&folder).await;
    let mut appended = 0;
    for part in 1..=4 {
        let mut load = Load::open(&mut store, &file, &rejects(&file)).await.unwrap();
        assert!(load.step().await.unwrap());
        appended += load.loaded().appended;
        assert_eq!((load.loaded().resumed_rows, load.loaded().duplicates), ((part - 1) * PART_ROWS as u64, 0));
        // What was written before a kill and not marked is cut away.
        drop(load);
        let told = std::fs::read_to_string(rejects(&file)).unwrap() + "{\"line\":1,\"rea";
        std::fs::write(rejects(&file), told).unwrap();
    }
    let loaded = load(&mut store, &file).await.unwrap();
    assert_eq!((loaded.rows, loaded.resumed_rows, loaded.rejected), (20_020, 20_000, 20));
    assert_eq!((appended + loaded.appended, loaded.duplicates, loaded.restamped), (20_000, 0, 0));
    assert_eq!(lines_told(&file), bad);
    assert_eq!(records(&mut store).await.len(), 20_000);

    let again = load_all(&mut store, &file).await;
    assert_eq!((again.duplicates, again.rejected, again.resumed_rows), (20_000, 20, 0), "a finished load has no mark");
    assert_eq!(lines_told(&file), bad);
}

async fn load_all(store: &mut Store, file: &Path) -> Loaded {
    load(store, file).await.unwrap()
}

#[tokio::test]
async fn a_mark_is_of_this_content_with_these_rejects() {
    let (_place, folder) = data_folder();
    let file = with_bad_rows(&folder, 10_000);
    let mut store = store(&folder).await;
    assert!(Load::open(&mut store, &file, &rejects(&file)).await.unwrap().step().await.unwrap());
    std::fs::remove_file(rejects(&file)).unwrap();
    let anew = Load::open(&mut store, &file, &rejects(&file)).await.unwrap().loaded();
    assert_eq!((anew.resumed_rows, anew.rejected), (0, 0), "rejects that are gone are found again");
    let elsewhere = folder.path().join("elsewhere");
    assert_eq!(Load::open(&mut store, &file, &elsewhere).await.unwrap().loaded().resumed_rows, 0);
    std::fs::write(&file, std::fs::read_to_string(&file).unwrap() + "\n").unwrap();
    let loaded = load_all(&mut store, &file).await;
    assert_eq!((loaded.resumed_rows, loaded.rejected), (0, 10));
    assert_eq!(loaded.appended + loaded.duplicates, 10_000);
}

#[tokio::test]
async fn other_processes_append_in_between() {
    let (_place, folder) = data_folder();
    let [_, file] = files(&folder, &(0..20_000).map(fact).collect::<Vec<_>>());
    let (mut ours, mut theirs) = (store(&folder).await, store(&folder).await);
    theirs.open_epoch().await.unwrap();
    let mut load = Load::open(&mut ours, &file, &rejects(&file)).await.unwrap();
    let mut n = 0;
    while load.step().await.unwrap() {
        n += 1;
        theirs.append(vec![event(n, 0)]).await.unwrap();
    }
    assert_eq!((load.loaded().appended, load.loaded().restamped), (20_000, 20_000), "the engine has opened an epoch");
    assert_eq!(records(&mut ours).await.len() as u64, 20_001 + n);
}

#[tokio::test]
async fn what_cannot_be_loaded_is_said() {
    let (_place, folder) = data_folder();
    let mut store = store(&folder).await;
    let [lines, table] = files(&folder, &(0..20_000).map(fact).collect::<Vec<_>>());
    let error = Load::open(&mut store, &lines, &lines).await.err().unwrap().to_string();
    assert!(error.contains("it is to hold the rejects"), "{error}");
    let error = load(&mut store, folder.path()).await.unwrap_err().to_string();
    assert!(error.contains("it is not a file"), "{error}");
    std::fs::write(&lines, b"\x1f\x8b\x08\0\0\0\0\0packed").unwrap();
    let error = load(&mut store, &lines).await.unwrap_err().to_string();
    assert!(error.contains("neither JSON Lines nor Parquet"), "{error}");
    assert!(load(&mut store, &folder.path().join("none")).await.is_err());

    let mut content = std::fs::read(&table).unwrap();
    content[4..400].fill(0xff);
    std::fs::write(&table, content).unwrap();
    let error = load(&mut store, &table).await.unwrap_err().to_string();
    assert!(error.contains("is no file of facts"), "{error}");
    let stands = store.head().await.unwrap().pos;
    assert_eq!(load(&mut store, &table).await.unwrap_err().to_string(), error);
    assert_eq!(store.head().await.unwrap().pos, stands);
}
