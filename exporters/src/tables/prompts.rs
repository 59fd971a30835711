//! `prompts`: what was asked. The bank is the coach's; who asks for a release brings it.

use dataflow::events::Task;

use super::shared;
use crate::PromptText;
use crate::column::{Column, Value};
use crate::table::Table;

const NOT_IN_BANK: &str = "the prompt is not in the bank";

/// A prompt of the bank, or one that only its answers know.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Prompt {
    /// Its id, or its pseudonym.
    pub(crate) id: u64,
    pub(crate) text: Option<PromptText>,
}

pub(crate) static PROMPTS: Table<Prompt> = Table {
    name: "prompts",
    description: "one row per prompt of the bank, and per prompt that an answer names",
    key: &["prompt_id"],
    columns: &[
        Column::<Prompt>::new("prompt_id", shared::PROMPT, Value::Id(|row| Some(row.id))),
        Column::<Prompt>::new("is_in_bank", "whether it is in the bank", Value::Flag(|row| Some(row.text.is_some()))),
        Column::<Prompt>::new(
            "task",
            "the task it belongs to",
            Value::Name(|row| text(row).map(|text| Task::name(text.task))),
        )
        .or(NOT_IN_BANK),
        Column::<Prompt>::new(
            "text",
            "the question or, in Listen and Repeat, the sentence",
            Value::Text(|row| text(row).map(|text| text.text.as_str())),
        )
        .or(NOT_IN_BANK),
        Column::<Prompt>::new(
            "topic",
            "what it is about",
            Value::Name(|row| text(row).map(|text| text.topic.as_str())),
        )
        .or(NOT_IN_BANK),
        Column::<Prompt>::new(
            "level",
            "the level of the CEFR from which it can be answered well",
            Value::Name(|row| text(row).map(|text| text.level.as_str())),
        )
        .or(NOT_IN_BANK),
        Column::<Prompt>::new(
            "set",
            "the set it is asked in",
            Value::Name(|row| text(row).and_then(|text| text.set.as_deref())),
        )
        .or("it is asked alone, or not in the bank"),
        Column::<Prompt>::new(
            "place",
            "its place in the set, counted from 1",
            Value::Whole(|row| text(row).and_then(|text| text.place).map(i64::from)),
        )
        .or("it is asked alone, or not in the bank"),
    ],
};

fn text(row: &Prompt) -> Option<&PromptText> {
    row.text.as_ref()
}
