use dataflow::events::AnswerId;
use ingest::{IngestError, Store};
use sqlx::ConnectOptions;
use sqlx::sqlite::SqliteConnectOptions;

use crate::{data_folder, event, long_event};

#[tokio::test]
async fn pages_follow_each_other() {
    let (_place, folder) = data_folder();
    let mut store = Store::open(&folder).await.unwrap();
    assert_eq!(store.read_after(0, 10).await.unwrap().records, []);
    for answer in 0..25 {
        store.append(vec![event(answer, 0)]).await.unwrap();
    }
    let mut all = Vec::new();
    loop {
        let page = store.read_after(all.len() as u64, 10).await.unwrap();
        assert_eq!(page.head, store.head().await.unwrap());
        if page.records.is_empty() {
            break;
        }
        all.extend(page.records);
    }
    crate::assert_dense(&all);
    assert_eq!(
        all.iter().map(|record| record.event.clone()).collect::<Vec<_>>(),
        (0..25).map(|n| event(n, 0)).collect::<Vec<_>>()
    );
    assert_eq!(store.read_after(99, 10).await.unwrap().records, []);
}

#[tokio::test]
async fn an_answer_is_read_by_itself() {
    let (_place, folder) = data_folder();
    let mut store = Store::open(&folder).await.unwrap();
    let big = u64::MAX - 3;
    let events = vec![event(big, 0), event(2, 0), event(big, u16::MAX), long_event(big, 5)];
    store.append(events.clone()).await.unwrap();
    let read = store.read_answer(AnswerId(big)).await.unwrap();
    let expected = [&events[0], &events[2], &events[3]];
    assert_eq!(read.iter().map(|record| &record.event).collect::<Vec<_>>(), expected);
    assert_eq!(store.read_answer(AnswerId(3)).await.unwrap(), []);
}

#[tokio::test]
async fn what_cannot_be_read_is_named_by_its_position() {
    let (_place, folder) = data_folder();
    let mut store = Store::open(&folder).await.unwrap();
    store.append((0..3).map(|answer| event(answer, 0)).collect()).await.unwrap();
    let mut connection = SqliteConnectOptions::new().filename(folder.log_path()).connect().await.unwrap();
    for damage in ["kind = 'FromTheFuture'", "version = 99", "version = 70000", "learner = NULL"] {
        sqlx::query("SAVEPOINT whole").execute(&mut connection).await.unwrap();
        sqlx::raw_sql(sqlx::AssertSqlSafe(format!("UPDATE log SET {damage} WHERE pos = 2; RELEASE whole")))
            .execute(&mut connection)
            .await
            .unwrap();
        let error = store.read_after(0, 10).await.unwrap_err();
        assert!(matches!(error, IngestError::Undecodable { pos: 2, .. }), "{damage}: {error:?}");
        assert_eq!(store.read_after(2, 10).await.unwrap().records.len(), 1);
        let repair = "UPDATE log SET (kind, version, learner) = (SELECT kind, version, learner FROM log WHERE pos = 1) WHERE pos = 2";
        sqlx::query(repair).execute(&mut connection).await.unwrap();
        store.read_after(0, 10).await.unwrap();
    }
    sqlx::query("DELETE FROM log WHERE pos = 2").execute(&mut connection).await.unwrap();
    let error = store.read_after(0, 10).await.unwrap_err();
    assert!(matches!(error, IngestError::Missing { pos: 2 }), "{error:?}");
}
