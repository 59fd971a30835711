//! `learners` and `consents`: who is in the release, and what they agree to.

use dataflow::events::Purpose;

use super::{Of, shared};
use crate::column::{Column, Value};
use crate::table::Table;

/// What a group of fewer than so many learners says is not told.
const GROUP: &str = "the learner did not say, or fewer than 10 learners of the release said so";

/// A learner of the release.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Learner {
    pub(crate) first_language: Option<String>,
    pub(crate) age: Option<&'static str>,
    pub(crate) english_years: Option<&'static str>,
    pub(crate) answers: i64,
    pub(crate) first_answer_at_ms: Option<u64>,
}

/// Where a learner stands on one purpose.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Consent {
    pub(crate) purpose: Purpose,
    pub(crate) is_given: bool,
    pub(crate) version: u16,
    pub(crate) since_day: Option<i64>,
    pub(crate) since_at_ms: Option<u64>,
}

pub(crate) static LEARNERS: Table<Of<Learner>> = Table {
    name: "learners",
    description: "one row per learner of the release: those who agree to research",
    key: &["learner"],
    columns: &[
        Column::<Of<Learner>>::new("learner", shared::LEARNER, Value::Id(|of| Some(of.learner))),
        Column::<Of<Learner>>::new(
            "first_language",
            "the language spoken first at home, two letters of ISO 639-1",
            Value::Name(|of| of.row.first_language.as_deref()),
        )
        .or(GROUP),
        Column::<Of<Learner>>::new("age", "age in years, in bands", Value::Name(|of| of.row.age)).or(GROUP),
        Column::<Of<Learner>>::new(
            "english_years",
            "years of learning English, in bands",
            Value::Name(|of| of.row.english_years),
        )
        .or(GROUP),
        Column::<Of<Learner>>::new("answers", "rows in the table answers", Value::Whole(|of| Some(of.row.answers)))
            .unit("answers"),
        Column::<Of<Learner>>::new(
            "first_answer_at",
            "when the learner's first answer was spoken, which begins day 0",
            Value::Moment(|of| of.row.first_answer_at_ms),
        )
        .or("the release has days instead of dates, or there is no answer"),
    ],
};

pub(crate) static CONSENTS: Table<Of<Consent>> = Table {
    name: "consents",
    description: "one row per learner and purpose that was ever decided: the latest decision",
    key: &["learner", "purpose"],
    columns: &[
        Column::<Of<Consent>>::new("learner", shared::LEARNER, Value::Id(|of| Some(of.learner))),
        Column::<Of<Consent>>::new(
            "purpose",
            "what for: service, audio_retention, research, model_improvement",
            Value::Name(|of| Some(purpose(of.row.purpose))),
        ),
        Column::<Of<Consent>>::new("is_given", "whether the learner agrees", Value::Flag(|of| Some(of.row.is_given))),
        Column::<Of<Consent>>::new(
            "version",
            "version of the text that was agreed to, or withdrawn from",
            Value::Whole(|of| Some(of.row.version.into())),
        ),
        Column::<Of<Consent>>::new(
            "since_day",
            "since which of the learner's days",
            Value::Whole(|of| of.row.since_day),
        )
        .unit(shared::DAYS)
        .or(shared::NO_DAY),
        Column::<Of<Consent>>::new("since_at", "since when", Value::Moment(|of| of.row.since_at_ms))
            .or(shared::NO_DATES),
    ],
};

fn purpose(purpose: Purpose) -> &'static str {
    match purpose {
        Purpose::Research => "research",
        Purpose::Service => "service",
        Purpose::AudioRetention => "audio_retention",
        Purpose::ModelImprovement => "model_improvement",
    }
}
