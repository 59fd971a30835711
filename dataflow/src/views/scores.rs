//! Every score that was given, by whomever.

use serde::{Deserialize, Serialize};

use super::findings::{Finding, RunFinding};
use crate::events::{AnswerAssessed, AnswerRun, CriterionScore, LearnerId};
use crate::graph::Rows;

/// The name under which the overall score stands among the criteria.
pub const OVERALL: &str = "overall";

/// One criterion's score by one rater, or the overall one.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct ScoreRow {
    /// Who spoke.
    pub learner: LearnerId,
    /// Which run of which answer.
    pub of: AnswerRun,
    /// Who scored.
    pub rater: String,
    /// Rubric with its version.
    pub rubric: String,
    /// The score of record has the highest.
    pub revision: u32,
    /// Criterion of the rubric, or [`OVERALL`].
    pub criterion: String,
    /// Score in hundredths of a point; none where it is withheld.
    pub score_centi: Option<u32>,
    /// Lower end of its interval, in hundredths of a point.
    pub low_centi: Option<u32>,
    /// Upper end of its interval, in hundredths of a point.
    pub high_centi: Option<u32>,
    /// Most that can be given, in hundredths of a point.
    pub max_centi: u32,
}

/// One row per assessment and criterion, and one for the overall score, which has no value where it is withheld.
/// Retracted when the learner is erased.
pub fn scores<'scope>(runs: Rows<'scope, RunFinding>) -> Rows<'scope, ScoreRow> {
    runs.flat_map(rows)
}

fn rows(found: RunFinding) -> Vec<ScoreRow> {
    let Finding::Assessed(assessed) = found.finding else { return Vec::new() };
    let (learner, of) = (found.learner, found.of);
    let AnswerAssessed { rater, rubric, revision, .. } = &assessed;
    let row = |criterion: &str, scores: [Option<u32>; 3], max_centi| ScoreRow {
        learner,
        of,
        rater: rater.clone(),
        rubric: rubric.clone(),
        revision: *revision,
        criterion: criterion.to_owned(),
        score_centi: scores[0],
        low_centi: scores[1],
        high_centi: scores[2],
        max_centi,
    };
    let overall = row(OVERALL, [assessed.score_centi, assessed.low_centi, assessed.high_centi], assessed.max_centi);
    let criteria = assessed.criteria.iter().map(|CriterionScore { criterion, score, low, high, max }| {
        row(criterion, [*score, *low, *high].map(|points| Some(centi(points))), centi(*max))
    });
    std::iter::once(overall).chain(criteria).collect()
}

fn centi(points: u16) -> u32 {
    u32::from(points) * 100
}
