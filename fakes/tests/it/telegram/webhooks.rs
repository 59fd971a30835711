//! The webhook, received by a server of the test's own.

use std::collections::VecDeque;
use std::convert::Infallible;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use http_body_util::{BodyExt, Full};
use hyper::body::{Bytes, Incoming};
use hyper::service::service_fn;
use hyper::{Request, Response};
use hyper_util::rt::TokioIo;
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio::sync::Semaphore;

use super::{Room, SOON};

/// What was posted, and what to answer: 200 when nothing is scripted.
#[derive(Default)]
struct Hook {
    posted: Mutex<Vec<(String, Option<String>, Value)>>,
    statuses: Mutex<VecDeque<u16>>,
    /// Closed: answers wait until it is opened.
    is_held: Mutex<Option<Arc<Semaphore>>>,
}

impl Hook {
    async fn open() -> (Arc<Hook>, SocketAddr) {
        let hook = Arc::new(Hook::default());
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let served = hook.clone();
        tokio::spawn(async move {
            loop {
                let (socket, _) = listener.accept().await.unwrap();
                let hook = served.clone();
                let service = service_fn(move |request| Hook::receive(hook.clone(), request));
                let builder = hyper::server::conn::http1::Builder::new();
                tokio::spawn(builder.serve_connection(TokioIo::new(socket), service));
            }
        });
        (hook, address)
    }

    async fn receive(hook: Arc<Hook>, request: Request<Incoming>) -> Result<Response<Full<Bytes>>, Infallible> {
        let path = request.uri().path().to_owned();
        let secret = request.headers().get("x-telegram-bot-api-secret-token");
        let secret = secret.map(|secret| secret.to_str().unwrap().to_owned());
        let body = request.into_body().collect().await.unwrap().to_bytes();
        hook.posted.lock().unwrap().push((path, secret, serde_json::from_slice(&body).unwrap()));
        let status = hook.statuses.lock().unwrap().pop_front().unwrap_or(200);
        let held = hook.is_held.lock().unwrap().clone();
        if let Some(held) = held {
            held.acquire().await.unwrap().forget();
        }
        Ok(Response::builder().status(status).body(Full::default()).unwrap())
    }

    fn texts(&self) -> Vec<String> {
        let posted = self.posted.lock().unwrap();
        posted.iter().map(|(_, _, update)| update["message"]["text"].as_str().unwrap().to_owned()).collect()
    }
}

