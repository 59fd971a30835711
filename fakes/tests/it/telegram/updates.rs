//! Long polls.

use serde_json::{Value, json};

use super::Room;

fn texts(updates: &Value) -> Vec<&str> {
    updates.as_array().unwrap().iter().map(|update| update["message"]["text"].as_str().unwrap_or("?")).collect()
}

#[tokio::test]
async fn updates_stay_until_an_offset_confirms_them() {
    let room = Room::open().await;
    for text in ["a", "b", "c"] {
        room.learner.say(text);
    }
    let updates = room.result("getUpdates", json!({})).await;
    assert_eq!(texts(&updates), ["a", "b", "c"]);
    let first = updates[0]["update_id"].as_i64().unwrap();
    assert_eq!(texts(&room.result("getUpdates", json!({"offset": first + 1, "limit": 1})).await), ["b"]);
    assert_eq!(texts(&room.result("getUpdates", json!({})).await), ["b", "c"]);
    assert_eq!(texts(&room.result("getUpdates", json!({"offset": -1})).await), ["c"]);
    assert_eq!(room.fake.pending_updates(), 1);
    assert_eq!(texts(&room.result("getUpdates", json!({"offset": first + 3})).await), [""; 0]);
    assert_eq!(room.fake.pending_updates(), 0);
    room.assert_no_violations();
}

#[tokio::test]
async fn a_poll_waits_for_the_next_update() {
    let room = Room::open().await;
    let poll = room.result("getUpdates", json!({"timeout": 20}));
    let say = async {
        // Until the poll waits; were it late, it would find the update at once, and nothing would be shown.
        while room.fake.calls_of("getMe") == 0 {
            room.result("getMe", json!({})).await;
        }
        room.learner.say("/start deep")
    };
    let began = room.fake.now_ms();
    let (updates, message_id) = tokio::join!(poll, say);
    assert!(room.fake.now_ms() - began < 10_000);
    let message = &updates[0]["message"];
    assert_eq!((&message["message_id"], &message["chat"]["id"]), (&json!(message_id), &json!(7)));
    assert_eq!(message["entities"][0], json!({"type": "bot_command", "offset": 0, "length": 6}));
    assert_eq!(message["from"]["language_code"], "en");
}

#[tokio::test]
async fn a_poll_without_updates_ends() {
    let room = Room::open().await;
    let began = room.fake.now_ms();
    assert_eq!(room.result("getUpdates", json!({"timeout": 1})).await, json!([]));
    assert!(room.fake.now_ms() - began >= 950);
}

#[tokio::test]
async fn a_second_poll_ends_the_first() {
    let room = Room::open().await;
    let first = room.refusal("getUpdates", json!({"timeout": 20}));
    let second = async {
        // Polls again until one of them came after the other client's.
        while room.fake.calls_of("getUpdates") == 0 || room.fake.calls().iter().all(|call| call.status != 409) {
            room.result("getUpdates", json!({})).await;
        }
    };
    let ((status, description), ()) = tokio::join!(first, second);
    assert_eq!(status, 409);
    assert!(description.starts_with("Conflict: terminated by other getUpdates request"), "{description}");
}

#[tokio::test]
async fn only_wanted_kinds_arrive_and_the_wish_is_remembered() {
    let room = Room::open().await;
    room.result("getUpdates", json!({"allowed_updates": ["message"]})).await;
    let id = room.learner.say("one");
    room.learner.edit(id, "two");
    room.learner.block();
    let updates = room.result("getUpdates", json!({})).await;
    assert_eq!(texts(&updates), ["one"]);
    room.result("getUpdates", json!({"allowed_updates": []})).await;
    room.learner.edit(id, "three");
    let updates = room.result("getUpdates", json!({})).await;
    assert_eq!(updates[1]["edited_message"]["text"], "three");
    assert_eq!(room.learner.chat()[0].edits, 2);
    room.assert_no_violations();
}

#[tokio::test]
async fn raw_updates_pass_as_they_are() {
    let room = Room::open().await;
    let id = room.learner.raw(json!({"message": "not a message"}));
    let repeated = room.learner.raw(json!({"update_id": id, "poll": 3}));
    assert_eq!(id, repeated);
    room.learner.raw(json!({"update_id": 900_000}));
    room.learner.say("after");
    let updates = room.result("getUpdates", json!({})).await;
    assert_eq!(updates[0], json!({"update_id": id, "poll": 3}));
    assert_eq!(updates[2]["update_id"], 900_001);
    room.assert_no_violations();
}
