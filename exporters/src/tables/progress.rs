//! `bests`, `trends`, `attempts`, `criteria`, `strengths` and `latest`: where each learner is going.

use dataflow::views::{AttemptsRow, BestOf, BestRow, CriterionRow, LatestRow, StrengthRow, TrendOf, TrendRow};

use super::{Of, shared};
use crate::column::{Column, Value};
use crate::table::Table;

/// A personal best.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Best {
    pub(crate) answer: u64,
    pub(crate) day: i64,
    pub(crate) row: BestRow,
}

/// Attempts at one prompt.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Attempts {
    pub(crate) prompt: u64,
    pub(crate) first: u64,
    pub(crate) latest: u64,
    pub(crate) row: AttemptsRow,
}

/// One of the last ten answers.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Latest {
    pub(crate) answer: u64,
    pub(crate) day: i64,
    pub(crate) row: LatestRow,
}

pub(crate) static BESTS: Table<Of<Best>> = Table {
    name: "bests",
    description: "one row per learner and kind of best over all answers that count as growth; of equals the earliest",
    key: &["learner", "best_of"],
    columns: &[
        Column::<Of<Best>>::new("learner", shared::LEARNER, Value::Id(|of| Some(of.learner))),
        Column::<Of<Best>>::new(
            "best_of",
            "what of: score (thousandths), words_per_minute, mtld (thousandths)",
            Value::Name(|of| Some(best_of(of.row.row.of))),
        ),
        Column::<Of<Best>>::new("value", "how good", Value::Whole(|of| Some(of.row.row.value))).unit("as best_of says"),
        Column::<Of<Best>>::new("answer_id", "the answer that first reached it", Value::Id(|of| Some(of.row.answer))),
        Column::<Of<Best>>::new("day", "on which of the learner's days", Value::Whole(|of| Some(of.row.day)))
            .unit(shared::DAYS),
    ],
};

pub(crate) static TRENDS: Table<Of<TrendRow>> = Table {
    name: "trends",
    description: "one row per learner and kind with at least 5 answers that count as growth in 28 days",
    key: &["learner", "trend_of"],
    columns: &[
        Column::<Of<TrendRow>>::new("learner", shared::LEARNER, Value::Id(|of| Some(of.learner))),
        Column::<Of<TrendRow>>::new(
            "trend_of",
            "what of: score, words_per_minute",
            Value::Name(|of| Some(trend_of(of.row.of))),
        ),
        Column::<Of<TrendRow>>::new("answers", "answers that it rests on", Value::Whole(|of| Some(of.row.answers)))
            .unit("answers"),
        Column::<Of<TrendRow>>::new(
            "slope_micro_per_day",
            "least-squares change per day, in millionths of the most that can be given, or of a word per minute",
            Value::Whole(|of| Some(of.row.slope_micro_per_day)),
        )
        .unit("millionths per day"),
        Column::<Of<TrendRow>>::new(
            "slope_se_micro_per_day",
            "standard error of the slope",
            Value::Whole(|of| Some(of.row.slope_se_micro_per_day)),
        )
        .unit("millionths per day"),
    ],
};

pub(crate) static ATTEMPTS: Table<Of<Attempts>> = Table {
    name: "attempts",
    description: "one row per learner and prompt with at least two attempts that no operator excluded",
    key: &["learner", "prompt_id"],
    columns: &[
        Column::<Of<Attempts>>::new("learner", shared::LEARNER, Value::Id(|of| Some(of.learner))),
        Column::<Of<Attempts>>::new("prompt_id", shared::PROMPT, Value::Id(|of| Some(of.row.prompt))),
        Column::<Of<Attempts>>::new(
            "attempts",
            "how many attempts",
            Value::Whole(|of| Some(of.row.row.attempts.into())),
        )
        .unit("answers"),
        Column::<Of<Attempts>>::new("first_answer_id", "the first attempt", Value::Id(|of| Some(of.row.first))),
        Column::<Of<Attempts>>::new("latest_answer_id", "the latest attempt", Value::Id(|of| Some(of.row.latest))),
        Column::<Of<Attempts>>::new(
            "score_change_milli",
            "score of the latest less that of the first",
            Value::Whole(|of| of.row.row.score_change_milli.map(i64::from)),
        )
        .unit(shared::MILLI)
        .or("either score is withheld"),
        Column::<Of<Attempts>>::new(
            "words_per_minute_change",
            "words per minute of the latest less those of the first",
            Value::Whole(|of| of.row.row.words_per_minute_change),
        )
        .unit("words/min")
        .or("either has no speech"),
    ],
};

