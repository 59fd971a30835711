//! `pauses`: every silent pause, counted within its run, so that any threshold can be applied to the table.

use dataflow::events::{AnswerRun, RUN_GAP_MS_MIN};
use dataflow::read_model::Tables;
use dataflow::views::PauseRow;

use super::shared;
use crate::column::{Column, Value};
use crate::table::Table;

// The description names the limit.
const _: () = assert!(RUN_GAP_MS_MIN == 200);

/// A pause with its place among those of its run.
pub(crate) struct Counted {
    pause: PauseRow,
    index: i64,
}

pub(crate) static TABLE: Table<Counted> = Table {
    name: "pauses",
    description: "one row per silence between two stretches of speech in the graded part, of 200 ms or more",
    sorted_by: &["learner", "answer_id", "run", "pause_index"],
    columns: &[
        Column {
            name: "answer_id",
            description: shared::ANSWER,
            unit: "",
            null: None,
            value: Value::Id(|row| Some(row.pause.of.answer.0)),
        },
        Column {
            name: "learner",
            description: shared::LEARNER,
            unit: "",
            null: None,
            value: Value::Id(|row| Some(row.pause.learner.0)),
        },
        Column {
            name: "run",
            description: shared::RUN,
            unit: "",
            null: None,
            value: Value::Whole(|row| Some(row.pause.of.run.into())),
        },
        Column {
            name: "pause_index",
            description: "which pause of the run, counted from 0 in time order",
            unit: "",
            null: None,
            value: Value::Whole(|row| Some(row.index)),
        },
        Column {
            name: "start_ms",
            description: "where it starts, from the start of the recording",
            unit: "ms",
            null: None,
            value: Value::Whole(|row| Some(row.pause.start_ms.into())),
        },
        Column {
            name: "end_ms",
            description: "where it ends, from the start of the recording",
            unit: "ms",
            null: None,
            value: Value::Whole(|row| Some(row.pause.end_ms.into())),
        },
        Column {
            name: "duration_ms",
            description: "how long it is: end_ms - start_ms",
            unit: "ms",
            null: None,
            value: Value::Whole(|row| Some(i64::from(row.pause.end_ms) - i64::from(row.pause.start_ms))),
        },
    ],
};

/// The pauses in the order of the view, which is that of time within a run.
pub(crate) fn rows(tables: &Tables) -> impl Iterator<Item = Counted> {
    let mut next: Option<(AnswerRun, i64)> = None;
    tables.pauses().map(move |&pause| {
        let index = next.filter(|(of, _)| *of == pause.of).map_or(0, |(_, index)| index);
        next = Some((pause.of, index + 1));
        Counted { pause, index }
    })
}
