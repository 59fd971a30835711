//! Which prompt each voice note answers.
//!
//! The prompt whose message it replies to; else the last one that was sent before it. So an answer belongs to what it
//! answered, whatever is asked later.

use serde::{Deserialize, Serialize};

use super::chats::{Chat, Says, Voice};
use crate::events::{
    AnswerFact, AnswerId, AnswerReceived, AnswerRun, Event, LearnerId, PromptId, PromptSent, Record, Setting, Source,
    Task, VoiceReceived,
};
use crate::graph::Rows;
use crate::operators::{Made, Values, grouped};

/// A voice note with the prompt that it answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct AnsweredPromptRow {
    /// Who spoke.
    pub learner: LearnerId,
    /// Which answer.
    pub answer: AnswerId,
    /// Which run of it.
    pub run: u16,
    /// The prompt.
    pub prompt: PromptId,
    /// What was to be done with it.
    pub task: Task,
    /// Whether the learner replied to it, rather than just spoke next.
    pub is_reply: bool,
    /// The learner's offset from UTC then, in minutes, where the learner has told it.
    pub utc_offset_min: Option<i16>,
    /// When the note was sent, in milliseconds since the Unix epoch.
    pub occurred_at_ms: u64,
    /// Size of its file, in bytes.
    pub bytes: u64,
}

/// One row per voice note that answers a prompt. A note before any prompt yields none.
///
/// Changes when a prompt becomes known late, or the learner's offset; retracted when the learner is erased.
pub fn answered_prompts<'scope>(chats: Rows<'scope, Chat>) -> Rows<'scope, AnsweredPromptRow> {
    grouped(chats, "answered_prompts", |chat| (chat.learner, chat.says), |learner, says| matched(*learner, says))
}

impl AnsweredPromptRow {
    /// The receipt of the answer as views read it that know nothing of chats.
    pub fn receipt(&self) -> AnswerReceived {
        AnswerReceived {
            occurred_at_ms: self.occurred_at_ms,
            utc_offset_min: self.utc_offset_min,
            source: Source::Chat,
            task: self.task,
            prompt: Some(self.prompt),
            bytes: self.bytes,
            in_flight_max: 1,
        }
    }

    /// That receipt as a record, without a place or a time.
    pub fn record(self) -> Record {
        let of = AnswerRun { answer: self.answer, run: self.run };
        let fact = AnswerFact::Received(self.receipt());
        Record { pos: 0, at_us: 0, event: Event::Answer { learner: self.learner, of, fact } }
    }
}

fn matched(learner: LearnerId, says: Values<'_, Says>) -> Made<AnsweredPromptRow> {
    let (mut offsets, mut prompts, mut voices) = (Vec::new(), Vec::new(), Vec::new());
    // They come in order of time within each kind.
    for says in says {
        match says {
            Says::Chose(changed) => {
                if let Setting::UtcOffsetMin(offset_min) = changed.setting {
                    offsets.push((changed.occurred_at_ms, offset_min));
                }
            }
            Says::Asked(sent) => prompts.push(*sent),
            Says::Answered(voice) => voices.push(*voice),
            Says::Registered(_) | Says::Refunded(_) | Says::Erased => {}
        }
    }
    let row = |Voice { received, of }: Voice| {
        let (prompt, is_reply) = answered(&prompts, &received)?;
        let known = offsets.partition_point(|(occurred_at_ms, _)| *occurred_at_ms <= received.occurred_at_ms);
        let offset = offsets.get(known.saturating_sub(1));
        Some(AnsweredPromptRow {
            learner,
            answer: of.answer,
            run: of.run,
            prompt: prompt.prompt,
            task: prompt.task,
            is_reply,
            utc_offset_min: offset.map(|(_, offset_min)| *offset_min),
            occurred_at_ms: received.occurred_at_ms,
            bytes: received.bytes,
        })
    };
    voices.into_iter().filter_map(row).collect()
}

/// The prompt that a voice note answers, of those in the order of time, and whether it replies to it.
fn answered(prompts: &[PromptSent], voice: &VoiceReceived) -> Option<(PromptSent, bool)> {
    let replied = prompts.iter().rev().find(|prompt| Some(prompt.message_id) == voice.reply_to_message_id);
    if let Some(prompt) = replied {
        return Some((*prompt, true));
    }
    let before = prompts.partition_point(|prompt| prompt.occurred_at_ms <= voice.occurred_at_ms);
    let last = before.checked_sub(1).and_then(|last| prompts.get(last))?;
    Some((*last, false))
}
