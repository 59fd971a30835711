//! What can be wrong with a file of ratings, or with a row of it.
//!
//! Of what stands in the file a message quotes at most a few characters, escaped, because it may come from anybody.

use crate::heading::HeadingFault;

/// It is no file of ratings.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RatingsError {
    /// More bytes than are looked at.
    #[error("{file} is larger than {bytes_max} bytes, the limit; split it by rater")]
    TooLarge {
        /// The file.
        file: String,
        /// The limit.
        bytes_max: usize,
    },
    /// Nothing but a heading, or nothing at all.
    #[error("{file} has no ratings; a row for each scored criterion belongs into it")]
    NoRows {
        /// The file.
        file: String,
    },
    /// More rows than are taken.
    #[error("{file} has more than {rows_max} rows, the limit; split it by rater")]
    TooManyRows {
        /// The file.
        file: String,
        /// The limit.
        rows_max: usize,
    },
    /// The heading is not one.
    #[error("{file}, line 1: {fault}")]
    Heading {
        /// The file.
        file: String,
        /// What is wrong.
        fault: RatingFault,
    },
}

/// What is wrong with a row.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RatingFault {
    /// Bytes that are no text, or quotes that do not end.
    #[error("not a row of CSV in UTF-8; save the file anew")]
    Malformed,
    /// The heading is none.
    #[error(transparent)]
    Heading(#[from] HeadingFault),
    /// Another number of fields than in the heading.
    #[error("{fields} fields, the heading has {columns}; quote texts that have commas in them")]
    Fields {
        /// How many it has.
        fields: usize,
        /// How many it should have.
        columns: usize,
    },
    /// A field that must say something does not.
    #[error("{field} is empty; fill it in, or leave the row out")]
    Empty {
        /// Which.
        field: &'static str,
    },
    /// A text that is too long or has characters that are not seen.
    #[error("{field} is longer than {chars_max} characters or has control characters; shorten it, take them out")]
    Text {
        /// Which.
        field: &'static str,
        /// The limit.
        chars_max: usize,
    },
    /// The answer is no id.
    #[error("answer is not an id of 16 hex digits")]
    NotAnId,
    /// The score is no number.
    #[error("score is not a number like 3 or 3.5, with at most two decimals")]
    NotAScore,
    /// The round is none.
    #[error("round is not a whole number up to {round_max}; leave it out for the first one")]
    NotARound {
        /// The limit.
        round_max: u32,
    },
    /// The rubric is not known.
    #[error("rubric {rubric:?} is not known; there are {known}")]
    UnknownRubric {
        /// What stands there.
        rubric: String,
        /// Those that are.
        known: String,
    },
    /// The rubric has no such criterion.
    #[error("criterion {criterion:?} is not in the rubric; it has {known}")]
    UnknownCriterion {
        /// What stands there.
        criterion: String,
        /// Those that are.
        known: String,
    },
    /// Less than nothing or more than the most.
    #[error("score is not from 0 to {max}, the most that the rubric gives")]
    OutOfRange {
        /// The most, in points.
        max: u32,
    },
    /// The scale has no such point.
    #[error("score is between two points; {} are given", if *.is_half { "whole and half points" } else { "whole points" })]
    BetweenSteps {
        /// Whether there are half points.
        is_half: bool,
    },
    /// One criterion has two scores in one rating.
    #[error("criterion {criterion:?} stands twice in this rating; number repeated ratings in the column \"round\"")]
    Twice {
        /// Which.
        criterion: String,
    },
    /// Another row of the same rating is refused.
    #[error("line {line}, of the same rating, is refused")]
    Beside {
        /// Which.
        line: u64,
    },
    /// The key has no such code.
    #[error("the key has no such code; give the key that was written with this list")]
    UnknownCode,
    /// The key gave the code to somebody else.
    #[error("the key gave this code to another rater; the rater is whoever had the list")]
    OtherRater,
    /// The log has no such answer.
    #[error("the log has no such answer; it was never there, or whoever spoke is erased")]
    UnknownAnswer,
    /// The answer was rated otherwise before.
    #[error("the log has another rating by this rater, rubric and round; number a second one in the column \"round\"")]
    RatedOtherwise,
}
