//! `practice`, `fluency`, `practice_days` and `streaks`: how much each learner practises, and how fluently.

use dataflow::views::{DaySums, FluencySums, PracticeSums};

use super::{Of, shared};
use crate::column::{Column, Value};
use crate::table::Table;

const NO_SCORE: &str = "no score in the window";
const NO_SPEECH: &str = "no speech in the window";

/// Sums over a window.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Window<S> {
    pub(crate) days: u16,
    pub(crate) sums: S,
}

/// A day with practice.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct PracticeDay {
    pub(crate) day: i64,
    pub(crate) date: Option<u32>,
    pub(crate) sums: DaySums,
}

/// A learner's last run of days, and the longest.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Streak {
    pub(crate) last_day: i64,
    pub(crate) days: u32,
    pub(crate) longest_days: u32,
}

pub(crate) static PRACTICE: Table<Of<Window<PracticeSums>>> = Table {
    name: "practice",
    description: "one row per learner and window of 7, 28 and 90 days with an answer",
    key: &["learner", "window_days"],
    columns: &[
        Column::<Of<Window<PracticeSums>>>::new("learner", shared::LEARNER, Value::Id(|of| Some(of.learner))),
        Column::<Of<Window<PracticeSums>>>::new(
            "window_days",
            shared::WINDOW,
            Value::Whole(|of| Some(of.row.days.into())),
        )
        .unit(shared::DAYS),
        Column::<Of<Window<PracticeSums>>>::new(
            "answers",
            "answers, repeats included",
            Value::Whole(|of| Some(of.row.sums.answers)),
        )
        .unit("answers"),
        Column::<Of<Window<PracticeSums>>>::new(
            "practice_ms",
            "time spent on them",
            Value::Whole(|of| Some(of.row.sums.practice_ms)),
        )
        .unit("ms"),
        Column::<Of<Window<PracticeSums>>>::new("words", "words said", Value::Whole(|of| Some(of.row.sums.words)))
            .unit("words"),
        Column::<Of<Window<PracticeSums>>>::new(
            "scored",
            "answers with a score that counts as growth",
            Value::Whole(|of| Some(of.row.sums.scored)),
        )
        .unit("answers"),
        Column::<Of<Window<PracticeSums>>>::new(
            "score_milli",
            "sum of their scores, each of the most that can be given",
            Value::Whole(|of| Some(of.row.sums.score_milli)),
        )
        .unit(shared::MILLI),
        Column::<Of<Window<PracticeSums>>>::new(
            "score_milli_squares",
            "sum of the squares of these",
            Value::Whole(|of| Some(of.row.sums.score_milli_squares)),
        )
        .unit("millionths"),
        Column::<Of<Window<PracticeSums>>>::new(
            "mean_score_milli",
            "mean score, rounded towards zero",
            Value::Whole(|of| of.row.sums.mean_score_milli()),
        )
        .unit(shared::MILLI)
        .or(NO_SCORE),
        Column::<Of<Window<PracticeSums>>>::new(
            "score_spread_milli",
            "standard deviation of the scores, that of a sample, rounded down",
            Value::Whole(|of| of.row.sums.score_spread_milli()),
        )
        .unit(shared::MILLI)
        .or("fewer than two scores"),
    ],
};

