//! Facts in files: JSON Lines of any kind of fact, Parquet tables of the kinds that come by the million.
//!
//! A file is somebody else's until each of its rows was parsed and found [`sound`]: a row that is not becomes a
//! [`Rejected`] with its line and reason, and the rows around it are none the worse. Only a file that cannot be read
//! on is an error. Memory is bounded by a batch of rows, however long the file is. What the columns and keys mean is
//! said in `docs/facts-file.md`.
//!
//! [`Load`] puts a file into the log; a bench or a test may take [`ParquetFacts::batches`] straight to the graph.

mod columns;
mod fact_error;
mod flat;
mod json_lines;
mod load;
mod parquet_facts;
mod rejects;
mod rows;
mod schema;
mod sound;
mod sound_chat;
mod source;
mod write;

use dataflow::events::Event;

pub use fact_error::FactError;
pub use json_lines::{JsonFacts, LINE_BYTES_MAX, LinePlace, write_json_lines};
pub use load::{Load, Loaded, PART_ROWS};
pub use parquet_facts::{ParquetBatches, ParquetFacts};
pub use sound::sound;
pub use write::write_parquet;

/// A fact with its place in a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fact {
    /// Its line, or its row, counted from 1.
    pub line: u64,
    /// When it was committed where it comes from, in microseconds since the Unix epoch; none where nobody says.
    pub at_us: Option<u64>,
    /// What happened.
    pub event: Event,
}

/// A row that is no fact.
#[derive(Debug)]
pub struct Rejected {
    /// Its line, or its row, counted from 1.
    pub line: u64,
    /// The kind that it says it is, cut to 60 characters.
    pub kind: Option<Box<str>>,
    /// What is wrong with it.
    pub reason: Box<FactError>,
}

/// What a row of a file is.
pub type Row = Result<Fact, Rejected>;
