//! What can be wrong with a file of scores, each named with its line and with the way out.
//!
//! Of what stands in the file a message quotes at most a few characters, escaped, because it may come from anybody.

use crate::heading::HeadingFault;

/// A file of scores cannot be taken.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CalibrationError {
    /// More bytes than are looked at.
    #[error("{file} is larger than {bytes_max} bytes, the limit; split it by criterion")]
    TooLarge {
        /// The file.
        file: String,
        /// The limit.
        bytes_max: usize,
    },
    /// A heading or nothing at all.
    #[error("{file} has no scores; a row for each judged answer and criterion belongs into it")]
    NoRows {
        /// The file.
        file: String,
    },
    /// Something is wrong with one line.
    #[error("{file}, line {line}: {fault}")]
    Line {
        /// The file.
        file: String,
        /// Where, from 1.
        line: u64,
        /// What is wrong.
        fault: Fault,
    },
}

/// What is wrong with a line.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// Bytes that are no text.
    #[error("text is not UTF-8; save the file as UTF-8")]
    NotUtf8,
    /// More rows than are taken.
    #[error("{rows_max} rows are before it, the limit; split the file by criterion")]
    TooManyRows {
        /// The limit.
        rows_max: usize,
    },
    /// The heading is none.
    #[error(transparent)]
    Heading(#[from] HeadingFault),
    /// Another number of fields than in the heading.
    #[error("{fields} fields, the heading has {columns}; quote texts that have commas in them")]
    Fields {
        /// How many it has.
        fields: u64,
        /// How many it should have.
        columns: u64,
    },
    /// Not what the format allows.
    #[error("not a row of scores: {reason}")]
    Malformed {
        /// What the parser says.
        reason: String,
    },
    /// A field that must say something does not.
    #[error("{field} is empty; fill it in, or leave the row out")]
    Empty {
        /// Which.
        field: &'static str,
    },
    /// A text that is too long.
    #[error("{field} is {chars} characters, limit is {chars_max}")]
    TooLong {
        /// Which.
        field: &'static str,
        /// Its length.
        chars: usize,
        /// The limit.
        chars_max: usize,
    },
    /// A character that is not seen, or changes how others are.
    #[error("{field} has the control character U+{code:04X}; take it out")]
    ControlCharacter {
        /// Which field.
        field: &'static str,
        /// The character's number.
        code: u32,
    },
    /// A score that is none.
    #[error("{field} {text:?} is not a number from {least} to {most}; write it like 3 or 3.5")]
    NotAScore {
        /// Which field.
        field: &'static str,
        /// The start of what stands there.
        text: String,
        /// The least.
        least: i32,
        /// The most.
        most: i32,
    },
    /// Two rows of one answer and criterion say different things that there is only one of.
    #[error("{field} is another than on line {line}, of the same answer and criterion; make them the same")]
    Differs {
        /// Which field.
        field: &'static str,
        /// Where the other one stands.
        line: u64,
    },
    /// Two judgements of one answer and criterion have the same run.
    #[error("line {line} has the same answer, criterion and run; number repeated judgements in the column \"run\"")]
    RunTwice {
        /// Where the other one stands.
        line: u64,
    },
    /// More different names than a report is made for.
    #[error("more than {names_max} different names in {field}; are the columns in the right order?")]
    TooManyNames {
        /// Which field.
        field: &'static str,
        /// The limit.
        names_max: usize,
    },
    /// No score of the judge, and nothing to look it up by.
    #[error("judge is empty, and answer {answer:?} is no answer id of 16 hex digits by which to find its score")]
    NoJudge {
        /// The start of what stands there.
        answer: String,
    },
}
