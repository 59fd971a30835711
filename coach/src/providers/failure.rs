//! What can come of a call instead of an answer, by what to do about it.
//!
//! A message is made of our own words, the provider's name and a number: never of what a server said, which may repeat
//! what it was sent.

use std::fmt;
use std::time::Duration;

use dataflow::events::FailureClass;

use super::CallMade;

/// Wait after too many calls, where the server does not say how long.
const RATE_WAIT: Duration = Duration::from_secs(20);
/// Wait for what only people can mend: a key, a quota, a name.
const BROKEN_WAIT: Duration = Duration::from_secs(900);

/// What a server is asked to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Call {
    /// Which models it has.
    Models,
    /// Recognise words.
    Transcribe,
    /// Judge an answer.
    Assess,
    /// Say a text.
    Speak,
}

impl Call {
    /// Its name in configuration and messages.
    pub fn name(self) -> &'static str {
        match self {
            Call::Models => "models",
            Call::Transcribe => "transcribe",
            Call::Assess => "assess",
            Call::Speak => "speak",
        }
    }
}

/// A class of failures.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FailedClass {
    /// May work later.
    Transient,
    /// No whole answer came in time.
    Timeout,
    /// Too many calls, by the server's limits.
    RateLimited,
    /// No money left with this provider; nothing helps but to pay.
    QuotaExhausted,
    /// Will never work with this provider.
    Permanent,
    /// The server or its model will not do it for what was sent.
    Refused,
    /// The server lacks the form that was asked for, and said so.
    Unsupported,
    /// An answer came whose contents cannot be used.
    Unusable,
    /// The caller withdrew the call.
    Cancelled,
}

/// Why, in words of our own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Why {
    /// No connection.
    #[error("cannot be reached")]
    Unreachable,
    /// The connection ended before the answer did.
    #[error("closed the connection before its answer was whole")]
    Lost,
    /// Longer than the time for such a call.
    #[error("took longer than {0} ms")]
    TookTooLong(u64),
    /// Status 401.
    #[error("does not accept the key")]
    Key,
    /// Status 403.
    #[error("forbids the call")]
    Forbidden,
    /// Status 404.
    #[error("does not know the model or the address")]
    NotFound,
    /// Status 429 of the passing kind.
    #[error("asks to wait")]
    TooMany,
    /// Status 429 of the lasting kind.
    #[error("says that its quota is spent")]
    Quota,
    /// Status 3xx.
    #[error("redirects, which is not followed")]
    Redirect,
    /// Status 5xx.
    #[error("failed with a status of its own")]
    ServerError,
    /// Another status.
    #[error("does not take the call")]
    BadRequest,
    /// A form that it lacks.
    #[error("does not support the form that was asked for")]
    Form,
    /// What was sent breaks the rules of the server.
    #[error("will not work with what was sent")]
    Policy,
    /// More bytes than such an answer can have.
    #[error("answered with more than {0} bytes")]
    TooLarge(usize),
    /// No JSON, or half of it.
    #[error("answered with what is no JSON")]
    NoJson,
    /// JSON without the fields of the protocol.
    #[error("answered with JSON of another form")]
    OtherForm,
    /// A sound that is none.
    #[error("answered with what is no voice note")]
    NoSound,
    /// The model stopped at its limit.
    #[error("cut its answer off at its limit of length")]
    CutOff,
    /// The model said no.
    #[error("declined to judge")]
    Declined,
    /// The judgement breaks the form or a rule of it.
    #[error("gave a judgement that breaks its form")]
    Judgement,
    /// Withdrawn.
    #[error("was not waited for any longer")]
    Withdrawn,
    /// It has no model for this.
    #[error("has no model for this")]
    NoModel,
}

/// A call without the result it was made for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CallFailed {
    /// Which provider, as configured.
    pub provider: String,
    /// What it was asked.
    pub call: Call,
    /// What to do about it.
    pub class: FailedClass,
    /// Why.
    pub why: Why,
    /// HTTP status; none where no answer came.
    pub status: Option<u16>,
    /// How long the server asked to wait, at most an hour.
    pub retry_after: Option<Duration>,
    /// Every call that was made on the way, the failed one last, with what each cost.
    pub calls: Vec<CallMade>,
}

impl fmt::Display for CallFailed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "provider {} ({}) {}", self.provider, self.call.name(), self.why)?;
        self.status.map_or(Ok(()), |status| write!(f, ", status {status}"))
    }
}

impl std::error::Error for CallFailed {}

impl CallFailed {
    /// The class as the log has it. A refusal is permanent there: in the log, refused is a learner who takes no
    /// messages. A wait that the server asked for is kept beside it, in [`CallFailed::shut_for`].
    pub fn failure_class(&self) -> FailureClass {
        match self.class {
            FailedClass::RateLimited => FailureClass::RateLimited,
            _ if self.blames_provider() => FailureClass::Unavailable,
            FailedClass::Refused | FailedClass::Unsupported | FailedClass::Permanent => FailureClass::Permanent,
            FailedClass::Transient
            | FailedClass::Timeout
            | FailedClass::QuotaExhausted
            | FailedClass::Unusable
            | FailedClass::Cancelled => FailureClass::Transient,
        }
    }

    /// For how long nothing is worth asking of this provider, as far as its answer says so.
    pub fn shut_for(&self) -> Option<Duration> {
        match self.class {
            FailedClass::RateLimited => Some(self.retry_after.unwrap_or(RATE_WAIT)),
            FailedClass::QuotaExhausted => Some(self.retry_after.unwrap_or(BROKEN_WAIT)),
            FailedClass::Permanent if self.blames_provider() => Some(BROKEN_WAIT),
            FailedClass::Permanent
            | FailedClass::Transient
            | FailedClass::Timeout
            | FailedClass::Refused
            | FailedClass::Unsupported
            | FailedClass::Unusable
            | FailedClass::Cancelled => None,
        }
    }

    /// Whether the provider is to blame, so that the next answer would meet the same: what a breaker counts. The other
    /// failures are about this answer, or about nobody.
    pub fn blames_provider(&self) -> bool {
        match self.class {
            FailedClass::Transient | FailedClass::Timeout | FailedClass::RateLimited | FailedClass::QuotaExhausted => {
                true
            }
            FailedClass::Permanent => self.why != Why::BadRequest,
            FailedClass::Refused | FailedClass::Unsupported | FailedClass::Unusable | FailedClass::Cancelled => false,
        }
    }

    /// Whether another provider is worth asking for the same answer at once.
    pub fn is_worth_another(&self) -> bool {
        self.class != FailedClass::Cancelled
    }
}