/// Looks again and again, for what tells nobody that it happened.
async fn until(is_so: impl Fn() -> bool) {
    let look = async {
        while !is_so() {
            // There is nothing to wait on: a short pause keeps the processor free for what is awaited.
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
    };
    tokio::time::timeout(SOON, look).await.unwrap();
}

fn at(address: SocketAddr) -> Value {
    json!({"url": format!("http://{address}/hook/1"), "secret_token": "s-3_cret"})
}

#[tokio::test]
async fn updates_are_posted_with_the_secret() {
    let room = Room::open().await;
    let (hook, address) = Hook::open().await;
    room.learner.say("before");
    room.result("setWebhook", at(address)).await;
    room.learner.say("after");
    until(|| room.fake.pending_updates() == 0).await;
    assert_eq!(hook.texts(), ["before", "after"]);
    let (path, secret, _) = hook.posted.lock().unwrap()[0].clone();
    assert_eq!((path.as_str(), secret.as_deref()), ("/hook/1", Some("s-3_cret")));
    let conflict = room.refusal("getUpdates", json!({})).await;
    assert!(conflict.0 == 409 && conflict.1.contains("while webhook is active"), "{conflict:?}");
    room.assert_no_violations();
}

#[tokio::test]
async fn what_was_not_accepted_is_posted_again_in_order() {
    let room = Room::open().await;
    let (hook, address) = Hook::open().await;
    hook.statuses.lock().unwrap().extend([500, 302]);
    room.result("setWebhook", at(address)).await;
    room.learner.say("a");
    room.learner.say("b");
    until(|| room.fake.pending_updates() == 0).await;
    assert_eq!(hook.texts(), ["a", "a", "a", "b"]);
    let info = room.result("getWebhookInfo", json!({})).await;
    assert_eq!(info["last_error_message"], "Wrong response from the webhook: 302");
    assert_eq!(info["pending_update_count"], 0);
    room.assert_no_violations();
}

#[tokio::test]
async fn a_chat_waits_for_our_answer_and_the_others_do_not() {
    let room = Room::open().await;
    let (hook, address) = Hook::open().await;
    let held = Arc::new(Semaphore::new(0));
    *hook.is_held.lock().unwrap() = Some(held.clone());
    room.result("setWebhook", at(address)).await;
    room.learner.say("7: first");
    room.learner.say("7: second");
    until(|| hook.texts().len() == 1).await;
    room.fake.learner(8, "en").say("8: first");
    until(|| hook.texts().len() == 2).await;
    assert_eq!(hook.texts(), ["7: first", "8: first"]);
    held.add_permits(3);
    until(|| room.fake.pending_updates() == 0).await;
    assert_eq!(hook.texts()[2], "7: second");
}

#[tokio::test]
async fn nothing_is_lost_between_webhook_and_polling() {
    let room = Room::open().await;
    let (hook, address) = Hook::open().await;
    room.result("setWebhook", at(address)).await;
    room.learner.say("a");
    until(|| room.fake.pending_updates() == 0).await;
    room.result("deleteWebhook", json!({})).await;
    room.learner.say("b");
    let updates = room.result("getUpdates", json!({})).await;
    assert_eq!(updates[0]["message"]["text"], "b");
    room.result("setWebhook", at(address)).await;
    until(|| room.fake.pending_updates() == 0).await;
    room.learner.say("c");
    until(|| room.fake.pending_updates() == 0).await;
    assert_eq!(hook.texts(), ["a", "b", "c"]);
    room.result("deleteWebhook", json!({})).await;
    room.learner.say("d");
    room.result("deleteWebhook", json!({"drop_pending_updates": true})).await;
    assert_eq!(room.fake.pending_updates(), 0);
    assert_eq!(room.result("getWebhookInfo", json!({})).await["url"], "");
}

#[tokio::test]
async fn a_receiver_that_is_not_there_yet_gets_everything_later() {
    let room = Room::open().await;
    let gone = TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap();
    room.result("setWebhook", at(gone)).await;
    room.learner.say("patience");
    while room.result("getWebhookInfo", json!({})).await["last_error_message"] != "Connection refused" {}
    let (hook, address) = Hook::open().await;
    room.fake.deliver_webhooks_to(Some(address));
    room.result("setWebhook", json!({"url": "https://coach.example/hook", "secret_token": "x"})).await;
    until(|| room.fake.pending_updates() == 0).await;
    assert_eq!(hook.texts(), ["patience"]);
    assert_eq!(hook.posted.lock().unwrap()[0].0, "/hook");
}

#[tokio::test]
async fn a_webhook_must_lead_to_this_machine_and_have_a_plain_secret() {
    let room = Room::open().await;
    let elsewhere = room.refusal("setWebhook", json!({"url": "https://coach.example/hook"})).await;
    assert!(elsewhere.0 == 400 && elsewhere.1.starts_with("Bad Request: bad webhook"), "{elsewhere:?}");
    let secret = json!({"url": "http://127.0.0.1:9/", "secret_token": "no spaces"});
    let refused = room.refusal("setWebhook", secret).await;
    assert_eq!(refused.1, "Bad Request: secret token contains unallowed characters");
}

#[tokio::test]
async fn many_chats_are_served_side_by_side() {
    let room = Room::open().await;
    let (hook, address) = Hook::open().await;
    room.result("setWebhook", at(address)).await;
    for chat in 0..500 {
        let learner = room.fake.learner(1_000 + chat, "en");
        learner.say("a");
        learner.say("b");
    }
    until(|| room.fake.pending_updates() == 0).await;
    assert_eq!(hook.texts().len(), 1_000);
}
