//! Wiring of what is known about every answer and learner.

use super::{Row, Rows};
use crate::records::Records;
use crate::views::answers::answers;
use crate::views::consents::consents;
use crate::views::findings::findings;
use crate::views::joined::joined;
use crate::views::measurements::measurements;
use crate::views::participants::participants;
use crate::views::pauses::pauses;
use crate::views::profiles::profiles;
use crate::views::scores::scores;
use crate::views::studies::studies;
use crate::views::{AnswerRow, ConsentRow, MeasurementRow, ParticipantRow, PauseRow, ProfileRow, ScoreRow, StudyRow};

/// What is known about every answer and learner.
pub struct KnownViews<'scope> {
    /// Every answer with what became of it.
    pub answers: Rows<'scope, AnswerRow>,
    /// Every measure of every answer.
    pub measurements: Rows<'scope, MeasurementRow>,
    /// Every silent pause.
    pub pauses: Rows<'scope, PauseRow>,
    /// Every score.
    pub scores: Rows<'scope, ScoreRow>,
    /// What each learner agrees to.
    pub consents: Rows<'scope, ConsentRow>,
    /// What learners say of themselves.
    pub profiles: Rows<'scope, ProfileRow>,
    /// Who takes part in which study.
    pub participants: Rows<'scope, ParticipantRow>,
    /// Which studies there are.
    pub studies: Rows<'scope, StudyRow>,
}

/// What is known about each answer, from the log as far as it has been shown.
pub fn known<'scope>(records: &Records<'scope>) -> KnownViews<'scope> {
    let findings = findings(records);
    KnownViews {
        answers: answers(findings.runs.clone()),
        measurements: measurements(findings.runs.clone()),
        pauses: pauses(findings.runs.clone()),
        scores: scores(findings.runs),
        consents: consents(findings.consents),
        profiles: profiles(records),
        participants: participants(joined(records)),
        studies: studies(records),
    }
}

impl<'scope> KnownViews<'scope> {
    /// All rows of these views.
    pub fn rows(self) -> Rows<'scope, Row> {
        self.answers.map(Row::Answer).concatenate([
            self.measurements.map(Row::Measurement),
            self.pauses.map(Row::Pause),
            self.scores.map(Row::Score),
            self.consents.map(Row::Consent),
            self.profiles.map(Row::Profile),
            self.participants.map(Row::Participant),
            self.studies.map(Row::Study),
        ])
    }
}
