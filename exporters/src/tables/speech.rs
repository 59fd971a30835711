//! `pauses` and `measures`: the silences of every measured answer, and every measure in long form.

use dataflow::events::RUN_GAP_MS_MIN;
use dataflow::measures::{Measure, Withheld};

use super::{Released, shared};
use crate::column::{Column, Value};
use crate::table::Table;

// The description names the limit.
const _: () = assert!(RUN_GAP_MS_MIN == 200);

/// A pause with its place among those of its run.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Pause {
    pub(crate) index: u32,
    pub(crate) start_ms: u32,
    pub(crate) end_ms: u32,
}

pub(crate) static PAUSES: Table<Released<Pause>> = Table {
    name: "pauses",
    description: "one row per silence between two stretches of speech in the graded part, of 200 ms or more",
    key: &["learner", "answer_id", "run", "pause_index"],
    columns: &[
        Column::<Released<Pause>>::new("learner", shared::LEARNER, Value::Id(|of| Some(of.learner))),
        Column::<Released<Pause>>::new("answer_id", shared::ANSWER, Value::Id(|of| Some(of.answer))),
        Column::<Released<Pause>>::new("run", shared::RUN, Value::Whole(|of| Some(of.run.into()))),
        Column::<Released<Pause>>::new(
            "pause_index",
            "which pause of the run, counted from 0 in time order",
            Value::Whole(|of| Some(of.row.index.into())),
        ),
        Column::<Released<Pause>>::new(
            "start_ms",
            "where it starts, from the start of the recording",
            Value::Whole(|of| Some(of.row.start_ms.into())),
        )
        .unit("ms"),
        Column::<Released<Pause>>::new(
            "end_ms",
            "where it ends, from the start of the recording",
            Value::Whole(|of| Some(of.row.end_ms.into())),
        )
        .unit("ms"),
        Column::<Released<Pause>>::new(
            "duration_ms",
            "how long it is: end_ms - start_ms",
            Value::Whole(|of| Some(i64::from(of.row.end_ms) - i64::from(of.row.start_ms))),
        )
        .unit("ms"),
    ],
};

pub(crate) static MEASURES: Table<Released<Measure>> = Table {
    name: "measures",
    description: "one row per run, measure and pause threshold",
    key: &["learner", "answer_id", "run", "measure", "pause_ms_min"],
    columns: &[
        Column::<Released<Measure>>::new("learner", shared::LEARNER, Value::Id(|of| Some(of.learner))),
        Column::<Released<Measure>>::new("answer_id", shared::ANSWER, Value::Id(|of| Some(of.answer))),
        Column::<Released<Measure>>::new("run", shared::RUN, Value::Whole(|of| Some(of.run.into()))),
        Column::<Released<Measure>>::new(
            "measure",
            "name of the measure; the codebook has the formulas",
            Value::Name(|of| Some(of.row.name.name())),
        ),
        Column::<Released<Measure>>::new(
            "pause_ms_min",
            "the shortest silence that counted as a pause",
            Value::Whole(|of| of.row.pause_ms_min.map(i64::from)),
        )
        .unit("ms")
        .or("what counts as a pause does not matter to the measure"),
        Column::<Released<Measure>>::new(
            "unit",
            "unit of the value; empty text for a plain number",
            Value::Name(|of| Some(of.row.name.unit())),
        ),
        Column::<Released<Measure>>::new(
            "value",
            "the value, to thousandths, in the unit that the column unit names",
            Value::Number(|of| of.row.value_milli.map(thousandths)),
        )
        .unit("as in the column unit")
        .or("the measure is withheld"),
        Column::<Released<Measure>>::new(
            "withheld",
            "why the measure is withheld",
            Value::Name(|of| of.row.withheld.map(Withheld::name)),
        )
        .or("the measure has a value"),
    ],
};

fn thousandths(milli: i64) -> f64 {
    milli as f64 / 1_000.0
}
