//! `words` and `transcripts`: what was said, of learners who agree to research.
//!
//! The only tables with speech in them. Both come from one reading of each document, so that neither shows a run
//! that the other lacks.

use std::collections::BTreeSet;
use std::error::Error;
use std::path::Path;

use dataflow::documents::{Transcript, Word};
use dataflow::events::{AnswerRun, LearnerId};
use dataflow::measures::MeasureName;
use dataflow::read_model::Tables;

use super::shared;
use crate::ExportError;
use crate::column::{Column, Value};
use crate::table::{About, Table, TableWriter};

/// A word with its place.
pub(crate) struct Said {
    of: AnswerRun,
    index: i64,
    word: Word,
}

/// A whole text with its place.
pub(crate) struct Text {
    of: AnswerRun,
    text: String,
}

pub(crate) static WORDS: Table<Said> = Table {
    name: "words",
    description: "one row per recognised word of a run, only of learners who agree to research",
    sorted_by: &["answer_id", "run", "word_index"],
    columns: &[
        Column {
            name: "answer_id",
            description: shared::ANSWER,
            unit: "",
            null: None,
            value: Value::Id(|row| Some(row.of.answer.0)),
        },
        Column {
            name: "run",
            description: shared::RUN,
            unit: "",
            null: None,
            value: Value::Whole(|row| Some(row.of.run.into())),
        },
        Column {
            name: "word_index",
            description: "which word of the run, counted from 0 in time order; words after the task's time are there",
            unit: "",
            null: None,
            value: Value::Whole(|row| Some(row.index)),
        },
        Column {
            name: "word",
            description: "the word as recognised, with the punctuation that follows it",
            unit: "",
            null: None,
            value: Value::Text(|row| Some(&row.word.word)),
        },
        Column {
            name: "start_ms",
            description: "where it starts, from the start of the recording",
            unit: "ms",
            null: None,
            value: Value::Whole(|row| Some(row.word.start_ms.into())),
        },
        Column {
            name: "end_ms",
            description: "where it ends, from the start of the recording",
            unit: "ms",
            null: None,
            value: Value::Whole(|row| Some(row.word.end_ms.into())),
        },
        Column {
            name: "confidence",
            description: "how sure the recogniser is, from 0 to 1",
            unit: "",
            null: None,
            value: Value::Probability(|row| Some(row.word.confidence)),
        },
    ],
};

pub(crate) static TRANSCRIPTS: Table<Text> = Table {
    name: "transcripts",
    description: "one row per transcribed run, only of learners who agree to research; may hold names that were said",
    sorted_by: &["answer_id", "run"],
    columns: &[
        Column {
            name: "answer_id",
            description: shared::ANSWER,
            unit: "",
            null: None,
            value: Value::Id(|row| Some(row.of.answer.0)),
        },
        Column {
            name: "run",
            description: shared::RUN,
            unit: "",
            null: None,
            value: Value::Whole(|row| Some(row.of.run.into())),
        },
        Column {
            name: "text",
            description: "everything that was recognised, as the recogniser punctuates it",
            unit: "",
            null: None,
            value: Value::Text(|row| Some(&row.text)),
        },
    ],
};

/// The transcribed runs of these learners, sorted: those whose number of words is known.
pub(crate) fn transcribed(tables: &Tables, learners: &BTreeSet<LearnerId>) -> Vec<AnswerRun> {
    let counted = |name, value: Option<i64>| name == MeasureName::Words && value.is_some();
    let rows = tables.measurements().filter(|row| counted(row.measure.name, row.measure.value_milli));
    let mut runs: Vec<_> = rows.filter(|row| learners.contains(&row.learner)).map(|row| row.of).collect();
    runs.sort_unstable();
    runs
}

/// Writes both tables of these runs.
pub(crate) fn write<E>(
    runs: Vec<AnswerRun>,
    transcript: impl Fn(AnswerRun) -> Result<Option<Transcript>, E>,
    about: About<'_>,
    folder: &Path,
) -> Result<[(&'static str, u64); 2], ExportError>
where
    E: Into<Box<dyn Error + Send + Sync>>,
{
    let mut words = TableWriter::create(&WORDS, about, folder)?;
    let mut texts = TableWriter::create(&TRANSCRIPTS, about, folder)?;
    for of in runs {
        let AnswerRun { answer, run } = of;
        let read = transcript(of).map_err(|source| ExportError::Transcript { answer, run, source: source.into() })?;
        let Some(Transcript { text, words: said }) = read else { continue };
        texts.push(Text { of, text })?;
        for (index, word) in (0..).zip(said) {
            words.push(Said { of, index, word })?;
        }
    }
    Ok([words.finish()?, texts.finish()?])
}
