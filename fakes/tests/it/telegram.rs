//! The fake Bot API, called as a client would: raw HTTP for every rule, teloxide to see that its types decode.

mod edits;
mod faults;
mod formatting;
mod limits;
mod media;
mod spec;
mod teloxide;
mod updates;
mod webhooks;

use std::time::Duration;

use fakes::telegram::{Learner, Options, TelegramFake};
use serde_json::{Value, json};

/// Long enough for anything that happens at all.
const SOON: Duration = Duration::from_secs(10);

/// A fake with one learner and a client that speaks HTTP and nothing more.
struct Room {
    fake: TelegramFake,
    learner: Learner,
    http: reqwest::Client,
}

impl Room {
    async fn open() -> Room {
        Room::open_with(Options { limits: None, ..Options::default() }).await
    }

    async fn open_with(options: Options) -> Room {
        let fake = TelegramFake::start_with(options).await.unwrap();
        let learner = fake.learner(7, "en");
        let http = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).build().unwrap();
        Room { fake, learner, http }
    }

    fn address(&self, method: &str) -> String {
        format!("{}/bot{}/{method}", self.fake.url(), self.fake.token())
    }

    fn file_address(&self, path: &str) -> String {
        format!("{}/file/bot{}/{path}", self.fake.url(), self.fake.token())
    }

    /// Status and whole answer.
    async fn call(&self, method: &str, params: Value) -> (u16, Value) {
        let response = self.http.post(self.address(method)).json(&params).send().await.unwrap();
        (response.status().as_u16(), response.json().await.unwrap())
    }

    /// The result of a call that must succeed.
    async fn result(&self, method: &str, params: Value) -> Value {
        let (status, answer) = self.call(method, params).await;
        assert_eq!((status, &answer["ok"]), (200, &json!(true)), "{method}: {answer}");
        answer["result"].clone()
    }

    /// Status and description of a call that must fail.
    async fn refusal(&self, method: &str, params: Value) -> (u16, String) {
        let (status, answer) = self.call(method, params).await;
        assert_eq!((&answer["ok"], &answer["error_code"]), (&json!(false), &json!(status)), "{method}: {answer}");
        (status, answer["description"].as_str().unwrap().to_owned())
    }

    /// Sends a text to the learner and returns its `message_id`.
    async fn send(&self, text: &str) -> i64 {
        self.result("sendMessage", json!({"chat_id": 7, "text": text})).await["message_id"].as_i64().unwrap()
    }

    fn assert_no_violations(&self) {
        assert_eq!(self.fake.violations(), Vec::<String>::new());
    }
}

#[tokio::test]
async fn a_method_is_found_in_any_case_and_an_unknown_one_is_not() {
    let room = Room::open().await;
    for method in ["getMe", "GetMe", "getme"] {
        assert_eq!(room.result(method, json!({})).await["username"], "fake_coach_bot");
    }
    assert_eq!(room.refusal("sendTelepathy", json!({})).await, (404, "Not Found".to_owned()));
    assert_eq!(room.fake.calls_of("getMe"), 3);
    room.assert_no_violations();
}

#[tokio::test]
async fn a_wrong_token_is_unauthorised() {
    let room = Room::open().await;
    for path in ["bot1:x/getMe", "file/bot1:x/voice/file_1.oga"] {
        let response = room.http.get(format!("{}/{path}", room.fake.url())).send().await.unwrap();
        assert_eq!(response.status(), 401);
        let answer: Value = response.json().await.unwrap();
        assert_eq!(answer, json!({"ok": false, "error_code": 401, "description": "Unauthorized"}));
    }
}

#[tokio::test]
async fn parameters_come_as_query_form_json_or_multipart() {
    let room = Room::open().await;
    let address = room.address("sendMessage");
    let query = format!("{address}?chat_id=7&text=by+query");
    assert_eq!(room.http.get(query).send().await.unwrap().status(), 200);
    let form =
        room.http.post(&address).form(&[("chat_id", "7"), ("text", "by form"), ("disable_notification", "true")]);
    assert_eq!(form.send().await.unwrap().status(), 200);
    let markup = json!({"inline_keyboard": [[{"text": "Go", "callback_data": "go"}]]}).to_string();
    let parts =
        reqwest::multipart::Form::new().text("chat_id", "7").text("text", "by\r\nparts").text("reply_markup", markup);
    assert_eq!(room.http.post(&address).multipart(parts).send().await.unwrap().status(), 200);
    room.send("by JSON").await;

    let chat = room.learner.chat();
    let texts: Vec<&str> = chat.iter().map(|message| message.text.as_str()).collect();
    assert_eq!(texts, ["by query", "by form", "by\r\nparts", "by JSON"]);
    assert!(chat[1].is_silent && !chat[0].is_silent);
    assert_eq!(chat[2].data_of("Go"), Some("go"));
    room.assert_no_violations();
}

