//! The tables of a release, one per file: what a row is, and every column with its meaning.
//!
//! Rows are those of the views wherever a view has them. A name, once released, keeps its meaning; a table that says
//! something else is a new table.

pub(crate) mod answers;
pub(crate) mod consents;
pub(crate) mod measures;
pub(crate) mod pauses;
pub(crate) mod scores;
pub(crate) mod words;

/// Every table, in the order in which they are written.
pub(crate) const NAMES: [&str; 7] = [
    answers::TABLE.name,
    pauses::TABLE.name,
    measures::TABLE.name,
    scores::TABLE.name,
    consents::TABLE.name,
    words::WORDS.name,
    words::TRANSCRIPTS.name,
];

/// What the columns mean that many tables have.
mod shared {
    pub(super) const ANSWER: &str = "the answer, 16 hex digits";
    pub(super) const LEARNER: &str = "pseudonym of the learner who spoke, 16 hex digits";
    pub(super) const RUN: &str = "which run of the answer, counted from 0; each replay is the next";
}
