//! What is known about answers and learners, as sorted tables.

use std::collections::BTreeMap;

use super::add;
use crate::engine::Change;
use crate::events::{AnswerId, LearnerId, Purpose};
use crate::graph::Row;
use crate::views::{AnswerRow, ConsentRow, MeasurementRow, ParticipantRow, PauseRow, ProfileRow, ScoreRow, StudyRow};

/// The views of what is known, at one closed time. Rows come in the order of their fields.
#[derive(Clone, Debug, Default)]
pub struct Tables {
    as_of_us: u64,
    answers: BTreeMap<AnswerRow, isize>,
    measurements: BTreeMap<MeasurementRow, isize>,
    pauses: BTreeMap<PauseRow, isize>,
    scores: BTreeMap<ScoreRow, isize>,
    consents: BTreeMap<ConsentRow, isize>,
    profiles: BTreeMap<ProfileRow, isize>,
    participants: BTreeMap<ParticipantRow, isize>,
    studies: BTreeMap<StudyRow, isize>,
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
                Row::Profile(row) => add(&mut self.profiles, row, diff),
                Row::Participant(row) => add(&mut self.participants, row, diff),
                Row::Study(row) => add(&mut self.studies, row, diff),
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

    /// What each learner agrees to, or does not.
    pub fn consents(&self) -> impl Iterator<Item = &ConsentRow> {
        self.consents.keys()
    }

    /// What learners say of themselves, by learner.
    pub fn profiles(&self) -> impl Iterator<Item = &ProfileRow> {
        self.profiles.keys()
    }

    /// Who takes part in which study, by learner.
    pub fn participants(&self) -> impl Iterator<Item = &ParticipantRow> {
        self.participants.keys()
    }

    /// Every study, by number.
    pub fn studies(&self) -> impl Iterator<Item = &StudyRow> {
        self.studies.keys()
    }

    /// Whether the learner agrees to the purpose. Silence is no.
    pub fn has_consent(&self, learner: LearnerId, purpose: Purpose) -> bool {
        self.consents.keys().any(|row| row.learner == learner && row.purpose == purpose && row.is_given)
    }
}
