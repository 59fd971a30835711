//! A table and the files that it is written to.
//!
//! Rows are pushed in their order and leave in row groups and files of limited sizes, so that memory is bounded however
//! long the table is. The bytes depend on the rows alone: no time, host or random number enters a file. A table without
//! rows is one file with its schema. Nothing is synced here: a release is, as a whole, before it is shown.

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
use parquet::file::properties::{EnabledStatistics, WriterProperties};

use crate::ExportError;
use crate::column::{Column, Kind};

/// Rows turned into columns at a time: few enough that their texts stay far below the 2 GiB of one Arrow array.
const BATCH_ROWS: usize = 8_192;
/// Most rows of a row group: what a reader fetches at once for a range of learners.
pub(crate) const ROW_GROUP_ROWS_MAX: usize = 131_072;
/// Most bytes of a row group in memory, before the last batch.
const ROW_GROUP_BYTES_MAX: usize = 64 << 20;
/// Rows after which a table goes on in another file; whole row groups.
const PART_ROWS_MAX: u64 = 64 * ROW_GROUP_ROWS_MAX as u64;

/// A table whose rows are `R`.
pub(crate) struct Table<R: 'static> {
    /// Name of the folder.
    pub(crate) name: &'static str,
    /// What one row is, as a fragment.
    pub(crate) description: &'static str,
    /// The columns that say the order of the rows, and together name one.
    pub(crate) key: &'static [&'static str],
    /// Every column.
    pub(crate) columns: &'static [Column<R>],
}

/// A table for those who only describe it.
pub(crate) struct TableInfo {
    pub(crate) name: &'static str,
    pub(crate) description: &'static str,
    pub(crate) key: &'static [&'static str],
    pub(crate) columns: Vec<ColumnInfo>,
}

/// A column for those who only describe it.
pub(crate) struct ColumnInfo {
    pub(crate) name: &'static str,
    pub(crate) description: &'static str,
    pub(crate) unit: &'static str,
    pub(crate) null: Option<&'static str>,
    pub(crate) kind: Kind,
}

/// What a file says about the release it belongs to.
#[derive(Clone, Copy)]
pub(crate) struct About<'a> {
    /// The release's id.
    pub(crate) release: &'a str,
    /// The closed time that the rows are about, in microseconds since the Unix epoch.
    pub(crate) as_of_us: u64,
}

/// A table that was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Written {
    /// Its name.
    pub(crate) table: &'static str,
    /// Its rows.
    pub(crate) rows: u64,
}

impl<R: 'static> Table<R> {
    /// What it is, without its rows.
    pub(crate) fn info(&self) -> TableInfo {
        let column = |column: &Column<R>| ColumnInfo {
            name: column.name,
            description: column.description,
            unit: column.unit,
            null: column.null,
            kind: column.kind(),
        };
        TableInfo {
            name: self.name,
            description: self.description,
            key: self.key,
            columns: self.columns.iter().map(column).collect(),
        }
    }

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
        // Behind these, rows are in the order of their view, which is not that of names.
        let by_answer = self.key.iter().take_while(|name| ["learner", "answer_id", "run"].contains(name)).count();
        let sorted_by =
            self.key.iter().take(by_answer.max(1)).filter_map(index).filter_map(|index| i32::try_from(index).ok());
        let sorting = |column_idx| SortingColumn { column_idx, descending: false, nulls_first: false };
        Ok(WriterProperties::builder()
            .set_compression(Compression::ZSTD(ZstdLevel::try_new(3)?))
            .set_statistics_enabled(EnabledStatistics::Chunk)
            .set_max_row_group_row_count(Some(ROW_GROUP_ROWS_MAX))
            .set_max_row_group_bytes(Some(ROW_GROUP_BYTES_MAX))
            .set_sorting_columns(Some(sorted_by.map(sorting).collect()))
            .build())
    }
}

/// The files of a table, being written. Rows are owned or borrowed.
pub(crate) struct TableWriter<R: 'static, B = R> {
    table: &'static Table<R>,
    folder: PathBuf,
    schema: SchemaRef,
    part: u32,
    file: ArrowWriter<File>,
    waiting: Vec<B>,
    rows: u64,
    part_rows: u64,
}

impl<R: 'static, B: Borrow<R>> TableWriter<R, B> {
    /// Makes the table's folder in `release` with an empty file in it.
    pub(crate) fn create(table: &'static Table<R>, about: About<'_>, release: &Path) -> Result<Self, ExportError> {
        let folder = release.join(table.name);
        fs::create_dir(&folder).map_err(|source| ExportError::io("making a folder", &folder, source))?;
        let schema = Arc::new(table.schema(about));
        let file = opened(table, &folder, &schema, 0)?;
        let waiting = Vec::with_capacity(BATCH_ROWS);
        Ok(TableWriter { table, folder, schema, part: 0, file, waiting, rows: 0, part_rows: 0 })
    }

    /// Takes the next row in the table's order.
    pub(crate) fn push(&mut self, row: B) -> Result<(), ExportError> {
        self.waiting.push(row);
        self.rows += 1;
        self.part_rows += 1;
        if self.waiting.len() < BATCH_ROWS {
            return Ok(());
        }
        self.flush()?;
        if self.part_rows < PART_ROWS_MAX { Ok(()) } else { self.next_part() }
    }

    /// Takes the next rows in the table's order.
    pub(crate) fn extend(&mut self, rows: impl IntoIterator<Item = B>) -> Result<(), ExportError> {
        rows.into_iter().try_for_each(|row| self.push(row))
    }

    /// Ends the last file, and says how many rows there are.
    pub(crate) fn finish(mut self) -> Result<Written, ExportError> {
        self.flush()?;
        let (table, rows) = (self.table.name, self.rows);
        self.file.close().map_err(|source| ExportError::table(table, &self.folder, source))?;
        Ok(Written { table, rows })
    }

    fn next_part(&mut self) -> Result<(), ExportError> {
        self.part += 1;
        self.part_rows = 0;
        let next = opened(self.table, &self.folder, &self.schema, self.part)?;
        let whole = std::mem::replace(&mut self.file, next);
        whole.close().map_err(|source| ExportError::table(self.table.name, &self.folder, source))?;
        Ok(())
    }

    fn flush(&mut self) -> Result<(), ExportError> {
        let columns = self.table.columns.iter().map(|column| column.cells(&self.waiting)).collect::<Result<_, _>>();
        let batch = columns.and_then(|columns| RecordBatch::try_new(Arc::clone(&self.schema), columns));
        self.waiting.clear();
        batch
            .map_err(ParquetError::from)
            .and_then(|batch| self.file.write(&batch))
            .map_err(|source| ExportError::table(self.table.name, &self.folder, source))
    }
}

fn opened<R: 'static>(
    table: &'static Table<R>,
    folder: &Path,
    schema: &SchemaRef,
    part: u32,
) -> Result<ArrowWriter<File>, ExportError> {
    let path = folder.join(format!("part-{part}.parquet"));
    let file = File::create(&path).map_err(|source| ExportError::io("making a file", &path, source))?;
    table
        .properties()
        .and_then(|properties| ArrowWriter::try_new(file, Arc::clone(schema), Some(properties)))
        .map_err(|source| ExportError::table(table.name, &path, source))
}

/// Writes a whole table.
pub(crate) fn write_table<R: 'static, B: Borrow<R>>(
    table: &'static Table<R>,
    about: About<'_>,
    folder: &Path,
    rows: impl IntoIterator<Item = B>,
) -> Result<Written, ExportError> {
    let mut writer = TableWriter::create(table, about, folder)?;
    writer.extend(rows)?;
    writer.finish()
}
