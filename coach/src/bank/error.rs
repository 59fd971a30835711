//! What can be wrong with prompts, each named with its file, its prompt and the limit.
//!
//! The messages are for people who write prompts: they should find the place without a debugger. Of what stands in a file
//! they quote at most a few words, with control characters escaped, because a file may come from anybody.

use dataflow::events::ids::PromptId;
use dataflow::events::task::TaskError;

/// Most characters of a file's contents that a message quotes.
const QUOTED_CHARS_MAX: usize = 40;

/// A file of prompts cannot be taken.
#[derive(Debug, thiserror::Error)]
pub enum BankError {
    /// More bytes than are looked at.
    #[error("{file} is {bytes} bytes, limit is {bytes_max}")]
    TooLarge {
        /// The file.
        file: String,
        /// Its size.
        bytes: usize,
        /// The limit.
        bytes_max: usize,
    },
    /// Not TOML, or a key is unknown, missing, or has a value of another type.
    #[error("{file}, line {line}: {reason}")]
    Malformed {
        /// The file.
        file: String,
        /// Where, from 1.
        line: usize,
        /// What is wrong, as a fragment.
        reason: String,
    },
    /// The file is for no task.
    #[error("{file}: {task}")]
    UnknownTask {
        /// The file.
        file: String,
        /// What its task is called.
        task: TaskError,
    },
    /// More prompts than are taken.
    #[error("{file} has {prompts} prompts, limit is {prompts_max}")]
    TooManyPrompts {
        /// The file.
        file: String,
        /// How many it has.
        prompts: usize,
        /// The limit.
        prompts_max: usize,
    },
    /// Nothing to ask.
    #[error("{file} has no prompts")]
    NoPrompts {
        /// The file.
        file: String,
    },
    /// An id has another form.
    #[error("{file}: prompt id {id:?} is not 16 lower-case hex digits")]
    BadId {
        /// The file.
        file: String,
        /// The start of what stands there.
        id: String,
    },
    /// Something is wrong with one prompt.
    #[error("{file}, prompt {id}: {fault}")]
    Prompt {
        /// The file.
        file: String,
        /// The prompt.
        id: PromptId,
        /// What is wrong.
        fault: Fault,
    },
    /// Something is wrong with one set.
    #[error("{file}, set {set:?}: {fault}")]
    Set {
        /// The file.
        file: String,
        /// The start of the set's id.
        set: String,
        /// What is wrong.
        fault: Fault,
    },
}

/// What is wrong with a prompt or a set.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// A field says nothing.
    #[error("{field} has no words")]
    Empty {
        /// The field.
        field: &'static str,
    },
    /// A field is too long.
    #[error("{field} is {chars} characters, limit is {chars_max}")]
    TooLong {
        /// The field.
        field: &'static str,
        /// Its length.
        chars: usize,
        /// The limit.
        chars_max: usize,
    },
    /// A list has another length.
    #[error("{count} {field}, must be {least} to {most}")]
    Count {
        /// The list.
        field: &'static str,
        /// Its length.
        count: usize,
        /// The fewest.
        least: usize,
        /// The most.
        most: usize,
    },
    /// A character that is not seen, or changes how others are.
    #[error("{field} has the control character U+{code:04X}")]
    ControlCharacter {
        /// The field.
        field: &'static str,
        /// The character's number.
        code: u32,
    },
    /// A field has characters that it may not have.
    #[error("{field} {text:?} is not lower-case letters and digits with single {joint} between words")]
    NotPlain {
        /// The field.
        field: &'static str,
        /// The start of what stands there.
        text: String,
        /// What may stand between words.
        joint: &'static str,
    },
    /// The level is not a known one.
    #[error("level {level:?} is not known; the levels are A2, B1, B2, C1")]
    UnknownLevel {
        /// The start of what stands there.
        level: String,
    },
    /// Another prompt has the id.
    #[error("id is taken by an earlier prompt")]
    IdTaken,
    /// Another set has the id.
    #[error("id is taken by an earlier set")]
    SetTaken,
    /// Prompts of the set are missing or stand elsewhere.
    #[error("prompts do not stand together from first to last")]
    SetBroken,
    /// Another prompt has the same words.
    #[error("text is that of prompt {other}")]
    SameText {
        /// The other prompt.
        other: PromptId,
    },
    /// Another prompt has nearly the same words.
    #[error("text is too close to prompt {other}: {shared} of {of} content words are shared, limit is half ({words})")]
    NearText {
        /// The other prompt.
        other: PromptId,
        /// How many words both have.
        shared: usize,
        /// How many the shorter one has.
        of: usize,
        /// Some of the shared words.
        words: String,
    },
}

/// The start of a text, short enough for a message.
pub(super) fn quoted(text: &str) -> String {
    text.chars().take(QUOTED_CHARS_MAX).collect()
}
