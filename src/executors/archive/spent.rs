//! What was paid for a learner's answers.

use dataflow::events::{AnswerFact, Event, LearnerId};

use super::{Archive, ArchiveError};

impl Archive {
    /// What was paid for a learner since a log time, in millionths of a US dollar.
    ///
    /// # Errors
    /// The log fails.
    pub async fn spent_for(&self, learner: LearnerId, since_us: u64) -> Result<u64, ArchiveError> {
        let records = self.reader.lock().await.read_learner(learner, 0).await?;
        let paid = records.iter().filter(|record| record.at_us >= since_us).map(|record| match &record.event {
            Event::Answer { fact: AnswerFact::CallPaid(paid), .. } => paid.micro_usd,
            Event::Answer { .. } | Event::Learner { .. } | Event::System(_) => 0,
        });
        Ok(paid.fold(0, u64::saturating_add))
    }
}
