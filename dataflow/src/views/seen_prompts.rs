//! Which prompts each learner has been asked.

use serde::{Deserialize, Serialize};

use super::chats::{Chat, Says};
use crate::events::{LearnerId, PromptId, PromptSent};
use crate::graph::Rows;
use crate::operators::grouped;

/// A prompt that a learner was asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct SeenPromptRow {
    /// Who.
    pub learner: LearnerId,
    /// Which.
    pub prompt: PromptId,
    /// When it was sent last, in milliseconds since the Unix epoch.
    pub last_sent_ms: u64,
    /// How often.
    pub times: u32,
}

/// One row per learner and prompt. Retracted when the learner is erased.
pub fn seen_prompts<'scope>(chats: Rows<'scope, Chat>) -> Rows<'scope, SeenPromptRow> {
    let sent = chats.flat_map(|chat| match chat.says {
        Says::Asked(sent) => Some((chat.learner, sent)),
        Says::Registered(_) | Says::Chose(_) | Says::Answered(_) | Says::Refunded(_) | Says::Erased => None,
    });
    grouped(
        sent,
        "seen_prompts",
        |(learner, sent): &(LearnerId, PromptSent)| ((*learner, sent.prompt), *sent),
        |(learner, prompt), sent| {
            let (mut last_sent_ms, mut times) = (0, 0);
            for sent in sent {
                last_sent_ms = last_sent_ms.max(sent.occurred_at_ms);
                times += 1;
            }
            std::iter::once(SeenPromptRow { learner: *learner, prompt: *prompt, last_sent_ms, times }).collect()
        },
    )
}
