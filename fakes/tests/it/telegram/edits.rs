//! Changing and deleting messages, and pressing their buttons.

use serde_json::{Value, json};

use super::{Room, SOON};

fn keyboard(data: &str) -> Value {
    json!({"inline_keyboard": [[{"text": "Next", "callback_data": data}]]})
}

#[tokio::test]
async fn an_edit_changes_what_the_learner_sees() {
    let room = Room::open().await;
    let id = room.send("listening…").await;
    let edit = json!({"chat_id": 7, "message_id": id, "text": "<b>4</b> of 5", "parse_mode": "HTML"});
    let edited = room.result("editMessageText", edit).await;
    assert_eq!(edited["text"], "4 of 5");
    assert!(edited["edit_date"].is_i64());
    let seen = room.learner.message(id).unwrap();
    assert_eq!((seen.text.as_str(), seen.html.as_str(), seen.edits), ("4 of 5", "<b>4</b> of 5", 1));
    room.assert_no_violations();
}

#[tokio::test]
async fn an_edit_that_changes_nothing_is_refused() {
    let room = Room::open().await;
    let id = room.send("same").await;
    let same = json!({"chat_id": 7, "message_id": id, "text": "same"});
    let (status, description) = room.refusal("editMessageText", same.clone()).await;
    assert_eq!(status, 400);
    assert!(description.starts_with("Bad Request: message is not modified"), "{description}");
    let with_buttons = json!({"chat_id": 7, "message_id": id, "text": "same", "reply_markup": keyboard("n")});
    room.result("editMessageText", with_buttons.clone()).await;
    assert!(room.refusal("editMessageText", with_buttons).await.1.contains("not modified"));
    // Without a keyboard an edit takes the old one away, so this one changes something.
    room.result("editMessageText", same).await;
    assert_eq!(room.learner.message(id).unwrap().buttons, []);
    assert_eq!(room.learner.message(id).unwrap().edits, 2);
}

#[tokio::test]
async fn only_the_bots_own_known_messages_can_be_edited() {
    let room = Room::open().await;
    let said = room.learner.say("mine");
    let edit = |id: i64, text: &str| json!({"chat_id": 7, "message_id": id, "text": text});
    let refused = async |params| room.refusal("editMessageText", params).await;
    assert_eq!(refused(edit(99, "x")).await, (400, "Bad Request: message to edit not found".to_owned()));
    assert_eq!(refused(edit(said, "x")).await, (400, "Bad Request: message can't be edited".to_owned()));
    let id = room.send("text").await;
    assert_eq!(refused(edit(id, "  ")).await, (400, "Bad Request: message text is empty".to_owned()));
    assert_eq!(refused(edit(id, &"x".repeat(4_097))).await, (400, "Bad Request: message is too long".to_owned()));
}

#[tokio::test]
async fn buttons_are_changed_apart_from_the_text() {
    let room = Room::open().await;
    let id = room.send("choose").await;
    let markup = json!({"chat_id": 7, "message_id": id, "reply_markup": keyboard("one")});
    room.result("editMessageReplyMarkup", markup.clone()).await;
    assert_eq!(room.learner.message(id).unwrap().data_of("Next"), Some("one"));
    assert!(room.refusal("editMessageReplyMarkup", markup).await.1.contains("not modified"));
    room.result("editMessageReplyMarkup", json!({"chat_id": 7, "message_id": id})).await;
    assert!(room.learner.message(id).unwrap().buttons.is_empty());
    room.assert_no_violations();
}

#[tokio::test]
async fn a_deleted_message_is_gone() {
    let room = Room::open().await;
    let id = room.send("oops").await;
    room.result("deleteMessage", json!({"chat_id": 7, "message_id": id})).await;
    assert!(room.learner.chat().is_empty());
    let again = room.refusal("deleteMessage", json!({"chat_id": 7, "message_id": id})).await;
    assert_eq!(again, (400, "Bad Request: message to delete not found".to_owned()));
}

#[tokio::test]
async fn callback_data_has_at_most_64_bytes() {
    let room = Room::open().await;
    let send = |data: &str| json!({"chat_id": 7, "text": "x", "reply_markup": keyboard(data)});
    room.result("sendMessage", send(&"я".repeat(32))).await;
    let refused = room.refusal("sendMessage", send(&format!("{}.", "я".repeat(32)))).await;
    assert_eq!(refused, (400, "Bad Request: BUTTON_DATA_INVALID".to_owned()));
    let idle = json!({"chat_id": 7, "text": "x", "reply_markup": {"inline_keyboard": [[{"text": "idle"}]]}});
    assert!(room.refusal("sendMessage", idle).await.1.contains("Text buttons are unallowed"));
}

#[tokio::test]
async fn a_press_is_answered_once() {
    let room = Room::open().await;
    let id = room.result("sendMessage", json!({"chat_id": 7, "text": "x", "reply_markup": keyboard("n:1")})).await;
    let id = id["message_id"].as_i64().unwrap();
    let query_id = room.learner.press(id, "n:1");
    let updates = room.result("getUpdates", json!({})).await;
    let query = &updates[0]["callback_query"];
    assert_eq!((&query["id"], &query["data"]), (&json!(query_id), &json!("n:1")));
    assert_eq!((&query["message"]["message_id"], &query["from"]["language_code"]), (&json!(id), &json!("en")));
    assert_eq!(room.learner.unanswered_presses(), 1);
    let answer = json!({"callback_query_id": query_id, "text": "on it"});
    room.result("answerCallbackQuery", answer.clone()).await;
    assert_eq!(room.learner.unanswered_presses(), 0);
    assert!(room.refusal("answerCallbackQuery", answer).await.1.contains("query is too old"));
    room.assert_no_violations();
}

#[tokio::test]
#[should_panic = "never had a button"]
async fn a_button_that_never_was_cannot_be_pressed() {
    let room = Room::open().await;
    let id = room.send("no buttons").await;
    room.learner.press(id, "n:1");
}

#[tokio::test]
async fn waiting_ends_when_the_chat_is_as_wanted() {
    let room = Room::open().await;
    let id = room.send("…").await;
    let wait = room.learner.wait_for(|chat| chat.iter().any(|message| message.text == "done"), SOON);
    let edit = room.result("editMessageText", json!({"chat_id": 7, "message_id": id, "text": "done"}));
    let (chat, _) = tokio::join!(wait, edit);
    assert_eq!(chat.unwrap().len(), 1);
    let brief = std::time::Duration::from_millis(10);
    let not_seen = room.learner.wait_for_some(|chat| chat.get(5).cloned(), brief).await.unwrap_err();
    assert!(format!("{not_seen:?}").contains("done"));
}
