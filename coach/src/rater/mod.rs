//! Scoring an answer against its task, with the evidence for each score.
//!
//! A rater stands behind [`Assess`], so that a model on a server or a person can replace the offline one. A score is an
//! integer of a published scale with an interval; nothing is scored that was not measured or said. What a rater says
//! goes into the documents beside the log, and [`scores`] makes the event's numbers of it.

mod bounds;
mod feedback;
mod fields;
mod model;
mod offline;
mod overlap;
mod parts;
mod relevance;
mod repeat;
mod repeat_words;
mod score;
mod signals;
mod talk;

pub use self::bounds::{Bound, Bounds, bounds};
pub use self::model::{MODEL_LABEL, ModelRater, PROMPT_VERSION};
pub use self::offline::{CriterionValue, LABEL, OfflineRater, RATER};
pub use self::overlap::sample_overlap_milli;

use dataflow::documents::{Judgement, Transcript};
use dataflow::events::task::Task;
use dataflow::events::{AnswerAssessed, AnswerMeasured, AnswerTranscribed, CriterionScore};

use crate::providers::{CallFailed, CallMade};
use crate::recogniser::Cancel;
use crate::rubrics::{Date, Rubric, Rubrics};

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
    /// What is known around the answer.
    pub background: Background<'a>,
}

impl<'a> AssessInput<'a> {
    /// The rubric to score by; none where no rubric is for the task.
    pub fn rubric(&self, rubrics: &'a Rubrics) -> Option<&'a Rubric> {
        let own = self.background.rubric.filter(|rubric| rubric.tasks.contains(&self.task));
        own.or_else(|| rubrics.in_force(self.task, self.background.day))
    }
}

/// What is known around an answer. The default knows nothing.
#[derive(Clone, Copy, Debug, Default)]
pub struct Background<'a> {
    /// The day it was spoken on, which says which rubric is in force; today's without it.
    pub day: Option<Date>,
    /// The sample answer of the prompt; one that follows it was read.
    pub sample: Option<&'a str>,
    /// A rubric to score by instead of the one in force, where it is for the task: an arm of a study can ask for one.
    pub rubric: Option<&'a Rubric>,
    /// What the learner was advised lately, newest first, so that it is not said again.
    pub advised: &'a [String],
}

/// What a rater says of an answer.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Assessed {
    /// Scores, evidence, corrections, feedback.
    pub judgement: Judgement,
    /// The whole answer as it could be said; none where the rater writes none.
    pub better: Option<String>,
    /// What the rater claimed and the transcript does not bear out.
    pub refused: Refused,
    /// The calls that were made for it.
    pub calls: Vec<CallMade>,
}

/// Claims that were left out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Refused {
    /// Quotes of what was not said, or not clearly heard.
    pub quotes: u32,
    /// Corrections of such words, of words corrected already, or without a change or a reason.
    pub corrections: u32,
}

/// Why a rater gave no judgement. The offline rater never fails for an answer: it withholds a score, and says why.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AssessError {
    /// No rubric is for the task.
    #[error("no rubric is for the task {0}")]
    NoRubric(Task),
    /// A call came to nothing.
    #[error(transparent)]
    Call(#[from] CallFailed),
}

/// Something that scores an answer.
pub trait Assess {
    /// Scores one answer.
    ///
    /// # Errors
    /// Where the rater cannot be reached or refuses. An answer that cannot be scored is no error: its score is withheld.
    fn assess(&self, input: &AssessInput<'_>, cancel: &Cancel) -> Result<Assessed, AssessError>;

    /// A hash of everything that a judgement depends on, as 64 hex digits: what a paid judgement can be kept under. None
    /// where no call would be made.
    fn request_hash(&self, _input: &AssessInput<'_>) -> Option<String> {
        None
    }
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
