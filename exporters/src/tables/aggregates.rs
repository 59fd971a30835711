//! What is known about all learners of the release together. The numbers of a withheld cell are empty.

use dataflow::views::{ArmSums, DifficultyRow, PromptSums};

use super::shared;
use crate::cells::Cell;
use crate::column::{Column, Value};
use crate::table::Table;

/// A prompt's answers of the last 28 days.
pub(crate) type PromptMean = Cell<PromptKey, PromptSums>;
/// A prompt's difficulty.
pub(crate) type Difficulty = Cell<PromptKey, DifficultyRow>;
/// The learners of a period.
pub(crate) type Active = Cell<PeriodKey, ()>;
/// The learners of a cohort in a week.
pub(crate) type Retention = Cell<CohortKey, ()>;
/// The learners of a bucket of mean scores.
pub(crate) type Distribution = Cell<u16, ()>;
/// The learners of an arm.
pub(crate) type Arm = Cell<ArmKey, ArmSums>;

/// A prompt: its id or pseudonym.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct PromptKey(pub(crate) u64);

/// A period.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct PeriodKey {
    pub(crate) day: u32,
    pub(crate) start_date: Option<u32>,
}

/// A cohort in a week.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct CohortKey {
    pub(crate) day: u32,
    pub(crate) weeks_since: u32,
    pub(crate) date: Option<u32>,
}

/// An arm of a study.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct ArmKey {
    pub(crate) study: String,
    pub(crate) arm: String,
    pub(crate) index: u16,
}

pub(crate) static PROMPT_MEANS: Table<PromptMean> = Table {
    name: "prompt_means",
    description: "one row per prompt that was answered in 28 days, repeats included; raw, whoever answered",
    key: &["prompt_id"],
    columns: &[
        Column::<PromptMean>::new("prompt_id", shared::PROMPT, Value::Id(|cell| Some(cell.key.0))),
        Column::<PromptMean>::new("is_withheld", shared::IS_WITHHELD, Value::Flag(|cell| Some(cell.is_withheld))),
        Column::<PromptMean>::new("learners", "learners who answered", Value::Whole(Cell::told_learners))
            .unit("learners")
            .or(shared::WITHHELD),
        Column::<PromptMean>::new("answers", "answers", Value::Whole(|cell| cell.told().map(|sums| sums.answers)))
            .unit("answers")
            .or(shared::WITHHELD),
        Column::<PromptMean>::new(
            "scored",
            "answers with a score",
            Value::Whole(|cell| cell.told().map(|sums| sums.scored)),
        )
        .unit("answers")
        .or(shared::WITHHELD),
        Column::<PromptMean>::new(
            "score_milli",
            "sum of their scores, each of the most that can be given",
            Value::Whole(|cell| cell.told().map(|sums| sums.score_milli)),
        )
        .unit(shared::MILLI)
        .or(shared::WITHHELD),
        Column::<PromptMean>::new(
            "score_milli_squares",
            "sum of the squares of these",
            Value::Whole(|cell| cell.told().map(|sums| sums.score_milli_squares)),
        )
        .unit("millionths")
        .or(shared::WITHHELD),
        Column::<PromptMean>::new(
            "mean_score_milli",
            "mean score, rounded towards zero",
            Value::Whole(|cell| cell.told().and_then(PromptSums::mean_score_milli)),
        )
        .unit(shared::MILLI)
        .or("the cell is withheld, or there is no score"),
        Column::<PromptMean>::new(
            "score_spread_milli",
            "standard deviation of the scores, that of a sample, rounded down",
            Value::Whole(|cell| cell.told().and_then(PromptSums::score_spread_milli)),
        )
        .unit(shared::MILLI)
        .or("the cell is withheld, or there are fewer than two scores"),
    ],
};

pub(crate) static DIFFICULTY: Table<Difficulty> = Table {
    name: "difficulty",
    description: "one row per prompt with a scored answer that counts as growth in 28 whole days; allows for who \
                  answered: score = mean + ability(learner) - difficulty(prompt), by least squares",
    key: &["prompt_id"],
    columns: &[
        Column::<Difficulty>::new("prompt_id", shared::PROMPT, Value::Id(|cell| Some(cell.key.0))),
        Column::<Difficulty>::new("is_withheld", shared::IS_WITHHELD, Value::Flag(|cell| Some(cell.is_withheld))),
        Column::<Difficulty>::new("learners", "learners who answered", Value::Whole(Cell::told_learners))
            .unit("learners")
            .or(shared::WITHHELD),
        Column::<Difficulty>::new(
            "answers",
            "answers that it rests on",
            Value::Whole(|cell| cell.told().map(|row| row.answers)),
        )
        .unit("answers")
        .or(shared::WITHHELD),
        Column::<Difficulty>::new(
            "mean_milli",
            "mean score, rounded down: raw, whoever answered",
            Value::Whole(|cell| cell.told().map(|row| row.mean_milli)),
        )
        .unit(shared::MILLI)
        .or(shared::WITHHELD),
        Column::<Difficulty>::new(
            "difficulty_milli",
            "what a learner of mean ability loses here against the mean of all answers",
            Value::Whole(|cell| cell.told().map(|row| row.difficulty_milli)),
        )
        .unit(shared::MILLI)
        .or(shared::WITHHELD),
    ],
};

