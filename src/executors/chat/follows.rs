//! What has to be said because of what just became a fact, in the same commit as the fact.
//!
//! So an answer that ended without a card is never without the message that says why, whatever happens to the process.

use std::sync::Arc;

use bot::messages::{Stage, stage};
use dataflow::events::{AnswerFact, AnswerRun, Event, LearnerId, MessageRequested, Wanted};
use ingest::hashing::message_id;
use ingest::now_ms;

use super::stages::Shown;
use super::{Chat, Talk};
use crate::executors::Failure;

impl Chat {
    /// The messages that follow from a fact about a run of a chat.
    pub(crate) async fn follows(
        &self,
        learner: LearnerId,
        of: AnswerRun,
        fact: &AnswerFact,
    ) -> anyhow::Result<Vec<Event>> {
        let (reason, wanted) = match fact {
            AnswerFact::Rejected(_) | AnswerFact::GivenUp(_) => {
                ("not graded", Wanted::NotGraded { answer: of.answer, run: of.run })
            }
            AnswerFact::Delivered(_) => ("ready", Wanted::Ready { answer: of.answer }),
            _ => return Ok(Vec::new()),
        };
        // Of messages that could not be sent nobody can be told.
        if !self.archive.is_in_chat(of).await? || self.voice(of).await.map_err(anyhow_of)?.is_none() {
            return Ok(Vec::new());
        }
        if let Wanted::Ready { .. } = wanted
            && !self.settings(learner).await.map_err(anyhow_of)?.tells_ready
        {
            return Ok(Vec::new());
        }
        let about = of.answer.0 ^ u64::from(of.run).rotate_right(16);
        let of = AnswerRun { answer: message_id(reason, learner, about), run: 0 };
        let asked = MessageRequested { occurred_at_ms: now_ms(), wanted, edits_message_id: None };
        Ok(vec![Event::Answer { learner, of, fact: AnswerFact::MessageRequested(asked) }])
    }

    /// Shows how far an answer is, if its fact is a stage worth showing.
    pub(crate) fn show_stage(self: &Arc<Self>, of: AnswerRun, fact: &AnswerFact) {
        let reached = match fact {
            AnswerFact::AudioStored(_) => Stage::Stored,
            AnswerFact::Transcribed(_) => Stage::Transcribed,
            _ => return,
        };
        let chat = Arc::clone(self);
        tokio::spawn(async move {
            let Ok(records) = chat.archive.records(of.answer).await else { return };
            if let Ok(Some(Talk { chat: number, texts, placeholder: Some(message_id), .. })) =
                chat.talk(&records, of).await
            {
                chat.stages.show(of, Shown { chat: number, message_id, message: stage(texts, reached) });
            }
        });
    }
}

/// A failure where nothing but the process can fail.
pub(super) fn anyhow_of(failure: Failure) -> anyhow::Error {
    match failure {
        Failure::Fatal(error) => error,
        Failure::Failed { reason, .. } => anyhow::anyhow!(reason),
    }
}
