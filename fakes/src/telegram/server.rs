//! Routes: a request in, an answer out, or a socket closed without one.
//!
//! This part knows faults and the transcript; what a method does stands in `methods`.

use std::sync::Arc;

use http_body_util::{BodyExt, Limited};
use hyper::body::{Bytes, Incoming};
use hyper::header::{CONTENT_TYPE, LOCATION};
use hyper::{Request, Response};
use percent_encoding::percent_decode_str;
use serde_json::{Value, json};
use tokio::time::MissedTickBehavior;

use super::calls::Call;
use super::faults::{self, FaultKind, Met};
use super::methods;
use super::refusal::{Answer, Refusal};
use super::state::Shared;
use crate::body::AnswerBody;
use crate::request::Params;
use crate::sockets::{Cut, Reply};

/// More than the 50 MB that Telegram takes.
const BODY_BYTES_MAX: usize = 64 << 20;
const WEB_PAGE: &str = "<html><head><title>Sorry</title></head><body><h1>Back soon</h1></body></html>";

/// Answers one request.
pub(super) async fn route(shared: Arc<Shared>, request: Request<Incoming>) -> Reply {
    let (head, body) = request.into_parts();
    // Clients differ in what they encode: teloxide asks for `voice%2Ffile_1.oga`.
    let path = percent_decode_str(head.uri.path()).decode_utf8_lossy().into_owned();
    let (is_file, rest) = match path.strip_prefix("/file/bot") {
        Some(rest) => (true, rest),
        None => (false, path.strip_prefix("/bot").unwrap_or("")),
    };
    let Some((token, name)) = rest.split_once('/') else { return json_reply(&Err(Refusal::new(404, "Not Found"))) };
    if token != shared.token {
        return json_reply(&Err(Refusal::new(401, "Unauthorized")));
    }
    if is_file {
        return download(&shared, name).await;
    }
    let content_type = head.headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or("");
    let Ok(body) = Limited::new(body, BODY_BYTES_MAX).collect().await else {
        return json_reply(&Err(Refusal::new(413, "Request Entity Too Large")));
    };
    let params = Params::read(head.uri.query().unwrap_or(""), content_type, &body.to_bytes());
    call(&shared, name, params).await
}

/// One call of a method, with whatever fault it meets.
async fn call(shared: &Arc<Shared>, name: &str, params: Result<Params, String>) -> Reply {
    let method = name.to_ascii_lowercase();
    let (params, unreadable) = match params {
        Ok(params) => (params, None),
        Err(error) => (Params::default(), Some(error)),
    };
    let chat = methods::chat_of(&shared.lock(), &method, &params);
    let met = faults::meet(&mut shared.lock().faults, &method, chat);
    let instead = met.as_ref().and_then(instead_of_call);
    let took_place = instead.is_none();
    let mut answer = match (instead, unreadable) {
        (Some(Instead::Nothing), _) => {
            log(shared, name, chat, &params, &Err(Refusal::new(0, "")), met.as_ref(), false);
            return Err(Cut);
        }
        (Some(Instead::Refusal(refusal)), _) => Err(refusal),
        (None, Some(error)) => {
            shared.lock().violate(format!("{name}: {error}"));
            Err(Refusal::bad_request(error))
        }
        (None, None) => methods::run(shared, &method, &params).await,
    };
    let took_effect = took_place && answer.is_ok();
    let Some(Met { kind, after_effect }) = &met else {
        log(shared, name, chat, &params, &answer, None, took_effect);
        return json_reply(&answer);
    };
    match (kind, &mut answer) {
        (FaultKind::WrongFileSize(by), Ok(file)) if method == "getfile" => {
            let size = file.get("file_size").and_then(Value::as_i64).unwrap_or(0);
            set(file, "file_size", json!(size.saturating_add(*by).max(0)));
        }
        (FaultKind::FilePath(path), Ok(file)) if method == "getfile" => set(file, "file_path", json!(path)),
        (FaultKind::Status { code, retry_after }, _) if *after_effect => {
            answer = Err(Refusal::of_status(*code, *retry_after));
        }
        (FaultKind::LostReply, _) => {
            log(shared, name, chat, &params, &Err(Refusal::new(0, "")), met.as_ref(), took_effect);
            return Err(Cut);
        }
        _ => {}
    }
    log(shared, name, chat, &params, &answer, met.as_ref(), took_effect);
    if let FaultKind::Slow(time) = kind {
        tokio::time::sleep(*time).await;
    }
    if *kind == FaultKind::HtmlInsteadOfJson {
        return reply(200, "text/html", AnswerBody::whole(WEB_PAGE));
    }
    if *kind == FaultKind::TruncatedJson {
        let whole = envelope(&answer).to_string();
        let half = whole.get(..whole.len() / 2).unwrap_or("{\"ok\":").to_owned();
        return reply(200, "application/json", AnswerBody::whole(half));
    }
    json_reply(&answer)
}

