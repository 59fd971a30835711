//! `words` and `transcripts`: what was said; the texts only where they were asked for, and without names.

use super::{Released, shared};
use crate::column::{Column, Value};
use crate::table::Table;

const NO_WORDS: &str = "the release is without transcripts";

/// A word with its place.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Word {
    pub(crate) index: u32,
    pub(crate) start_ms: u32,
    pub(crate) end_ms: u32,
    pub(crate) confidence: f32,
    pub(crate) band: u8,
    /// The word and whether something stands in its place; only with transcripts.
    pub(crate) text: Option<(String, bool)>,
}

/// A whole text.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Transcript {
    pub(crate) redacted_words: i64,
    pub(crate) text: String,
}

pub(crate) static WORDS: Table<Released<Word>> = Table {
    name: "words",
    description: "one row per recognised word of a run; words after the task's time are there",
    key: &["learner", "answer_id", "run", "word_index"],
    columns: &[
        Column::<Released<Word>>::new("learner", shared::LEARNER, Value::Id(|of| Some(of.learner))),
        Column::<Released<Word>>::new("answer_id", shared::ANSWER, Value::Id(|of| Some(of.answer))),
        Column::<Released<Word>>::new("run", shared::RUN, Value::Whole(|of| Some(of.run.into()))),
        Column::<Released<Word>>::new(
            "word_index",
            "which word of the run, counted from 0 in time order",
            Value::Whole(|of| Some(of.row.index.into())),
        ),
        Column::<Released<Word>>::new(
            "start_ms",
            "where it starts, from the start of the recording",
            Value::Whole(|of| Some(of.row.start_ms.into())),
        )
        .unit("ms"),
        Column::<Released<Word>>::new(
            "end_ms",
            "where it ends, from the start of the recording",
            Value::Whole(|of| Some(of.row.end_ms.into())),
        )
        .unit("ms"),
        Column::<Released<Word>>::new(
            "confidence",
            "how sure the recogniser is, from 0 to 1",
            Value::Probability(|of| Some(of.row.confidence)),
        ),
        Column::<Released<Word>>::new(
            "frequency_band",
            "how frequent the word or a plainer form of it is in English: 0 the first thousand, 1 the second, 2 the \
             third to fifth, 3 rarer or unknown",
            Value::Whole(|of| Some(of.row.band.into())),
        ),
        Column::<Released<Word>>::new(
            "is_redacted",
            "whether the word was taken for a name, a long number or an address",
            Value::Flag(|of| of.row.text.as_ref().map(|(_, is_redacted)| *is_redacted)),
        )
        .or(NO_WORDS),
        Column::<Released<Word>>::new(
            "word",
            "the word as recognised, with the punctuation that follows it; [name], [number] or [address] in its place",
            Value::Text(|of| of.row.text.as_ref().map(|(text, _)| text.as_str())),
        )
        .or(NO_WORDS),
    ],
};

pub(crate) static TRANSCRIPTS: Table<Released<Transcript>> = Table {
    name: "transcripts",
    description: "one row per transcribed run, names taken out; no rows unless the release is with transcripts",
    key: &["learner", "answer_id", "run"],
    columns: &[
        Column::<Released<Transcript>>::new("learner", shared::LEARNER, Value::Id(|of| Some(of.learner))),
        Column::<Released<Transcript>>::new("answer_id", shared::ANSWER, Value::Id(|of| Some(of.answer))),
        Column::<Released<Transcript>>::new("run", shared::RUN, Value::Whole(|of| Some(of.run.into()))),
        Column::<Released<Transcript>>::new(
            "redacted_words",
            "how many words were taken out",
            Value::Whole(|of| Some(of.row.redacted_words)),
        )
        .unit("words"),
        Column::<Released<Transcript>>::new(
            "text",
            "the words one after another",
            Value::Text(|of| Some(&of.row.text)),
        ),
    ],
};
