//! Writing a Parquet table of facts.
//!
//! The file depends on the facts alone and appears under its name when it is whole. Row groups are large enough to be
//! read quickly and small enough to be read apart by several threads. Ids are random and times grow: neither has a use
//! for a dictionary.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use arrow_array::builder::{ListBuilder, StringBuilder, StructBuilder, UInt16Builder, UInt32Builder};
use arrow_array::types::Int32Type;
use arrow_array::{
    ArrayRef, DictionaryArray, Int16Array, Int64Array, RecordBatch, StringArray, UInt16Array, UInt32Array, UInt64Array,
};
use arrow_schema::{ArrowError, SchemaRef};
use dataflow::events::{CriterionScore, LemmaCount};
use parquet::arrow::ArrowWriter;
use parquet::basic::{Compression, ZstdLevel};
use parquet::errors::ParquetError;
use parquet::file::properties::{EnabledStatistics, WriterProperties};
use parquet::schema::types::ColumnPath;

use super::flat::Flat;
use super::schema::{criterion_fields, lemma_fields, schema};
use super::{Fact, FactError};
use crate::IngestError;

/// Rows turned into columns at a time.
const BATCH_ROWS: usize = 16_384;
/// Rows of a row group.
const ROW_GROUP_ROWS: usize = 1_000_000;
/// Columns whose values seldom come again.
const DISTINCT: [&str; 4] = ["at_us", "learner", "answer", "occurred_at_ms"];

/// Writes the facts as a Parquet table, in their order, and returns how many.
///
/// A fact's line is not written; an empty list is written as none.
///
/// # Errors
/// A fact's kind cannot be in a table, or the file cannot be written; then there is no file of that name, or the one
/// that was there before.
pub fn write_parquet(path: &Path, facts: impl IntoIterator<Item = Fact>) -> Result<u64, IngestError> {
    let mut partial = path.as_os_str().to_owned();
    partial.push(".partial");
    let partial = PathBuf::from(partial);
    let written = write(&partial, facts);
    let moved = written.and_then(|rows| {
        let renamed = std::fs::rename(&partial, path);
        renamed.map(|()| rows).map_err(|error| IngestError::from_io("renaming the table", path, error))
    });
    if moved.is_err() {
        // It may never have been there.
        let _ = std::fs::remove_file(&partial);
    }
    moved
}

fn write(path: &Path, facts: impl IntoIterator<Item = Fact>) -> Result<u64, IngestError> {
    let failed = |error: ParquetError| IngestError::Unwritten { path: path.to_owned(), reason: error.to_string() };
    let file = File::create(path).map_err(|error| IngestError::from_io("making the table", path, error))?;
    let schema: SchemaRef = Arc::new(schema());
    let properties = properties().map_err(failed)?;
    let mut writer = ArrowWriter::try_new(file, Arc::clone(&schema), Some(properties)).map_err(failed)?;
    let mut facts = facts.into_iter();
    let mut rows = 0;
    loop {
        let batch: Vec<Fact> = facts.by_ref().take(BATCH_ROWS).collect();
        if batch.is_empty() {
            break;
        }
        let flat = batch.iter().map(|fact| Flat::of(fact).ok_or(fact));
        let flat: Vec<Flat<'_>> = flat.collect::<Result<_, _>>().map_err(|fact| no_table_kind(path, fact))?;
        rows += flat.len() as u64;
        let columns = columns(&flat).and_then(|columns| RecordBatch::try_new(Arc::clone(&schema), columns));
        columns.map_err(ParquetError::from).and_then(|batch| writer.write(&batch)).map_err(failed)?;
    }
    let file = writer.into_inner().map_err(failed)?;
    file.sync_all().map_err(|error| IngestError::from_io("syncing the table", path, error))?;
    Ok(rows)
}

fn no_table_kind(path: &Path, fact: &Fact) -> IngestError {
    let error = FactError::NoTableKind { kind: fact.event.kind_name().to_owned() };
    IngestError::Unwritten { path: path.to_owned(), reason: error.to_string() }
}

fn properties() -> Result<WriterProperties, ParquetError> {
    let properties = WriterProperties::builder()
        .set_compression(Compression::ZSTD(ZstdLevel::try_new(1)?))
        .set_statistics_enabled(EnabledStatistics::Chunk)
        .set_max_row_group_row_count(Some(ROW_GROUP_ROWS));
    let without = |properties: parquet::file::properties::WriterPropertiesBuilder, name: &&str| {
        properties.set_column_dictionary_enabled(ColumnPath::from(*name), false)
    };
    Ok(DISTINCT.iter().fold(properties, without).build())
}

