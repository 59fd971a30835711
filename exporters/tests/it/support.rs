//! Rows to release, and a reader of what was released that shares nothing with the writer but the library.

use std::collections::BTreeMap;
use std::convert::Infallible;
use std::fs::{self, File};
use std::path::{Path, PathBuf};

use arrow_array::cast::AsArray;
use arrow_array::types::{Decimal128Type, Float32Type, Float64Type, Int32Type, Int64Type, TimestampMillisecondType};
use arrow_array::{Array, RecordBatch};
use arrow_schema::{DataType, SchemaRef};
use dataflow::documents::{Transcript, Word};
use dataflow::events::{AnswerId, AnswerRun, LearnerId, Purpose, RatedBy, Source, Task};
use dataflow::graph::Row;
use dataflow::measures::{Measure, MeasureName, Withheld};
use dataflow::read_model::Tables;
use dataflow::views::{AnswerRow, ConsentRow, MeasurementRow, PauseRow, ScoreRow, Status};
use exporters::Release;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;

pub(crate) const AS_OF_US: u64 = 1_760_000_000_000_000;

/// The tables of a release in the order in which they are written.
pub(crate) const NAMES: [&str; 7] = ["answers", "pauses", "measures", "scores", "consents", "words", "transcripts"];

/// Tables that hold these rows.
pub(crate) fn tables(rows: Vec<Row>) -> Tables {
    tables_as_of(AS_OF_US, rows)
}

pub(crate) fn tables_as_of(as_of_us: u64, rows: Vec<Row>) -> Tables {
    let mut tables = Tables::default();
    tables.apply(as_of_us, rows.into_iter().map(|row| (row, 1)).collect());
    tables
}

pub(crate) fn of(answer: u64, run: u16) -> AnswerRun {
    AnswerRun { answer: AnswerId(answer), run }
}

pub(crate) fn answer(learner: u64, answer: u64, status: Status) -> AnswerRow {
    AnswerRow {
        answer: AnswerId(answer),
        learner: LearnerId(learner),
        run: 0,
        occurred_at_ms: 1_750_000_000_123,
        source: Source::Command,
        task: Task::ToeflIndependent,
        prompt: None,
        bytes: 54_321,
        status,
    }
}

pub(crate) fn measure(learner: u64, of: AnswerRun, name: MeasureName, value: Result<i64, Withheld>) -> Row {
    let measure = Measure { name, pause_ms_min: None, value_milli: value.ok(), withheld: value.err() };
    Row::Measurement(MeasurementRow { learner: LearnerId(learner), of, measure })
}

/// An answer whose words are known.
pub(crate) fn transcribed(learner: u64, answer_id: u64) -> Vec<Row> {
    let words = measure(learner, of(answer_id, 0), MeasureName::Words, Ok(2_000));
    vec![Row::Answer(answer(learner, answer_id, Status::Delivered)), words]
}

pub(crate) fn consent(learner: u64, is_given: bool) -> Row {
    let since_ms = 1_740_000_000_000;
    Row::Consent(ConsentRow { learner: LearnerId(learner), purpose: Purpose::Research, is_given, version: 1, since_ms })
}

pub(crate) fn pause(learner: u64, of: AnswerRun, start_ms: u32, end_ms: u32) -> Row {
    Row::Pause(PauseRow { learner: LearnerId(learner), of, start_ms, end_ms })
}

pub(crate) fn score(learner: u64, of: AnswerRun, criterion: &str, score_centi: Option<u32>) -> Row {
    Row::Score(ScoreRow {
        learner: LearnerId(learner),
        of,
        by: RatedBy::Coach,
        rater: "offline-estimate-1".to_owned(),
        rubric: "toefl-independent-2019".to_owned(),
        revision: 1,
        criterion: criterion.to_owned(),
        score_centi,
        low_centi: score_centi.map(|centi| centi - 25),
        high_centi: score_centi.map(|centi| centi + 50),
        max_centi: 400,
    })
}

pub(crate) fn transcript(words: &[&str]) -> Transcript {
    let word = |(index, word): (u32, &&str)| Word {
        word: (*word).to_owned(),
        start_ms: index * 500,
        end_ms: index * 500 + 400,
        confidence: 0.75,
    };
    Transcript { text: words.join(" "), words: (0..).zip(words).map(word).collect() }
}

/// A release where every answer says the same.
pub(crate) fn release(tables: &Tables, out: &Path) -> Release {
    exporters::release(tables, |_of| Ok::<_, Infallible>(Some(transcript(&["good", "morning."]))), out).unwrap()
}

/// A table as it was read back.
pub(crate) struct Read {
    pub(crate) schema: SchemaRef,
    pub(crate) batches: Vec<RecordBatch>,
}

pub(crate) fn path(release: &Release, table: &str) -> PathBuf {
    release.path.join(table).join("part-0.parquet")
}

pub(crate) fn read(release: &Release, table: &str) -> Read {
    let file = File::open(path(release, table)).unwrap();
    let reader = ParquetRecordBatchReaderBuilder::try_new(file).unwrap();
    let schema = reader.schema().clone();
    Read { schema, batches: reader.build().unwrap().map(Result::unwrap).collect() }
}

impl Read {
    pub(crate) fn names(&self) -> Vec<&str> {
        self.schema.fields().iter().map(|field| field.name().as_str()).collect()
    }

    pub(crate) fn rows(&self) -> usize {
        self.batches.iter().map(RecordBatch::num_rows).sum()
    }

    /// A column as text; an empty cell is `-`.
    pub(crate) fn column(&self, name: &str) -> Vec<String> {
        self.batches.iter().flat_map(|batch| cells(batch.column_by_name(name).unwrap())).collect()
    }
}

fn cells(array: &dyn Array) -> Vec<String> {
    (0..array.len()).map(|row| if array.is_null(row) { "-".to_owned() } else { cell(array, row) }).collect()
}

fn cell(array: &dyn Array, row: usize) -> String {
    match array.data_type() {
        DataType::Utf8 => array.as_string::<i32>().value(row).to_owned(),
        DataType::Dictionary(_, _) => {
            let names = array.as_dictionary::<Int32Type>();
            cell(names.values(), usize::try_from(names.keys().value(row)).unwrap())
        }
        DataType::Int64 => array.as_primitive::<Int64Type>().value(row).to_string(),
        DataType::Float64 => array.as_primitive::<Float64Type>().value(row).to_string(),
        DataType::Float32 => array.as_primitive::<Float32Type>().value(row).to_string(),
        DataType::Decimal128(_, _) => array.as_primitive::<Decimal128Type>().value_as_string(row),
        DataType::Timestamp(_, _) => array.as_primitive::<TimestampMillisecondType>().value(row).to_string(),
        DataType::Boolean => array.as_boolean().value(row).to_string(),
        other => panic!("no column should be of type {other}"),
    }
}

/// Every file below `folder` with its bytes, by relative path; also the folders, without bytes.
pub(crate) fn everything(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(next).unwrap().map(Result::unwrap) {
            let path = entry.path();
            let is_folder = path.is_dir();
            let bytes = if is_folder { Vec::new() } else { fs::read(&path).unwrap() };
            found.insert(path.strip_prefix(folder).unwrap().to_owned(), bytes);
            if is_folder {
                folders.push(path);
            }
        }
    }
    found
}
