//! Reading a Parquet table of facts.
//!
//! The file is read batch by batch and column by column. Its metadata is checked when it is opened; what is damaged
//! behind it shows when it is read, and ends the reading. Any range of rows can be read for itself, so that a load can
//! go on where it was, and several threads can share a file.

use std::fs::File;
use std::ops::Range;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use parquet::arrow::arrow_reader::{
    ArrowReaderMetadata, ArrowReaderOptions, ParquetRecordBatchReader, ParquetRecordBatchReaderBuilder,
};
use parquet::errors::ParquetError;
use parquet::file::metadata::ColumnChunkMetaData;

use super::rows::Rows;
use super::{Row, schema};
use crate::IngestError;

/// An open Parquet table of facts.
#[derive(Clone, Debug)]
pub struct ParquetFacts {
    path: PathBuf,
    metadata: ArrowReaderMetadata,
}

impl ParquetFacts {
    /// Opens the table.
    ///
    /// # Errors
    /// It cannot be read, is no Parquet, lacks a column that every table has, or has one that none has or of another
    /// type.
    pub fn open(path: &Path) -> Result<Self, IngestError> {
        let file = File::open(path).map_err(|error| IngestError::from_io("opening the file", path, error))?;
        let no_facts = |reason: String| IngestError::NotFacts { path: path.to_owned(), reason };
        let plain = ArrowReaderOptions::new().with_skip_arrow_metadata(true);
        let found = unpanicked(|| ArrowReaderMetadata::load(&file, plain)).map_err(no_facts)?;
        let bytes = file.metadata().map_err(|error| IngestError::from_io("opening the file", path, error))?.len();
        let mut chunks = found.metadata().row_groups().iter().flat_map(|group| group.columns());
        if chunks.any(|chunk| !is_inside(chunk, bytes)) {
            return Err(no_facts("a column lies outside it".to_owned()));
        }
        let wanted = schema::reading(found.schema().fields()).map_err(no_facts)?;
        let options = ArrowReaderOptions::new().with_schema(Arc::new(wanted));
        let metadata = unpanicked(|| ArrowReaderMetadata::try_new(Arc::clone(found.metadata()), options));
        let metadata = metadata.map_err(no_facts)?;
        Ok(ParquetFacts { path: path.to_owned(), metadata })
    }

    /// Rows of the table, as it says.
    pub fn rows(&self) -> u64 {
        u64::try_from(self.metadata.metadata().file_metadata().num_rows()).unwrap_or(0)
    }

    /// All rows, at most so many at a time.
    ///
    /// # Errors
    /// The table cannot be read.
    pub fn batches(&self, rows: usize) -> Result<ParquetBatches, IngestError> {
        self.batches_of(0..self.rows(), rows)
    }

    /// The rows of that range (the first row is 0), at most so many at a time.
    ///
    /// # Errors
    /// The table cannot be read.
    pub fn batches_of(&self, range: Range<u64>, rows: usize) -> Result<ParquetBatches, IngestError> {
        let mut groups = Vec::new();
        let (mut before, mut skipped) = (0_u64, 0);
        for (index, group) in self.metadata.metadata().row_groups().iter().enumerate() {
            let end = u64::try_from(group.num_rows()).map_or(before, |rows| before.saturating_add(rows));
            if end <= range.start {
                skipped = end;
            } else if before < range.end {
                groups.push(index);
            }
            before = end;
        }
        let saturated = |rows: u64| usize::try_from(rows).unwrap_or(usize::MAX);
        // Opened anew: readers of one open file share its place in it.
        let file =
            File::open(&self.path).map_err(|error| IngestError::from_io("opening the file", &self.path, error))?;
        let builder = ParquetRecordBatchReaderBuilder::new_with_metadata(file, self.metadata.clone())
            .with_batch_size(rows)
            .with_row_groups(groups)
            .with_offset(saturated(range.start.saturating_sub(skipped)))
            .with_limit(saturated(range.end.saturating_sub(range.start)));
        let reader = unpanicked(|| builder.build()).map_err(|reason| self.no_facts(reason))?;
        Ok(ParquetBatches { facts: self.clone(), reader, line: range.start + 1, is_damaged: false })
    }

    fn no_facts(&self, reason: String) -> IngestError {
        IngestError::NotFacts { path: self.path.clone(), reason }
    }
}

/// Rows of a table, a batch at a time. Ends after an error.
pub struct ParquetBatches {
    facts: ParquetFacts,
    reader: ParquetRecordBatchReader,
    line: u64,
    is_damaged: bool,
}

impl Iterator for ParquetBatches {
    type Item = Result<Vec<Row>, IngestError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.is_damaged {
            return None;
        }
        match unpanicked(|| self.reader.next().transpose()).transpose()? {
            Ok(batch) => {
                let rows: Vec<Row> = Rows::of(&batch).facts(self.line).collect();
                self.line += rows.len() as u64;
                Some(Ok(rows))
            }
            Err(reason) => {
                self.is_damaged = true;
                Some(Err(self.facts.no_facts(format!("after row {}: {reason}", self.line - 1))))
            }
        }
    }
}

/// What the library makes of the file, or why it cannot: some of what a damaged file says it meets with a panic.
fn unpanicked<T, E: Into<ParquetError>>(read: impl FnOnce() -> Result<T, E>) -> Result<T, String> {
    match catch_unwind(AssertUnwindSafe(read)) {
        Ok(read) => read.map_err(|error| error.into().to_string()),
        Err(_) => Err("it is damaged".to_owned()),
    }
}

/// Whether a column's pages are where a file of so many bytes can have them.
fn is_inside(chunk: &ColumnChunkMetaData, bytes: u64) -> bool {
    let start = chunk.dictionary_page_offset().unwrap_or(chunk.data_page_offset());
    let end = start.checked_add(chunk.compressed_size()).and_then(|end| u64::try_from(end).ok());
    start >= 0 && chunk.compressed_size() >= 0 && end.is_some_and(|end| end <= bytes)
}
