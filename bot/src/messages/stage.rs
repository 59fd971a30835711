//! What stands in the place of a card until it is there.

use super::html::Html;
use crate::message::Message;
use crate::texts::Texts;

/// How far an answer is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Stage {
    /// It came in.
    Heard,
    /// The recording is in our keeping.
    Stored,
    /// The sound was measured.
    Measured,
    /// The words were recognised.
    Transcribed,
    /// It is being scored.
    Scoring,
}

impl Stage {
    /// Every stage, in their order.
    pub const ALL: [Stage; 5] = [Stage::Heard, Stage::Stored, Stage::Measured, Stage::Transcribed, Stage::Scoring];
}

/// One line that says how far an answer is.
pub fn stage(texts: &Texts, stage: Stage) -> Message {
    let (mark, id) = match stage {
        Stage::Heard => ("👂", "stage-heard"),
        Stage::Stored => ("📥", "stage-stored"),
        Stage::Measured => ("📏", "stage-measured"),
        Stage::Transcribed => ("📝", "stage-transcribed"),
        Stage::Scoring => ("⚖️", "stage-scoring"),
    };
    let line = Html::new().text(&format!("{mark} {}", texts.say(id)));
    Message { is_passing: true, ..line.message(Vec::new()) }
}
