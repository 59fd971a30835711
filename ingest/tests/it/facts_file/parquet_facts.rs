use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use arrow_array::{
    Array, ArrayRef, Float64Array, Int32Array, Int64Array, RecordBatch, StringArray, UInt8Array, UInt64Array,
};
use ingest::facts_file::{Fact, ParquetFacts, Row, write_parquet};
use parquet::arrow::ArrowWriter;
use parquet::basic::Compression;
use parquet::file::properties::WriterProperties;
use proptest::prelude::{ProptestConfig, any, proptest};
use tempfile::TempDir;

use super::{fact, reasons, tables_of_facts, taken};
use crate::event;

fn place() -> (TempDir, PathBuf) {
    let place = tempfile::tempdir().unwrap();
    let path = place.path().join("facts.parquet");
    (place, path)
}

fn rows_of(path: &Path, rows: usize) -> Vec<Row> {
    ParquetFacts::open(path).unwrap().batches(rows).unwrap().flat_map(Result::unwrap).collect()
}

/// A table as another program writes it.
fn table(path: &Path, columns: Vec<(&str, ArrayRef)>) {
    let batch = RecordBatch::try_from_iter(columns).unwrap();
    let properties = WriterProperties::builder().set_compression(Compression::SNAPPY).build();
    let mut writer = ArrowWriter::try_new(File::create(path).unwrap(), batch.schema(), Some(properties)).unwrap();
    writer.write(&batch).unwrap();
    writer.close().unwrap();
}

fn erased(rows: usize) -> Vec<(&'static str, ArrayRef)> {
    let kind = StringArray::from(vec!["LearnerErased"; rows]);
    let learner = (1..=rows as u64).collect::<UInt64Array>();
    vec![("kind", Arc::new(kind) as ArrayRef), ("learner", Arc::new(learner))]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn what_is_written_is_read(facts in tables_of_facts(), rows in 1_usize..100) {
        let (_place, path) = place();
        assert_eq!(write_parquet(&path, facts.clone()).unwrap(), facts.len() as u64);
        assert_eq!(taken(rows_of(&path, rows)), facts);
    }

    #[test]
    fn damage_is_an_error_or_a_row(at in any::<u32>(), byte in any::<u8>()) {
        let (_place, path) = place();
        write_parquet(&path, (0..300).map(fact)).unwrap();
        let mut content = std::fs::read(&path).unwrap();
        let at = at as usize % content.len();
        content[at] ^= byte;
        std::fs::write(&path, content).unwrap();
        let Ok(facts) = ParquetFacts::open(&path) else { return Ok(()) };
        let Ok(batches) = facts.batches(100) else { return Ok(()) };
        assert!(batches.take_while(Result::is_ok).flatten().count() <= 4);
    }
}

#[test]
fn any_range_can_be_read() {
    let (_place, path) = place();
    write_parquet(&path, (0..1_000).map(fact)).unwrap();
    let facts = ParquetFacts::open(&path).unwrap();
    assert_eq!(facts.rows(), 1_000);
    for (range, rows) in [(0..1_000, 64), (0..0, 10), (5..6, 10), (990..1_000, 3), (500..700, 1_000), (1_000..1_000, 5)]
    {
        let read = facts.batches_of(range.clone(), rows).unwrap().flat_map(Result::unwrap);
        assert_eq!(taken(read), range.map(fact).collect::<Vec<_>>());
    }
}

#[test]
fn files_that_are_no_tables_are_errors() {
    let (_place, path) = place();
    write_parquet(&path, (0..300).map(fact)).unwrap();
    let whole = std::fs::read(&path).unwrap();
    for kept in [0, 3, 4, 8, 100, whole.len() / 2, whole.len() - 1] {
        std::fs::write(&path, &whole[..kept]).unwrap();
        let error = ParquetFacts::open(&path).unwrap_err().to_string();
        assert!(error.contains("is no file of facts"), "{error}");
    }
    assert!(ParquetFacts::open(Path::new("no such file")).is_err());
}

fn refused(columns: Vec<(&str, ArrayRef)>, reason: &str) {
    let (_place, path) = place();
    table(&path, columns);
    let error = ParquetFacts::open(&path).unwrap_err().to_string();
    assert!(error.contains(reason), "{error:?} does not say {reason:?}");
}

