//! Scoring an answer against its task, with the evidence for each score.
//!
//! A rater stands behind [`Assess`], so that a model on a server or a person can replace the offline one. A score is an
//! integer of a published scale with an interval; nothing is scored that was not measured or said. What a rater says
//! goes into the documents beside the log, and [`scores`] makes the event's numbers of it.

mod feedback;
mod fields;
mod offline;
mod parts;
mod relevance;
mod repeat;
mod repeat_words;
mod rubrics;
mod score;
mod signals;

pub use self::offline::{CriterionValue, LABEL, OfflineRater, RATER};

use dataflow::documents::{Judgement, Transcript};
use dataflow::events::task::Task;
use dataflow::events::{AnswerAssessed, AnswerMeasured, AnswerTranscribed, CriterionScore};

/// All that a rater may know of an answer.
#[derive(Clone, Copy, Debug)]
pub struct AssessInput<'a> {
    /// What was asked.
    pub task: Task,
    /// The text of the prompt, where it is known; the sentence to repeat in Listen and Repeat.
    pub prompt: Option<&'a str>,
    /// What the sound says.
    pub measured: &'a AnswerMeasured,
    /// What the words say in numbers.
    pub transcribed: &'a AnswerTranscribed,
    /// The words. Those that start behind the graded part are not looked at.
    pub transcript: &'a Transcript,
}

/// Why a rater gave no judgement. The offline rater never fails: it withholds a score instead, and says why.
#[derive(Debug, thiserror::Error)]
pub enum AssessError {
    /// May work later.
    #[error("rater is unavailable: {0}")]
    Unavailable(String),
    /// Will never work.
    #[error("rater refused: {0}")]
    Refused(String),
}

/// Something that scores an answer.
pub trait Assess {
    /// Scores one answer.
    ///
    /// # Errors
    /// Where the rater cannot be reached or refuses. An answer that cannot be scored is no error: its score is withheld.
    fn assess(&self, input: &AssessInput<'_>) -> Result<Judgement, AssessError>;
}

/// The numbers of a judgement for the log, revision 0. Overall scores are in hundredths of a point.
pub fn scores(judgement: &Judgement) -> AnswerAssessed {
    let assessment = &judgement.assessment;
    let centi = |points: f32| crate::language::round_u32(f64::from(points) * 100.0);
    let criteria = assessment.criteria.iter().map(|criterion| CriterionScore {
        criterion: criterion.name.clone(),
        score: criterion.score,
        low: criterion.low,
        high: criterion.high,
        max: criterion.max,
    });
    AnswerAssessed {
        rater: assessment.rater.clone(),
        rubric: assessment.rubric.clone(),
        revision: 0,
        criteria: criteria.collect(),
        score_centi: assessment.score.map(centi),
        low_centi: assessment.low.map(centi),
        high_centi: assessment.high.map(centi),
        max_centi: centi(assessment.max),
    }
}
