//! A table and the one file it is written to.
//!
//! Rows are pushed in their order and leave in row groups of a limited size, so that memory is bounded however long
//! the table is. The bytes depend on the rows alone: no time, host or random number enters the file. A table without
//! rows is a file with its schema.

use std::borrow::Borrow;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use arrow_array::RecordBatch;
use arrow_schema::{Schema, SchemaRef};
use parquet::arrow::ArrowWriter;
use parquet::basic::{Compression, ZstdLevel};
use parquet::errors::ParquetError;
use parquet::file::metadata::SortingColumn;
use parquet::file::properties::WriterProperties;
use parquet::file::reader::{FileReader, SerializedFileReader};

use crate::ExportError;
use crate::column::Column;

/// Rows turned into columns at a time: few enough that their texts stay far below the 2 GiB of one Arrow array.
const BATCH_ROWS: usize = 2_048;
/// Most rows of a row group.
const ROW_GROUP_ROWS_MAX: usize = 131_072;
/// Most bytes of a row group in memory, before the last batch.
const ROW_GROUP_BYTES_MAX: usize = 64 << 20;
const FILE: &str = "part-0.parquet";

/// A table whose rows are `R`.
pub(crate) struct Table<R: 'static> {
    /// Name of the folder.
    pub(crate) name: &'static str,
    /// What one row is, as a fragment.
    pub(crate) description: &'static str,
    /// The columns that say the order of the rows, as far as names do.
    pub(crate) sorted_by: &'static [&'static str],
    /// Every column.
    pub(crate) columns: &'static [Column<R>],
}

/// What a file says about the release it belongs to.
#[derive(Clone, Copy)]
pub(crate) struct About<'a> {
    /// The release's id.
    pub(crate) release: &'a str,
    /// The closed time that the rows are about, in microseconds since the Unix epoch.
    pub(crate) as_of_us: u64,
}

impl<R: 'static> Table<R> {
    fn schema(&self, about: About<'_>) -> Schema {
        let fields: Vec<_> = self.columns.iter().map(Column::field).collect();
        let as_of_us = about.as_of_us.to_string();
        let metadata = [
            ("table", self.name),
            ("description", self.description),
            ("release", about.release),
            ("as_of_us", &as_of_us),
        ];
        Schema::new_with_metadata(fields, metadata)
    }

    fn properties(&self) -> Result<WriterProperties, ParquetError> {
        let index = |name: &&str| self.columns.iter().position(|column| column.name == *name);
        let sorted_by = self.sorted_by.iter().filter_map(index).filter_map(|index| i32::try_from(index).ok());
        let sorting = |column_idx| SortingColumn { column_idx, descending: false, nulls_first: false };
        Ok(WriterProperties::builder()
            .set_compression(Compression::ZSTD(ZstdLevel::try_new(3)?))
            .set_max_row_group_row_count(Some(ROW_GROUP_ROWS_MAX))
            .set_max_row_group_bytes(Some(ROW_GROUP_BYTES_MAX))
            .set_sorting_columns(Some(sorted_by.map(sorting).collect()))
            .build())
    }
}

/// The file of a table, being written. Rows are owned or borrowed.
pub(crate) struct TableWriter<R: 'static, B> {
    table: &'static Table<R>,
    path: PathBuf,
    schema: SchemaRef,
    file: ArrowWriter<File>,
    waiting: Vec<B>,
    rows: u64,
}

impl<R: 'static, B: Borrow<R>> TableWriter<R, B> {
    /// Makes the table's folder in `release` with an empty file in it.
    pub(crate) fn create(table: &'static Table<R>, about: About<'_>, release: &Path) -> Result<Self, ExportError> {
        let folder = release.join(table.name);
        fs::create_dir(&folder).map_err(|source| ExportError::io("making a folder", &folder, source))?;
        let path = folder.join(FILE);
        let file = File::create(&path).map_err(|source| ExportError::io("making a file", &path, source))?;
        let schema = Arc::new(table.schema(about));
        let file = table
            .properties()
            .and_then(|properties| ArrowWriter::try_new(file, Arc::clone(&schema), Some(properties)))
            .map_err(|source| ExportError::table(table.name, &path, source))?;
        Ok(TableWriter { table, path, schema, file, waiting: Vec::with_capacity(BATCH_ROWS), rows: 0 })
    }

    /// Takes the next row in the table's order.
    pub(crate) fn push(&mut self, row: B) -> Result<(), ExportError> {
        self.waiting.push(row);
        self.rows += 1;
        if self.waiting.len() < BATCH_ROWS { Ok(()) } else { self.flush() }
    }

    /// Ends the file, durably, and returns the table's name and rows.
    pub(crate) fn finish(mut self) -> Result<(&'static str, u64), ExportError> {
        self.flush()?;
        let file = self.file.into_inner().map_err(|source| ExportError::table(self.table.name, &self.path, source))?;
        file.sync_all().map_err(|source| ExportError::io("syncing a file", &self.path, source))?;
        Ok((self.table.name, self.rows))
    }

    fn flush(&mut self) -> Result<(), ExportError> {
        let columns = self.table.columns.iter().map(|column| column.cells(&self.waiting)).collect::<Result<_, _>>();
        let batch = columns.and_then(|columns| RecordBatch::try_new(Arc::clone(&self.schema), columns));
        self.waiting.clear();
        batch
            .map_err(ParquetError::from)
            .and_then(|batch| self.file.write(&batch))
            .map_err(|source| ExportError::table(self.table.name, &self.path, source))
    }
}

/// How many rows the table `name` of a release has, as its file says.
pub(crate) fn rows(release: &Path, name: &str) -> Result<u64, ParquetError> {
    let file = File::open(release.join(name).join(FILE))?;
    let rows = SerializedFileReader::new(file)?.metadata().file_metadata().num_rows();
    u64::try_from(rows).map_err(|negative| ParquetError::General(format!("table {name}: rows: {negative}")))
}
