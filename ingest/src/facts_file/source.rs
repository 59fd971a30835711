//! A file of facts in either format, told apart by its first bytes, read from any place on.

use std::fs::File;
use std::io::Read as _;
use std::path::{Path, PathBuf};

use super::{JsonFacts, LinePlace, ParquetFacts, Row};
use crate::IngestError;

/// Bytes that are looked at to know a format.
const HEAD_BYTES: u64 = 4_096;

/// A place between two rows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Place {
    /// Rows, or lines, before it.
    pub(super) rows: u64,
    /// Bytes before it, where rows have such places; else 0.
    pub(super) bytes: u64,
}

/// A file of facts.
#[derive(Clone, Debug)]
pub(super) enum Source {
    /// A table.
    Parquet(ParquetFacts),
    /// Lines.
    JsonLines {
        /// Where.
        path: PathBuf,
        /// How long, when it was opened.
        bytes: u64,
    },
}

/// Rows with the place behind them.
type Batches = Box<dyn Iterator<Item = Result<(Vec<Row>, Place), IngestError>>>;

impl Source {
    /// Opens the file.
    pub(super) fn open(path: &Path) -> Result<Self, IngestError> {
        let no_facts = |reason: &str| IngestError::NotFacts { path: path.to_owned(), reason: reason.to_owned() };
        let failed = |error| IngestError::from_io("opening the file", path, error);
        let file = File::open(path).map_err(failed)?;
        let metadata = file.metadata().map_err(failed)?;
        if !metadata.is_file() {
            return Err(no_facts("it is not a file"));
        }
        let mut head = Vec::new();
        file.take(HEAD_BYTES).read_to_end(&mut head).map_err(failed)?;
        if head.starts_with(b"PAR1") {
            return ParquetFacts::open(path).map(Source::Parquet);
        }
        if head.contains(&0) {
            return Err(no_facts("it is neither JSON Lines nor Parquet; unpack it if it is packed"));
        }
        Ok(Source::JsonLines { path: path.to_owned(), bytes: metadata.len() })
    }

    /// All rows behind the place, at most so many at a time.
    pub(super) fn rows_from(&self, begin: Place, rows: usize) -> Result<Batches, IngestError> {
        match self {
            Source::Parquet(table) => {
                let mut place = begin;
                let batches = table.batches_of(begin.rows..table.rows(), rows)?;
                Ok(Box::new(batches.map(move |batch| {
                    let batch = batch?;
                    place.rows += batch.len() as u64;
                    Ok((batch, place))
                })))
            }
            Source::JsonLines { path, .. } => {
                let begin = LinePlace { lines: begin.rows, bytes: begin.bytes };
                let mut lines = JsonFacts::open_at(path, begin, rows)?;
                Ok(Box::new(std::iter::from_fn(move || {
                    let batch = lines.next()?;
                    let LinePlace { lines, bytes } = lines.place();
                    Some(batch.map(|batch| (batch, Place { rows: lines, bytes })))
                })))
            }
        }
    }

    /// How much of the file lies before the place, in the unit of `whole`.
    pub(super) fn done(&self, place: Place) -> u64 {
        match self {
            Source::Parquet(_) => place.rows,
            Source::JsonLines { .. } => place.bytes,
        }
    }

    /// The whole file.
    pub(super) fn whole(&self) -> u64 {
        match self {
            Source::Parquet(table) => table.rows(),
            Source::JsonLines { bytes, .. } => *bytes,
        }
    }
}
