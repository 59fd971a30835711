//! The true answer of each call, and what a fault makes of it.

use hyper::body::Bytes;
use serde_json::{Value, json};

use super::{Endpoint, Fault, Seen, State};

/// An answer before it is sent.
pub(super) struct Answer {
    pub(super) status: u16,
    pub(super) content_type: &'static str,
    pub(super) retry_after: Option<u64>,
    pub(super) body: Bytes,
}

impl Answer {
    pub(super) fn json(status: u16, body: &Value) -> Answer {
        Answer { status, content_type: "application/json", retry_after: None, body: body.to_string().into() }
    }

    fn error(status: u16, kind: &str, code: Option<&str>, message: &str) -> Answer {
        Answer::json(status, &json!({ "error": { "message": message, "type": kind, "param": null, "code": code } }))
    }

    fn unsupported(param: &str) -> Answer {
        let error = json!({ "error": {
            "message": format!("{param} of this kind is not compatible with this model"),
            "type": "invalid_request_error",
            "param": param,
            "code": "unsupported_value",
        } });
        Answer::json(400, &error)
    }
}

/// The answer to a call that meets this fault, if any.
pub(super) fn respond(state: &State, seen: &Seen, fault: Option<Fault>) -> Answer {
    let Some(endpoint) = seen.endpoint else {
        return Answer::error(404, "invalid_request_error", None, "Unknown path");
    };
    if fault == Some(Fault::Echo) {
        let authorization = seen.authorization.as_deref().unwrap_or_default();
        let message = format!("cannot parse {} with {authorization}", seen.body);
        return Answer::error(400, "invalid_request_error", Some(authorization), &message);
    }
    if let Some(answer) = fault.and_then(instead) {
        return answer;
    }
    let mut answer = match endpoint {
        Endpoint::Models => models(state, fault),
        Endpoint::Transcriptions => transcription(state, &seen.body, fault),
        Endpoint::Chat => chat(state, &seen.body, fault),
        Endpoint::Speech => {
            Answer { content_type: "audio/ogg", body: state.speech.clone().into(), ..Answer::json(200, &Value::Null) }
        }
    };
    if fault == Some(Fault::TruncatedJson) {
        answer.body.truncate(answer.body.len() / 2);
    }
    answer
}

/// What a fault puts in the place of the call itself.
fn instead(fault: Fault) -> Option<Answer> {
    let invalid = "invalid_request_error";
    let after = |seconds, answer| Some(Answer { retry_after: Some(seconds), ..answer });
    match fault {
        Fault::Unauthorized => Some(Answer::error(401, invalid, Some("invalid_api_key"), "Incorrect API key provided")),
        Fault::Forbidden => Some(Answer::error(403, invalid, None, "Country not supported")),
        Fault::NoModel => Some(Answer::error(404, invalid, Some("model_not_found"), "The model does not exist")),
        Fault::RateLimitedFor7S => after(7, Answer::error(429, "requests", Some("rate_limit_exceeded"), "Slow down")),
        Fault::RateLimited => Some(Answer::error(429, "requests", Some("rate_limit_exceeded"), "Slow down")),
        Fault::QuotaSpent => {
            Some(Answer::error(429, "insufficient_quota", Some("insufficient_quota"), "You exceeded your quota"))
        }
        Fault::ServerError => Some(Answer::error(500, "server_error", None, "Something broke")),
        Fault::Loading => after(3, Answer::error(503, "server_error", None, "The model is being loaded")),
        Fault::Html => {
            let page = "<html><head><title>Sorry</title></head><body><h1>Back soon</h1></body></html>";
            Some(Answer { content_type: "text/html", body: page.into(), ..Answer::json(200, &Value::Null) })
        }
        Fault::NoAnswer
        | Fault::TruncatedJson
        | Fault::WrongSchema
        | Fault::NoUsage
        | Fault::NullWords
        | Fault::EmptyText
        | Fault::Drip
        | Fault::Closed
        | Fault::Refusal
        | Fault::CutOff
        | Fault::Oversized
        | Fault::Redirect
        | Fault::Echo => None,
    }
}

fn models(state: &State, fault: Option<Fault>) -> Answer {
    let entries: Vec<Value> = state.models.iter().map(|id| json!({ "id": id, "object": "model" })).collect();
    let field = if fault == Some(Fault::WrongSchema) { "models" } else { "data" };
    Answer::json(200, &json!({ "object": "list", field: entries }))
}

fn transcription(state: &State, body: &Value, fault: Option<Fault>) -> Answer {
    let is_verbose = body.get("response_format").and_then(Value::as_str) == Some("verbose_json");
    if is_verbose && !state.has_word_times {
        return Answer::unsupported("response_format");
    }
    let mut answer = json!({ "text": state.transcription.get("text"), "usage": { "type": "duration", "seconds": 12 } });
    if is_verbose && let Some(fields) = answer.as_object_mut() {
        fields.insert("words".to_owned(), state.transcription.get("words").cloned().unwrap_or_default());
        fields.insert("language".to_owned(), json!("english"));
    }
    let Some(fields) = answer.as_object_mut() else { return Answer::json(500, &Value::Null) };
    match fault {
        Some(Fault::WrongSchema) => {
            fields.insert("text".to_owned(), json!(["a", "list"]));
        }
        Some(Fault::NoUsage) => drop(fields.remove("usage")),
        Some(Fault::NullWords) => drop(fields.insert("words".to_owned(), Value::Null)),
        Some(Fault::EmptyText) => {
            fields.insert("text".to_owned(), json!(""));
            fields.insert("words".to_owned(), json!([]));
        }
        _ => {}
    }
    Answer::json(200, &answer)
}

fn chat(state: &State, body: &Value, fault: Option<Fault>) -> Answer {
    let is_strict = body.pointer("/response_format/type").and_then(Value::as_str) == Some("json_schema");
    if is_strict && !state.has_strict_schema {
        return Answer::unsupported("response_format");
    }
    let judgement = match fault {
        Some(Fault::WrongSchema) => json!({ "verdict": "excellent" }),
        _ => (state.judge)(body),
    };
    // A judge that says a bare text says it as it is: broken JSON, prose.
    let whole = judgement.as_str().map_or_else(|| judgement.to_string(), str::to_owned);
    let half: String = whole.chars().take(whole.chars().count() / 2).collect();
    let (content, refusal, finish) = match fault {
        Some(Fault::Refusal) => (Value::Null, json!("I can't help with that."), "stop"),
        Some(Fault::CutOff) => (json!(half), Value::Null, "length"),
        Some(Fault::EmptyText) => (json!(""), Value::Null, "stop"),
        _ => (json!(whole), Value::Null, "stop"),
    };
    let message = json!({ "role": "assistant", "content": content, "refusal": refusal });
    let mut answer = json!({
        "id": "chatcmpl-1",
        "object": "chat.completion",
        "model": body.get("model"),
        "choices": [{ "index": 0, "message": message, "finish_reason": finish }],
        "usage": { "prompt_tokens": 1_000, "completion_tokens": 200, "total_tokens": 1_200 },
    });
    if fault == Some(Fault::NoUsage)
        && let Some(fields) = answer.as_object_mut()
    {
        fields.remove("usage");
    }
    Answer::json(200, &answer)
}
