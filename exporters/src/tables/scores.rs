//! `scores`: every score by whoever gave it, one row per criterion and one for the overall score.

use dataflow::views::ScoreRow;

use super::shared;
use crate::column::{Column, Value};
use crate::table::Table;

const WITHHELD: Option<&str> = Some("the score is withheld");

pub(crate) static TABLE: Table<ScoreRow> = Table {
    name: "scores",
    description: "one row per run, rater, rubric, revision and criterion; the overall score is the criterion overall",
    sorted_by: &["learner", "answer_id", "run", "rater", "rubric", "revision", "criterion"],
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
            name: "rater",
            description: "who scored: a rater of this program, a model or a person",
            unit: "",
            null: None,
            value: Value::Name(|row| Some(&row.rater)),
        },
        Column {
            name: "rubric",
            description: "rubric with its version",
            unit: "",
            null: None,
            value: Value::Name(|row| Some(&row.rubric)),
        },
        Column {
            name: "revision",
            description: "the score of record is the one with the highest",
            unit: "",
            null: None,
            value: Value::Whole(|row| Some(row.revision.into())),
        },
        Column {
            name: "criterion",
            description: "criterion of the rubric, or overall",
            unit: "",
            null: None,
            value: Value::Name(|row| Some(&row.criterion)),
        },
        Column {
            name: "score",
            description: "points given",
            unit: "points",
            null: WITHHELD,
            value: Value::Points(|row| row.score_centi),
        },
        Column {
            name: "low",
            description: "lower end of the interval that the rater gives",
            unit: "points",
            null: WITHHELD,
            value: Value::Points(|row| row.low_centi),
        },
        Column {
            name: "high",
            description: "upper end of the interval that the rater gives",
            unit: "points",
            null: WITHHELD,
            value: Value::Points(|row| row.high_centi),
        },
        Column {
            name: "max",
            description: "most points that can be given",
            unit: "points",
            null: None,
            value: Value::Points(|row| Some(row.max_centi)),
        },
    ],
};
