//! Sends a message that is wanted.
//!
//! Most are made here and sent; an order of the owner is carried out first, and so is the wish to be forgotten. What
//! takes the place of a message is an edit, and one that cannot be edited any more is sent anew.

use std::sync::Arc;

use bot::Message;
use bot::api::ApiError;
use dataflow::events::{AnswerFact, MessageRequested, MessageSent, PromptSent, Wanted};

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
            let asked = records.iter().filter_map(|record| about(work.of, record)).find_map(|(_, fact)| match fact {
                AnswerFact::MessageRequested(asked) => Some(*asked),
                _ => None,
            });
            let Some(asked) = asked else { return Err(Failure::permanent("nobody asked for this message")) };
            let Some(talk) = chat.talk(&records, work.of).await? else {
                return Err(Failure::permanent("the message belongs to nobody"));
            };
            chat.say(&talk, &asked).await
        })
    }
}

impl Chat {
    async fn say(&self, talk: &Talk, asked: &MessageRequested) -> Result<AnswerFact, Failure> {
        match asked.wanted {
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
        let reply = self.reply(talk, asked).await?;
        let message_id = self.put(talk, &reply.message, reply.in_place_of.or(asked.edits_message_id)).await?;
        Ok(AnswerFact::MessageSent(MessageSent { message_id }))
    }

    async fn ask_prompt(&self, talk: &Talk, chosen: super::prompts::Chosen) -> Result<AnswerFact, Failure> {
        let sent = self.api.send(talk.chat, &chosen.message, None).await.map_err(failed)?;
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
            match self.api.edit(talk.chat, place, message).await {
                Ok(()) => return Ok(place),
                Err(ApiError::Gone) => {}
                Err(error) => return Err(failed(error)),
            }
        }
        Ok(self.api.send(talk.chat, message, None).await.map_err(failed)?.message_id)
    }
}
