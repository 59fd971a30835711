//! The transcript: every call with its outcome, the latest so many of them, and totals that are never dropped.

use std::collections::{BTreeMap, VecDeque};

use serde_json::Value;

use super::faults::FaultKind;

/// One call of a method, or one download (method `file`).
#[derive(Clone, Debug)]
pub struct Call {
    /// As the Bot API spells it, `sendMessage`, or as the client did if it knows no such method.
    pub method: String,
    /// The chat it was about, as far as that can be told.
    pub chat: Option<i64>,
    /// When it was answered, by the fake's clock, in milliseconds since 1970.
    pub at_ms: i64,
    /// HTTP status of the answer, 0 where the socket was closed without one.
    pub status: u16,
    /// Whether the method did what it is for: also true of an answer that was lost afterwards.
    pub took_effect: bool,
    /// The fault it met.
    pub fault: Option<FaultKind>,
    /// The parameters; an uploaded file is `{"file": name, "bytes": length}`.
    pub params: Value,
    /// Telegram's `description` of an error.
    pub error: Option<String>,
}

/// The latest calls and how many there were of each method.
#[derive(Debug)]
pub(crate) struct Transcript {
    pub(crate) calls: VecDeque<Call>,
    pub(crate) kept_max: usize,
    pub(crate) totals: BTreeMap<String, u64>,
}

impl Transcript {
    pub(crate) fn new(kept_max: usize) -> Transcript {
        Transcript { calls: VecDeque::new(), kept_max, totals: BTreeMap::new() }
    }

    pub(crate) fn add(&mut self, call: Call) {
        *self.totals.entry(call.method.clone()).or_default() += 1;
        self.calls.push_back(call);
        while self.calls.len() > self.kept_max {
            self.calls.pop_front();
        }
    }
}
