use std::fs;

use ingest::{IngestError, Store, check_library, library_version};
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};
use sqlx::{ConnectOptions, Connection};

use crate::{data_folder, event};

async fn raw(folder: &ingest::DataFolder) -> SqliteConnection {
    SqliteConnectOptions::new().filename(folder.log_path()).connect().await.unwrap()
}

#[tokio::test]
async fn the_library_is_one_that_keeps_logs_whole() {
    check_library(&library_version().await.unwrap()).unwrap();
}

#[test]
fn old_libraries_are_refused() {
    for version in ["3.51.2", "3.50.9", "3.7.17", "2.99.99", "3.51", "", "3.x.1", "3.51.3-rc"] {
        let error = check_library(version).unwrap_err();
        assert!(error.to_string().contains("at least 3.51.3 is needed"), "{error}");
    }
    for version in ["3.51.3", "3.51.10", "3.52.0", "4.0.0", "3.51.3.1"] {
        check_library(version).unwrap();
    }
}

#[tokio::test]
async fn a_newer_log_is_refused_and_left_alone() {
    let (_place, folder) = data_folder();
    let mut store = Store::open(&folder).await.unwrap();
    store.append(vec![event(1, 0)]).await.unwrap();
    store.close().await.unwrap();
    let mut connection = raw(&folder).await;
    sqlx::query("PRAGMA user_version = 5").execute(&mut connection).await.unwrap();
    connection.close().await.unwrap();
    let before = fs::read(folder.log_path()).unwrap();
    let error = Store::open(&folder).await.err().expect("newer");
    assert_eq!(error.to_string(), "log has schema 5, this program knows up to 4; use a newer one");
    assert!(fs::read(folder.log_path()).unwrap() == before, "not a byte is changed");
}

#[tokio::test]
async fn an_older_log_is_upgraded_in_place() {
    let (_place, folder) = data_folder();
    let mut store = Store::open(&folder).await.unwrap();
    store.append(vec![event(1, 0)]).await.unwrap();
    store.close().await.unwrap();
    let mut connection = raw(&folder).await;
    sqlx::raw_sql("DROP TABLE loads; DROP TABLE inbox; DROP TABLE releases; PRAGMA user_version = 1")
        .execute(&mut connection)
        .await
        .unwrap();
    connection.close().await.unwrap();
    let mut store = Store::open(&folder).await.unwrap();
    store.append(vec![event(1, 0), event(2, 0)]).await.unwrap();
    assert_eq!(store.head().await.unwrap().pos, 2);
    let mut connection = raw(&folder).await;
    let version: i64 = sqlx::query_scalar("PRAGMA user_version").fetch_one(&mut connection).await.unwrap();
    let loads: i64 = sqlx::query_scalar("SELECT count(*) FROM loads").fetch_one(&mut connection).await.unwrap();
    assert_eq!((version, loads), (4, 0));
}

#[tokio::test]
async fn another_file_in_its_place_is_no_log() {
    let (_place, folder) = data_folder();
    fs::write(folder.log_path(), "these are my notes\n".repeat(1_000)).unwrap();
    let error = Store::open(&folder).await.err().expect("not a log");
    assert!(matches!(error, IngestError::NotALog { .. }), "{error:?}");
}

#[tokio::test]
async fn many_processes_may_make_it_together() {
    let (_place, folder) = data_folder();
    let opened: Vec<_> = (0..8)
        .map(|n| {
            let folder = folder.clone();
            tokio::spawn(async move { Store::open(&folder).await.unwrap().append(vec![event(n, 0)]).await.unwrap() })
        })
        .collect();
    for opened in opened {
        opened.await.unwrap();
    }
    assert_eq!(Store::open(&folder).await.unwrap().head().await.unwrap().pos, 8);
}

#[tokio::test]
async fn readers_do_not_wait_for_writers() {
    let (_place, folder) = data_folder();
    let mut store = Store::open(&folder).await.unwrap();
    let mut connection = raw(&folder).await;
    sqlx::raw_sql("BEGIN IMMEDIATE").execute(&mut connection).await.unwrap();
    assert_eq!(store.head().await.unwrap().pos, 0);
    let mode: String = sqlx::query_scalar("PRAGMA journal_mode").fetch_one(&mut connection).await.unwrap();
    assert_eq!(mode, "wal");
    store.close().await.unwrap();
}
