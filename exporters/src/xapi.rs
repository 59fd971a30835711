//! Answers as statements of the Experience API (xAPI 1.0.3), one JSON value per line, for a learning record store.
//!
//! The actor is the pseudonym of this release; a time is there only in a release with dates. A score is scaled to the
//! most that can be given; an answer without one has no result score.

use std::fs::File;
use std::io::{BufWriter, Write as _};
use std::path::{Path, PathBuf};

use serde_json::{Map, Value, json};

use crate::ExportError;
use crate::shard::Context;
use crate::tables::Released;
use crate::tables::answers::Answer;

/// Where our own identifiers live; they name things and lead nowhere.
const HOME: &str = "urn:speech-coach";

/// The file of statements, being written.
pub(crate) struct Statements {
    file: BufWriter<File>,
    path: PathBuf,
    rows: u64,
}

impl Statements {
    pub(crate) fn create(folder: &Path) -> Result<Self, ExportError> {
        let path = folder.join("statements.jsonl");
        let file = File::create(&path).map_err(|source| ExportError::io("making a file", &path, source))?;
        Ok(Statements { file: BufWriter::new(file), path, rows: 0 })
    }

    /// Writes one answer.
    pub(crate) fn write(&mut self, row: &Released<Answer>, context: &Context<'_>) -> Result<(), ExportError> {
        let statement = statement(row, context);
        self.rows += 1;
        writeln!(self.file, "{statement}").map_err(|source| ExportError::io("writing a file", &self.path, source))
    }

    /// Ends the file, and says how many statements there are.
    pub(crate) fn finish(mut self) -> Result<u64, ExportError> {
        self.file.flush().map_err(|source| ExportError::io("writing a file", &self.path, source))?;
        Ok(self.rows)
    }
}

fn statement(of: &Released<Answer>, context: &Context<'_>) -> Value {
    let answer = &of.row;
    let mut result = Map::new();
    if let Some(spoken) = answer.spoken {
        if let Some(milli) = spoken.score_milli {
            result.insert("score".to_owned(), json!({"scaled": f64::from(milli) / 1_000.0}));
        }
        let ms = spoken.speech.practice_ms;
        result.insert("duration".to_owned(), json!(format!("PT{}.{:02}S", ms / 1_000, ms % 1_000 / 10)));
        result.insert("completion".to_owned(), json!(true));
        let extensions = json!({
            format!("{HOME}:speaking_ms"): spoken.speech.speaking_ms,
            format!("{HOME}:words"): spoken.speech.words,
            format!("{HOME}:is_growth"): spoken.is_growth,
        });
        result.insert("extensions".to_owned(), extensions);
    }
    let object = answer
        .prompt
        .map_or_else(|| format!("{HOME}:task:{}", answer.task.name()), |prompt| format!("{HOME}:prompt:{prompt:016x}"));
    let mut statement = json!({
        "id": uuid(of.learner, of.answer),
        "actor": {"objectType": "Agent", "account": {"homePage": HOME, "name": format!("{:016x}", of.learner)}},
        "verb": {"id": "http://adlnet.gov/expapi/verbs/answered", "display": {"en": "answered"}},
        "object": {"objectType": "Activity", "id": object, "definition": {
            "type": "http://adlnet.gov/expapi/activities/question",
            "name": {"en": answer.task.title()},
        }},
        "result": result,
        "context": {"extensions": {
            format!("{HOME}:release"): context.spec.id(),
            format!("{HOME}:answer"): format!("{:016x}", of.answer),
            format!("{HOME}:day"): answer.day,
            format!("{HOME}:sequence"): answer.sequence,
        }},
    });
    if let (Some(at), Some(fields)) = (answer.occurred_at_ms, statement.as_object_mut()) {
        fields.insert("timestamp".to_owned(), json!(crate::metadata::timestamp(at)));
    }
    statement
}

/// An id of the form that statements have, made from the pseudonyms (version 8 of RFC 9562: made by the application).
fn uuid(learner: u64, answer: u64) -> String {
    let (time, rest) = (answer >> 16, answer & 0x0fff);
    let node = learner & 0x3fff_ffff_ffff_ffff | 0x8000_0000_0000_0000;
    format!(
        "{:08x}-{:04x}-8{:03x}-{:04x}-{:012x}",
        time >> 16,
        time & 0xffff,
        rest,
        node >> 48,
        node & 0xffff_ffff_ffff
    )
}
