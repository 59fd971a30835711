//! A table of a release, read row by row: some of its columns, all of its parts.

use std::fs::File;
use std::path::{Path, PathBuf};

use arrow_array::cast::AsArray as _;
use arrow_array::types::{Int32Type, Int64Type};
use arrow_array::{Array as _, ArrayRef};
use arrow_schema::{DataType, SchemaRef};
use parquet::arrow::ProjectionMask;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;

/// One row, by the columns that were asked for.
pub(super) struct Row<'a> {
    cells: &'a [ArrayRef],
    row: usize,
}

impl Row<'_> {
    /// The text of a column.
    pub(super) fn text(&self, column: usize) -> Option<&str> {
        let cells = self.cells.get(column)?;
        if cells.is_null(self.row) {
            return None;
        }
        match cells.data_type() {
            DataType::Utf8 => Some(cells.as_string::<i32>().value(self.row)),
            DataType::Dictionary(_, _) => {
                let names = cells.as_dictionary::<Int32Type>();
                let key = usize::try_from(names.keys().value(self.row)).ok()?;
                names.values().as_string_opt::<i32>().map(|values| values.value(key))
            }
            _ => None,
        }
    }

    /// The id in a column.
    pub(super) fn id(&self, column: usize) -> Option<u64> {
        let text = self.text(column).filter(|text| text.len() == 16)?;
        u64::from_str_radix(text, 16).ok()
    }

    /// The whole number in a column.
    pub(super) fn whole(&self, column: usize) -> Option<i64> {
        let cells = self.cells.get(column).filter(|cells| !cells.is_null(self.row))?;
        cells.as_primitive_opt::<Int64Type>().map(|cells| cells.value(self.row))
    }

    /// The flag in a column.
    pub(super) fn flag(&self, column: usize) -> Option<bool> {
        let cells = self.cells.get(column).filter(|cells| !cells.is_null(self.row))?;
        cells.as_boolean_opt().map(|cells| cells.value(self.row))
    }

    /// Whether a column has a value.
    pub(super) fn has(&self, column: usize) -> bool {
        self.cells.get(column).is_some_and(|cells| !cells.is_null(self.row))
    }
}

/// The parts of a table, in order.
pub(super) fn parts(folder: &Path, table: &str) -> Vec<PathBuf> {
    let part = |number: u32| folder.join(table).join(format!("part-{number}.parquet"));
    (0..).map(part).take_while(|path| path.is_file()).collect()
}

/// The columns of a part, and its rows.
pub(super) fn schema(part: &Path, table: &str) -> Result<(SchemaRef, u64), String> {
    let builder = opened(part, table)?;
    let rows = u64::try_from(builder.metadata().file_metadata().num_rows()).unwrap_or(0);
    Ok((builder.schema().clone(), rows))
}

/// Calls for each row of a table, with the columns in the order in which they are named.
pub(super) fn each(folder: &Path, table: &str, columns: &[&str], mut call: impl FnMut(&Row<'_>)) -> Result<(), String> {
    for part in parts(folder, table) {
        let builder = opened(&part, table)?;
        let mask = ProjectionMask::columns(builder.parquet_schema(), columns.iter().copied());
        let failed = |error: &dyn std::fmt::Display| format!("{table}: cannot be read: {error}");
        let reader = builder.with_projection(mask).build().map_err(|error| failed(&error))?;
        for batch in reader {
            let batch = batch.map_err(|error| failed(&error))?;
            let cells: Option<Vec<ArrayRef>> = columns.iter().map(|name| batch.column_by_name(name).cloned()).collect();
            let cells = cells.ok_or_else(|| format!("{table}: a column is missing"))?;
            (0..batch.num_rows()).for_each(|row| call(&Row { cells: &cells, row }));
        }
    }
    Ok(())
}

fn opened(part: &Path, table: &str) -> Result<ParquetRecordBatchReaderBuilder<File>, String> {
    let file = File::open(part).map_err(|error| format!("{table}: cannot be read: {error}"))?;
    ParquetRecordBatchReaderBuilder::try_new(file).map_err(|error| format!("{table}: is no Parquet file: {error}"))
}
