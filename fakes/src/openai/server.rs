//! Routes: a request in, an answer out, or none.

use std::sync::Arc;
use std::time::Duration;

use http_body_util::{BodyExt, Limited};
use hyper::body::{Bytes, Incoming};
use hyper::header::{AUTHORIZATION, CONTENT_TYPE, LOCATION, RETRY_AFTER};
use hyper::{Method, Request, Response};
use serde_json::{Map, Value};

use super::respond::{Answer, respond};
use super::{Endpoint, Fault, Seen, Shared};
use crate::body::AnswerBody;
use crate::request::Params;
use crate::sockets::{Cut, Reply};

/// More than the 25 MB that the protocol takes.
const BODY_BYTES_MAX: usize = 32 << 20;
/// Between two bytes of an answer that drips.
const DRIP_EVERY: Duration = Duration::from_millis(40);

/// Answers one request.
pub(super) async fn route(shared: Arc<Shared>, request: Request<Incoming>) -> Reply {
    let (head, body) = request.into_parts();
    let header = |name| head.headers.get(name).and_then(|value| value.to_str().ok()).map(str::to_owned);
    let content_type = header(CONTENT_TYPE).unwrap_or_default();
    let body = Limited::new(body, BODY_BYTES_MAX).collect().await.map_err(|_| Cut)?.to_bytes();
    let seen = seen(&head.method, head.uri.path(), &content_type, &body, header(AUTHORIZATION));
    let (fault, answer, thinks) = {
        let mut state = shared.lock();
        state.seen.push(seen.clone());
        let fault = seen.endpoint.and_then(|endpoint| meet(&mut state.faults, endpoint));
        (fault, respond(&state, &seen, fault), state.thinks)
    };
    if seen.endpoint != Some(Endpoint::Models) {
        // What is simulated is somebody who takes this long.
        tokio::time::sleep(thinks).await;
    }
    match fault {
        Some(Fault::NoAnswer) => std::future::pending().await,
        Some(Fault::Closed) => Err(Cut),
        Some(Fault::Redirect) => {
            let response = Response::builder().status(302).header(LOCATION, "http://127.0.0.1:9/v1/elsewhere");
            response.body(AnswerBody::whole("")).map_err(|_| Cut)
        }
        Some(Fault::Oversized) => reply(&answer, AnswerBody::Endless(None)),
        Some(Fault::Drip) => {
            let every = tokio::time::interval(DRIP_EVERY);
            reply(&answer, AnswerBody::Drip { left: answer.body.clone(), chunk: 1, every })
        }
        _ => reply(&answer, AnswerBody::whole(answer.body.clone())),
    }
}

fn meet(faults: &mut [(Endpoint, Fault, Option<u32>)], endpoint: Endpoint) -> Option<Fault> {
    let mut standing = faults.iter_mut().filter(|(of, _, left)| *of == endpoint && *left != Some(0));
    let (_, fault, left) = standing.next()?;
    *left = left.map(|left| left - 1);
    Some(*fault)
}

fn seen(method: &Method, path: &str, content_type: &str, body: &Bytes, authorization: Option<String>) -> Seen {
    let endpoint = match (method.as_str(), path) {
        ("GET", "/v1/models") => Some(Endpoint::Models),
        ("POST", "/v1/audio/transcriptions") => Some(Endpoint::Transcriptions),
        ("POST", "/v1/chat/completions") => Some(Endpoint::Chat),
        ("POST", "/v1/audio/speech") => Some(Endpoint::Speech),
        _ => None,
    };
    let params = Params::read("", content_type, body).unwrap_or_default();
    let file = params.upload("file").map(|file| (file.name.clone().unwrap_or_default(), file.bytes.to_vec()));
    Seen { endpoint, body: Value::Object(params.values.into_iter().collect::<Map<_, _>>()), file, authorization }
}

fn reply(answer: &Answer, body: AnswerBody) -> Reply {
    let mut response = Response::builder().status(answer.status).header(CONTENT_TYPE, answer.content_type);
    if let Some(seconds) = answer.retry_after {
        response = response.header(RETRY_AFTER, seconds);
    }
    response.body(body).map_err(|_| Cut)
}
