//! Releases of research data: what the views say of learners who agree to it, as tables that other programs read.
//!
//! A release is one folder of Parquet tables with their codebook, made whole or not at all. Rows come from the views and
//! words from the documents of the answers; no number is computed here that a view does not already say, and no clock is
//! read. Pseudonyms belong to one release. What is known of too few learners together is withheld.
//!
//! The files of `tables/` say what a row is, where its cells come from, and what each column means: the meaning is
//! stored with the column, so that it cannot drift. Start reading at `release.rs`, then `shard.rs` and `cells.rs`.

mod cells;
mod column;
mod error;
mod members;
mod metadata;
mod pseudonyms;
mod redact;
mod release;
mod runs;
mod shard;
mod spec;
mod speech;
mod staging;
mod table;
mod tables;
mod textgrid;
pub mod verify;
mod views;
mod writers;
mod xapi;

pub use cells::{LEARNERS_MIN, Shown};
pub use error::ExportError;
pub use release::{Erratum, Release, Request, holds, release};
pub use spec::{Documents, Failure, Format, Keeping, PromptText, Spec};
pub use speech::extension;
