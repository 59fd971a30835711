//! What the files are: names, types, meanings, order, row groups, and the same bytes for the same tables.

use std::convert::Infallible;
use std::fs::File;

use arrow_schema::{DataType, TimeUnit};
use dataflow::graph::Row;
use dataflow::measures::MeasureName;
use dataflow::read_model::Tables;
use dataflow::views::Status;
use parquet::basic::Compression;
use parquet::file::reader::{FileReader, SerializedFileReader};

use crate::support::{
    NAMES, answer, consent, everything, measure, of, path, pause, read, release, score, tables, tables_as_of,
    transcribed,
};

fn some_of_each() -> Tables {
    let learners = (1..=3).flat_map(|learner| {
        let own = (0..20).flat_map(move |number| {
            // Answers of the learners alternate, so that the order by answer is not the order by learner.
            let answer_id = number * 3 + learner;
            let rest = vec![
                pause(learner, of(answer_id, 0), 500, 900),
                pause(learner, of(answer_id, 0), 1_500, 1_900),
                measure(learner, of(answer_id, 0), MeasureName::Hdd, Ok(number.cast_signed())),
                score(learner, of(answer_id, 0), "overall", Some(300)),
                score(learner, of(answer_id, 0), "delivery", Some(200)),
            ];
            [transcribed(learner, answer_id), rest].concat()
        });
        own.chain([consent(learner, learner != 2)])
    });
    tables(learners.collect())
}

#[test]
fn every_column_says_what_it_means() {
    let out = tempfile::tempdir().unwrap();
    let release = release(&Tables::default(), out.path());
    for name in NAMES {
        let schema = read(&release, name).schema;
        assert!(!schema.metadata().get("description").unwrap().is_empty(), "{name}");
        assert_eq!(schema.metadata().get("table").unwrap(), name);
        assert_eq!(schema.metadata().get("release"), Some(&release.id));
        for field in schema.fields() {
            let about = format!("{name}.{}", field.name());
            let meaning = |key| field.metadata().get(key).map_or("", |text| text);
            assert!(meaning("description").len() >= 8, "{about} has no description");
            assert!(field.metadata().get("unit").is_some(), "{about} has no unit, not even an empty one");
            assert_eq!(field.is_nullable(), !meaning("null").is_empty(), "{about}: what does an empty cell say?");
            let suffix = field.name().rsplit('_').next();
            assert_eq!(suffix == Some("ms"), meaning("unit") == "ms" && field.name() != "pause_ms_min", "{about}");
        }
    }
}

#[test]
#[expect(clippy::too_many_lines, reason = "a list of every column of every table")]
fn names_and_types_are_those_promised() {
    let name = || DataType::Dictionary(Box::new(DataType::Int32), Box::new(DataType::Utf8));
    let points = DataType::Decimal128(10, 2);
    let promised: [(&str, Vec<(&str, DataType)>); 7] = [
        (
            "answers",
            vec![
                ("answer_id", DataType::Utf8),
                ("learner", DataType::Utf8),
                ("run", DataType::Int64),
                ("occurred_at", DataType::Timestamp(TimeUnit::Millisecond, Some("UTC".into()))),
                ("source", name()),
                ("task", name()),
                ("prompt_id", DataType::Utf8),
                ("bytes", DataType::Int64),
                ("status", name()),
                ("reason", name()),
            ],
        ),
        (
            "pauses",
            vec![
                ("answer_id", DataType::Utf8),
                ("learner", DataType::Utf8),
                ("run", DataType::Int64),
                ("pause_index", DataType::Int64),
                ("start_ms", DataType::Int64),
                ("end_ms", DataType::Int64),
                ("duration_ms", DataType::Int64),
            ],
        ),
        (
            "measures",
            vec![
                ("answer_id", DataType::Utf8),
                ("learner", DataType::Utf8),
                ("run", DataType::Int64),
                ("measure", name()),
                ("pause_ms_min", DataType::Int64),
                ("unit", name()),
                ("value", DataType::Float64),
                ("withheld", name()),
            ],
        ),
        (
            "scores",
            vec![
                ("answer_id", DataType::Utf8),
                ("learner", DataType::Utf8),
                ("run", DataType::Int64),
                ("rater", name()),
                ("rubric", name()),
                ("revision", DataType::Int64),
                ("criterion", name()),
                ("score", points.clone()),
                ("low", points.clone()),
                ("high", points.clone()),
                ("max", points),
            ],
        ),
        ("consents", vec![("learner", DataType::Utf8), ("purpose", name()), ("is_given", DataType::Boolean)]),
        (
            "words",
            vec![
                ("answer_id", DataType::Utf8),
                ("run", DataType::Int64),
                ("word_index", DataType::Int64),
                ("word", DataType::Utf8),
                ("start_ms", DataType::Int64),
                ("end_ms", DataType::Int64),
                ("confidence", DataType::Float32),
            ],
        ),
        ("transcripts", vec![("answer_id", DataType::Utf8), ("run", DataType::Int64), ("text", DataType::Utf8)]),
    ];
    let out = tempfile::tempdir().unwrap();
    let release = release(&some_of_each(), out.path());
    for (table, columns) in promised {
        let schema = read(&release, table).schema;
        let found = schema.fields().iter().map(|field| (field.name().as_str(), field.data_type().clone()));
        assert_eq!(found.collect::<Vec<_>>(), columns, "{table}");
    }
}

