//! What Telegram answers instead of a result, in its own words where clients look at them.

use serde_json::{Value, json};

/// An answer with `ok: false`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Refusal {
    /// HTTP status and `error_code`.
    pub(crate) code: u16,
    pub(crate) description: String,
    /// Seconds.
    pub(crate) retry_after: Option<u64>,
}

/// The `result` of a method, or why there is none.
pub(crate) type Answer = Result<Value, Refusal>;

impl Refusal {
    pub(crate) fn new(code: u16, description: impl Into<String>) -> Refusal {
        Refusal { code, description: description.into(), retry_after: None }
    }

    /// 400, the description after the words that Telegram begins with.
    pub(crate) fn bad_request(what: impl AsRef<str>) -> Refusal {
        Refusal::new(400, format!("Bad Request: {}", what.as_ref()))
    }

    pub(crate) fn too_many_requests(retry_after: u64) -> Refusal {
        let description = format!("Too Many Requests: retry after {retry_after}");
        Refusal { code: 429, description, retry_after: Some(retry_after) }
    }

    pub(crate) fn blocked() -> Refusal {
        Refusal::new(403, "Forbidden: bot was blocked by the user")
    }

    /// What Telegram says with a status when the test gives nothing but the status.
    pub(crate) fn of_status(code: u16, retry_after: Option<u64>) -> Refusal {
        match code {
            403 => Refusal::blocked(),
            429 => Refusal::too_many_requests(retry_after.unwrap_or(1)),
            400 => Refusal::bad_request("refused by script"),
            500 => Refusal::new(500, "Internal Server Error"),
            502 => Refusal::new(502, "Bad Gateway"),
            _ => Refusal::new(code, "Refused by script"),
        }
    }

    pub(crate) fn to_json(&self) -> Value {
        let mut json = json!({"ok": false, "error_code": self.code, "description": self.description});
        if let (Some(seconds), Some(fields)) = (self.retry_after, json.as_object_mut()) {
            fields.insert("parameters".to_owned(), json!({"retry_after": seconds}));
        }
        json
    }
}