enum Instead {
    Nothing,
    Refusal(Refusal),
}

/// What a fault puts in the place of the call itself.
fn instead_of_call(met: &Met) -> Option<Instead> {
    if met.kind == FaultKind::CutConnection {
        return Some(Instead::Nothing);
    }
    if let (FaultKind::Status { code, retry_after }, false) = (&met.kind, met.after_effect) {
        return Some(Instead::Refusal(Refusal::of_status(*code, *retry_after)));
    }
    None
}

/// A download of a file whose path `getFile` gave out.
async fn download(shared: &Arc<Shared>, path: &str) -> Reply {
    let file = shared.lock().files.at_path(path).cloned();
    let chat = file.as_ref().map(|file| file.chat);
    let met = faults::meet(&mut shared.lock().faults, "file", chat);
    let params = Params { values: [("path".to_owned(), json!(path))].into(), ..Params::default() };
    let mut answer = file.ok_or_else(|| Refusal::new(404, "Not Found"));
    let mut status = None;
    match met.as_ref().map(|met| &met.kind) {
        Some(FaultKind::FileMissing) => answer = Err(Refusal::new(404, "Not Found")),
        Some(FaultKind::Status { code, retry_after }) => answer = Err(Refusal::of_status(*code, *retry_after)),
        Some(FaultKind::CutConnection | FaultKind::LostReply) => status = Some(Refusal::new(0, "")),
        Some(FaultKind::FileRedirect(_)) => status = Some(Refusal::new(302, "")),
        _ => {}
    }
    let outcome = status.map_or_else(|| answer.as_ref().map(|_| Value::Null).map_err(Refusal::clone), Err);
    log(shared, "file", chat, &params, &outcome, met.as_ref(), outcome.is_ok());
    let kind = met.map(|met| met.kind);
    match (&kind, answer) {
        (Some(FaultKind::CutConnection | FaultKind::LostReply), _) => Err(Cut),
        (Some(FaultKind::FileRedirect(to)), _) => {
            let response = Response::builder().status(302).header(LOCATION, to);
            response.body(AnswerBody::whole("")).map_err(|_| Cut)
        }
        (Some(FaultKind::HtmlInsteadOfJson), _) => reply(200, "text/html", AnswerBody::whole(WEB_PAGE)),
        (Some(FaultKind::FileEndless(length)), _) => {
            reply(200, "application/octet-stream", AnswerBody::Endless(*length))
        }
        (_, Err(refusal)) => json_reply(&Err(refusal)),
        (Some(FaultKind::FileDrip { chunk, every }), Ok(file)) => {
            let mut interval = tokio::time::interval((*every).max(std::time::Duration::from_millis(1)));
            interval.set_missed_tick_behavior(MissedTickBehavior::Delay);
            let body = AnswerBody::Drip { left: file.bytes, chunk: *chunk, every: interval };
            reply(200, "application/octet-stream", body)
        }
        (kind, Ok(file)) => {
            if let Some(FaultKind::Slow(time)) = kind {
                tokio::time::sleep(*time).await;
            }
            reply(200, "application/octet-stream", AnswerBody::whole(file.bytes))
        }
    }
}

fn log(
    shared: &Shared,
    name: &str,
    chat: Option<i64>,
    params: &Params,
    answer: &Answer,
    met: Option<&Met>,
    took_effect: bool,
) {
    let spelled = methods::spelled(&name.to_ascii_lowercase());
    let mut state = shared.lock();
    let at_ms = state.now_ms();
    let refusal = answer.as_ref().err();
    state.transcript.add(Call {
        method: spelled.unwrap_or(name).to_owned(),
        chat,
        at_ms,
        status: refusal.map_or(200, |refusal| refusal.code),
        took_effect,
        fault: met.map(|met| met.kind.clone()),
        params: params.logged(),
        error: refusal.map(|refusal| refusal.description.clone()),
    });
}

fn set(object: &mut Value, field: &str, value: Value) {
    if let Some(fields) = object.as_object_mut() {
        fields.insert(field.to_owned(), value);
    }
}

fn envelope(answer: &Answer) -> Value {
    match answer {
        Ok(result) => json!({"ok": true, "result": result}),
        Err(refusal) => refusal.to_json(),
    }
}

fn json_reply(answer: &Answer) -> Reply {
    let status = answer.as_ref().err().map_or(200, |refusal| refusal.code);
    reply(status, "application/json", AnswerBody::whole(Bytes::from(envelope(answer).to_string())))
}

fn reply(status: u16, content_type: &str, body: AnswerBody) -> Reply {
    Response::builder().status(status).header(CONTENT_TYPE, content_type).body(body).map_err(|_| Cut)
}