pub(crate) static FLUENCY: Table<Of<Window<FluencySums>>> = Table {
    name: "fluency",
    description: "one row per learner and window of 7, 28 and 90 days with an answer that counts as growth",
    key: &["learner", "window_days"],
    columns: &[
        Column::<Of<Window<FluencySums>>>::new("learner", shared::LEARNER, Value::Id(|of| Some(of.learner))),
        Column::<Of<Window<FluencySums>>>::new(
            "window_days",
            shared::WINDOW,
            Value::Whole(|of| Some(of.row.days.into())),
        )
        .unit(shared::DAYS),
        Column::<Of<Window<FluencySums>>>::new(
            "answers",
            "answers that count as growth",
            Value::Whole(|of| Some(of.row.sums.answers)),
        )
        .unit("answers"),
        Column::<Of<Window<FluencySums>>>::new(
            "speaking_ms",
            "T: speaking time",
            Value::Whole(|of| Some(of.row.sums.speaking_ms)),
        )
        .unit("ms"),
        Column::<Of<Window<FluencySums>>>::new(
            "phonation_ms",
            "P: phonation time",
            Value::Whole(|of| Some(of.row.sums.phonation_ms)),
        )
        .unit("ms"),
        Column::<Of<Window<FluencySums>>>::new(
            "syllables",
            "S: syllable nuclei",
            Value::Whole(|of| Some(of.row.sums.syllables)),
        )
        .unit("syllables"),
        Column::<Of<Window<FluencySums>>>::new("words", "W: words", Value::Whole(|of| Some(of.row.sums.words)))
            .unit("words"),
        Column::<Of<Window<FluencySums>>>::new("pauses", "silent pauses", Value::Whole(|of| Some(of.row.sums.pauses)))
            .unit("pauses"),
        Column::<Of<Window<FluencySums>>>::new(
            "mtld_answers",
            "answers long enough for lexical diversity",
            Value::Whole(|of| Some(of.row.sums.mtld_answers)),
        )
        .unit("answers"),
        Column::<Of<Window<FluencySums>>>::new(
            "mtld_milli",
            "sum of their MTLD",
            Value::Whole(|of| Some(of.row.sums.mtld_milli)),
        )
        .unit(shared::MILLI),
        Column::<Of<Window<FluencySums>>>::new(
            "words_per_minute_milli",
            "W / T, in thousandths of a word per minute",
            Value::Whole(|of| of.row.sums.words_per_minute_milli()),
        )
        .unit(shared::MILLI)
        .or(NO_SPEECH),
        Column::<Of<Window<FluencySums>>>::new(
            "articulation_rate_milli",
            "S / P, in thousandths of a syllable per second",
            Value::Whole(|of| of.row.sums.articulation_rate_milli()),
        )
        .unit(shared::MILLI)
        .or(NO_SPEECH),
        Column::<Of<Window<FluencySums>>>::new(
            "phonation_ratio_milli",
            "phonation time by speaking time (P / T), in thousandths",
            Value::Whole(|of| of.row.sums.phonation_ratio_milli()),
        )
        .unit(shared::MILLI)
        .or(NO_SPEECH),
        Column::<Of<Window<FluencySums>>>::new(
            "pauses_per_minute_milli",
            "silent pauses / T, in thousandths of a pause per minute",
            Value::Whole(|of| of.row.sums.pauses_per_minute_milli()),
        )
        .unit(shared::MILLI)
        .or(NO_SPEECH),
        Column::<Of<Window<FluencySums>>>::new(
            "mean_mtld_milli",
            "mean MTLD, rounded down",
            Value::Whole(|of| of.row.sums.mean_mtld_milli()),
        )
        .unit(shared::MILLI)
        .or("no answer long enough for lexical diversity"),
    ],
};

pub(crate) static PRACTICE_DAYS: Table<Of<PracticeDay>> = Table {
    name: "practice_days",
    description: "one row per learner and day of the learner's own calendar with an answer, repeats included",
    key: &["learner", "day"],
    columns: &[
        Column::<Of<PracticeDay>>::new("learner", shared::LEARNER, Value::Id(|of| Some(of.learner))),
        Column::<Of<PracticeDay>>::new(
            "day",
            "the day, counted from that of the first answer",
            Value::Whole(|of| Some(of.row.day)),
        )
        .unit(shared::DAYS),
        Column::<Of<PracticeDay>>::new("date", "the day by the learner's own calendar", Value::Date(|of| of.row.date))
            .or(shared::NO_DATES),
        Column::<Of<PracticeDay>>::new("answers", "answers of the day", Value::Whole(|of| Some(of.row.sums.answers)))
            .unit("answers"),
        Column::<Of<PracticeDay>>::new(
            "practice_ms",
            "time spent on them",
            Value::Whole(|of| Some(of.row.sums.practice_ms)),
        )
        .unit("ms"),
    ],
};

pub(crate) static STREAKS: Table<Of<Streak>> = Table {
    name: "streaks",
    description: "one row per learner who practised: the last days in a row, and the most ever",
    key: &["learner"],
    columns: &[
        Column::<Of<Streak>>::new("learner", shared::LEARNER, Value::Id(|of| Some(of.learner))),
        Column::<Of<Streak>>::new("last_day", "the last day of practice", Value::Whole(|of| Some(of.row.last_day)))
            .unit(shared::DAYS),
        Column::<Of<Streak>>::new(
            "days",
            "days in a row that end with it",
            Value::Whole(|of| Some(of.row.days.into())),
        )
        .unit(shared::DAYS),
        Column::<Of<Streak>>::new(
            "longest_days",
            "the most days in a row ever",
            Value::Whole(|of| Some(of.row.longest_days.into())),
        )
        .unit(shared::DAYS),
    ],
};
