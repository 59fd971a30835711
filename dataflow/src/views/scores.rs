//! Every score that was given, by whomever.

use serde::{Deserialize, Serialize};

use super::findings::{Finding, RunFinding};
use crate::events::{AnswerAssessed, AnswerRecorded, AnswerRun, CriterionScore, LearnerId, OverallScore, RatedBy};
use crate::graph::Rows;

/// The name under which the overall score stands among the criteria.
pub const OVERALL: &str = "overall";

/// Stands for a rater or rubric of which an import said nothing.
pub const NOT_SAID: &str = "not-said";

/// One criterion's score by one rater, or the overall one.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct ScoreRow {
    /// Who spoke.
    pub learner: LearnerId,
    /// Which run of which answer.
    pub of: AnswerRun,
    /// Whether it is the coach's, or stands beside it.
    pub by: RatedBy,
    /// Who scored.
    pub rater: String,
    /// Rubric with its version.
    pub rubric: String,
    /// The score of record has the highest of the coach's; of others it counts their ratings of this answer.
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
    let (learner, of) = (found.learner, found.of);
    match found.finding {
        Finding::Assessed(assessed) => assessed_rows(learner, of, RatedBy::Coach, &assessed),
        Finding::Rated(given) => assessed_rows(learner, of, given.by, &given.scores),
        Finding::Recorded(recorded) => recorded
            .score
            .map(|score| assessed_rows(learner, of, RatedBy::Coach, &as_assessed(recorded, score)))
            .unwrap_or_default(),
        Finding::Received(_) | Finding::Measured(_) | Finding::Transcribed(_) | Finding::Ended(_) => Vec::new(),
    }
}

/// A score that came with its answer, as if it had been given here: the one before all revisions.
fn as_assessed(recorded: AnswerRecorded, score: OverallScore) -> AnswerAssessed {
    let details = recorded.details.map(|details| *details).unwrap_or_default();
    AnswerAssessed {
        rater: details.rater.unwrap_or_else(|| NOT_SAID.to_owned()),
        rubric: details.rubric.unwrap_or_else(|| NOT_SAID.to_owned()),
        revision: 0,
        criteria: details.criteria,
        score_centi: Some(score.score_centi),
        low_centi: None,
        high_centi: None,
        max_centi: score.max_centi,
    }
}

fn assessed_rows(learner: LearnerId, of: AnswerRun, by: RatedBy, assessed: &AnswerAssessed) -> Vec<ScoreRow> {
    let AnswerAssessed { rater, rubric, revision, .. } = assessed;
    let row = |criterion: &str, scores: [Option<u32>; 3], max_centi| ScoreRow {
        learner,
        of,
        by,
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
