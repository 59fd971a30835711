//! A file of scores as rows: CSV with a heading, or JSON Lines with the same names as keys.
//!
//! Size, rows and fields are bounded, and a column or key that is not known is an error: a misspelt one would otherwise
//! be lost without a word. What the rows say together is the work of `ratings`.

use serde::Deserialize;
use serde_json::Value;

use super::{CalibrationError, Fault};
use crate::bank::is_control;
use crate::heading::{places, quoted};

/// Largest file, in bytes.
pub const BYTES_MAX: usize = 32 * 1024 * 1024;
/// Most rows of a file.
pub const ROWS_MAX: usize = 200_000;
/// The columns in the order in which they are best written; the first four are in every file.
pub const COLUMNS: [&str; 7] = ["answer", "criterion", "human", "judge", "group", "run", "human2"];
/// How many of them every file has.
const NEEDED: usize = 4;
/// Longest text of a field, in characters.
const FIELD_CHARS_MAX: usize = 200;
/// Scores lie between minus this and this.
const SCORE_MAX: i32 = 10_000;

/// A row: one judgement of one criterion of one answer.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Row {
    pub(super) line: u64,
    pub(super) answer: String,
    pub(super) criterion: String,
    pub(super) human: f64,
    pub(super) second: Option<f64>,
    pub(super) judge: Option<f64>,
    pub(super) group: Option<String>,
    pub(super) run: Option<String>,
}

/// The fields of a row as they are written, in the order of [`COLUMNS`]; empty where there is none.
type Fields = [String; COLUMNS.len()];

/// A row as JSON. Scores may be numbers or texts, as a program may have written either.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Keys {
    answer: Value,
    criterion: Value,
    human: Value,
    judge: Option<Value>,
    group: Option<Value>,
    run: Option<Value>,
    human2: Option<Value>,
}

/// Every row of a file. `file` is its name for messages.
pub(super) fn read(bytes: &[u8], file: &str) -> Result<Vec<Row>, CalibrationError> {
    if bytes.len() > BYTES_MAX {
        return Err(CalibrationError::TooLarge { file: file.to_owned(), bytes_max: BYTES_MAX });
    }
    let rows = text(bytes).and_then(|text| {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        if text.trim_start().starts_with('{') { json_lines(text) } else { csv(text) }
    });
    match rows {
        Ok(rows) if rows.is_empty() => Err(CalibrationError::NoRows { file: file.to_owned() }),
        rows => rows.map_err(|(line, fault)| CalibrationError::Line { file: file.to_owned(), line, fault }),
    }
}

/// What is wrong, and on which line.
type Wrong = (u64, Fault);

fn text(bytes: &[u8]) -> Result<&str, Wrong> {
    std::str::from_utf8(bytes).map_err(|error| {
        let before = bytes.get(..error.valid_up_to()).unwrap_or_default();
        (1 + before.iter().map(|byte| u64::from(*byte == b'\n')).sum::<u64>(), Fault::NotUtf8)
    })
}

fn json_lines(text: &str) -> Result<Vec<Row>, Wrong> {
    let lines = (1..).zip(text.lines()).filter(|(_, line)| !line.trim().is_empty());
    let mut rows = Vec::new();
    for (line, written) in lines {
        let at = |fault| (line, fault);
        has_room(&rows).map_err(at)?;
        let malformed = |error: serde_json::Error| {
            // The place behind it counts from the start of this line.
            let reason = error.to_string();
            let reason = reason.rsplit_once(" at line ").map_or(reason.as_str(), |(reason, _)| reason);
            Fault::Malformed { reason: plain(reason) }
        };
        let keys: Keys = serde_json::from_str(written).map_err(malformed).map_err(at)?;
        let given = [Some(keys.answer), Some(keys.criterion), Some(keys.human), keys.judge, keys.group, keys.run];
        let given = given.into_iter().chain([keys.human2]);
        let mut fields = Fields::default();
        for ((field, value), name) in fields.iter_mut().zip(given).zip(COLUMNS) {
            *field = value.map_or(Ok(String::new()), |value| written_as_text(value, name)).map_err(at)?;
        }
        rows.push(row(line, &fields).map_err(at)?);
    }
    Ok(rows)
}

