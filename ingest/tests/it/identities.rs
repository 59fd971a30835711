use std::collections::BTreeSet;

use ingest::{IngestError, Store};

use crate::data_folder;

#[tokio::test]
async fn a_name_has_one_pseudonym_for_ever() {
    let (_place, folder) = data_folder();
    let mut store = Store::open(&folder).await.unwrap();
    assert_eq!(store.find_learner("me").await.unwrap(), None);
    let me = store.learner("me").await.unwrap();
    assert_eq!(store.learner("  me\n").await.unwrap(), me);
    let mut others = BTreeSet::from([me]);
    for name in ["Me", "Zoë 日本", &"n".repeat(100), "x'; DROP TABLE log; --"] {
        assert!(others.insert(store.learner(name).await.unwrap()), "{name}");
    }
    store.close().await.unwrap();
    let mut again = Store::open(&folder).await.unwrap();
    assert_eq!(again.find_learner("me").await.unwrap(), Some(me));
}

#[tokio::test]
async fn two_processes_agree_on_a_new_name() {
    let (_place, folder) = data_folder();
    let stores = [Store::open(&folder).await.unwrap(), Store::open(&folder).await.unwrap()];
    let asked = stores.map(|mut store| tokio::spawn(async move { store.learner("new").await.unwrap() }));
    let mut learners = BTreeSet::new();
    for learner in asked {
        learners.insert(learner.await.unwrap());
    }
    assert_eq!(learners.len(), 1);
}

#[tokio::test]
async fn what_is_no_name_is_refused_without_repeating_it() {
    let (_place, folder) = data_folder();
    let mut store = Store::open(&folder).await.unwrap();
    for name in ["", "  \t ", "a\nb", "nul\0", &"n".repeat(101)] {
        let error = store.learner(name).await.unwrap_err();
        assert!(matches!(error, IngestError::Name { .. }), "{error:?}");
        assert!(name.trim().is_empty() || !error.to_string().contains(name), "{error}");
    }
}
