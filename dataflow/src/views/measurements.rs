//! Every measure of every measured answer, in long form.

use serde::{Deserialize, Serialize};

use super::findings::{Finding, RunFinding};
use crate::events::{AnswerMeasured, AnswerRun, AnswerTranscribed, LearnerId, Task};
use crate::graph::Rows;
use crate::measures::{self, Measure, PAUSE_THRESHOLDS_MS};

/// One measure of one answer, or why there is none.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct MeasurementRow {
    /// Who spoke.
    pub learner: LearnerId,
    /// Which run of which answer.
    pub of: AnswerRun,
    /// Name, threshold, and value or reason.
    pub measure: Measure,
}

/// One row per run, measure and pause threshold (see [`PAUSE_THRESHOLDS_MS`]; a measure without a threshold has one
/// row). Changes when the words are known; retracted when the learner is erased.
///
/// A run that was not received or not measured yields no row.
pub fn measurements<'scope>(runs: Rows<'scope, RunFinding>) -> Rows<'scope, MeasurementRow> {
    runs.flat_map(part)
        .reduce_named("measurements_by_run", |(learner, of), parts, rows| {
            let measures = measured(parts.iter().map(|(part, _count)| *part));
            rows.extend(measures.into_iter().map(|measure| (row(*learner, *of, measure), 1)));
        })
        .map(|(_run, row)| row)
}

/// What the measures of a run are made of.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
enum Part {
    Received(Task),
    Measured(AnswerMeasured),
    Transcribed(AnswerTranscribed),
}

fn part(found: RunFinding) -> Option<((LearnerId, AnswerRun), Part)> {
    let part = match found.finding {
        Finding::Received(receipt) => Part::Received(receipt.task),
        Finding::Measured(measured) => Part::Measured(measured),
        Finding::Transcribed(transcribed) => Part::Transcribed(transcribed),
        Finding::Assessed(_) | Finding::Rated(_) | Finding::Recorded(_) | Finding::Ended(_) => return None,
    };
    Some(((found.learner, found.of), part))
}

fn measured<'a>(parts: impl Iterator<Item = &'a Part>) -> Vec<Measure> {
    let (mut task, mut sound, mut words) = (None, None, None);
    for part in parts {
        match part {
            Part::Received(received) => task = Some(*received),
            Part::Measured(measured) => sound = Some(measured),
            Part::Transcribed(transcribed) => words = Some(transcribed),
        }
    }
    let (Some(task), Some(sound)) = (task, sound) else { return Vec::new() };
    let thresholds = PAUSE_THRESHOLDS_MS.into_iter();
    let mut all: Vec<_> =
        thresholds.flat_map(|pause_ms_min| measures::measures(sound, words, task, pause_ms_min)).collect();
    all.sort();
    all.dedup();
    all
}

fn row(learner: LearnerId, of: AnswerRun, measure: Measure) -> MeasurementRow {
    MeasurementRow { learner, of, measure }
}
