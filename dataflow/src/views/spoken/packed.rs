//! What a recorded answer says, in as little room as it can be kept.

use serde::{Deserialize, Serialize};

use crate::events::{PromptId, SpeechSums, Task};

/// What was asked, and when it was answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub(super) struct Asked {
    pub(super) occurred_at_ms: u64,
    pub(super) prompt: Option<PromptId>,
    pub(super) utc_offset_min: i16,
    pub(super) task: Task,
}

/// What a complete run says: what was asked, the speech, the score and the overlap with the sample answer.
pub(super) type Complete = (Asked, SpeechSums, Option<u16>, Option<u16>);

/// A recorded answer in little room, because a long log keeps millions of them: a number that is absent is 0, and
/// `present` says which are not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub(super) struct Packed {
    occurred_at_ms: u64,
    prompt: PromptId,
    practice_ms: u32,
    speaking_ms: u32,
    phonation_ms: u32,
    syllables: u32,
    pauses: u32,
    words: u32,
    mtld_milli: u32,
    score_milli: u16,
    sample_overlap_milli: u16,
    utc_offset_min: i16,
    task: Task,
    present: u8,
}

impl Packed {
    const PROMPT: u8 = 1;
    const MTLD: u8 = 2;
    const SCORE: u8 = 4;
    const SAMPLE_OVERLAP: u8 = 8;

    pub(super) fn of((asked, speech, score_milli, sample_overlap_milli): Complete) -> Self {
        let mark = |is_present: bool, mark: u8| if is_present { mark } else { 0 };
        Packed {
            occurred_at_ms: asked.occurred_at_ms,
            prompt: asked.prompt.unwrap_or_default(),
            practice_ms: speech.practice_ms,
            speaking_ms: speech.speaking_ms,
            phonation_ms: speech.phonation_ms,
            syllables: speech.syllables,
            pauses: speech.pauses,
            words: speech.words,
            mtld_milli: speech.mtld_milli.unwrap_or_default(),
            score_milli: score_milli.unwrap_or_default(),
            sample_overlap_milli: sample_overlap_milli.unwrap_or_default(),
            utc_offset_min: asked.utc_offset_min,
            task: asked.task,
            present: mark(asked.prompt.is_some(), Packed::PROMPT)
                | mark(speech.mtld_milli.is_some(), Packed::MTLD)
                | mark(score_milli.is_some(), Packed::SCORE)
                | mark(sample_overlap_milli.is_some(), Packed::SAMPLE_OVERLAP),
        }
    }

    pub(super) fn complete(&self) -> Complete {
        let is_present = |mark: u8| self.present & mark != 0;
        let asked = Asked {
            occurred_at_ms: self.occurred_at_ms,
            prompt: is_present(Packed::PROMPT).then_some(self.prompt),
            utc_offset_min: self.utc_offset_min,
            task: self.task,
        };
        let speech = SpeechSums {
            practice_ms: self.practice_ms,
            speaking_ms: self.speaking_ms,
            phonation_ms: self.phonation_ms,
            syllables: self.syllables,
            pauses: self.pauses,
            words: self.words,
            mtld_milli: is_present(Packed::MTLD).then_some(self.mtld_milli),
        };
        let score_milli = is_present(Packed::SCORE).then_some(self.score_milli);
        (asked, speech, score_milli, is_present(Packed::SAMPLE_OVERLAP).then_some(self.sample_overlap_milli))
    }
}
