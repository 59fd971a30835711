//! The card: everything a learner gets for one answer, as one document.
//!
//! Made once, from facts and documents, when the answer is delivered; shown as often as anybody likes, as JSON, in a
//! terminal or in a chat. It concludes nothing: scores are the rater's, measures are derived in [`crate::measures`].

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use super::{Assessment, Feedback, Judgement, Transcript};
use crate::events::{AnswerMeasured, AnswerTranscribed, Task};
use crate::measures::{PAUSE_MS_MIN, measures, pauses};

/// A delivered answer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Card {
    /// What was asked.
    pub task: Task,
    /// The text of the prompt, where there was one.
    pub prompt: Option<String>,
    /// Length of the recording, in milliseconds.
    pub recording_ms: u32,
    /// How much of it was graded.
    pub graded_ms: u32,
    /// What was said.
    pub transcript: Transcript,
    /// Measures by name, in their units; none where a measure is withheld.
    pub measures: BTreeMap<String, Option<f64>>,
    /// Silent pauses of at least [`PAUSE_MS_MIN`].
    pub pauses: Vec<Silence>,
    /// Measures that are withheld.
    pub withheld: Vec<WithheldMeasure>,
    /// Scores and corrections.
    pub assessment: Assessment,
    /// What to take away.
    pub feedback: Feedback,
}

/// A silent pause.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Silence {
    /// Where it starts, in milliseconds from the start of the recording.
    pub start_ms: u32,
    /// Where it ends.
    pub end_ms: u32,
}

/// A measure without a value.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WithheldMeasure {
    /// Its name.
    pub measure: String,
    /// Why there is no value.
    pub reason: String,
}

impl Card {
    /// Puts together what is known of an answer.
    pub fn new(
        task: Task,
        prompt: Option<String>,
        measured: &AnswerMeasured,
        transcribed: &AnswerTranscribed,
        transcript: Transcript,
        judgement: Judgement,
    ) -> Self {
        let derived = measures(measured, Some(transcribed), task, PAUSE_MS_MIN);
        let withheld = derived.iter().filter_map(|measure| {
            let reason = measure.withheld?.reason().to_owned();
            Some(WithheldMeasure { measure: measure.name.name().to_owned(), reason })
        });
        let silences = pauses(&measured.runs, PAUSE_MS_MIN).into_iter();
        Card {
            task,
            prompt,
            recording_ms: measured.recording_ms,
            graded_ms: measured.graded_ms,
            transcript,
            withheld: withheld.collect(),
            measures: derived
                .iter()
                .map(|measure| (measure.name.name().to_owned(), measure.value_milli.map(thousandths)))
                .collect(),
            pauses: silences.map(|pause| Silence { start_ms: pause.start_ms, end_ms: pause.end_ms }).collect(),
            assessment: judgement.assessment,
            feedback: judgement.feedback,
        }
    }

    /// The fields of the card as `--json` prints them, in their order.
    pub fn fields(&self) -> Map<String, Value> {
        let mut measures = Map::new();
        for (name, value) in &self.measures {
            measures.insert(name.clone(), json!(value));
        }
        measures.insert("pauses".to_owned(), json!(self.pauses));
        measures.insert("withheld".to_owned(), json!(self.withheld));
        let mut fields = Map::new();
        fields.insert("task".to_owned(), json!(self.task));
        fields.insert("prompt".to_owned(), json!(self.prompt));
        fields.insert("transcript".to_owned(), json!(self.transcript));
        fields.insert("measures".to_owned(), Value::Object(measures));
        fields.insert("assessment".to_owned(), json!(self.assessment));
        fields.insert("feedback".to_owned(), json!(self.feedback));
        fields
    }
}

/// A stored integer of thousandths as the number it stands for.
#[expect(clippy::cast_precision_loss, reason = "measures are far below the 52 bits that are exact")]
pub fn thousandths(milli: i64) -> f64 {
    milli as f64 / 1000.0
}
