//! Calls that do not fit the Bot API. Without its file there is nothing to compare with, and nothing is found.

use serde_json::{Value, json};

use super::Room;

/// One call with what is found in it.
async fn violations(method: &str, params: Value) -> Vec<String> {
    let room = Room::open().await;
    if !room.fake.has_spec() {
        return Vec::new();
    }
    let (status, description) = room.refusal(method, params).await;
    assert_eq!(status, 400);
    assert!(description.starts_with("Bad Request: not in the Bot API: "), "{description}");
    assert!(room.learner.chat().is_empty());
    room.fake.violations()
}

fn found(findings: &[String], expected: &[&str]) {
    assert!(findings.is_empty() || findings == expected, "{findings:#?}");
}

#[tokio::test]
async fn unknown_and_missing_parameters_are_found() {
    let findings = violations("sendMessage", json!({"chat_id": 7, "txt": "x"})).await;
    found(&findings, &["sendMessage.txt: unknown parameter", "sendMessage.text: required parameter is missing"]);
}

#[tokio::test]
async fn wrong_types_are_found() {
    let findings = violations("sendMessage", json!({"chat_id": true, "text": 5})).await;
    found(&findings, &["sendMessage.chat_id:  is no Integer;  is no Text", "sendMessage.text:  is no Text"]);
}

#[tokio::test]
async fn wrong_fields_inside_objects_are_found() {
    let button = json!({"text": "x", "callback": "y"});
    let params = json!({"chat_id": 7, "message_id": 1, "reply_markup": {"inline_keyboard": [[button]]}});
    let findings = violations("editMessageReplyMarkup", params).await;
    let expected = "editMessageReplyMarkup.reply_markup: .inline_keyboard[0][0] has callback, unknown in \
                    InlineKeyboardButton";
    found(&findings, &[expected]);
}

#[tokio::test]
async fn forms_must_spell_what_is_meant() {
    let room = Room::open().await;
    let address = room.address("sendMessage");
    let form = [("chat_id", "7"), ("text", "x"), ("disable_notification", "maybe"), ("reply_markup", "{")];
    let response = room.http.post(address).form(&form).send().await.unwrap();
    if room.fake.has_spec() {
        assert_eq!((response.status().as_u16(), room.fake.violations().len()), (400, 2));
    }
}

#[tokio::test]
async fn broken_bodies_are_found() {
    let room = Room::open().await;
    for (kind, body) in [("application/json", "{"), ("text/plain", "hi"), ("multipart/form-data; boundary=x", "--x")] {
        let request = room.http.post(room.address("sendMessage")).header("content-type", kind).body(body);
        assert_eq!(request.send().await.unwrap().status(), 400);
    }
    assert_eq!(room.fake.violations().len(), 3);
}