/// The columns of the schema, in its order.
fn columns(rows: &[Flat<'_>]) -> Result<Vec<ArrayRef>, ArrowError> {
    fn whole<A: FromIterator<Option<N>> + arrow_array::Array + 'static, N>(
        rows: &[Flat<'_>],
        cell: impl Fn(&Flat<'_>) -> Option<N>,
    ) -> ArrayRef {
        Arc::new(rows.iter().map(cell).collect::<A>())
    }
    fn text<'a>(rows: &'a [Flat<'a>], cell: impl Fn(&'a Flat<'a>) -> Option<&'a str>) -> ArrayRef {
        Arc::new(rows.iter().map(cell).collect::<StringArray>())
    }
    fn name<'a>(rows: &'a [Flat<'a>], cell: impl Fn(&'a Flat<'a>) -> Option<&'a str>) -> ArrayRef {
        Arc::new(rows.iter().map(cell).collect::<DictionaryArray<Int32Type>>())
    }
    let u32s = |cell: fn(&Flat<'_>) -> Option<u32>| whole::<UInt32Array, _>(rows, cell);
    let u16s = |cell: fn(&Flat<'_>) -> Option<u16>| whole::<UInt16Array, _>(rows, cell);
    let u64s = |cell: fn(&Flat<'_>) -> Option<u64>| whole::<UInt64Array, _>(rows, cell);
    let i64s = |cell: fn(&Flat<'_>) -> Option<i64>| whole::<Int64Array, _>(rows, cell);
    Ok(vec![
        i64s(|row| row.at_us),
        name(rows, |row| Some(row.kind)),
        u64s(|row| Some(row.learner)),
        u64s(|row| row.answer),
        u16s(|row| row.run),
        i64s(|row| row.occurred_at_ms),
        whole::<Int16Array, _>(rows, |row| row.utc_offset_min),
        name(rows, |row| row.task),
        u64s(|row| row.prompt),
        u32s(|row| row.speech.map(|speech| speech.practice_ms)),
        u32s(|row| row.speech.map(|speech| speech.speaking_ms)),
        u32s(|row| row.speech.map(|speech| speech.phonation_ms)),
        u32s(|row| row.speech.map(|speech| speech.syllables)),
        u32s(|row| row.speech.map(|speech| speech.pauses)),
        u32s(|row| row.speech.map(|speech| speech.words)),
        u32s(|row| row.speech.and_then(|speech| speech.mtld_milli)),
        u32s(|row| row.score_centi),
        u32s(|row| row.low_centi),
        u32s(|row| row.high_centi),
        u32s(|row| row.max_centi),
        u16s(|row| row.sample_overlap_milli),
        u32s(|row| row.revision),
        text(rows, |row| row.rater),
        text(rows, |row| row.rubric),
        lemmas(rows),
        criteria(rows),
        text(rows, |row| row.reason),
        u32s(|row| row.study),
        u16s(|row| row.arm),
    ])
}

fn lemmas(rows: &[Flat<'_>]) -> ArrayRef {
    lists(
        rows,
        StructBuilder::from_fields(lemma_fields(), 0),
        |row| row.lemmas,
        |items, said: &LemmaCount| {
            append::<UInt32Builder, _>(items, 0, said.lemma.0, UInt32Builder::append_value);
            append::<UInt16Builder, _>(items, 1, said.count, UInt16Builder::append_value);
        },
    )
}

fn criteria(rows: &[Flat<'_>]) -> ArrayRef {
    lists(
        rows,
        StructBuilder::from_fields(criterion_fields(), 0),
        |row| row.criteria,
        |items, scored: &CriterionScore| {
            append::<StringBuilder, _>(items, 0, &scored.criterion, StringBuilder::append_value);
            for (index, number) in [(1, scored.score), (2, scored.low), (3, scored.high), (4, scored.max)] {
                append::<UInt16Builder, _>(items, index, number, UInt16Builder::append_value);
            }
        },
    )
}

/// A column of lists; an empty one is null.
fn lists<'a, T: 'a>(
    rows: &'a [Flat<'a>],
    items: StructBuilder,
    list: impl Fn(&'a Flat<'a>) -> &'a [T],
    append: impl Fn(&mut StructBuilder, &T),
) -> ArrayRef {
    let mut lists = ListBuilder::new(items);
    for row in rows {
        let list = list(row);
        for item in list {
            append(lists.values(), item);
            lists.values().append(true);
        }
        lists.append(!list.is_empty());
    }
    Arc::new(lists.finish())
}

/// Appends to a part of the items. The builder is one for that part, made from the same schema.
fn append<B: arrow_array::builder::ArrayBuilder, V>(
    items: &mut StructBuilder,
    part: usize,
    value: V,
    append: impl Fn(&mut B, V),
) {
    if let Some(builder) = items.field_builder(part) {
        append(builder, value);
    }
}
