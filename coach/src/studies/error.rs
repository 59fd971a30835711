//! What can be wrong with a file of a study.

use crate::rubrics::RubricError;

/// A file is no study, or an unsound one.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum StudyError {
    /// Larger than any study.
    #[error("{file} is {bytes} bytes, limit is {bytes_max}")]
    TooLarge {
        /// Name of the file.
        file: String,
        /// Its size.
        bytes: usize,
        /// The limit.
        bytes_max: usize,
    },
    /// Not TOML of this form: a wrong type, an unknown or missing key.
    #[error("{file} is no study (line {line}): {reason}; docs/studies.md describes one")]
    Malformed {
        /// Name of the file.
        file: String,
        /// Line, from 1.
        line: usize,
        /// What the parser says.
        reason: String,
    },
    /// A rubric of its own is unsound.
    #[error(transparent)]
    Rubric(#[from] RubricError),
    /// It breaks a rule.
    #[error("study in {file}: {fault}")]
    Unsound {
        /// Name of the file.
        file: String,
        /// Which rule.
        fault: StudyFault,
    },
}

/// A rule that a study breaks.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum StudyFault {
    /// A name that cannot be part of a link.
    #[error(
        "{field} {name:?} must be 1 to 40 small letters, digits and dashes, with a letter, and no dash at its ends"
    )]
    Name {
        /// Of what.
        field: &'static str,
        /// The name.
        name: String,
    },
    /// A number out of its range.
    #[error("{field} is {value}, it must be from {least} to {most}")]
    Range {
        /// Which.
        field: &'static str,
        /// Its value.
        value: u64,
        /// The least.
        least: u64,
        /// The most.
        most: u64,
    },
    /// Something is there twice.
    #[error("{field} {name:?} is there twice")]
    Twice {
        /// What.
        field: &'static str,
        /// Which.
        name: String,
    },
    /// A day that is a moment or before 1970, or an end before the beginning.
    #[error("opens and closes are days from 1970 on, as in 2026-12-01, and closes is not before opens")]
    Dates,
    /// A rubric that is neither built in nor in the file.
    #[error("arm {arm:?} asks for the rubric {rubric:?}, which is neither built in nor a [[rubric]] of the file")]
    UnknownRubric {
        /// Which arm.
        arm: String,
        /// Its rubric.
        rubric: String,
    },
    /// A rubric that no arm uses, or that has the name of a built-in one.
    #[error("the rubric {rubric:?} is used by no arm, or has the name of a built-in one; rename it or leave it out")]
    IdleRubric {
        /// Which.
        rubric: String,
    },
    /// A value that is none of those there are.
    #[error("{field} {value:?} is unknown; there are: {known}")]
    Unknown {
        /// What.
        field: &'static str,
        /// The value.
        value: String,
        /// What there is.
        known: String,
    },
    /// A text that is empty, too long, or has control characters.
    #[error("{field} in {language:?} is empty, longer than {chars_max} characters, or has control characters")]
    Text {
        /// Which.
        field: &'static str,
        /// In which language.
        language: String,
        /// The limit.
        chars_max: usize,
    },
    /// No English text, which stands in for other languages.
    #[error("there is no [text.en], which is read where a learner's language has no text")]
    NoEnglish,
}
