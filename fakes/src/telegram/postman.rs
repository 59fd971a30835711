//! Posts updates to the webhook: chats side by side, the updates of one chat one after the other.
//!
//! An update is dropped only after an answer of 2xx; until then it is posted again, each time after a longer pause, and
//! the chat's next update waits.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use http_body_util::{BodyExt, Full};
use hyper::Request;
use hyper::body::Bytes;
use hyper::client::conn::http1::{SendRequest, handshake};
use hyper::header::{CONTENT_TYPE, HOST};
use hyper_util::rt::TokioIo;
use serde_json::Value;
use tokio::net::TcpStream;
use tokio::task::JoinSet;

use super::state::Shared;
use super::webhook::Webhook;

const ANSWER_TIMEOUT: Duration = Duration::from_secs(20);
const PAUSE_MAX: Duration = Duration::from_secs(5);
const SECRET_HEADER: &str = "X-Telegram-Bot-Api-Secret-Token";

/// Open connections with the webhook they lead to.
type Pool = Arc<Mutex<Vec<(u64, SendRequest<Full<Bytes>>)>>>;

/// Delivers until dropped.
pub(crate) async fn deliver(shared: Arc<Shared>) {
    let pool = Pool::default();
    let mut chats = JoinSet::new();
    loop {
        while let Some(chat) = next_chat(&shared, chats.len()) {
            chats.spawn(serve_chat(shared.clone(), pool.clone(), chat));
        }
        tokio::select! {
            () = shared.postman.notified() => {}
            Some(_) = chats.join_next() => {}
        }
    }
}

fn next_chat(shared: &Shared, under_way: usize) -> Option<i64> {
    let mut state = shared.lock();
    let connections_max = state.webhook.as_ref()?.connections_max;
    if under_way < connections_max { state.updates.next_chat() } else { None }
}

async fn serve_chat(shared: Arc<Shared>, pool: Pool, chat: i64) {
    let mut pause = shared.webhook_retry;
    loop {
        let next = {
            let state = shared.lock();
            state.webhook.clone().zip(state.updates.first_of(chat))
        };
        let Some((webhook, (update_id, body))) = next else { break };
        match tokio::time::timeout(ANSWER_TIMEOUT, post(&pool, &webhook, &body)).await {
            Ok(Ok(())) => {
                shared.lock().updates.delivered(chat, update_id);
                pause = shared.webhook_retry;
            }
            failed => {
                let message =
                    failed.map_or_else(|_| "Read timeout expired".to_owned(), |done| done.err().unwrap_or_default());
                note_error(&shared, webhook.serial, message);
                tokio::time::sleep(pause).await;
                pause = (pause * 2).min(PAUSE_MAX);
            }
        }
    }
    shared.lock().updates.release(chat);
}

fn note_error(shared: &Shared, serial: u64, message: String) {
    let mut state = shared.lock();
    let at_s = state.now_s();
    if let Some(webhook) = state.webhook.as_mut().filter(|webhook| webhook.serial == serial) {
        webhook.last_error = Some((at_s, message));
    }
}

/// Posts one update. The error is what `getWebhookInfo` shows.
async fn post(pool: &Pool, webhook: &Webhook, body: &Value) -> Result<(), String> {
    let body = Bytes::from(body.to_string());
    // A pooled connection may have been closed by the other side meanwhile, which says nothing about the next.
    if let Some(mut pooled) = take(pool, webhook.serial)
        && let Ok(status) = send(&mut pooled, webhook, body.clone()).await
    {
        give_back(pool, webhook.serial, pooled);
        return judge(status);
    }
    let refused = |_| "Connection refused".to_owned();
    let socket = TcpStream::connect(webhook.address).await.map_err(refused)?;
    drop(socket.set_nodelay(true));
    let (mut fresh, connection) = handshake(TokioIo::new(socket)).await.map_err(|error| error.to_string())?;
    // It ends by itself when its sender is dropped with the pool.
    tokio::spawn(connection);
    let status = send(&mut fresh, webhook, body).await?;
    give_back(pool, webhook.serial, fresh);
    judge(status)
}

fn judge(status: u16) -> Result<(), String> {
    if (200..300).contains(&status) { Ok(()) } else { Err(format!("Wrong response from the webhook: {status}")) }
}

async fn send(sender: &mut SendRequest<Full<Bytes>>, webhook: &Webhook, body: Bytes) -> Result<u16, String> {
    let mut request = Request::post(&webhook.path).header(HOST, &webhook.host).header(CONTENT_TYPE, "application/json");
    if let Some(secret) = &webhook.secret {
        request = request.header(SECRET_HEADER, secret);
    }
    let request = request.body(Full::new(body)).map_err(|error| error.to_string())?;
    sender.ready().await.map_err(|error| error.to_string())?;
    let response = sender.send_request(request).await.map_err(|error| error.to_string())?;
    let status = response.status().as_u16();
    // The connection is free again only after the whole answer.
    response.into_body().collect().await.map_err(|error| error.to_string())?;
    Ok(status)
}

fn take(pool: &Pool, serial: u64) -> Option<SendRequest<Full<Bytes>>> {
    let mut pool = pool.lock().unwrap_or_else(PoisonError::into_inner);
    pool.retain(|(of, sender)| *of == serial && !sender.is_closed());
    pool.pop().map(|(_, sender)| sender)
}

fn give_back(pool: &Pool, serial: u64, sender: SendRequest<Full<Bytes>>) {
    pool.lock().unwrap_or_else(PoisonError::into_inner).push((serial, sender));
}
