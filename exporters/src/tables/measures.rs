//! `measures`: every measure of every measured answer in long form, with its value or why there is none.

use dataflow::measures::Withheld;
use dataflow::views::MeasurementRow;

use super::shared;
use crate::column::{Column, Value};
use crate::table::Table;

pub(crate) static TABLE: Table<MeasurementRow> = Table {
    name: "measures",
    description: "one row per run, measure and pause threshold",
    sorted_by: &["learner", "answer_id", "run"],
    columns: &[
        Column {
            name: "answer_id",
            description: shared::ANSWER,
            unit: "",
            null: None,
            value: Value::Id(|row| Some(row.of.answer.0)),
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
            description: shared::RUN,
            unit: "",
            null: None,
            value: Value::Whole(|row| Some(row.of.run.into())),
        },
        Column {
            name: "measure",
            description: "name of the measure",
            unit: "",
            null: None,
            value: Value::Name(|row| Some(row.measure.name.name())),
        },
        Column {
            name: "pause_ms_min",
            description: "the shortest silence that counted as a pause",
            unit: "ms",
            null: Some("what counts as a pause does not matter to the measure"),
            value: Value::Whole(|row| row.measure.pause_ms_min.map(i64::from)),
        },
        Column {
            name: "unit",
            description: "unit of the value; empty for a plain number",
            unit: "",
            null: None,
            value: Value::Name(|row| Some(row.measure.name.unit())),
        },
        Column {
            name: "value",
            description: "the value, to thousandths, in the unit that the column unit names",
            unit: "as in the column unit",
            null: Some("the measure is withheld"),
            value: Value::Number(|row| row.measure.value_milli.map(|milli| milli as f64 / 1_000.0)),
        },
        Column {
            name: "withheld",
            description: "why the measure is withheld",
            unit: "",
            null: Some("the measure has a value"),
            value: Value::Name(|row| row.measure.withheld.map(Withheld::name)),
        },
    ],
};
