//! Runs of answers beyond their rows: what the facts say that no view does, and what lies in documents.

use std::collections::BTreeMap;

use dataflow::events::{AnswerFact, AnswerMeasured, AnswerRun, Event, Record};

/// What is to be read and written of a run beside its tables.
pub(crate) struct Job {
    pub(crate) learner: u64,
    pub(crate) of: AnswerRun,
    pub(crate) answer: u64,
    pub(crate) is_transcribed: bool,
    pub(crate) is_assessed: bool,
    /// Of the latest run only: there is one grid for each answer.
    pub(crate) measured: Option<AnswerMeasured>,
    pub(crate) has_audio: bool,
}

/// What the facts say of a run that no view does.
#[derive(Default)]
pub(crate) struct Run {
    pub(crate) recogniser: Option<String>,
    pub(crate) is_assessed: bool,
    pub(crate) measured: Option<AnswerMeasured>,
}

/// By run.
pub(crate) fn runs(records: &[Record]) -> BTreeMap<AnswerRun, Run> {
    let mut runs: BTreeMap<AnswerRun, Run> = BTreeMap::new();
    for record in records {
        let Event::Answer { of, fact, .. } = &record.event else { continue };
        if let AnswerFact::Transcribed(words) = fact {
            runs.entry(*of).or_default().recogniser = Some(words.model.clone());
        } else if let AnswerFact::Assessed(_) = fact {
            runs.entry(*of).or_default().is_assessed = true;
        } else if let AnswerFact::Measured(measured) = fact {
            runs.entry(*of).or_default().measured = Some(measured.clone());
        }
    }
    runs
}
