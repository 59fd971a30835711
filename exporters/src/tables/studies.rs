//! `studies`, `study_arms` and `participations`: what is compared, and who takes part.

use super::{Of, shared};
use crate::column::{Column, Value};
use crate::table::Table;

const AS_EVERYWHERE: &str = "as everywhere";

/// A study.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Study {
    pub(crate) name: String,
    pub(crate) text_version: u16,
    pub(crate) opens_at_ms: Option<u64>,
    pub(crate) closes_at_ms: Option<u64>,
}

/// An arm of a study.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct StudyArm {
    pub(crate) study: String,
    pub(crate) index: i64,
    pub(crate) arm: dataflow::events::StudyArm,
}

/// A learner takes part.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Participation {
    pub(crate) study: String,
    pub(crate) arm: String,
    pub(crate) joined_day: Option<i64>,
    pub(crate) joined_at_ms: Option<u64>,
}

pub(crate) static STUDIES: Table<Study> = Table {
    name: "studies",
    description: "one row per study that any learner of the release takes part in, or that the release is about",
    key: &["study"],
    columns: &[
        Column::<Study>::new("study", shared::STUDY, Value::Name(|row| Some(&row.name))),
        Column::<Study>::new(
            "text_version",
            "version of the text that participants agree to",
            Value::Whole(|row| Some(row.text_version.into())),
        ),
        Column::<Study>::new("opens_at", "from when on learners may join", Value::Moment(|row| row.opens_at_ms))
            .or(shared::NO_DATES),
        Column::<Study>::new("closes_at", "until when learners may join", Value::Moment(|row| row.closes_at_ms))
            .or("for always, or the release has days instead of dates"),
    ],
};

pub(crate) static STUDY_ARMS: Table<StudyArm> = Table {
    name: "study_arms",
    description: "one row per study of the release and arm: what the arm changes",
    key: &["study", "arm_index"],
    columns: &[
        Column::<StudyArm>::new("study", shared::STUDY, Value::Name(|row| Some(&row.study))),
        Column::<StudyArm>::new("arm", shared::ARM, Value::Name(|row| Some(&row.arm.name))),
        Column::<StudyArm>::new(
            "arm_index",
            "place among the arms, counted from 0",
            Value::Whole(|row| Some(row.index)),
        ),
        Column::<StudyArm>::new(
            "weight",
            "how many of all weights' sum of learners it gets",
            Value::Whole(|row| Some(row.arm.weight.into())),
        ),
        Column::<StudyArm>::new(
            "rubric",
            "rubric that its answers are scored by",
            Value::Name(|row| row.arm.rubric.as_deref()),
        )
        .or(AS_EVERYWHERE),
        Column::<StudyArm>::new("short_feedback", "whether cards are short", Value::Flag(|row| row.arm.short_feedback))
            .or(AS_EVERYWHERE),
        Column::<StudyArm>::new("reminders", "whether reminders are sent", Value::Flag(|row| row.arm.reminders))
            .or(AS_EVERYWHERE),
    ],
};

pub(crate) static PARTICIPATIONS: Table<Of<Participation>> = Table {
    name: "participations",
    description: "one row per learner and study that the learner takes part in; who left has none",
    key: &["learner", "study"],
    columns: &[
        Column::<Of<Participation>>::new("learner", shared::LEARNER, Value::Id(|of| Some(of.learner))),
        Column::<Of<Participation>>::new("study", shared::STUDY, Value::Name(|of| Some(&of.row.study))),
        Column::<Of<Participation>>::new("arm", shared::ARM, Value::Name(|of| Some(&of.row.arm))),
        Column::<Of<Participation>>::new(
            "joined_day",
            "on which of the learner's days",
            Value::Whole(|of| of.row.joined_day),
        )
        .unit(shared::DAYS)
        .or(shared::NO_DAY),
        Column::<Of<Participation>>::new(
            "joined_at",
            "when the learner joined",
            Value::Moment(|of| of.row.joined_at_ms),
        )
        .or(shared::NO_DATES),
    ],
};
