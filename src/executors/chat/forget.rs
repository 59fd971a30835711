//! Forgets a learner.
//!
//! The log says so, and from then on no view holds anything of them; the process's eraser does the rest. When it is done,
//! they are told what was destroyed; whatever they say from then on comes from somebody new.

use bot::messages::{Receipt, forgotten};
use dataflow::events::{AnswerFact, Event, LearnerFact, LearnerId, MessageSent};

use super::{Chat, Talk};
use crate::erasing::LOOK_EVERY;
use crate::executors::Failure;

impl Chat {
    /// Erases everything about whoever asks, and tells them. What it returns is dropped: nobody is there any more.
    pub(super) async fn forget(&self, talk: &Talk, edits: Option<i32>) -> Result<AnswerFact, Failure> {
        let erased = Event::Learner { learner: talk.learner, fact: LearnerFact::Erased };
        self.append(vec![erased]).await?;
        let receipt = self.closed_receipt(talk.learner).await?;
        let receipt = Receipt {
            answers: receipt.answers,
            documents: receipt.files,
            bytes: receipt.bytes,
            facts: receipt.facts.values().sum(),
            letters: receipt.letters,
            releases: receipt.releases,
            number: receipt.number,
            digest: receipt.digest,
        };
        // Told in vain or not, it is done, and there is nobody left for whom it could be tried again.
        let told = self.put(talk, &forgotten(talk.texts, &receipt), edits).await;
        Ok(AnswerFact::MessageSent(MessageSent { message_id: told.unwrap_or_default() }))
    }

    /// What was destroyed, as soon as the eraser has closed the receipt. Others need the names in the meantime.
    async fn closed_receipt(&self, learner: LearnerId) -> Result<ingest::Receipt, Failure> {
        loop {
            let receipt = self.names.lock().await.receipt(learner).await;
            if let Some(receipt) = receipt.map_err(|error| Failure::Fatal(error.into()))? {
                return Ok(receipt);
            }
            tokio::time::sleep(LOOK_EVERY).await;
        }
    }
}
