//! What to do about a failed answer, from its status and the machine-readable part of its error.
//!
//! The text of an error is looked at for one thing, whether it calls a form unsupported, and goes nowhere.

use std::time::Duration;

use serde::Deserialize;

use super::exchange::{Broken, Reply};
use super::{FailedClass, Why};

/// A failure by class.
pub(super) struct Failed {
    pub(super) class: FailedClass,
    pub(super) why: Why,
    pub(super) status: Option<u16>,
    pub(super) retry_after: Option<Duration>,
}

#[derive(Default, Deserialize)]
struct Body {
    #[serde(default)]
    error: Error,
}

/// Servers differ in what they leave out, and some put a number where others have a word.
#[derive(Default, Deserialize)]
struct Error {
    #[serde(default)]
    message: serde_json::Value,
    #[serde(default)]
    r#type: serde_json::Value,
    #[serde(default)]
    param: serde_json::Value,
    #[serde(default)]
    code: serde_json::Value,
}

/// Codes of a quota that is spent.
const QUOTA_CODES: [&str; 3] = ["insufficient_quota", "billing_hard_limit_reached", "billing_not_active"];
/// Codes of a form that is not there.
const FORM_CODES: [&str; 4] =
    ["unsupported_value", "unsupported_parameter", "unsupported_format", "unsupported_response_format"];
/// Codes of a refusal of what was sent.
const POLICY_CODES: [&str; 3] = ["content_policy_violation", "content_filter", "moderation_blocked"];
/// Parameters that ask for a form.
const FORM_PARAMETERS: [&str; 2] = ["response_format", "timestamp_granularities"];

/// The failure of an answer with a status that is not 200.
pub(super) fn of_status(reply: &Reply) -> Failed {
    let error = serde_json::from_slice::<Body>(&reply.body).unwrap_or_default().error;
    let code = error.code.as_str().unwrap_or_default();
    let kind = error.r#type.as_str().unwrap_or_default();
    let is_any = |codes: &[&str]| codes.contains(&code) || codes.contains(&kind);
    let (class, why) = match reply.status {
        300..=399 => (FailedClass::Permanent, Why::Redirect),
        401 => (FailedClass::Permanent, Why::Key),
        402 => (FailedClass::QuotaExhausted, Why::Quota),
        429 if is_any(&QUOTA_CODES) => (FailedClass::QuotaExhausted, Why::Quota),
        403 => (FailedClass::Permanent, Why::Forbidden),
        404 => (FailedClass::Permanent, Why::NotFound),
        408 => (FailedClass::Timeout, Why::ServerError),
        409 | 425 => (FailedClass::Transient, Why::ServerError),
        429 => (FailedClass::RateLimited, Why::TooMany),
        400..=499 if is_any(&POLICY_CODES) => (FailedClass::Refused, Why::Policy),
        400 | 415 | 422 if is_any(&FORM_CODES) || calls_form_unsupported(&error) => {
            (FailedClass::Unsupported, Why::Form)
        }
        400..=499 => (FailedClass::Permanent, Why::BadRequest),
        500.. => (FailedClass::Transient, Why::ServerError),
        _ => (FailedClass::Transient, Why::OtherForm),
    };
    Failed { class, why, status: Some(reply.status), retry_after: reply.retry_after }
}

/// Whether the error is about a parameter that asks for a form, and calls it unsupported.
fn calls_form_unsupported(error: &Error) -> bool {
    let param = error.param.as_str().unwrap_or_default();
    let message = error.message.as_str().unwrap_or_default().to_ascii_lowercase();
    let is_about_form = FORM_PARAMETERS.iter().any(|name| param.starts_with(name));
    is_about_form && ["unsupported", "not support"].iter().any(|words| message.contains(words))
}

/// The failure of a call without an answer.
pub(super) fn of_transport(broken: &Broken, time_max_ms: u64, bytes_max: usize) -> Failed {
    let (class, why) = match broken {
        Broken::Unreachable => (FailedClass::Transient, Why::Unreachable),
        Broken::TookTooLong => (FailedClass::Timeout, Why::TookTooLong(time_max_ms)),
        Broken::Lost => (FailedClass::Transient, Why::Lost),
        Broken::TooLarge => (FailedClass::Permanent, Why::TooLarge(bytes_max)),
        Broken::Withdrawn => (FailedClass::Cancelled, Why::Withdrawn),
    };
    Failed { class, why, status: None, retry_after: None }
}
