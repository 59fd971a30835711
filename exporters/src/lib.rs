//! Releases of the research data: what the views say at one closed time, as Parquet tables.
//!
//! [`release`] writes `OUT/release=ID/TABLE/part-0.parquet`, whole or not at all, the same bytes for the same tables.
//! Rows come from the read model and words from the documents of the answers; nothing else is asked, no number is
//! computed here that a view does not already say, and no clock is read. What was said leaves only for learners who
//! agree to research.
//!
//! One file of `tables/` per table says what a row is, where its cells come from, and what each column means: the
//! meaning is stored with the column, so that it cannot drift. Start reading at `tables/pauses.rs`, then `release.rs`.

mod column;
mod error;
mod release;
mod staging;
mod table;
mod tables;

pub use error::ExportError;
pub use release::{Release, release};