pub(crate) static CRITERIA: Table<Of<CriterionRow>> = Table {
    name: "criteria",
    description: "one row per learner and criterion of the answers of 28 days that count as growth",
    key: &["learner", "criterion"],
    columns: &[
        Column::<Of<CriterionRow>>::new("learner", shared::LEARNER, Value::Id(|of| Some(of.learner))),
        Column::<Of<CriterionRow>>::new(
            "criterion",
            "criterion of the rubric",
            Value::Name(|of| Some(&of.row.criterion)),
        ),
        Column::<Of<CriterionRow>>::new(
            "answers",
            "answers with a score in it",
            Value::Whole(|of| Some(of.row.month.answers)),
        )
        .unit("answers"),
        Column::<Of<CriterionRow>>::new(
            "score_milli",
            "sum of their scores, each of the most that can be given",
            Value::Whole(|of| Some(of.row.month.score_milli)),
        )
        .unit(shared::MILLI),
        Column::<Of<CriterionRow>>::new(
            "mean_milli",
            "mean score, rounded down",
            Value::Whole(|of| of.row.month.mean_milli()),
        )
        .unit(shared::MILLI)
        .or("no answer"),
    ],
};

pub(crate) static STRENGTHS: Table<Of<StrengthRow>> = Table {
    name: "strengths",
    description: "one row per learner with at least two criteria of 3 answers each in 28 days",
    key: &["learner"],
    columns: &[
        Column::<Of<StrengthRow>>::new("learner", shared::LEARNER, Value::Id(|of| Some(of.learner))),
        Column::<Of<StrengthRow>>::new(
            "strongest",
            "criterion with the best mean score",
            Value::Name(|of| Some(&of.row.strongest)),
        ),
        Column::<Of<StrengthRow>>::new(
            "strongest_milli",
            "its mean score",
            Value::Whole(|of| Some(of.row.strongest_milli)),
        )
        .unit(shared::MILLI),
        Column::<Of<StrengthRow>>::new(
            "weakest",
            "criterion with the worst mean score",
            Value::Name(|of| Some(&of.row.weakest)),
        ),
        Column::<Of<StrengthRow>>::new(
            "weakest_milli",
            "its mean score",
            Value::Whole(|of| Some(of.row.weakest_milli)),
        )
        .unit(shared::MILLI),
    ],
};

pub(crate) static LATEST: Table<Of<Latest>> = Table {
    name: "latest",
    description: "one row per learner and each of the ten answers that were spoken last",
    key: &["learner", "answer_id"],
    columns: &[
        Column::<Of<Latest>>::new("learner", shared::LEARNER, Value::Id(|of| Some(of.learner))),
        Column::<Of<Latest>>::new("answer_id", shared::ANSWER, Value::Id(|of| Some(of.row.answer))),
        Column::<Of<Latest>>::new("day", "on which of the learner's days", Value::Whole(|of| Some(of.row.day)))
            .unit(shared::DAYS),
        Column::<Of<Latest>>::new(
            "score_milli",
            "score of record",
            Value::Whole(|of| of.row.row.score_milli.map(i64::from)),
        )
        .unit(shared::MILLI)
        .or("the score is withheld"),
        Column::<Of<Latest>>::new("words", "words said", Value::Whole(|of| Some(of.row.row.words.into())))
            .unit("words"),
        Column::<Of<Latest>>::new(
            "speaking_ms",
            "speaking time",
            Value::Whole(|of| Some(of.row.row.speaking_ms.into())),
        )
        .unit("ms"),
    ],
};

fn best_of(of: BestOf) -> &'static str {
    match of {
        BestOf::Score => "score",
        BestOf::WordsPerMinute => "words_per_minute",
        BestOf::Mtld => "mtld",
    }
}

fn trend_of(of: TrendOf) -> &'static str {
    match of {
        TrendOf::Score => "score",
        TrendOf::WordsPerMinute => "words_per_minute",
    }
}
