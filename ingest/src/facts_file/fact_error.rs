//! Why a row of a file is no fact.
//!
//! A reason may quote what was found, to be found again, but no more than 60 characters of it: a file in a wrong format
//! may hold speech.

use dataflow::events::codec::CodecError;

/// Most characters of a file's text in one reason.
pub(super) const QUOTED_CHARS_MAX: usize = 60;

/// Why a row of a file is no fact.
#[derive(Debug, thiserror::Error)]
pub enum FactError {
    /// The line is too long to be read.
    #[error("line is longer than {bytes_max} bytes")]
    LineTooLong {
        /// The limit.
        bytes_max: usize,
    },
    /// The line is no text.
    #[error("line is not UTF-8")]
    NotUtf8,
    /// The line is no JSON, or not with these keys.
    #[error("line is not a fact: {reason}")]
    NotAFact {
        /// What is wrong.
        reason: String,
    },
    /// The kind or version is unknown, or it needs an answer and has none.
    #[error(transparent)]
    Codec(CodecError),
    /// The body does not fit the kind.
    #[error("body of {kind} does not fit: {reason}")]
    Body {
        /// The kind.
        kind: &'static str,
        /// What is wrong.
        reason: String,
    },
    /// The body has a key that its kind does not know.
    #[error("body of {kind} has the key {key:?}, which is not known; leave it out or correct it")]
    UnknownKey {
        /// The kind.
        kind: &'static str,
        /// The key.
        key: String,
    },
    /// Only an engine says something about itself.
    #[error("kind {kind} is about the system itself, which no file can say")]
    System {
        /// The kind.
        kind: &'static str,
    },
    /// The kind does not fit into a table.
    #[error("kind {kind:?} cannot be in a table; put it into JSON Lines")]
    NoTableKind {
        /// The kind.
        kind: String,
    },
    /// A fact about a learner names an answer.
    #[error("kind {kind} is about a learner and names an answer; leave it out")]
    NeedlessAnswer {
        /// The kind.
        kind: &'static str,
    },
    /// The log does not take it.
    #[error("{kind} cannot be appended: {reason}")]
    Undraftable {
        /// The kind.
        kind: &'static str,
        /// Why.
        reason: String,
    },
    /// A value is missing.
    #[error("{what} is missing")]
    Missing {
        /// Column or key.
        what: &'static str,
    },
    /// An id is 0, which stands for nobody.
    #[error("{what} is 0, which is nobody's id")]
    NoId {
        /// Column or key.
        what: &'static str,
    },
    /// A number does not fit its column.
    #[error("{what} is {found}, which is out of its range")]
    Range {
        /// Column or key.
        what: &'static str,
        /// The number.
        found: i128,
    },
    /// A name is none of those that are known.
    #[error("{what} {found:?} is not known")]
    Name {
        /// Column or key.
        what: &'static str,
        /// Its beginning.
        found: String,
    },
    /// A number is larger than is taken.
    #[error("{what} is {found}, limit is {max}")]
    TooLarge {
        /// Column or key, also of a count.
        what: &'static str,
        /// The number.
        found: u64,
        /// The limit.
        max: u64,
    },
    /// A number is smaller than is taken.
    #[error("{what} is {found}, least is {min}")]
    TooSmall {
        /// Column or key.
        what: &'static str,
        /// The number.
        found: i64,
        /// The limit.
        min: i64,
    },
    /// A time is outside the calendar that is believed.
    #[error("{what} is {found}, which is not between 2000-01-01 and 2100-01-01")]
    OutOfCalendar {
        /// Column or key; its ending says the unit.
        what: &'static str,
        /// The time.
        found: u64,
    },
    /// The fact was committed later than now.
    #[error("at_us is {at_us}, now is {now_us}: a fact of the future")]
    Future {
        /// The time that the row has, in microseconds since the Unix epoch.
        at_us: u64,
        /// The log's clock.
        now_us: u64,
    },
    /// Something stands twice.
    #[error("{what} {found} stands twice")]
    Twice {
        /// Column or key.
        what: &'static str,
        /// Which.
        found: u64,
    },
    /// Things that follow each other do not.
    #[error("{what} are not in the order of time")]
    Disorder {
        /// Column or key.
        what: &'static str,
    },
    /// A checksum is none.
    #[error("{what} is not 64 hex digits")]
    NotHex {
        /// Column or key.
        what: &'static str,
    },
}

impl FactError {
    /// What the codec says about a body from elsewhere, without more of the body than may be quoted.
    pub(super) fn of_codec(error: CodecError) -> Self {
        match error {
            CodecError::Body { kind, source } => FactError::Body { kind, reason: clipped(&source) },
            CodecError::Unknown { .. } | CodecError::NoAnswer { .. } | CodecError::NoLearner { .. } => {
                FactError::Codec(error)
            }
        }
    }
}

/// At most so much of a file's text as may be quoted.
pub(super) fn quoted(text: &str) -> String {
    text.chars().take(QUOTED_CHARS_MAX).collect()
}

/// What is wrong with a JSON text, with at most 60 characters of it.
///
/// The message may quote a value of any length, in one of three quotation marks, before it says what was expected.
pub(super) fn clipped(error: &serde_json::Error) -> String {
    let said = error.to_string();
    let said = said.rsplit_once(" at line ").map_or(said.as_str(), |(said, _)| said);
    let column = error.column();
    let place = if column > 0 { format!(" at column {column}") } else { String::new() };
    let Some(start) = said.find(['"', '`', '\'']) else { return format!("{said}{place}") };
    let (before, rest) = said.split_at(start);
    // What follows the last of these is ours: the kinds of values that were expected.
    let (found, expected) = rest.rfind(", expected").map_or((rest, ""), |at| rest.split_at(at));
    let cut = if found.chars().count() > QUOTED_CHARS_MAX { "…" } else { "" };
    format!("{before}{}{cut}{expected}{place}", quoted(found))
}
