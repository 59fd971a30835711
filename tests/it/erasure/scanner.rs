//! Looks for traces of a person in files: in their bytes, and in every value that can be decoded out of them.

use std::fs;
use std::path::{Path, PathBuf};

use parquet::file::serialized_reader::SerializedFileReader;
use serde_json::Value;
use sqlx::sqlite::{SqliteConnectOptions, SqliteRow};
use sqlx::{ConnectOptions, Connection, Row, TypeInfo, ValueRef};

/// Something that must not be found anywhere.
#[derive(Clone, Debug)]
pub(crate) enum Trace {
    /// A name or a word.
    Text(String),
    /// A pseudonym, or the id of an answer.
    Id(u64),
    /// A part of a recording.
    Bytes(Vec<u8>),
}

/// Where a trace was found.
#[derive(Debug)]
pub(crate) struct Found {
    pub(crate) file: PathBuf,
    pub(crate) how: &'static str,
    pub(crate) trace: Trace,
}

impl Trace {
    fn is_in_bytes(&self, bytes: &[u8]) -> bool {
        let has = |wanted: &[u8]| bytes.windows(wanted.len()).any(|window| window == wanted);
        match self {
            Trace::Text(text) => has(text.as_bytes()),
            Trace::Bytes(part) => has(part),
            Trace::Id(id) => has(&id.to_be_bytes()) || has(&id.to_le_bytes()) || self.is_in_text_bytes(bytes),
        }
    }

    fn is_in_text_bytes(&self, bytes: &[u8]) -> bool {
        self.spellings().iter().any(|wanted| bytes.windows(wanted.len()).any(|window| window == wanted.as_bytes()))
    }

    fn is_in_text(&self, text: &str) -> bool {
        self.spellings().iter().any(|spelling| text.contains(spelling.as_str()))
    }

    /// How it is written.
    fn spellings(&self) -> Vec<String> {
        match self {
            Trace::Text(text) => vec![text.clone()],
            Trace::Id(id) => vec![format!("{id:016x}"), id.to_string(), id.cast_signed().to_string()],
            Trace::Bytes(_) => Vec::new(),
        }
    }
}

/// Every place below a folder where one of the traces is, in a name, in bytes or in what they decode to.
pub(crate) async fn traces_in(folder: &Path, traces: &[Trace]) -> Vec<Found> {
    let mut found = Vec::new();
    for file in crate::sessions::files(folder) {
        let name = file.strip_prefix(folder).unwrap().to_string_lossy().into_owned();
        let bytes = fs::read(&file).unwrap();
        let decoded = decoded(&file, &bytes).await;
        for trace in traces {
            let mut report = |how| found.push(Found { file: file.clone(), how, trace: trace.clone() });
            if trace.is_in_text(&name) {
                report("name");
            }
            if trace.is_in_bytes(&bytes) {
                report("bytes");
            }
            if decoded.iter().any(|text| trace.is_in_text(text)) {
                report("decoded");
            }
        }
    }
    found
}

/// Every value of a file of a kind that we write, as text.
async fn decoded(file: &Path, bytes: &[u8]) -> Vec<String> {
    if bytes.starts_with(b"PAR1") {
        let reader = SerializedFileReader::try_from(file).unwrap();
        reader.into_iter().map(|row| row.unwrap().to_string()).collect()
    } else if bytes.starts_with(b"SQLite format 3\0") {
        rows_of(file).await
    } else {
        let text = String::from_utf8_lossy(bytes);
        let whole: Option<Value> = serde_json::from_str(&text).ok();
        let values = whole.map_or_else(
            || text.lines().filter_map(|line| serde_json::from_str(line).ok()).collect(),
            |whole| vec![whole],
        );
        let mut texts = Vec::new();
        values.iter().for_each(|value| texts_of(value, &mut texts));
        texts
    }
}

fn texts_of(value: &Value, texts: &mut Vec<String>) {
    match value {
        Value::String(text) => texts.push(text.clone()),
        Value::Array(values) => values.iter().for_each(|value| texts_of(value, texts)),
        Value::Object(fields) => fields.iter().for_each(|(key, value)| {
            texts.push(key.clone());
            texts_of(value, texts);
        }),
        Value::Number(_) | Value::Bool(_) | Value::Null => texts.push(value.to_string()),
    }
}

/// Every cell of every table, through a connection that sees the WAL too.
async fn rows_of(file: &Path) -> Vec<String> {
    let mut connection = SqliteConnectOptions::new().filename(file).read_only(true).connect().await.unwrap();
    let tables = sqlx::query("SELECT name FROM sqlite_schema WHERE type = 'table'");
    let tables: Vec<String> = tables.fetch_all(&mut connection).await.unwrap().iter().map(|row| row.get(0)).collect();
    let mut cells = Vec::new();
    for table in tables {
        let select = sqlx::AssertSqlSafe(format!("SELECT * FROM \"{table}\""));
        for row in sqlx::query(select).fetch_all(&mut connection).await.unwrap() {
            cells.extend((0..row.len()).filter_map(|column| cell(&row, column)));
        }
    }
    connection.close().await.unwrap();
    cells
}

fn cell(row: &SqliteRow, column: usize) -> Option<String> {
    let value = row.try_get_raw(column).unwrap();
    if value.is_null() {
        return None;
    }
    match value.type_info().name() {
        "INTEGER" => {
            let number: i64 = row.get(column);
            Some(format!("{number} {:016x}", number.cast_unsigned()))
        }
        _ => Some(row.get::<String, _>(column)),
    }
}
