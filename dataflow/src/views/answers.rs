//! Every answer with what became of it.

use serde::{Deserialize, Serialize};

use super::findings::{Ending, Finding, RunFinding};
use crate::events::{AnswerId, AnswerReceived, AnswerRecorded, LearnerId, PromptId, Rejection, Source, Step, Task};
use crate::graph::Rows;

/// What became of an answer.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Status {
    /// It is being worked on.
    Outstanding,
    /// Its feedback was handed over.
    Delivered,
    /// It cannot be graded.
    Rejected(Rejection),
    /// It was withdrawn.
    Cancelled,
    /// This step could not be done.
    GivenUp(Step),
    /// It was measured and scored elsewhere.
    Recorded,
}

/// An answer with what became of its latest run.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct AnswerRow {
    /// Which answer.
    pub answer: AnswerId,
    /// Who spoke.
    pub learner: LearnerId,
    /// Its latest run, counted from 0.
    pub run: u16,
    /// When the learner spoke, in milliseconds since the Unix epoch.
    pub occurred_at_ms: u64,
    /// Where it came from.
    pub source: Source,
    /// What was asked.
    pub task: Task,
    /// The prompt, where the caller named one.
    pub prompt: Option<PromptId>,
    /// Size of the audio file, in bytes.
    pub bytes: u64,
    /// What became of it.
    pub status: Status,
}

/// One row per received answer. Retracted when its learner is erased; changes when it ends or is run again.
pub fn answers<'scope>(runs: Rows<'scope, RunFinding>) -> Rows<'scope, AnswerRow> {
    runs.flat_map(part)
        .reduce_named("answer_by_id", |answer, parts, rows| {
            let parts = parts.iter().map(|(part, _count)| *part);
            rows.extend(latest(*answer, parts).map(|row| (row, 1)));
        })
        .map(|(_answer, row)| row)
}

/// What a row is made of, by run.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
struct Part {
    run: u16,
    learner: LearnerId,
    says: Says,
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
enum Says {
    Received(AnswerReceived),
    Recorded { occurred_at_ms: u64, task: Task, prompt: Option<PromptId> },
    Ended(Ending),
}

fn part(found: RunFinding) -> Option<(AnswerId, Part)> {
    let says = match found.finding {
        Finding::Received(receipt) => Says::Received(receipt),
        Finding::Recorded(recorded) => {
            let AnswerRecorded { occurred_at_ms, task, prompt, .. } = recorded;
            Says::Recorded { occurred_at_ms, task, prompt }
        }
        Finding::Ended(ending) => Says::Ended(ending),
        Finding::Measured(_) | Finding::Transcribed(_) | Finding::Assessed(_) | Finding::Rated(_) => return None,
    };
    Some((found.of.answer, Part { run: found.of.run, learner: found.learner, says }))
}

/// The row of the run with the highest number that has a receipt, or was recorded elsewhere.
///
/// Of several ends of one run, of which a log holds only the first that it accepted, the least counts: a delivered
/// answer stays delivered.
fn latest<'a>(answer: AnswerId, parts: impl Iterator<Item = &'a Part> + Clone) -> Option<AnswerRow> {
    let row = parts.clone().filter_map(|part| opened(answer, part)).max_by_key(|row| row.run)?;
    let ends = parts.filter(|part| part.run == row.run).filter_map(|part| match &part.says {
        Says::Ended(ending) => Some(ending),
        Says::Received(_) | Says::Recorded { .. } => None,
    });
    let status = match ends.min() {
        None => row.status,
        Some(Ending::Delivered) => Status::Delivered,
        Some(Ending::Rejected(reason)) => Status::Rejected(reason.clone()),
        Some(Ending::Cancelled) => Status::Cancelled,
        Some(Ending::GivenUp(step)) => Status::GivenUp(*step),
    };
    Some(AnswerRow { status, ..row })
}

/// The row of a run before anything becomes of it.
fn opened(answer: AnswerId, part: &Part) -> Option<AnswerRow> {
    let (learner, run) = (part.learner, part.run);
    match part.says {
        Says::Received(AnswerReceived { occurred_at_ms, source, task, prompt, bytes, .. }) => {
            let status = Status::Outstanding;
            Some(AnswerRow { answer, learner, run, occurred_at_ms, source, task, prompt, bytes, status })
        }
        Says::Recorded { occurred_at_ms, task, prompt } => {
            let (source, bytes, status) = (Source::Import, 0, Status::Recorded);
            Some(AnswerRow { answer, learner, run, occurred_at_ms, source, task, prompt, bytes, status })
        }
        Says::Ended(_) => None,
    }
}
