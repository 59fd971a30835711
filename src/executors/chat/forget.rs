//! Forgets a learner.
//!
//! First the log says so, and from then on no view holds anything of them. Then their documents and recordings go, and
//! then their name: while that is there, a start that finds the erasure in the log goes on with it. Last they are told;
//! whatever they say from then on comes from somebody new. The log keeps numbers under a pseudonym that nobody can tie to
//! anybody.

use std::collections::BTreeSet;

use bot::messages::{Receipt, forgotten};
use dataflow::events::{AnswerFact, Event, LearnerFact, LearnerId, MessageSent};

use super::{Chat, Talk};
use crate::executors::Failure;

impl Chat {
    /// Erases everything about whoever asks, and tells them. What it returns is dropped: nobody is there any more.
    pub(super) async fn forget(&self, talk: &Talk, edits: Option<i32>) -> Result<AnswerFact, Failure> {
        let erased = Event::Learner { learner: talk.learner, fact: LearnerFact::Erased };
        self.append(vec![erased]).await?;
        let receipt = self.destroy(talk.learner).await?;
        self.forget_name(talk.learner).await?;
        // Told in vain or not, it is done, and there is nobody left for whom it could be tried again.
        let told = self.put(talk, &forgotten(talk.texts, &receipt), edits).await;
        Ok(AnswerFact::MessageSent(MessageSent { message_id: told.unwrap_or_default() }))
    }

    /// Goes on with erasures that a process began and did not finish.
    pub(crate) async fn finish_erasures(&self) -> anyhow::Result<u64> {
        let begun = self.names.lock().await.erased_with_a_name().await?;
        let count = begun.len() as u64;
        for learner in begun {
            for work in [self.destroy(learner).await.map(drop), self.forget_name(learner).await] {
                work.map_err(super::follows::anyhow_of)?;
            }
        }
        Ok(count)
    }

    /// Takes the documents and recordings of a learner away, and says what went.
    async fn destroy(&self, learner: LearnerId) -> Result<Receipt, Failure> {
        let records = self.names.lock().await.read_learner(learner, 0).await;
        let records = records.map_err(|error| Failure::Fatal(error.into()))?;
        let runs: BTreeSet<_> = records.iter().filter_map(|record| record.event.run().map(|of| of.answer)).collect();
        let mut receipt = Receipt { answers: 0, documents: 0 };
        for answer in runs {
            let gone = self.archive.destroy(answer)?;
            receipt.documents += gone;
            receipt.answers += u64::from(gone > 0);
        }
        Ok(receipt)
    }

    async fn forget_name(&self, learner: LearnerId) -> Result<(), Failure> {
        self.names.lock().await.forget(learner).await.map_err(|error| Failure::Fatal(error.into()))
    }
}
