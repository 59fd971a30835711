//! The tables of a release, a few per file: what a row is, and every column with its meaning.
//!
//! Rows are those of the views, under pseudonyms and with days instead of dates. A name, once released, keeps its
//! meaning; a table that says something else is a new table.

pub(crate) mod aggregates;
pub(crate) mod answers;
pub(crate) mod growth;
pub(crate) mod learners;
pub(crate) mod progress;
pub(crate) mod prompts;
pub(crate) mod scores;
pub(crate) mod speech;
pub(crate) mod studies;
pub(crate) mod words;

use crate::table::TableInfo;

/// Something of an answer, under its pseudonyms.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Released<T> {
    pub(crate) learner: u64,
    pub(crate) answer: u64,
    pub(crate) run: u16,
    pub(crate) row: T,
}

/// Something of a learner, under its pseudonym.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Of<T> {
    pub(crate) learner: u64,
    pub(crate) row: T,
}

/// Every table, in the order of the documentation.
pub(crate) fn all() -> Vec<TableInfo> {
    vec![
        learners::LEARNERS.info(),
        learners::CONSENTS.info(),
        studies::STUDIES.info(),
        studies::STUDY_ARMS.info(),
        studies::PARTICIPATIONS.info(),
        prompts::PROMPTS.info(),
        answers::ANSWERS.info(),
        words::WORDS.info(),
        words::TRANSCRIPTS.info(),
        speech::PAUSES.info(),
        speech::MEASURES.info(),
        scores::SCORES.info(),
        scores::CORRECTIONS.info(),
        answers::EXCLUSIONS.info(),
        growth::PRACTICE.info(),
        growth::FLUENCY.info(),
        growth::PRACTICE_DAYS.info(),
        growth::STREAKS.info(),
        progress::BESTS.info(),
        progress::TRENDS.info(),
        progress::ATTEMPTS.info(),
        progress::CRITERIA.info(),
        progress::STRENGTHS.info(),
        progress::LATEST.info(),
        aggregates::PROMPT_MEANS.info(),
        aggregates::DIFFICULTY.info(),
        aggregates::ACTIVE_DAYS.info(),
        aggregates::ACTIVE_WEEKS.info(),
        aggregates::ACTIVE_MONTHS.info(),
        aggregates::RETENTION.info(),
        aggregates::DISTRIBUTION.info(),
        aggregates::ARMS.info(),
    ]
}

/// What the columns mean that many tables have.
mod shared {
    pub(super) const ANSWER: &str = "pseudonym of the answer in this release";
    pub(super) const LEARNER: &str = "pseudonym of the learner in this release";
    pub(super) const RUN: &str = "which run of the answer, counted from 0; each replay is the next";
    pub(super) const PROMPT: &str = "the prompt: its id in the bank, else a pseudonym in this release";
    pub(super) const STUDY: &str = "short name of the study";
    pub(super) const ARM: &str = "short name of the arm";
    pub(super) const DAYS: &str = "days";
    pub(super) const MILLI: &str = "thousandths";
    pub(super) const NO_DATES: &str = "the release has days instead of dates";
    pub(super) const NO_DAY: &str = "the learner has no answer to count days from";
    pub(super) const WITHHELD: &str = "the cell is withheld";
    pub(super) const IS_WITHHELD: &str =
        "whether the numbers are withheld, because they are of too few learners or would tell of too few";
    pub(super) const WINDOW: &str = "length of the window, which ends at the release's moment";
}
