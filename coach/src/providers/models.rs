//! What a provider is asked with: the model for each call, and how long each may take.

use std::time::Duration;

use serde::Deserialize;

use super::Call;

/// The model for each call; a call without one is not made.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Models {
    /// Recognises words.
    pub transcribe: Option<String>,
    /// Judges.
    pub assess: Option<String>,
    /// Speaks.
    pub speak: Option<String>,
}

/// The longest times, in milliseconds, each for a whole call with its answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Times {
    /// Until there is a connection; 5,000.
    pub connect_ms: u64,
    /// Asking for the models; 10,000.
    pub models_ms: u64,
    /// Recognising; 120,000.
    pub transcribe_ms: u64,
    /// Judging; 90,000.
    pub assess_ms: u64,
    /// Speaking; 60,000.
    pub speak_ms: u64,
}

impl Default for Times {
    fn default() -> Self {
        Times { connect_ms: 5_000, models_ms: 10_000, transcribe_ms: 120_000, assess_ms: 90_000, speak_ms: 60_000 }
    }
}

impl Times {
    /// The time for a call.
    pub fn of(&self, call: Call) -> Duration {
        Duration::from_millis(match call {
            Call::Models => self.models_ms,
            Call::Transcribe => self.transcribe_ms,
            Call::Assess => self.assess_ms,
            Call::Speak => self.speak_ms,
        })
    }
}

impl Models {
    /// The model for a call.
    pub fn of(&self, call: Call) -> Option<&str> {
        match call {
            Call::Models => None,
            Call::Transcribe => self.transcribe.as_deref(),
            Call::Assess => self.assess.as_deref(),
            Call::Speak => self.speak.as_deref(),
        }
    }
}
