//! Sends a message that is wanted.
//!
//! Most are made here and sent; an order of the owner is carried out first, and so is the wish to be forgotten. What
//! takes the place of a message is an edit, and one that cannot be edited any more is sent anew.

use std::sync::Arc;

use bot::Message;
use bot::api::ApiError;
use dataflow::events::{AnswerFact, Event, MessageRequested, MessageSent, PromptSent, Wanted};

use super::{Chat, Talk, about, failed};
use crate::executors::archive::Archive;
use crate::executors::{Failure, Pending, Perform, Work};

/// For messages of chats.
pub struct SendMessage {
    archive: Arc<Archive>,
    chat: Option<Arc<Chat>>,
}

impl SendMessage {
    /// Sends through this chat.
    pub fn new(archive: Arc<Archive>, chat: Option<Arc<Chat>>) -> Self {
        SendMessage { archive, chat }
    }
}

impl Perform for SendMessage {
    fn perform(&self, work: Work) -> Pending<'_> {
        Box::pin(async move {
            let Some(chat) = &self.chat else { return Err(Failure::permanent("there is no chat to send to")) };
            let records = self.archive.records(work.of.answer).await?;
            let asked = records.iter().find_map(|record| match about(work.of, record) {
                Some((_, AnswerFact::MessageRequested(asked))) => Some((record.pos, *asked)),
                _ => None,
            });
            let Some((pos, asked)) = asked else { return Err(Failure::permanent("nobody asked for this message")) };
            let Some(talk) = chat.talk(&records, work.of).await? else {
                return Err(Failure::permanent("the message belongs to nobody"));
            };
            chat.say(&talk, &asked, pos).await
        })
    }
}

impl Chat {
    /// Sends what was asked for at that position of the log.
    async fn say(&self, talk: &Talk, asked: &MessageRequested, pos: u64) -> Result<AnswerFact, Failure> {
        let is_held_up = match asked.wanted {
            Wanted::Prompt { .. } | Wanted::Again { .. } => self.is_outdated(talk.learner).await?,
            _ => false,
        };
        match asked.wanted {
            // What was agreed to has changed: that is asked first.
            Wanted::Prompt { .. } | Wanted::Again { .. } if is_held_up => {}
            Wanted::Prompt { task } => {
                let chosen = self.choose(talk, task).await?;
                return self.ask_prompt(talk, chosen).await;
            }
            Wanted::Again { prompt } => {
                if let Some(chosen) = self.again(talk, prompt).await? {
                    return self.ask_prompt(talk, chosen).await;
                }
            }
            Wanted::Forget => return self.forget(talk, asked.edits_message_id).await,
            _ => {}
        }
        // One after another: what is made later knows more, and must not be replaced by what was made earlier.
        let turn = self.turns.of(talk.learner);
        let _turn = turn.lock().await;
        if let Some(place) = asked.edits_message_id
            && self.is_replaced(talk, place, pos).await?
        {
            return Ok(AnswerFact::MessageSent(MessageSent { message_id: place }));
        }
        let reply = self.reply(talk, asked).await?;
        let message_id = self.put(talk, &reply.message, reply.in_place_of.or(asked.edits_message_id)).await?;
        Ok(AnswerFact::MessageSent(MessageSent { message_id }))
    }

    /// Whether something else was wanted in that place after this position: who presses quickly sees the last.
    async fn is_replaced(&self, talk: &Talk, place: i32, pos: u64) -> Result<bool, Failure> {
        let later = self.names.lock().await.read_learner(talk.learner, pos).await;
        let later = later.map_err(|error| Failure::Fatal(error.into()))?;
        Ok(later.iter().any(|record| match &record.event {
            Event::Answer { fact: AnswerFact::MessageRequested(asked), .. } => asked.edits_message_id == Some(place),
            _ => false,
        }))
    }

    async fn ask_prompt(&self, talk: &Talk, chosen: super::prompts::Chosen) -> Result<AnswerFact, Failure> {
        let sent = self.server.send(talk.chat, &chosen.message, None).await.map_err(failed)?;
        Ok(AnswerFact::PromptSent(PromptSent {
            // By the clock that also dates the voice notes, so that an answer is never before its question.
            occurred_at_ms: sent.date.saturating_mul(1_000),
            prompt: chosen.prompt,
            task: chosen.task,
            message_id: sent.message_id,
        }))
    }

    /// Sends a message, or puts it in the place of another, and says where it is.
    pub(super) async fn put(&self, talk: &Talk, message: &Message, place: Option<i32>) -> Result<i32, Failure> {
        // A file cannot take the place of a text.
        if let Some(place) = place.filter(|_| message.attachment.is_none()) {
            match self.server.edit(talk.chat, place, message).await {
                Ok(()) => return Ok(place),
                Err(ApiError::Gone) => {}
                Err(error) => return Err(failed(error)),
            }
        }
        Ok(self.server.send(talk.chat, message, None).await.map_err(failed)?.message_id)
    }
}