#[tokio::test]
async fn a_chat_must_exist_and_not_have_blocked_the_bot() {
    let room = Room::open().await;
    let to = |chat: i64| json!({"chat_id": chat, "text": "hello"});
    assert_eq!(room.refusal("sendMessage", to(8)).await, (400, "Bad Request: chat not found".to_owned()));
    room.learner.block();
    let blocked = (403, "Forbidden: bot was blocked by the user".to_owned());
    assert_eq!(room.refusal("sendMessage", to(7)).await, blocked);
    assert_eq!(room.refusal("sendChatAction", json!({"chat_id": 7, "action": "typing"})).await, blocked);
    let updates = room.result("getUpdates", json!({})).await;
    assert_eq!(updates[0]["my_chat_member"]["new_chat_member"]["status"], "kicked");
    room.learner.say("back");
    let updates = room.result("getUpdates", json!({})).await;
    assert_eq!(updates[1]["my_chat_member"]["new_chat_member"]["status"], "member");
    assert_eq!(updates[2]["message"]["text"], "back");
    room.send("hello").await;
    room.assert_no_violations();
}

#[tokio::test]
async fn the_bot_describes_itself_by_language() {
    let room = Room::open().await;
    let commands = json!({"commands": [{"command": "start", "description": "Begin"}], "language_code": "es"});
    room.result("setMyCommands", commands).await;
    assert_eq!(room.fake.commands("es"), [("start".to_owned(), "Begin".to_owned())]);
    assert_eq!(room.result("getMyCommands", json!({"language_code": "es"})).await[0]["command"], "start");
    let upper = json!({"commands": [{"command": "Start", "description": "Begin"}]});
    assert_eq!(room.refusal("setMyCommands", upper).await.1, "Bad Request: BOT_COMMAND_INVALID");
    room.result("setMyDescription", json!({"description": "A coach"})).await;
    room.result("setMyShortDescription", json!({"short_description": "Coach", "language_code": "ru"})).await;
    assert_eq!(room.fake.description(false, "").unwrap(), "A coach");
    assert_eq!(room.fake.description(true, "ru").unwrap(), "Coach");
    room.assert_no_violations();
}

#[tokio::test]
async fn a_reply_needs_the_message_it_answers() {
    let room = Room::open().await;
    let said = room.learner.say("what now?");
    let reply = |to: i64, may_miss: bool| {
        let reply = json!({"message_id": to, "allow_sending_without_reply": may_miss});
        json!({"chat_id": 7, "text": "this", "reply_parameters": reply})
    };
    let sent = room.result("sendMessage", reply(said, false)).await;
    assert_eq!(sent["reply_to_message"]["text"], "what now?");
    assert_eq!(room.learner.chat()[1].reply_to, Some(said));
    let missing = room.refusal("sendMessage", reply(99, false)).await;
    assert_eq!(missing.1, "Bad Request: message to be replied not found");
    assert!(room.result("sendMessage", reply(99, true)).await.get("reply_to_message").is_none());
    room.assert_no_violations();
}

#[tokio::test]
async fn chat_actions_are_known_ones() {
    let room = Room::open().await;
    room.result("sendChatAction", json!({"chat_id": 7, "action": "record_voice"})).await;
    let unknown = room.refusal("sendChatAction", json!({"chat_id": 7, "action": "dance"})).await;
    assert_eq!(unknown.1, "Bad Request: wrong parameter action in request");
}

#[tokio::test]
async fn the_transcript_is_bounded_and_its_totals_are_not() {
    let room = Room::open_with(Options { limits: None, calls_kept: 3, ..Options::default() }).await;
    for count in 0..5 {
        room.send(&format!("{count}")).await;
    }
    let calls = room.fake.calls();
    let texts: Vec<&str> = calls.iter().map(|call| call.params["text"].as_str().unwrap()).collect();
    assert_eq!(texts, ["2", "3", "4"]);
    assert!(calls.iter().all(|call| call.chat == Some(7) && call.status == 200 && call.took_effect));
    assert_eq!(room.fake.calls_of("sendMessage"), 5);
}

#[tokio::test]
async fn dates_follow_the_clock_of_the_test() {
    let room = Room::open().await;
    room.fake.set_clock(|| 1_700_000_000_999);
    let message_id = room.send("now").await;
    assert_eq!(room.learner.message(message_id).unwrap().date_s, 1_700_000_000);
    assert_eq!(room.fake.calls()[0].at_ms, 1_700_000_000_999);
    room.fake.set_now_ms(1_800_000_000_000);
    assert!((1_800_000_000_000..1_800_000_060_000).contains(&room.fake.now_ms()));
}

#[tokio::test]
async fn offline_means_refused_connections_and_nothing_forgotten() {
    let room = Room::open().await;
    room.send("before").await;
    room.fake.go_offline().await;
    let refused = room.http.get(room.address("getMe")).send().await.unwrap_err();
    assert!(refused.is_connect(), "{refused:?}");
    room.learner.say("anyone?");
    room.fake.go_online().await.unwrap();
    let updates = room.result("getUpdates", json!({})).await;
    assert_eq!((&updates[0]["message"]["text"], room.learner.chat().len()), (&json!("anyone?"), 2));
}

#[tokio::test]
async fn a_dropped_fake_serves_nobody() {
    let room = Room::open().await;
    let other = Room::open().await;
    let address = room.address("getMe");
    let Room { fake, http, learner } = room;
    drop(fake);
    tokio::time::timeout(SOON, async { while http.get(&address).send().await.is_ok() {} }).await.unwrap();
    learner.say("anyone?");
    other.send("still here").await;
    assert_eq!(other.learner.chat().len(), 1);
}
