//! Hands over the card.
//!
//! The card is a document; the command prints it, and a chat shows it in the place of the placeholder. Handing it over
//! again changes nothing.

use std::sync::Arc;

use dataflow::documents::Card;
use dataflow::events::{AnswerFact, AnswerRun, FeedbackDelivered};

use super::archive::{Archive, ArchiveError, RunFacts};
use super::chat::Chat;
use super::{Failure, Pending, Perform, Work, blocking};

/// Delivers into the archive, and to a chat.
pub struct DeliverCard {
    archive: Arc<Archive>,
    chat: Option<Arc<Chat>>,
}

impl DeliverCard {
    /// Keeps cards in this archive.
    pub fn new(archive: Arc<Archive>, chat: Option<Arc<Chat>>) -> Self {
        DeliverCard { archive, chat }
    }
}

impl Perform for DeliverCard {
    fn perform(&self, work: Work) -> Pending<'_> {
        Box::pin(async move {
            let facts = self.archive.run(work.of).await?;
            let archive = Arc::clone(&self.archive);
            let fact = blocking(move || {
                let card = card(&archive, work.of, &facts)?;
                let bytes = archive.keep_card(work.of, &card)?;
                Ok(AnswerFact::Delivered(FeedbackDelivered { bytes }))
            })
            .await?;
            if let Some(chat) = &self.chat {
                chat.deliver(work.of).await?;
            }
            Ok(fact)
        })
    }
}

/// The card of a run, from what is known of it.
pub(super) fn card(archive: &Archive, of: AnswerRun, facts: &RunFacts) -> Result<Card, Failure> {
    let lacks = |what| ArchiveError::Lacks { answer: of.answer, what };
    let measured = facts.measured().ok_or(lacks("measures"))?;
    let transcribed = facts.transcribed().ok_or(lacks("word counts"))?;
    let prompt = archive.prompt(of.answer)?;
    let (transcript, judgement) = (archive.transcript(of)?, archive.judgement(of)?);
    Ok(Card::new(facts.receipt.task, prompt, measured, transcribed, transcript, judgement))
}
