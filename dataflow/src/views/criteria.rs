//! How well each learner has done in each criterion in the last four weeks.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::details::{AnswerDetails, CriterionShare};
use crate::events::LearnerId;
use crate::graph::Rows;
use crate::operators::{Part, Share, Windows, sliding, sums};

sums! {
    /// Sums over the answers of a window.
    CriterionSums {
        /// Answers.
        answers,
        /// Their scores, in thousandths of the most that can be given.
        score_milli,
    }
}

impl CriterionSums {
    /// Mean score in thousandths of the most that can be given, rounded down; none without an answer.
    pub fn mean_milli(&self) -> Option<i64> {
        self.score_milli.checked_div(self.answers)
    }
}

/// A learner's scores in one criterion in the window that ends now.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct CriterionRow {
    /// Who.
    pub learner: LearnerId,
    /// Name in the rubric, as in `delivery`; rubrics that share a name share the row.
    pub criterion: Arc<str>,
    /// Over the last 28 days.
    pub month: CriterionSums,
}

/// One row per learner and criterion of the answers of the last 28 days of event time that count as growth, each with
/// the criteria of its score of record.
///
/// Changes when an answer is scored again or no longer counts; an answer leaves at the first full UTC hour after 28 days,
/// or when its learner is erased. An answer whose score of record names no criteria yields no row.
pub fn criteria<'scope>(details: Rows<'scope, AnswerDetails>) -> Rows<'scope, CriterionRow> {
    let scores = details.flat_map(|answer| CriterionPoint::of(&answer));
    sliding(scores, "criteria", Windows::days([28]), CriterionPoint::share, |(learner, criterion), [month]| {
        Some(CriterionRow { learner: *learner, criterion: Arc::clone(criterion), month: *month })
    })
}

/// What one answer adds to one criterion.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
struct CriterionPoint {
    learner: LearnerId,
    occurred_at_ms: u64,
    score: CriterionShare,
}

impl CriterionPoint {
    fn of(answer: &AnswerDetails) -> Vec<Self> {
        let AnswerDetails { learner, occurred_at_ms, .. } = *answer;
        let point = |score: &CriterionShare| CriterionPoint { learner, occurred_at_ms, score: score.clone() };
        if answer.is_growth { answer.criteria.iter().map(point).collect() } else { Vec::new() }
    }

    fn share(&self) -> Share<(LearnerId, Arc<str>), CriterionPart> {
        let part = CriterionPart { score_milli: self.score.score_milli };
        Share { key: (self.learner, Arc::clone(&self.score.criterion)), event_ms: self.occurred_at_ms, part }
    }
}

/// What one answer adds.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct CriterionPart {
    score_milli: u16,
}

impl Part<CriterionSums> for CriterionPart {
    fn sums(&self) -> CriterionSums {
        CriterionSums { answers: 1, score_milli: self.score_milli.into() }
    }
}
