//! `scores` and `corrections`: every score by whoever gave it, and what was to be said otherwise.

use dataflow::events::RatedBy;
use dataflow::views::ScoreRow;

use super::{Released, shared};
use crate::column::{Column, Value};
use crate::table::Table;

const WITHHELD: &str = "the score is withheld, or the rater gives no interval";
const NO_WORDS: &str = "the release is without transcripts";

/// A score; of a person who rates, the rater is a pseudonym.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Score {
    pub(crate) rater: String,
    pub(crate) score: ScoreRow,
}

/// A correction; its words only with transcripts.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Correction {
    pub(crate) index: i64,
    pub(crate) kind: String,
    pub(crate) first_word: i64,
    pub(crate) end_word: i64,
    pub(crate) said: Option<String>,
    pub(crate) better: Option<String>,
}

pub(crate) static SCORES: Table<Released<Score>> = Table {
    name: "scores",
    description: "one row per run, rater, rubric, revision and criterion; the overall score is the criterion overall",
    key: &["learner", "answer_id", "run", "by", "rater", "rubric", "revision", "criterion"],
    columns: &[
        Column::<Released<Score>>::new("learner", shared::LEARNER, Value::Id(|of| Some(of.learner))),
        Column::<Released<Score>>::new("answer_id", shared::ANSWER, Value::Id(|of| Some(of.answer))),
        Column::<Released<Score>>::new("run", shared::RUN, Value::Whole(|of| Some(of.run.into()))),
        Column::<Released<Score>>::new(
            "by",
            "whose it is: coach (what the learner was told), person, trial (a judge of whom nobody was told)",
            Value::Name(|of| Some(by(of.row.score.by))),
        ),
        Column::<Released<Score>>::new(
            "rater",
            "who scored: a rater of this program or a model by name, a person by a pseudonym in this release",
            Value::Name(|of| Some(&of.row.rater)),
        ),
        Column::<Released<Score>>::new(
            "rubric",
            "rubric with its version",
            Value::Name(|of| Some(&of.row.score.rubric)),
        ),
        Column::<Released<Score>>::new(
            "revision",
            "the coach's score of record is the one with the highest; of others it counts their ratings of the answer",
            Value::Whole(|of| Some(of.row.score.revision.into())),
        ),
        Column::<Released<Score>>::new(
            "criterion",
            "criterion of the rubric, or overall",
            Value::Name(|of| Some(&of.row.score.criterion)),
        ),
        Column::<Released<Score>>::new("score", "points given", Value::Points(|of| of.row.score.score_centi))
            .unit("points")
            .or(WITHHELD),
        Column::<Released<Score>>::new(
            "low",
            "lower end of the interval that the rater gives",
            Value::Points(|of| of.row.score.low_centi),
        )
        .unit("points")
        .or(WITHHELD),
        Column::<Released<Score>>::new(
            "high",
            "upper end of the interval that the rater gives",
            Value::Points(|of| of.row.score.high_centi),
        )
        .unit("points")
        .or(WITHHELD),
        Column::<Released<Score>>::new(
            "max",
            "most points that can be given",
            Value::Points(|of| Some(of.row.score.max_centi)),
        )
        .unit("points"),
    ],
};

pub(crate) static CORRECTIONS: Table<Released<Correction>> = Table {
    name: "corrections",
    description: "one row per thing that the coach would say otherwise, in the order of the words",
    key: &["learner", "answer_id", "run", "correction_index"],
    columns: &[
        Column::<Released<Correction>>::new("learner", shared::LEARNER, Value::Id(|of| Some(of.learner))),
        Column::<Released<Correction>>::new("answer_id", shared::ANSWER, Value::Id(|of| Some(of.answer))),
        Column::<Released<Correction>>::new("run", shared::RUN, Value::Whole(|of| Some(of.run.into()))),
        Column::<Released<Correction>>::new(
            "correction_index",
            "which correction of the run, counted from 0",
            Value::Whole(|of| Some(of.row.index)),
        ),
        Column::<Released<Correction>>::new(
            "kind",
            "what kind of thing it is, as in agreement",
            Value::Name(|of| Some(&of.row.kind)),
        ),
        Column::<Released<Correction>>::new(
            "first_word",
            "word_index of the first word concerned",
            Value::Whole(|of| Some(of.row.first_word)),
        ),
        Column::<Released<Correction>>::new(
            "end_word",
            "word_index behind the last word concerned",
            Value::Whole(|of| Some(of.row.end_word)),
        ),
        Column::<Released<Correction>>::new(
            "said",
            "the words as said, names taken out",
            Value::Text(|of| of.row.said.as_deref()),
        )
        .or(NO_WORDS),
        Column::<Released<Correction>>::new(
            "better",
            "the words to say instead, names taken out; empty text to leave them out",
            Value::Text(|of| of.row.better.as_deref()),
        )
        .or(NO_WORDS),
    ],
};

/// Who gave a rating, as tables say it.
pub(crate) fn by(by: RatedBy) -> &'static str {
    match by {
        RatedBy::Coach => "coach",
        RatedBy::Person => "person",
        RatedBy::Trial => "trial",
    }
}
