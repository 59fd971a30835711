//! What can come of a call, by what to do about it.
//!
//! No message holds an address: it would hold the token.

use std::time::Duration;

/// A call without the result it was made for.
#[derive(Debug, thiserror::Error)]
pub enum ApiError {
    /// The server was not reached, so nothing was done.
    #[error("the chat's server cannot be reached ({0})")]
    Unreachable(String),
    /// Nobody knows whether it was done.
    #[error("the chat's server gave no clear answer ({0})")]
    Ambiguous(String),
    /// Too many calls.
    #[error("the chat's server asks to wait {} s", .0.as_secs())]
    TooMany(Duration),
    /// The learner takes no messages from us.
    #[error("the learner takes no messages from us")]
    Refused,
    /// The message says so already.
    #[error("the message is as it should be")]
    NotModified,
    /// The message that was to be changed is not there or can't be changed.
    #[error("the message can't be changed any more")]
    Gone,
    /// The call is wrong, whoever makes it.
    #[error("the chat's server refuses the call: {0}")]
    Wrong(String),
    /// The token is nobody's.
    #[error("the chat's server does not know this token; check the file it came from")]
    Unauthorised,
    /// The file is larger than is taken, or is not one.
    #[error("the file can't be had ({0})")]
    NoFile(&'static str),
}

impl ApiError {
    /// Whether the same call may well succeed later.
    pub fn may_pass(&self) -> bool {
        match self {
            ApiError::Unreachable(_) | ApiError::Ambiguous(_) | ApiError::TooMany(_) => true,
            ApiError::Refused
            | ApiError::NotModified
            | ApiError::Gone
            | ApiError::Wrong(_)
            | ApiError::Unauthorised
            | ApiError::NoFile(_) => false,
        }
    }

    /// How long the server asked to wait.
    pub fn retry_after(&self) -> Option<Duration> {
        match self {
            ApiError::TooMany(wait) => Some(*wait),
            ApiError::Unreachable(_)
            | ApiError::Ambiguous(_)
            | ApiError::Refused
            | ApiError::NotModified
            | ApiError::Gone
            | ApiError::Wrong(_)
            | ApiError::Unauthorised
            | ApiError::NoFile(_) => None,
        }
    }
}

/// A failed answer of the server.
pub(super) fn refused(code: u16, description: &str, retry_after_s: Option<u64>) -> ApiError {
    let says = |words: &str| description.contains(words);
    match code {
        401 | 404 => ApiError::Unauthorised,
        403 => ApiError::Refused,
        400 if says("chat not found") || says("user is deactivated") => ApiError::Refused,
        400 if says("message is not modified") => ApiError::NotModified,
        400 if says("message to edit not found") || says("message can't be edited") => ApiError::Gone,
        // Some servers forget to say how long.
        429 => ApiError::TooMany(Duration::from_secs(retry_after_s.unwrap_or(1).min(3_600))),
        500.. => ApiError::Ambiguous(format!("status {code}")),
        _ => ApiError::Wrong(description.chars().filter(|c| !c.is_control()).take(150).collect()),
    }
}

/// A call that has no answer.
pub(super) fn lost(error: reqwest::Error) -> ApiError {
    let reason = kind(&error);
    if error.is_connect() || error.is_builder() { ApiError::Unreachable(reason) } else { ApiError::Ambiguous(reason) }
}

/// What went wrong, without the address.
fn kind(error: &reqwest::Error) -> String {
    let kind = if error.is_timeout() {
        "took too long"
    } else if error.is_connect() {
        "no connection"
    } else if error.is_decode() || error.is_body() {
        "the answer is cut off or no answer"
    } else {
        "the connection was lost"
    };
    kind.to_owned()
}
