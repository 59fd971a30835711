//! What lies beside the log: the documents of an answer, with the words that the log must not hold.
//!
//! Each is a JSON file in the blobs, under the answer it belongs to, written before the fact that refers to it. They
//! are data for people and exports, never rows of the graph, so they may hold text and fractions.

mod card;

use serde::{Deserialize, Serialize};

pub use card::{Card, Silence, WithheldMeasure, thousandths};

/// A word less certain than this is shown as unsure and is never corrected as the learner's error.
pub const UNSURE_BELOW: f32 = 0.5;

/// What was said, word by word.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Transcript {
    /// Everything, as the recogniser punctuates it.
    pub text: String,
    /// The words in time order, the ungraded ones at the end included.
    pub words: Vec<Word>,
}

/// A recognised word.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Word {
    /// The word with the punctuation that follows it, without spaces.
    pub word: String,
    /// Where it starts, in milliseconds from the start of the recording.
    pub start_ms: u32,
    /// Where it ends.
    pub end_ms: u32,
    /// How sure the recogniser is, from 0 to 1.
    pub confidence: f32,
}

impl Word {
    /// Whether the recogniser is too unsure of it to say anything about it.
    pub fn is_unsure(&self) -> bool {
        self.confidence < UNSURE_BELOW
    }
}

/// What a rater says of an answer, with what it rests on.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Assessment {
    /// Who scored.
    pub rater: String,
    /// The rater as a learner reads it: `offline estimate`.
    pub label: String,
    /// Rubric with its version.
    pub rubric: String,
    /// The criteria of the rubric; empty where the score is withheld.
    pub criteria: Vec<Criterion>,
    /// Overall score in points; none where it is withheld.
    pub score: Option<f32>,
    /// Lower end of its interval.
    pub low: Option<f32>,
    /// Upper end of its interval.
    pub high: Option<f32>,
    /// Most points that can be given.
    pub max: f32,
    /// Why the score is withheld, or why its interval is wide.
    pub note: Option<String>,
    /// What to say otherwise, in the order of the words.
    pub corrections: Vec<Correction>,
}

/// One criterion of a rubric.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Criterion {
    /// Name in the rubric, as in `delivery`.
    pub name: String,
    /// Points given.
    pub score: u16,
    /// Lower end of the interval.
    pub low: u16,
    /// Upper end of the interval.
    pub high: u16,
    /// Most points that can be given.
    pub max: u16,
    /// What the score rests on: measured numbers and quoted words; never empty.
    pub evidence: Vec<String>,
}

/// Something to say otherwise.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Correction {
    /// Index of the first word concerned.
    pub first_word: usize,
    /// Index behind the last word concerned.
    pub end_word: usize,
    /// The words as said.
    pub said: String,
    /// The words to say instead; empty to leave them out.
    pub better: String,
    /// Why, in a sentence.
    pub reason: String,
    /// What kind of thing it is, as in `agreement`.
    pub kind: String,
}

/// What the learner should take away.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Feedback {
    /// One thing that went well.
    pub strength: String,
    /// One thing to fix.
    pub fix: String,
    /// What to do next.
    pub next: String,
    /// The whole answer as it could be said, where the rater wrote it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub better: Option<String>,
}

/// An assessment with its feedback, as the assess step leaves it for delivery.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Judgement {
    /// Scores and corrections.
    pub assessment: Assessment,
    /// What to take away.
    pub feedback: Feedback,
}
