//! Hands over the card.
//!
//! For the command that is a document, from which whoever waits prints; handing it over again changes nothing.

use std::sync::Arc;

use dataflow::events::{AnswerFact, FeedbackDelivered};

use super::archive::{Archive, ArchiveError};
use super::{Pending, Perform, Work, blocking};
use dataflow::documents::Card;

/// Delivers into the archive.
pub struct DeliverCard {
    archive: Arc<Archive>,
}

impl DeliverCard {
    /// Keeps cards in this archive.
    pub fn new(archive: Arc<Archive>) -> Self {
        DeliverCard { archive }
    }
}

impl Perform for DeliverCard {
    fn perform(&self, work: Work) -> Pending<'_> {
        Box::pin(async move {
            let facts = self.archive.run(work.of).await?;
            let archive = Arc::clone(&self.archive);
            blocking(move || {
                let lacks = |what| ArchiveError::Lacks { answer: work.of.answer, what };
                let measured = facts.measured().ok_or(lacks("measures"))?;
                let transcribed = facts.transcribed().ok_or(lacks("word counts"))?;
                let prompt = archive.prompt(work.of.answer)?;
                let (transcript, judgement) = (archive.transcript(work.of)?, archive.judgement(work.of)?);
                let card = Card::new(facts.receipt.task, prompt, measured, transcribed, transcript, judgement);
                let bytes = archive.keep_card(work.of, &card)?;
                Ok(AnswerFact::Delivered(FeedbackDelivered { bytes }))
            })
            .await
        })
    }
}
