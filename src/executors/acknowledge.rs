//! Tells the learner that the answer came in.
//!
//! In a chat that is the one message that becomes the card. Whoever calls the command sees it on the screen: there the
//! fact is what the progress lines are drawn from, and nothing is sent.

use std::sync::Arc;

use bot::messages::{Stage, stage};
use dataflow::events::{AnswerFact, PlaceholderSent};

use super::archive::Archive;
use super::chat::{Chat, failed};
use super::{Pending, Perform, Work};

/// For answers from anywhere.
pub struct Acknowledge {
    archive: Arc<Archive>,
    chat: Option<Arc<Chat>>,
}

impl Acknowledge {
    /// Looks in this archive for where an answer came from.
    pub fn new(archive: Arc<Archive>, chat: Option<Arc<Chat>>) -> Self {
        Acknowledge { archive, chat }
    }
}

impl Perform for Acknowledge {
    fn perform(&self, work: Work) -> Pending<'_> {
        Box::pin(async move {
            let mut message_id = None;
            if let Some(chat) = &self.chat
                && let Some(talk) = chat.talk(&self.archive.records(work.of.answer).await?, work.of).await?
            {
                let texts = talk.texts;
                let reply_to = talk.voice.map(|voice| voice.message_id);
                let sent = chat.server().send(talk.chat, &stage(texts, Stage::Heard), reply_to).await;
                message_id = Some(sent.map_err(failed)?.message_id);
            }
            Ok(AnswerFact::PlaceholderSent(PlaceholderSent { message_id }))
        })
    }
}
