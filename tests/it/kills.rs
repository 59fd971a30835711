//! `kill -9` at any moment: the same call finishes, once, and nothing that was done is done again.

use std::path::Path;
use std::process::Child;
use std::time::Duration;

use crate::program::{PHRASE, Place, assert_invariants, runtime};

/// Kills of one data folder: a step may die twelve times before it is given up, and these are random.
const KILLS_PER_PLACE: u32 = 3;

fn kills() -> u32 {
    std::env::var("SPEECH_COACH_KILLS").ok().and_then(|kills| kills.parse().ok()).unwrap_or(100)
}

fn kill(mut child: Child) {
    // It may have ended by itself just now.
    let _ = child.kill();
    child.wait().unwrap();
}

fn assert_finishes(place: &Place) {
    place.answer(&[Path::new(PHRASE)], &[]).assert_delivered();
    assert_invariants(&place.records());
}

/// A moment in the life of an answer, in milliseconds, from the seed alone.
fn moment_ms(seed: u32) -> u64 {
    let mixed = u64::from(seed).wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
    (mixed >> 33) % 1_600
}

#[test]
fn killed_at_random_moments() {
    let places = kills().div_ceil(KILLS_PER_PLACE);
    for n in 0..places {
        let place = Place::new();
        for kill_n in 0..KILLS_PER_PLACE {
            let child = place.spawn(&["answer", PHRASE]);
            // The random moment is the point of the test; nothing is waited for.
            std::thread::sleep(Duration::from_millis(moment_ms(n * KILLS_PER_PLACE + kill_n)));
            kill(child);
        }
        assert_finishes(&place);
    }
}

#[test]
fn killed_at_every_append() {
    // A receipt, an epoch, six starts and six results.
    for appended in 1..=14 {
        let place = Place::new();
        let child = place.spawn(&["answer", PHRASE]);
        wait_for_facts(&place, appended);
        kill(child);
        assert_finishes(&place);
    }
}

/// Waits until the log holds so many facts.
pub(crate) fn wait_for_facts(place: &Place, facts: u64) {
    runtime().block_on(async {
        let folder = ingest::DataFolder::open(place.data()).unwrap();
        let mut store = ingest::Store::open(&folder).await.unwrap();
        for _ in 0..20_000 {
            if store.head().await.unwrap().pos >= facts {
                return;
            }
            // As finely as the append is to be hit; nothing tells a process of another's commit.
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
        panic!("the log never got {facts} facts");
    });
}
