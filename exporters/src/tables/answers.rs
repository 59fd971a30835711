//! `answers`: every answer with what became of its latest run.
//!
//! Status and reason are names for programs; the limits behind a rejection are in the log and on the learner's card.

use dataflow::events::{Rejection, Source};
use dataflow::views::{AnswerRow, Status};

use super::shared;
use crate::column::{Column, Value, saturated};
use crate::table::Table;

pub(crate) static TABLE: Table<AnswerRow> = Table {
    name: "answers",
    description: "one row per answer, with what became of its latest run",
    sorted_by: &["answer_id"],
    columns: &[
        Column {
            name: "answer_id",
            description: shared::ANSWER,
            unit: "",
            null: None,
            value: Value::Id(|row| Some(row.answer.0)),
        },
        Column {
            name: "learner",
            description: shared::LEARNER,
            unit: "",
            null: None,
            value: Value::Id(|row| Some(row.learner.0)),
        },
        Column {
            name: "run",
            description: "its latest run, counted from 0; each replay is the next",
            unit: "",
            null: None,
            value: Value::Whole(|row| Some(row.run.into())),
        },
        Column {
            name: "occurred_at",
            description: "when the learner spoke, as far as the source knows; at most the end of the year 9999",
            unit: "UTC",
            null: None,
            value: Value::Moment(|row| Some(row.occurred_at_ms)),
        },
        Column {
            name: "source",
            description: "where it came from: command (files named to the command)",
            unit: "",
            null: None,
            value: Value::Name(|row| Some(source(row.source))),
        },
        Column {
            name: "task",
            description: "what the learner was asked to do",
            unit: "",
            null: None,
            value: Value::Name(|row| Some(row.task.name())),
        },
        Column {
            name: "prompt_id",
            description: "the prompt, 16 hex digits",
            unit: "",
            null: Some("no prompt was named"),
            value: Value::Id(|row| row.prompt.map(|prompt| prompt.0)),
        },
        Column {
            name: "bytes",
            description: "size of the audio file",
            unit: "bytes",
            null: None,
            value: Value::Whole(|row| Some(saturated(row.bytes))),
        },
        Column {
            name: "status",
            description: "what became of it: outstanding, delivered, rejected, cancelled, given_up, or \
                          recorded elsewhere",
            unit: "",
            null: None,
            value: Value::Name(|row| Some(status(&row.status))),
        },
        Column {
            name: "reason",
            description: "why it cannot be graded where it was rejected, the step that could not be done where it \
                          was given up",
            unit: "",
            null: Some("neither rejected nor given up"),
            value: Value::Name(|row| reason(&row.status)),
        },
    ],
};

fn source(source: Source) -> &'static str {
    match source {
        Source::Command => "command",
        Source::Import => "import",
        Source::Simulated => "simulated",
        Source::Chat => "chat",
    }
}

fn status(status: &Status) -> &'static str {
    match status {
        Status::Outstanding => "outstanding",
        Status::Delivered => "delivered",
        Status::Rejected(_) => "rejected",
        Status::Cancelled => "cancelled",
        Status::GivenUp(_) => "given_up",
        Status::Recorded => "recorded",
    }
}

fn reason(status: &Status) -> Option<&'static str> {
    match status {
        Status::Rejected(rejection) => Some(rejected(rejection)),
        Status::GivenUp(step) => Some(step.name()),
        Status::Outstanding | Status::Delivered | Status::Cancelled | Status::Recorded => None,
    }
}

/// The names under which the log holds rejections.
fn rejected(rejection: &Rejection) -> &'static str {
    match rejection {
        Rejection::Empty => "empty",
        Rejection::TooLarge { .. } => "too_large",
        Rejection::TooLong { .. } => "too_long",
        Rejection::NotAudio { .. } => "not_audio",
        Rejection::NoSpeech => "no_speech",
        Rejection::NotEnglish => "not_english",
        Rejection::NoPrompt => "no_prompt",
        Rejection::NoConsent => "no_consent",
        Rejection::QuotaSpent { .. } => "quota_spent",
        Rejection::Unavailable => "unavailable",
    }
}
