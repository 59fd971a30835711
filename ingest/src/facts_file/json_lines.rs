//! Facts as JSON Lines: one object per line, of any kind that is not about the system itself.
//!
//! A line is read with a limit on its length, so that a file without line ends costs no memory. Keys that are not known
//! are errors, on the line and in the body: a misspelt key would otherwise be a value that is silently missing. Lines
//! without text are passed over.

use std::borrow::Cow;
use std::fs::File;
use std::io::{self, BufRead, BufReader, BufWriter, Seek, SeekFrom, Write as _};
use std::path::{Path, PathBuf};

use dataflow::events::codec::Encoded;
use dataflow::events::{AnswerId, AnswerRun, Event, LearnerId};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use serde_json::value::RawValue;

use super::fact_error::{clipped, quoted};
use super::sound::{sound, sound_time};
use super::{Fact, FactError, Rejected, Row};
use crate::IngestError;

/// Bytes of one line.
pub const LINE_BYTES_MAX: usize = 64 * 1024;

/// What an editor of another world puts before a text.
const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// A place between two lines.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LinePlace {
    /// Lines before it.
    pub lines: u64,
    /// Bytes before it.
    pub bytes: u64,
}

/// A file of JSON Lines being read, a batch at a time. Ends after an error.
pub struct JsonFacts {
    path: PathBuf,
    reader: BufReader<File>,
    place: LinePlace,
    rows: usize,
    is_over: bool,
}

impl JsonFacts {
    /// Opens the file, to be read from its start with at most so many rows at a time.
    ///
    /// # Errors
    /// It cannot be read.
    pub fn open(path: &Path, rows: usize) -> Result<Self, IngestError> {
        JsonFacts::open_at(path, LinePlace::default(), rows)
    }

    /// Opens the file, to be read on from a place that [`JsonFacts::place`] gave.
    ///
    /// # Errors
    /// It cannot be read.
    pub fn open_at(path: &Path, place: LinePlace, rows: usize) -> Result<Self, IngestError> {
        let failed = |error| IngestError::from_io("opening the file", path, error);
        let file = File::open(path).map_err(failed)?;
        let mut reader = BufReader::with_capacity(256 * 1024, file);
        reader.seek(SeekFrom::Start(place.bytes)).map_err(failed)?;
        Ok(JsonFacts { path: path.to_owned(), reader, place, rows, is_over: false })
    }

    /// Behind the last line that was read.
    pub fn place(&self) -> LinePlace {
        self.place
    }

    fn batch(&mut self) -> io::Result<Vec<Row>> {
        let mut rows = Vec::with_capacity(self.rows.min(10_000));
        let mut line = Vec::new();
        while rows.len() < self.rows {
            line.clear();
            let read = read_line(&mut self.reader, &mut line)?;
            if read == 0 {
                break;
            }
            self.place.bytes += read;
            self.place.lines += 1;
            let text = line.strip_prefix(BYTE_ORDER_MARK).filter(|_| self.place.lines == 1).unwrap_or(&line);
            if !text.trim_ascii().is_empty() || line.len() > LINE_BYTES_MAX {
                rows.push(row(self.place.lines, text));
            }
        }
        Ok(rows)
    }
}

impl Iterator for JsonFacts {
    type Item = Result<Vec<Row>, IngestError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.is_over {
            return None;
        }
        match self.batch() {
            Ok(rows) => {
                self.is_over = rows.len() < self.rows;
                (!rows.is_empty()).then_some(Ok(rows))
            }
            Err(error) => {
                self.is_over = true;
                Some(Err(IngestError::from_io("reading the file", &self.path, error)))
            }
        }
    }
}

/// Reads a line into `line`, its beginning if it is too long, and returns how many bytes it takes in the file.
fn read_line(reader: &mut impl BufRead, line: &mut Vec<u8>) -> io::Result<u64> {
    let mut read = 0;
    loop {
        let buffer = match reader.fill_buf() {
            Ok(buffer) => buffer,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        };
        let end = buffer.iter().position(|byte| *byte == b'\n');
        let taken = end.map_or(buffer.len(), |end| end + 1);
        let wanted = (LINE_BYTES_MAX + 1).saturating_sub(line.len());
        line.extend(buffer.iter().take(taken.min(wanted)));
        reader.consume(taken);
        read += taken as u64;
        if end.is_some() || taken == 0 {
            return Ok(read);
        }
    }
}

/// A line as the file has it.
#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct Line<'a> {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    at_us: Option<u64>,
    #[serde(borrow)]
    kind: Cow<'a, str>,
    version: u16,
    learner: LearnerId,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    answer: Option<AnswerId>,
    #[serde(default, skip_serializing_if = "is_first")]
    run: u16,
    #[serde(borrow)]
    body: &'a RawValue,
}

