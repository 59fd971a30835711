//! Faults by script.

use std::time::Duration;

use fakes::telegram::{Fault, FaultKind};
use serde_json::{Value, json};

use super::{Room, SOON};

fn hello() -> Value {
    json!({"chat_id": 7, "text": "hello"})
}

/// The path of a voice note that the learner sent.
async fn path_of_voice(room: &Room, bytes: &'static [u8]) -> String {
    room.learner.voice(bytes, 3);
    let updates = room.result("getUpdates", json!({})).await;
    let file_id = updates[0]["message"]["voice"]["file_id"].clone();
    room.result("getFile", json!({"file_id": file_id})).await["file_path"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn a_lost_reply_took_effect_and_a_cut_connection_did_not() {
    let room = Room::open().await;
    room.fake.fault(Fault::on("SendMessage", FaultKind::LostReply).nth(1));
    room.fake.fault(Fault::on("sendMessage", FaultKind::CutConnection).nth(1));
    for shown in [1, 1] {
        let failed = room.http.post(room.address("sendMessage")).json(&hello()).send().await;
        assert!(failed.is_err());
        assert_eq!(room.learner.chat().len(), shown);
    }
    room.send("third").await;
    let outcomes: Vec<(u16, bool)> = room.fake.calls().iter().map(|call| (call.status, call.took_effect)).collect();
    assert_eq!(outcomes, [(0, true), (0, false), (200, true)]);
    assert_eq!(room.fake.calls()[0].fault, Some(FaultKind::LostReply));
}

#[tokio::test]
async fn statuses_are_answered_as_telegram_does() {
    let room = Room::open().await;
    for code in [400, 403, 429, 500, 502] {
        room.fake.fault(Fault::on("*", FaultKind::Status { code, retry_after: Some(7) }).times(1));
    }
    for code in [400, 403, 429, 500, 502] {
        let (status, answer) = room.call("sendMessage", hello()).await;
        assert_eq!((status, answer["parameters"]["retry_after"].as_i64()), (code, (code == 429).then_some(7)));
    }
    assert!(room.learner.chat().is_empty());
    assert_eq!(room.fake.rate_refusals(), 0);
    room.fake.fault(Fault::on("sendMessage", FaultKind::Status { code: 502, retry_after: None }).after_effect());
    assert_eq!(room.call("sendMessage", hello()).await.0, 502);
    assert_eq!(room.learner.chat().len(), 1);
    room.fake.clear_faults();
    room.send("fine").await;
}

#[tokio::test]
async fn a_slow_answer_took_effect_at_once() {
    let room = Room::open().await;
    room.fake.fault(Fault::on("sendMessage", FaultKind::Slow(Duration::from_millis(300))));
    let began = room.fake.now_ms();
    let seen = room.learner.wait_for(|chat| chat.len() == 1, SOON);
    let ((), _) = tokio::join!(
        async {
            seen.await.unwrap();
            assert!(room.fake.now_ms() - began < 300);
        },
        room.send("hello")
    );
    assert!(room.fake.now_ms() - began >= 300);
}

#[tokio::test]
async fn answers_can_be_no_json_or_half_of_it() {
    let room = Room::open().await;
    room.fake.fault(Fault::on("sendMessage", FaultKind::HtmlInsteadOfJson).times(1));
    room.fake.fault(Fault::on("sendMessage", FaultKind::TruncatedJson).times(1));
    for begin in ["<html>", "{\"ok\":true"] {
        let response = room.http.post(room.address("sendMessage")).json(&hello()).send().await.unwrap();
        assert_eq!(response.status(), 200);
        let text = response.text().await.unwrap();
        assert!(text.starts_with(begin) && serde_json::from_str::<Value>(&text).is_err(), "{text}");
    }
    assert_eq!(room.learner.chat().len(), 2);
}

#[tokio::test]
async fn faults_are_narrowed_by_chat_and_count_and_drawn_from_a_seed() {
    let room = Room::open().await;
    room.fake.learner(8, "en");
    let kind = FaultKind::Status { code: 500, retry_after: None };
    room.fake.fault(Fault::on("sendMessage", kind.clone()).chat(8).times(1));
    room.send("not chat 8").await;
    let to_8 = json!({"chat_id": 8, "text": "x"});
    assert_eq!(room.call("sendMessage", to_8.clone()).await.0, 500);
    room.result("sendMessage", to_8).await;

    let mut runs = Vec::new();
    for _ in 0..2 {
        room.fake.clear_faults();
        room.fake.fault(Fault::on("sendMessage", kind.clone()).per_mille(200, 42));
        let mut failed = Vec::new();
        for _ in 0..100 {
            failed.push(room.call("sendMessage", hello()).await.0 == 500);
        }
        runs.push(failed);
    }
    assert_eq!(runs[0], runs[1]);
    let count = runs[0].iter().filter(|failed| **failed).count();
    assert!((10..=30).contains(&count), "{count}");
}

#[tokio::test]
async fn get_file_can_lie() {
    let room = Room::open().await;
    room.learner.voice(&b"OggS"[..], 1);
    let updates = room.result("getUpdates", json!({})).await;
    let file_id = json!({"file_id": updates[0]["message"]["voice"]["file_id"]});
    room.fake.fault(Fault::on("getFile", FaultKind::WrongFileSize(5)).times(1));
    room.fake.fault(Fault::on("getFile", FaultKind::FilePath("../../etc/passwd".to_owned())).times(1));
    assert_eq!(room.result("getFile", file_id.clone()).await["file_size"], 9);
    assert_eq!(room.result("getFile", file_id.clone()).await["file_path"], "../../etc/passwd");
    assert_eq!(room.result("getFile", file_id).await["file_size"], 4);
}

#[tokio::test]
async fn downloads_can_be_missing_or_lead_elsewhere() {
    let room = Room::open().await;
    let path = path_of_voice(&room, b"OggS1234").await;
    let get = async || room.http.get(room.file_address(&path)).send().await;
    room.fake.fault(Fault::on_file(FaultKind::FileMissing).times(1));
    room.fake.fault(Fault::on_file(FaultKind::FileRedirect("http://127.0.0.2:9/x".to_owned())).times(1));
    room.fake.fault(Fault::on_file(FaultKind::CutConnection).times(1));
    room.fake.fault(Fault::on_file(FaultKind::Status { code: 502, retry_after: None }).times(1));
    assert_eq!(get().await.unwrap().status(), 404);
    let redirect = get().await.unwrap();
    assert_eq!(
        (redirect.status().as_u16(), redirect.headers()["location"].to_str().unwrap()),
        (302, "http://127.0.0.2:9/x")
    );
    assert!(get().await.is_err());
    assert_eq!(get().await.unwrap().status(), 502);
    assert_eq!(get().await.unwrap().bytes().await.unwrap(), &b"OggS1234"[..]);
    let statuses: Vec<u16> =
        room.fake.calls().iter().filter(|call| call.method == "file").map(|call| call.status).collect();
    assert_eq!(statuses, [404, 302, 0, 502, 200]);
    assert!(room.fake.calls().iter().filter(|call| call.method == "file").all(|call| call.chat == Some(7)));
}

#[tokio::test]
async fn downloads_can_be_endless_or_too_large_or_drip() {
    let room = Room::open().await;
    let path = path_of_voice(&room, b"OggS1234").await;
    let get = async || room.http.get(room.file_address(&path)).send().await.unwrap();
    room.fake.fault(Fault::on_file(FaultKind::FileEndless(Some(3 << 20))).times(1));
    room.fake.fault(Fault::on_file(FaultKind::FileEndless(None)).times(1));
    let every = Duration::from_millis(20);
    room.fake.fault(Fault::on_file(FaultKind::FileDrip { chunk: 2, every }).times(1));
    assert_eq!(get().await.bytes().await.unwrap().len(), 3 << 20);
    let mut endless = get().await;
    let mut length = 0;
    while length < 5 << 20 {
        length += endless.chunk().await.unwrap().unwrap().len();
    }
    drop(endless);
    let began = room.fake.now_ms();
    assert_eq!(get().await.bytes().await.unwrap(), &b"OggS1234"[..]);
    assert!(room.fake.now_ms() - began >= 60);
}