#[test]
fn rows_are_in_the_order_that_the_file_names() {
    let out = tempfile::tempdir().unwrap();
    let release = release(&some_of_each(), out.path());
    for name in NAMES {
        let file = SerializedFileReader::new(File::open(path(&release, name)).unwrap()).unwrap();
        let group = file.metadata().row_group(0);
        let sorting = group.sorting_columns().unwrap();
        assert!(!sorting.is_empty(), "{name}");
        let compression = group.column(0).compression();
        assert!(matches!(compression, Compression::ZSTD(_)), "{name}: {compression}");

        let read = read(&release, name);
        let names = read.names();
        let keys: Vec<_> =
            sorting.iter().map(|by| read.column(names[usize::try_from(by.column_idx).unwrap()])).collect();
        let rows: Vec<Vec<&str>> =
            (0..read.rows()).map(|row| keys.iter().map(|key| key[row].as_str()).collect()).collect();
        assert!(rows.len() >= 3, "{name}: too few rows to see an order");
        assert!(rows.is_sorted(), "{name}: {rows:?}");
    }
}

#[test]
fn empty_tables_are_there_with_their_schema() {
    let out = tempfile::tempdir().unwrap();
    let empty = release(&Tables::default(), out.path());
    let full = release(&some_of_each(), out.path());
    assert_eq!(empty.tables, NAMES.map(|name| (name, 0)));
    for name in NAMES {
        let (empty, full) = (read(&empty, name), read(&full, name));
        assert_eq!(empty.rows(), 0, "{name}");
        assert_eq!(empty.schema.fields(), full.schema.fields(), "{name}");
    }
}

#[test]
fn the_same_tables_give_the_same_bytes() {
    let [first, second] = [tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap()];
    let one = release(&some_of_each(), first.path());
    let other = release(&some_of_each(), second.path());
    assert_eq!(one.id, other.id);
    assert_eq!(everything(first.path()), everything(second.path()));
}

#[test]
fn the_id_is_of_the_closed_time() {
    let out = tempfile::tempdir().unwrap();
    let releases = (0..40).map(|as_of_us| release(&tables_as_of(as_of_us, Vec::new()), out.path()));
    let ids: Vec<_> = releases.map(|release| release.id).collect();
    assert!(ids.iter().all(|id| id.len() == 16 && id.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))));
    assert!(ids.iter().all(|id| id.starts_with(char::is_alphabetic)), "a reader could take one for a number");
    let different: std::collections::BTreeSet<_> = ids.iter().collect();
    assert_eq!(different.len(), ids.len());
}

#[test]
fn long_tables_come_in_row_groups() {
    const ROWS: u64 = 300_000;
    let rows = (0..ROWS).map(|id| Row::Answer(answer(id % 100, id, Status::Delivered)));
    let tables = tables(rows.collect());
    let out = tempfile::tempdir().unwrap();
    let silent = |_of| Ok::<_, Infallible>(None);
    let release = exporters::release(&tables, silent, out.path()).unwrap();
    let file = SerializedFileReader::new(File::open(path(&release, "answers")).unwrap()).unwrap();
    let groups: Vec<i64> = file.metadata().row_groups().iter().map(|group| group.num_rows()).collect();
    assert_eq!(groups, [131_072, 131_072, 37_856]);
    let ids = read(&release, "answers").column("answer_id");
    assert_eq!(ids.len() as u64, ROWS);
    assert!(ids.is_sorted());
}