macro_rules! active {
    ($constant:ident, $name:literal, $period:literal) => {
        pub(crate) static $constant: Table<Active> = Table {
            name: $name,
            description: concat!("one row per ", $period, " of UTC with an answer"),
            key: &["day"],
            columns: &[
                Column::<Active>::new(
                    "day",
                    "first day of the period, counted from that of the table's first row",
                    Value::Whole(|cell| Some(cell.key.day.into())),
                )
                .unit(shared::DAYS),
                Column::<Active>::new("start_date", "first day of the period", Value::Date(|cell| cell.key.start_date))
                    .or(shared::NO_DATES),
                Column::<Active>::new("is_withheld", shared::IS_WITHHELD, Value::Flag(|cell| Some(cell.is_withheld))),
                Column::<Active>::new("learners", "learners with an answer in it", Value::Whole(Cell::told_learners))
                    .unit("learners")
                    .or(shared::WITHHELD),
            ],
        };
    };
}

active!(ACTIVE_DAYS, "active_days", "day");
active!(ACTIVE_WEEKS, "active_weeks", "week, from Monday to Sunday,");
active!(ACTIVE_MONTHS, "active_months", "month");

pub(crate) static RETENTION: Table<Retention> = Table {
    name: "retention",
    description: "one row per cohort (the UTC week of the first answer) and week since in which any of it practised",
    key: &["cohort_day", "weeks_since"],
    columns: &[
        Column::<Retention>::new(
            "cohort_day",
            "Monday of the cohort's week, counted from that of the first cohort",
            Value::Whole(|cell| Some(cell.key.day.into())),
        )
        .unit(shared::DAYS),
        Column::<Retention>::new("cohort_date", "Monday of the cohort's week", Value::Date(|cell| cell.key.date))
            .or(shared::NO_DATES),
        Column::<Retention>::new(
            "weeks_since",
            "weeks since then; 0 is the week itself, so its row says how many began",
            Value::Whole(|cell| Some(cell.key.weeks_since.into())),
        )
        .unit("weeks"),
        Column::<Retention>::new("is_withheld", shared::IS_WITHHELD, Value::Flag(|cell| Some(cell.is_withheld))),
        Column::<Retention>::new(
            "learners",
            "learners of the cohort who practised in that week",
            Value::Whole(Cell::told_learners),
        )
        .unit("learners")
        .or(shared::WITHHELD),
    ],
};

pub(crate) static DISTRIBUTION: Table<Distribution> = Table {
    name: "distribution",
    description: "one row per bucket of 20 thousandths in which the mean score of any learner lies: over the scores of \
                  28 days that count as growth, of learners with at least 3; the last bucket holds full marks too",
    key: &["from_milli"],
    columns: &[
        Column::<Distribution>::new(
            "from_milli",
            "least mean score of the bucket",
            Value::Whole(|cell| Some(cell.key.into())),
        )
        .unit(shared::MILLI),
        Column::<Distribution>::new("is_withheld", shared::IS_WITHHELD, Value::Flag(|cell| Some(cell.is_withheld))),
        Column::<Distribution>::new("learners", "learners whose mean lies in it", Value::Whole(Cell::told_learners))
            .unit("learners")
            .or(shared::WITHHELD),
    ],
};

pub(crate) static ARMS: Table<Arm> = Table {
    name: "arms",
    description: "one row per study and arm that any learner of the release takes part in; practice is that of 28 days",
    key: &["study", "arm"],
    columns: &[
        Column::<Arm>::new("study", shared::STUDY, Value::Name(|cell| Some(&cell.key.study))),
        Column::<Arm>::new("arm", shared::ARM, Value::Name(|cell| Some(&cell.key.arm))),
        Column::<Arm>::new("is_withheld", shared::IS_WITHHELD, Value::Flag(|cell| Some(cell.is_withheld))),
        Column::<Arm>::new("learners", "learners who take part", Value::Whole(Cell::told_learners))
            .unit("learners")
            .or(shared::WITHHELD),
        Column::<Arm>::new(
            "active_learners",
            "of these, those with an answer in 28 days",
            Value::Whole(|cell| cell.told().map(|sums| sums.active_learners)),
        )
        .unit("learners")
        .or(shared::WITHHELD),
        Column::<Arm>::new("answers", "their answers", Value::Whole(|cell| cell.told().map(|sums| sums.answers)))
            .unit("answers")
            .or(shared::WITHHELD),
        Column::<Arm>::new(
            "scored",
            "of these, answers with a score that counts as growth",
            Value::Whole(|cell| cell.told().map(|sums| sums.scored)),
        )
        .unit("answers")
        .or(shared::WITHHELD),
        Column::<Arm>::new(
            "score_milli",
            "sum of their scores, each of the most that can be given",
            Value::Whole(|cell| cell.told().map(|sums| sums.score_milli)),
        )
        .unit(shared::MILLI)
        .or(shared::WITHHELD),
        Column::<Arm>::new(
            "score_milli_squares",
            "sum of the squares of these",
            Value::Whole(|cell| cell.told().map(|sums| sums.score_milli_squares)),
        )
        .unit("millionths")
        .or(shared::WITHHELD),
    ],
};
