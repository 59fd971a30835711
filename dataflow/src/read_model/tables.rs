//! What is known about answers and learners, as sorted tables.

use std::collections::BTreeMap;

use super::add;
use crate::engine::Change;
use crate::events::{AnswerId, LearnerId, Purpose};
use crate::graph::Row;
use crate::views::{AnswerRow, ConsentRow, MeasurementRow, PauseRow, ScoreRow};

/// The views of what is known, at one closed time. Rows come in the order of their fields.
#[derive(Clone, Debug, Default)]
pub struct Tables {
    as_of_us: u64,
    answers: BTreeMap<AnswerRow, isize>,
    measurements: BTreeMap<MeasurementRow, isize>,
    pauses: BTreeMap<PauseRow, isize>,
    scores: BTreeMap<ScoreRow, isize>,
    consents: BTreeMap<ConsentRow, isize>,
}

impl Tables {
    /// Takes in the changes of one round; rows of other views pass by.
    pub fn apply(&mut self, closed_us: u64, changes: Vec<Change>) {
        self.as_of_us = closed_us;
        for (row, diff) in changes {
            match row {
                Row::Answer(row) => add(&mut self.answers, row, diff),
                Row::Measurement(row) => add(&mut self.measurements, row, diff),
                Row::Pause(row) => add(&mut self.pauses, row, diff),
                Row::Score(row) => add(&mut self.scores, row, diff),
                Row::Consent(row) => add(&mut self.consents, row, diff),
                Row::Due(_)
                | Row::Held(_)
                | Row::Core(_)
                | Row::Learner(_)
                | Row::Prompt(_)
                | Row::Everyone(_)
                | Row::Operations(_)
                | Row::Chat(_)
                | Row::Wake(_) => {}
            }
        }
    }

    /// The closed time that this is about, in microseconds since the Unix epoch.
    pub fn as_of_us(&self) -> u64 {
        self.as_of_us
    }

    /// Every answer, by id.
    pub fn answers(&self) -> impl Iterator<Item = &AnswerRow> {
        self.answers.keys()
    }

    /// One answer, found by a scan.
    pub fn answer(&self, answer: AnswerId) -> Option<&AnswerRow> {
        self.answers.keys().find(|row| row.answer == answer)
    }

    /// Every measure of every answer.
    pub fn measurements(&self) -> impl Iterator<Item = &MeasurementRow> {
        self.measurements.keys()
    }

    /// Every pause.
    pub fn pauses(&self) -> impl Iterator<Item = &PauseRow> {
        self.pauses.keys()
    }

    /// Every score.
    pub fn scores(&self) -> impl Iterator<Item = &ScoreRow> {
        self.scores.keys()
    }

    /// Whether the learner agrees to the purpose. Silence is no.
    pub fn has_consent(&self, learner: LearnerId, purpose: Purpose) -> bool {
        self.consents.keys().any(|row| row.learner == learner && row.purpose == purpose && row.is_given)
    }
}
