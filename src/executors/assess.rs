//! Scores an answer against its task.

use std::sync::Arc;

use coach::rater::{Assess, AssessError, AssessInput, Background, scores};
use dataflow::events::AnswerFact;

use super::archive::{Archive, ArchiveError};
use super::{Failure, Pending, Perform, Work, blocking};

/// Asks a rater.
pub struct AssessAnswer<R> {
    archive: Arc<Archive>,
    rater: Arc<R>,
}

impl<R: Assess + Send + Sync + 'static> AssessAnswer<R> {
    /// Reads facts and words from this archive and asks this rater.
    pub fn new(archive: Arc<Archive>, rater: R) -> Self {
        AssessAnswer { archive, rater: Arc::new(rater) }
    }
}

impl<R: Assess + Send + Sync + 'static> Perform for AssessAnswer<R> {
    fn perform(&self, work: Work) -> Pending<'_> {
        Box::pin(async move {
            let facts = self.archive.run(work.of).await?;
            let (archive, rater) = (Arc::clone(&self.archive), Arc::clone(&self.rater));
            blocking(move || {
                let lacks = |what| ArchiveError::Lacks { answer: work.of.answer, what };
                let prompt = archive.prompt(work.of.answer)?;
                let input = AssessInput {
                    task: facts.receipt.task,
                    prompt: prompt.as_deref(),
                    measured: facts.measured().ok_or(lacks("measures"))?,
                    transcribed: facts.transcribed().ok_or(lacks("word counts"))?,
                    transcript: &archive.transcript(work.of)?,
                    background: Background::default(),
                };
                let judgement = rater.assess(&input, &work.cancel).map_err(failure)?.judgement;
                archive.keep_judgement(work.of, &judgement)?;
                Ok(AnswerFact::Assessed(scores(&judgement)))
            })
            .await
        })
    }
}

fn failure(error: AssessError) -> Failure {
    match error {
        AssessError::NoRubric(_) => Failure::permanent(error),
        AssessError::Call(failed) => failed.into(),
    }
}