/// A JSON value as it would stand in CSV.
fn written_as_text(value: Value, name: &str) -> Result<String, Fault> {
    match value {
        Value::Null => Ok(String::new()),
        Value::Number(number) => Ok(number.to_string()),
        Value::String(text) => Ok(text),
        Value::Bool(_) | Value::Array(_) | Value::Object(_) => {
            Err(Fault::Malformed { reason: format!("{name} must be a text or a number") })
        }
    }
}

fn csv(text: &str) -> Result<Vec<Row>, Wrong> {
    let mut reader = csv::ReaderBuilder::new().trim(csv::Trim::All).from_reader(text.as_bytes());
    let heading = reader.headers().map_err(|error| csv_fault(&error))?;
    if heading.is_empty() {
        return Ok(Vec::new());
    }
    let places = places(heading, &COLUMNS, NEEDED).map_err(|fault| (1, fault.into()))?;
    let mut rows = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|error| csv_fault(&error))?;
        let line = record.position().map_or(1, csv::Position::line);
        let at = |fault| (line, fault);
        has_room(&rows).map_err(at)?;
        let mut fields = Fields::default();
        for (field, place) in fields.iter_mut().zip(places) {
            *field = place.and_then(|place| record.get(place)).unwrap_or_default().to_owned();
        }
        rows.push(row(line, &fields).map_err(at)?);
    }
    Ok(rows)
}

fn csv_fault(error: &csv::Error) -> Wrong {
    let line = error.position().map_or(1, csv::Position::line);
    let fault = if let csv::ErrorKind::UnequalLengths { expected_len, len, .. } = error.kind() {
        Fault::Fields { fields: *len, columns: *expected_len }
    } else {
        Fault::Malformed { reason: plain(&error.to_string()) }
    };
    (line, fault)
}

/// A parser's message, which may quote the file, short and on one line.
fn plain(reason: &str) -> String {
    reason.chars().map(|char| if is_control(char) { ' ' } else { char }).take(FIELD_CHARS_MAX).collect()
}

fn has_room(rows: &[Row]) -> Result<(), Fault> {
    if rows.len() < ROWS_MAX { Ok(()) } else { Err(Fault::TooManyRows { rows_max: ROWS_MAX }) }
}

fn row(line: u64, fields: &Fields) -> Result<Row, Fault> {
    let [answer, criterion, human, judge, group, run, second] = fields;
    Ok(Row {
        line,
        answer: name("answer", answer)?.ok_or(Fault::Empty { field: "answer" })?,
        criterion: name("criterion", criterion)?.ok_or(Fault::Empty { field: "criterion" })?,
        human: score("human", human)?.ok_or(Fault::Empty { field: "human" })?,
        second: score("human2", second)?,
        judge: score("judge", judge)?,
        group: name("group", group)?,
        run: name("run", run)?,
    })
}

fn name(field: &'static str, text: &str) -> Result<Option<String>, Fault> {
    let text = text.trim();
    if let Some(control) = text.chars().find(|&char| is_control(char)) {
        return Err(Fault::ControlCharacter { field, code: u32::from(control) });
    }
    let chars = text.chars().count();
    if chars > FIELD_CHARS_MAX {
        return Err(Fault::TooLong { field, chars, chars_max: FIELD_CHARS_MAX });
    }
    Ok((!text.is_empty()).then(|| text.to_owned()))
}

fn score(field: &'static str, text: &str) -> Result<Option<f64>, Fault> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    let number = text.parse::<f64>().ok().filter(|number| number.abs() <= f64::from(SCORE_MAX));
    let not_a_score = || Fault::NotAScore { field, text: quoted(text), least: -SCORE_MAX, most: SCORE_MAX };
    // Minus zero is zero.
    number.map(|number| Some(number + 0.0)).ok_or_else(not_a_score)
}