#[test]
fn columns_must_be_known_and_of_their_type() {
    let also = |name: &'static str, column: ArrayRef| [erased(2), vec![(name, column)]].concat();
    refused(
        also("wrods", Arc::new(Int32Array::from(vec![1, 2]))),
        "column \"wrods\" is not known; the columns are at_us",
    );
    refused(
        also("words", Arc::new(Float64Array::from(vec![1.0, f64::NAN]))),
        "column words is Float64, wanted is whole",
    );
    refused(also("task", Arc::new(Int32Array::from(vec![1, 2]))), "column task is Int32, wanted is text");
    refused(also("lemmas", Arc::new(Int32Array::from(vec![1, 2]))), "column lemmas is Int32, wanted is a list of");
    refused(erased(2)[..1].to_vec(), "column learner is missing");
    refused(erased(2)[1..].to_vec(), "column kind is missing");
}

#[test]
fn a_table_of_another_program() {
    let (_place, path) = place();
    let columns = [
        ("arm", Arc::new(UInt8Array::from(vec![None, Some(1), Some(1)])) as ArrayRef),
        ("learner", Arc::new(Int64Array::from(vec![7, 8, -9]))),
        ("kind", Arc::new(StringArray::from(vec!["LearnerErased", "StudyJoined", "StudyJoined"]))),
        ("study", Arc::new(Int64Array::from(vec![None, Some(3), Some(3)]))),
        ("occurred_at_ms", Arc::new(Int64Array::from(vec![None, Some(1_767_225_600_000), Some(0)]))),
    ];
    table(&path, columns.into());
    let rows = rows_of(&path, 100);
    assert_eq!(rows[0].as_ref().unwrap().event.kind_name(), "LearnerErased");
    assert_eq!(rows[1].as_ref().unwrap().event.kind_name(), "StudyJoined");
    assert_eq!(reasons(rows), [(3, "learner is -9, which is out of its range".to_owned())]);
}

#[test]
fn bad_rows_cost_only_themselves() {
    let (_place, path) = place();
    let kinds = ["LearnerErased", "AnswerRecorded", "AttemptStarted", "AnswerRecorded", "AnswerExcluded"];
    let one = |value: Option<i64>| Arc::new(Int64Array::from(vec![value; 5])) as ArrayRef;
    let reasons_given = StringArray::from(vec![None, None, None, None, Some("tired")]);
    let columns = [
        ("kind", Arc::new(StringArray::from(kinds.to_vec())) as ArrayRef),
        ("learner", Arc::new(UInt64Array::from(vec![Some(1), Some(1), Some(1), None, Some(1)]))),
        ("answer", one(Some(5))),
        ("task", Arc::new(StringArray::from(vec!["small talk"; 5]))),
        ("occurred_at_ms", one(Some(1_767_225_600_000))),
        ("reason", Arc::new(reasons_given)),
    ];
    table(&path, columns.into());
    let rows = rows_of(&path, 2);
    assert!(rows[0].is_ok());
    let kind = rows[2].as_ref().unwrap_err().kind.clone();
    assert_eq!(kind.as_deref(), Some("AttemptStarted"));
    let told = reasons(rows);
    let told: Vec<_> = told.iter().map(|(line, reason)| (*line, reason.as_str())).collect();
    assert_eq!(
        told,
        [
            (2, "task \"small talk\" is not known"),
            (3, "kind \"AttemptStarted\" cannot be in a table; put it into JSON Lines"),
            (4, "learner is missing"),
            (5, "reason \"tired\" is not known"),
        ]
    );
}

#[test]
fn what_cannot_be_in_a_table_is_not_written() {
    let (_place, path) = place();
    write_parquet(&path, [fact(1)]).unwrap();
    let before = std::fs::read(&path).unwrap();
    let wrong = Fact { line: 1, at_us: None, event: event(1, 0) };
    let error = write_parquet(&path, [fact(2), wrong]).unwrap_err().to_string();
    assert!(error.contains("kind \"AnswerCancelled\" cannot be in a table"), "{error}");
    assert!(std::fs::read(&path).unwrap() == before, "the file of that name is the one before");
    assert_eq!(std::fs::read_dir(path.parent().unwrap()).unwrap().count(), 1, "nothing is left beside it");
}

#[test]
fn columns_without_values_may_be_missing_or_null() {
    let (_place, path) = place();
    let nulls = Arc::new(Int64Array::from(vec![None::<i64>; 3])) as ArrayRef;
    assert_eq!(nulls.null_count(), 3);
    table(&path, [erased(3), vec![("at_us", nulls.clone()), ("words", nulls)]].concat());
    assert_eq!(taken(rows_of(&path, 10)).len(), 3);
}
