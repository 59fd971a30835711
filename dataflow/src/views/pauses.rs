//! Every silent pause of every measured answer.

use serde::{Deserialize, Serialize};

use super::findings::{Finding, RunFinding};
use crate::events::{AnswerRun, LearnerId, RUN_GAP_MS_MIN};
use crate::graph::Rows;
use crate::measures;

/// A silence between two runs of speech.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct PauseRow {
    /// Who spoke.
    pub learner: LearnerId,
    /// Which run of which answer.
    pub of: AnswerRun,
    /// Where it starts, in milliseconds from the start of the recording.
    pub start_ms: u32,
    /// Where it ends.
    pub end_ms: u32,
}

/// One row per silence of at least [`RUN_GAP_MS_MIN`] within the graded part, so that any longer threshold can be
/// applied to the table. Retracted when the learner is erased. Silence before and after the speech yields no row.
pub fn pauses<'scope>(runs: Rows<'scope, RunFinding>) -> Rows<'scope, PauseRow> {
    runs.flat_map(rows)
}

fn rows(found: RunFinding) -> Vec<PauseRow> {
    let Finding::Measured(measured) = found.finding else { return Vec::new() };
    let (learner, of) = (found.learner, found.of);
    let pauses = measures::pauses(&measured.runs, RUN_GAP_MS_MIN);
    pauses.into_iter().map(|pause| PauseRow { learner, of, start_ms: pause.start_ms, end_ms: pause.end_ms }).collect()
}
