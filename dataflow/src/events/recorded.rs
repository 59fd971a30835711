//! Facts about answers that were not worked on here, and what is said of an answer afterwards.
//!
//! An imported or simulated answer is one fact with everything that growth is measured by. Numbers only, as everywhere
//! in the log. What a plain import leaves out lies behind one pointer, because millions of these pass through the graph.

use serde::{Deserialize, Serialize};

use super::answer::{AnswerAssessed, CriterionScore};
use super::ids::PromptId;
use super::task::Task;

/// What the speech of one answer adds up to: everything that the measures of growth are ratios of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct SpeechSums {
    /// Length of the recording: time spent practising, in milliseconds.
    pub practice_ms: u32,
    /// Speaking time T, from the first to the last speech of the graded part, in milliseconds.
    pub speaking_ms: u32,
    /// Phonation time P, T without its silent pauses of 250 ms or more, in milliseconds.
    pub phonation_ms: u32,
    /// Syllables S.
    pub syllables: u32,
    /// Silent pauses of 250 ms or more.
    pub pauses: u32,
    /// Words.
    pub words: u32,
    /// Lexical diversity MTLD in thousandths; none for too short a text.
    pub mtld_milli: Option<u32>,
}

/// A score out of the most that its rubric gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct OverallScore {
    /// In hundredths of a point.
    pub score_centi: u32,
    /// Most that can be given, in hundredths of a point.
    pub max_centi: u32,
}

impl OverallScore {
    /// Thousandths of the most that can be given, so that scores of different rubrics can stand side by side; rounded
    /// down, and never over 1,000. None where nothing can be given.
    pub fn milli(self) -> Option<u16> {
        let milli = u64::from(self.score_centi) * 1_000;
        milli.checked_div(u64::from(self.max_centi)).map(|milli| u16::try_from(milli.min(1_000)).unwrap_or(1_000))
    }
}

/// A lemma by its rank in the shipped frequency list, counted from 1. Words outside the list have none.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct LemmaId(pub u32);

/// How often a lemma was said in one answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct LemmaCount {
    /// Which lemma.
    pub lemma: LemmaId,
    /// How often; at least 1.
    pub count: u16,
}

/// An answer that was measured and scored elsewhere.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct AnswerRecorded {
    /// When the learner spoke, in milliseconds since the Unix epoch.
    pub occurred_at_ms: u64,
    /// The learner's offset from UTC then, in minutes; none is taken as UTC.
    #[serde(default)]
    pub utc_offset_min: Option<i16>,
    /// What was asked.
    pub task: Task,
    /// The prompt, where it is known.
    #[serde(default)]
    pub prompt: Option<PromptId>,
    /// The speech in numbers.
    pub speech: SpeechSums,
    /// The overall score; none where it was withheld.
    #[serde(default)]
    pub score: Option<OverallScore>,
    /// Share of the answer's words that follow the sample answer of its prompt, in thousandths; none where there is no
    /// sample, or nobody compared.
    #[serde(default)]
    pub sample_overlap_milli: Option<u16>,
    /// What a plain import leaves out.
    #[serde(default)]
    pub details: Option<Box<RecordedDetails>>,
}

/// What a plain import leaves out.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct RecordedDetails {
    /// Who scored.
    #[serde(default)]
    pub rater: Option<String>,
    /// Rubric with its version.
    #[serde(default)]
    pub rubric: Option<String>,
    /// A row for each criterion of the rubric.
    #[serde(default)]
    pub criteria: Vec<CriterionScore>,
    /// Lemmas that were said, each once.
    #[serde(default)]
    pub lemmas: Vec<LemmaCount>,
}

/// Why an operator leaves an answer out of what growth is measured by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ExclusionReason {
    /// Somebody else spoke.
    NotTheLearner,
    /// Made to try the system.
    Trial,
    /// The recording is damaged.
    BadRecording,
    /// Another reason, known to the operator.
    Other,
}

/// An operator left an answer out of what growth is measured by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct AnswerExcluded {
    /// Why.
    pub reason: ExclusionReason,
}

/// Who gave a rating.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RatedBy {
    /// The coach: what the learner is told.
    Coach,
    /// A person.
    Person,
    /// A judge on trial, of whom nobody is told.
    Trial,
}

/// Somebody scored an answer beside its score of record, which stays.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct RatingGiven {
    /// Who, a person or a judge on trial.
    pub by: RatedBy,
    /// When, in milliseconds since the Unix epoch.
    pub occurred_at_ms: u64,
    /// The scores. Its revision tells ratings of one answer by one rater apart, the first being 0.
    pub scores: AnswerAssessed,
}

impl RatingGiven {
    /// Tells ratings of one answer by rater, rubric and revision apart.
    pub(super) fn number(&self) -> u32 {
        let AnswerAssessed { rater, rubric, revision, .. } = &self.scores;
        let text = [rater.as_bytes(), &[0], rubric.as_bytes(), &[0], &revision.to_be_bytes()].concat();
        // FNV-1a: it only has to spread a handful of ratings of one answer, and to stay the same for ever.
        text.iter().fold(0x811c_9dc5, |hash: u32, byte| (hash ^ u32::from(*byte)).wrapping_mul(0x0100_0193))
    }
}

/// A provider was paid for a call, whatever came of it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct CallPaid {
    /// For which step.
    pub step: super::Step,
    /// Which attempt of it.
    pub attempt: u16,
    /// Which call of the attempt, counted from 0; since version 2.
    #[serde(default)]
    pub call: u8,
    /// Whom.
    pub provider: String,
    /// For the use of which model.
    pub model: String,
    /// How much, in millionths of a US dollar.
    pub micro_usd: u64,
    /// When, in milliseconds since the Unix epoch.
    pub occurred_at_ms: u64,
}
