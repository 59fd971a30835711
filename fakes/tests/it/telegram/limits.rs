//! Rates, on a clock that the test moves.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use fakes::telegram::{Limits, Options};
use serde_json::json;

use super::Room;

async fn room_at(clock: &Arc<AtomicI64>) -> Room {
    let room = Room::open_with(Options::default()).await;
    let clock = clock.clone();
    room.fake.set_clock(move || clock.load(Ordering::Relaxed));
    room
}

#[tokio::test]
async fn one_chat_gets_a_burst_and_then_one_a_second() {
    let clock = Arc::new(AtomicI64::new(1_000_000));
    let room = room_at(&clock).await;
    let hello = json!({"chat_id": 7, "text": "hello"});
    for _ in 0..3 {
        room.result("sendMessage", hello.clone()).await;
    }
    let (status, answer) = room.call("sendMessage", hello.clone()).await;
    assert_eq!((status, &answer["parameters"]["retry_after"]), (429, &json!(1)));
    assert_eq!(answer["description"], "Too Many Requests: retry after 1");
    let edit = json!({"chat_id": 7, "message_id": 1, "text": "edited"});
    assert_eq!(room.call("editMessageText", edit.clone()).await.0, 429);
    assert_eq!(room.fake.rate_refusals(), 2);
    clock.fetch_add(1_000, Ordering::Relaxed);
    room.result("editMessageText", edit).await;
    assert_eq!(room.call("sendMessage", hello).await.0, 429);
    room.result("sendChatAction", json!({"chat_id": 7, "action": "typing"})).await;
    room.assert_no_violations();
}

#[tokio::test]
async fn all_chats_share_thirty_a_second() {
    let clock = Arc::new(AtomicI64::new(1_000_000));
    let room = room_at(&clock).await;
    for chat in 100..140 {
        room.fake.learner(chat, "en");
    }
    let mut refused = 0;
    for chat in 100..140 {
        refused += u32::from(room.call("sendMessage", json!({"chat_id": chat, "text": "x"})).await.0 == 429);
    }
    assert_eq!(refused, 10);
    clock.fetch_add(1_000, Ordering::Relaxed);
    for chat in 130..140 {
        room.result("sendMessage", json!({"chat_id": chat, "text": "x"})).await;
    }
}

#[tokio::test]
async fn rates_can_be_set_and_switched_off() {
    let clock = Arc::new(AtomicI64::new(1_000_000));
    let room = room_at(&clock).await;
    room.fake.set_limits(None);
    for _ in 0..50 {
        room.send("x").await;
    }
    room.fake.set_limits(Some(Limits { overall_per_s: 1, chat_per_s: 5, chat_burst: 5 }));
    room.send("x").await;
    assert_eq!(room.call("sendMessage", json!({"chat_id": 7, "text": "x"})).await.0, 429);
    // A clock that goes back must not leave everybody waiting for it to catch up.
    clock.store(0, Ordering::Relaxed);
    assert_eq!(room.call("sendMessage", json!({"chat_id": 7, "text": "x"})).await.0, 429);
    clock.store(2_000, Ordering::Relaxed);
    room.send("x").await;
}
