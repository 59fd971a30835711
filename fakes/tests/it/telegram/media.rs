//! Files in both directions.

use fakes::telegram::AttachmentKind;
use reqwest::multipart::{Form, Part};
use serde_json::{Value, json};

use super::Room;

/// The beginning of a PNG: all that tells its size.
fn png(width: u32, height: u32) -> Vec<u8> {
    let mut bytes = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec();
    bytes.extend(width.to_be_bytes());
    bytes.extend(height.to_be_bytes());
    bytes
}

async fn upload(room: &Room, method: &str, field: &'static str, bytes: Vec<u8>, caption: &str) -> (u16, Value) {
    let part = Part::bytes(bytes).file_name("file.bin").mime_str("application/x-test").unwrap();
    let form = Form::new().text("chat_id", "7").text("caption", caption.to_owned()).text("parse_mode", "HTML");
    let response = room.http.post(room.address(method)).multipart(form.part(field, part)).send().await.unwrap();
    (response.status().as_u16(), response.json().await.unwrap())
}

#[tokio::test]
async fn a_voice_note_can_be_downloaded() {
    let room = Room::open().await;
    let id = room.learner.voice(vec![1, 2, 3], 12);
    let reply = room.learner.voice_reply(&b"OggS"[..], 4, id);
    let updates = room.result("getUpdates", json!({})).await;
    let voice = &updates[0]["message"]["voice"];
    assert_eq!(
        (&voice["duration"], &voice["file_size"], &voice["mime_type"]),
        (&json!(12), &json!(3), &json!("audio/ogg"))
    );
    assert_eq!(updates[1]["message"]["reply_to_message"]["voice"], *voice);
    assert_eq!((&updates[1]["message"]["message_id"], reply), (&json!(2), 2));
    assert_eq!(room.http.get(room.file_address("voice/file_1.oga")).send().await.unwrap().status(), 404);
    let file = room.result("getFile", json!({"file_id": voice["file_id"]})).await;
    assert_eq!((&file["file_path"], &file["file_size"]), (&json!("voice/file_1.oga"), &json!(3)));
    let response = room.http.get(room.file_address("voice/file_1.oga")).send().await.unwrap();
    assert_eq!(response.bytes().await.unwrap(), &[1, 2, 3][..]);
    assert_eq!(room.refusal("getFile", json!({"file_id": "none"})).await.0, 400);
    room.assert_no_violations();
}

#[tokio::test]
async fn bots_download_at_most_20_mb() {
    let room = Room::open().await;
    room.learner.voice(vec![0; (20 << 20) + 1], 60);
    let updates = room.result("getUpdates", json!({})).await;
    let file_id = json!({"file_id": updates[0]["message"]["voice"]["file_id"]});
    assert_eq!(room.refusal("getFile", file_id).await, (400, "Bad Request: file is too big".to_owned()));
}

#[tokio::test]
async fn files_arrive_with_their_bytes() {
    let room = Room::open().await;
    let cases = [
        ("sendVoice", "voice", b"OggS\r\n--x".to_vec(), AttachmentKind::Voice),
        ("sendPhoto", "photo", png(640, 480), AttachmentKind::Photo),
        ("sendDocument", "document", vec![0, 159, 146, 150], AttachmentKind::Document),
        ("sendAudio", "audio", b"ID3".to_vec(), AttachmentKind::Audio),
    ];
    for (method, field, bytes, kind) in cases {
        let (status, answer) = upload(&room, method, field, bytes.clone(), "<i>look</i>").await;
        assert_eq!((status, &answer["result"]["caption"]), (200, &json!("look")), "{answer}");
        let message = room.learner.chat().pop().unwrap();
        let attachment = message.attachment.unwrap();
        assert_eq!((attachment.kind, attachment.bytes.to_vec(), message.text.as_str()), (kind, bytes, "look"));
    }
    let photo = room.learner.chat()[1].attachment.clone().unwrap();
    assert_eq!(photo.file_name.as_deref(), Some("file.bin"));
    let again = room.result("sendPhoto", json!({"chat_id": 7, "photo": photo.file_id})).await;
    assert_eq!((&again["photo"][0]["width"], &again["photo"][0]["height"]), (&json!(640), &json!(480)));
    let params = &room.fake.calls()[0].params;
    assert_eq!(params["voice"], json!({"file": "file.bin", "bytes": 9}));
    room.assert_no_violations();
}

#[tokio::test]
async fn a_part_can_be_named_by_attach() {
    let room = Room::open().await;
    let part = Part::bytes(b"%PDF".to_vec()).file_name("a.pdf");
    let form = Form::new().text("chat_id", "7").text("document", "attach://0").part("0", part);
    let response = room.http.post(room.address("sendDocument")).multipart(form).send().await.unwrap();
    assert_eq!(response.status(), 200);
    assert_eq!(room.learner.chat()[0].attachment.as_ref().unwrap().file_name.as_deref(), Some("a.pdf"));
    room.assert_no_violations();
}

#[tokio::test]
async fn unfit_files_are_refused() {
    let room = Room::open().await;
    let description = |answer: (u16, Value)| (answer.0, answer.1["description"].as_str().unwrap().to_owned());
    let long = upload(&room, "sendPhoto", "photo", png(1, 1), &"x".repeat(1_025)).await;
    assert_eq!(description(long), (400, "Bad Request: message caption is too long".to_owned()));
    let empty = upload(&room, "sendDocument", "document", Vec::new(), "").await;
    assert_eq!(description(empty), (400, "Bad Request: file must be non-empty".to_owned()));
    let no_picture = upload(&room, "sendPhoto", "photo", b"GIF".to_vec(), "").await;
    assert_eq!(description(no_picture), (400, "Bad Request: IMAGE_PROCESS_FAILED".to_owned()));
    let wide = upload(&room, "sendPhoto", "photo", png(9_999, 2), "").await;
    assert_eq!(description(wide), (400, "Bad Request: PHOTO_INVALID_DIMENSIONS".to_owned()));
    let unknown = room.refusal("sendVoice", json!({"chat_id": 7, "voice": "none"})).await;
    assert_eq!(unknown.1, "Bad Request: wrong file identifier/HTTP URL specified");
    upload(&room, "sendVoice", "voice", b"RIFF".to_vec(), "").await;
    assert_eq!(room.learner.chat()[0].attachment.as_ref().unwrap().kind, AttachmentKind::Document);
}

#[tokio::test]
async fn learners_send_other_files_too() {
    let room = Room::open().await;
    room.learner.file(AttachmentKind::Document, png(2, 2), "me.png", "my <chart>");
    room.learner.file(AttachmentKind::Photo, png(2, 3), "me.png", "");
    room.learner.file(AttachmentKind::Audio, vec![1], "me.mp3", "");
    let updates = room.result("getUpdates", json!({})).await;
    assert_eq!(updates[0]["message"]["caption"], "my <chart>");
    assert_eq!(updates[0]["message"]["document"]["file_name"], "me.png");
    assert_eq!(updates[1]["message"]["photo"][0]["height"], 3);
    assert_eq!(updates[2]["message"]["audio"]["mime_type"], "audio/mpeg");
    room.assert_no_violations();
}
