//! Answers of learners who are erased: nothing more is kept of them.

use std::sync::PoisonError;

use dataflow::events::AnswerId;
use ingest::{BlobKey, Files};

use super::{Archive, ArchiveError};

impl Archive {
    /// Keeps nothing more of these answers, whose learner is erased, and says what is kept of them now.
    ///
    /// # Errors
    /// The blobs fail.
    pub fn leave_alone(&self, answers: &[AnswerId]) -> Result<Files, ArchiveError> {
        self.erased.write().unwrap_or_else(PoisonError::into_inner).extend(answers);
        let mut sum = Files::default();
        for answer in answers {
            let kept = self.blobs.list(&BlobKey::new(format!("answers/{answer}"))?)?;
            sum.answers += u64::from(!kept.is_empty());
            for blob in kept {
                sum.files += 1;
                sum.bytes += self.blobs.size(&blob)?.unwrap_or_default();
            }
        }
        Ok(sum)
    }

    /// Whether nothing more is kept of an answer, because its learner is erased.
    pub fn is_left_alone(&self, answer: AnswerId) -> bool {
        self.erased.read().unwrap_or_else(PoisonError::into_inner).contains(&answer)
    }
}
