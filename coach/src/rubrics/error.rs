//! What can be wrong with a file of a rubric.

/// A file is no rubric, or an unsound one.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RubricError {
    /// Larger than any rubric.
    #[error("{file} is {bytes} bytes, limit is {bytes_max}")]
    TooLarge {
        /// Name of the file.
        file: String,
        /// Its size.
        bytes: usize,
        /// The limit.
        bytes_max: usize,
    },
    /// Not TOML of this form: a wrong type, an unknown or missing key, an unknown task.
    #[error("{file} is no rubric (line {line}): {reason}")]
    Malformed {
        /// Name of the file.
        file: String,
        /// Line, from 1.
        line: usize,
        /// What the parser says.
        reason: String,
    },
    /// It breaks a rule.
    #[error("rubric {id} in {file}: {fault}")]
    Unsound {
        /// Name of the file.
        file: String,
        /// Id of the rubric.
        id: String,
        /// Which rule.
        fault: Fault,
    },
}

/// A rule that a rubric breaks.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
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
    /// A text that is empty, too long, or has control characters.
    #[error("{field} is empty, longer than {chars_max} characters, or has control characters")]
    Text {
        /// Which.
        field: &'static str,
        /// The limit.
        chars_max: usize,
    },
    /// An id or a name of other than lower-case words.
    #[error("{field} must be lower-case words joined by {joint:?}")]
    Name {
        /// Which.
        field: &'static str,
        /// What joins the words.
        joint: char,
    },
    /// A day that is a moment, or an end before its beginning.
    #[error("the dates are no days, or end before they begin")]
    Dates,
    /// No task, or one twice.
    #[error("the tasks are none, or one comes twice")]
    Tasks,
    /// Weights that do not add up to 100, or a part twice.
    #[error("the parts of a criterion must differ and their weights add up to 100")]
    Weights,
    /// Criteria without a name of their own, or none.
    #[error("the criteria are none, or two have one name")]
    Criteria,
    /// Points that do not fit the overall rule.
    #[error("the points of the criteria do not fit the overall rule and its most points")]
    Points,
    /// Levels that do not go from 0 to the most points.
    #[error("the levels of a criterion must rise from 0 to its most points")]
    Levels,
    /// Bands that do not rise from 0, or beyond the points.
    #[error("the bands must rise from 0 points and stay within the points")]
    Bands,
    /// A curve without rising corners from 0 to 1.
    #[error("a curve needs two corners or more, by rising abscissa, with values from 0 to 1")]
    Curve,
    /// An alignment that does not fit.
    #[error("an alignment needs a rising share for each level under the top, one criterion, and no parts")]
    Alignment,
    /// Another rubric is in force from the same day for the same task.
    #[error("{other} is in force from the same day for the same task")]
    SameDay {
        /// Its id.
        other: String,
    },
}
