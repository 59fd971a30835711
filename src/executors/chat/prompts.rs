//! Chooses what to ask.
//!
//! A prompt that the learner has not seen; else the one seen longest ago, which is said. Which of the unseen ones is
//! settled by the learner's pseudonym, so that not everybody begins with the same.

use bot::messages::{PromptText, Situation, prompt};
use bot::{Attachment, Message};
use coach::bank::Prompt;
use dataflow::events::{PromptId, Task};
use dataflow::views::SeenPromptRow;
use ingest::now_ms;

use super::{Chat, Talk};
use crate::executors::Failure;

const DAY_MS: u64 = 86_400_000;

/// A prompt as a message.
pub(super) struct Chosen {
    pub(super) prompt: PromptId,
    pub(super) task: Task,
    pub(super) message: Message,
}

impl Chat {
    /// Something for this task that the learner has not seen, or not for longest.
    pub(super) async fn choose(&self, talk: &Talk, task: Task) -> Result<Chosen, Failure> {
        let learner = talk.learner;
        let seen = self.ask(move |known| known.board.chats.seen_prompts.get(&learner)).await?;
        let last_seen = |prompt: &Prompt| seen.iter().find(|row| row.prompt == prompt.id).map(|row| row.last_sent_ms);
        let chosen = self.bank.of(task).min_by_key(|prompt| (last_seen(prompt), self.turn(prompt, learner.0)));
        let chosen = chosen.ok_or_else(|| Failure::permanent(format!("no prompt for {task} is in the bank")))?;
        Ok(asked(talk, chosen, &seen))
    }

    /// A prompt that was asked before; none if the bank has it no more.
    pub(super) async fn again(&self, talk: &Talk, prompt: PromptId) -> Result<Option<Chosen>, Failure> {
        // Whoever wants it once more knows that it is not new.
        Ok(self.bank.get(prompt).map(|prompt| asked(talk, prompt, &[])))
    }

    /// Sets are gone through in order, and every learner begins at another place.
    fn turn(&self, prompt: &Prompt, learner: u64) -> (u64, u8) {
        let (group, place) = match &prompt.set {
            Some(set) => (hash(set.set.as_bytes()), set.place),
            None => (prompt.id.0, 0),
        };
        (group ^ learner.wrapping_mul(0x9e37_79b9_7f4a_7c15), place)
    }
}

/// FNV-1a: only spreads sets, and stays the same for ever.
fn hash(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3))
}

fn asked(talk: &Talk, chosen: &Prompt, seen: &[SeenPromptRow]) -> Chosen {
    let last_sent_ms = seen.iter().find(|row| row.prompt == chosen.id).map(|row| row.last_sent_ms);
    let days_ago = last_sent_ms.map(|sent_ms| now_ms().saturating_sub(sent_ms) / DAY_MS);
    // A sentence to repeat is heard, not read.
    let spoken = (chosen.task == Task::ListenRepeat).then(|| chosen.spoken()).flatten();
    let text = PromptText {
        task: chosen.task,
        id: chosen.id,
        text: chosen.text.clone(),
        points: chosen.points.clone(),
        situation: chosen.set.as_ref().map(|set| Situation {
            title: set.title.clone(),
            text: set.situation.clone(),
            place: set.place,
            of: set.of,
        }),
        is_spoken: spoken.is_some(),
        seen_days_ago: days_ago.map(|days| u32::try_from(days).unwrap_or(u32::MAX)),
    };
    let mut message = prompt(talk.texts, &text);
    message.attachment = spoken.map(|sound| Attachment::Voice(sound.to_vec()));
    Chosen { prompt: chosen.id, task: chosen.task, message }
}