fn is_first(run: &u16) -> bool {
    *run == 0
}

fn row(number: u64, bytes: &[u8]) -> Row {
    fact(number, bytes).map_err(|reason| Rejected { line: number, kind: kind_of(bytes), reason: Box::new(reason) })
}

fn fact(number: u64, bytes: &[u8]) -> Result<Fact, FactError> {
    if bytes.len() > LINE_BYTES_MAX {
        return Err(FactError::LineTooLong { bytes_max: LINE_BYTES_MAX });
    }
    let text = std::str::from_utf8(bytes).map_err(|_| FactError::NotUtf8)?;
    let line: Line<'_> = serde_json::from_str(text).map_err(|error| FactError::NotAFact { reason: clipped(&error) })?;
    if line.kind == "EpochOpened" {
        return Err(FactError::System { kind: "EpochOpened" });
    }
    let of = line.answer.map(|answer| AnswerRun { answer, run: line.run });
    let body = line.body.get();
    let event = Event::read(line.learner, of, &line.kind, line.version, body).map_err(FactError::of_codec)?;
    if of.is_some() && event.run().is_none() {
        return Err(FactError::NeedlessAnswer { kind: event.kind_name() });
    }
    sound(&event)?;
    sound_time(line.at_us)?;
    every_key_is_known(&event, body)?;
    Ok(Fact { line: number, at_us: line.at_us, event })
}

/// The kind that a line says it is, as far as it can be read.
fn kind_of(bytes: &[u8]) -> Option<Box<str>> {
    #[derive(Deserialize)]
    struct Kind<'a> {
        #[serde(borrow)]
        kind: Cow<'a, str>,
    }
    let text = bytes.get(..LINE_BYTES_MAX.min(bytes.len())).and_then(|bytes| std::str::from_utf8(bytes).ok())?;
    let line: Kind<'_> = serde_json::from_str(text).ok()?;
    Some(quoted(&line.kind).into())
}

/// Whether the body says nothing that was not understood: whatever was is written again.
fn every_key_is_known(event: &Event, body: &str) -> Result<(), FactError> {
    let written = event.encode().map_err(FactError::of_codec)?;
    if written.body == body {
        return Ok(());
    }
    let parsed = |text: &str| {
        let failed = |error: serde_json::Error| FactError::Body { kind: written.kind, reason: clipped(&error) };
        serde_json::from_str::<Value>(text).map_err(failed)
    };
    let unknown = unknown_key(&parsed(body)?, &parsed(&written.body)?);
    unknown.map_or(Ok(()), |key| Err(FactError::UnknownKey { kind: written.kind, key }))
}

/// A key of `given` that is not in `known`.
fn unknown_key(given: &Value, known: &Value) -> Option<String> {
    match (given, known) {
        (Value::Object(given), Value::Object(known)) => given.iter().find_map(|(key, given)| match known.get(key) {
            Some(known) => unknown_key(given, known),
            None => Some(quoted(key)),
        }),
        (Value::Array(given), Value::Array(known)) => {
            given.iter().zip(known).find_map(|(given, known)| unknown_key(given, known))
        }
        (Value::Object(given), _) => given.keys().next().map(|key| quoted(key)),
        _ => None,
    }
}

/// Writes the facts as JSON Lines, in their order, and returns how many.
///
/// # Errors
/// A fact is about the system itself, or the file cannot be written.
pub fn write_json_lines(path: &Path, facts: impl IntoIterator<Item = Fact>) -> Result<u64, IngestError> {
    let failed = |error| IngestError::from_io("writing the file", path, error);
    let unwritten = |reason: String| IngestError::Unwritten { path: path.to_owned(), reason };
    let mut file = BufWriter::new(File::create(path).map_err(failed)?);
    let mut rows = 0;
    for fact in facts {
        let line = line_of(&fact).map_err(|error| unwritten(error.to_string()))?;
        file.write_all(line.as_bytes()).and_then(|()| file.write_all(b"\n")).map_err(failed)?;
        rows += 1;
    }
    file.into_inner().map_err(|error| failed(error.into_error()))?.sync_all().map_err(failed)?;
    Ok(rows)
}

fn line_of(fact: &Fact) -> Result<String, FactError> {
    let Encoded { learner, kind, version, body, .. } = fact.event.encode().map_err(FactError::of_codec)?;
    let written = |error: serde_json::Error| FactError::Body { kind, reason: clipped(&error) };
    let body = RawValue::from_string(body).map_err(written)?;
    let learner = learner.ok_or(FactError::System { kind })?;
    let of = fact.event.run();
    let line = Line {
        at_us: fact.at_us,
        kind: kind.into(),
        version,
        learner,
        answer: of.map(|of| of.answer),
        run: of.map_or(0, |of| of.run),
        body: &body,
    };
    serde_json::to_string(&line).map_err(written)
}
