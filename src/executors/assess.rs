//! Scores an answer against its task. A judgement that was paid for is kept, and not paid for again.

use std::sync::Arc;

use coach::rater::{Assess, AssessError, AssessInput, Background, scores};
use coach::rubrics::{Date, Rubric};
use dataflow::documents::Judgement;
use dataflow::events::{AnswerFact, AnswerRun};

use super::archive::{Archive, ArchiveError, RunFacts};
use super::chat::Chat;
use super::{Bill, Failure, Pending, Perform, Work, blocking, whom};
use crate::providing::Provided;

/// Something that scores.
pub(crate) type Rater = dyn Assess + Send + Sync;

/// Asks raters.
pub struct AssessAnswer {
    archive: Arc<Archive>,
    raters: Vec<Provided<Rater>>,
    /// Knows what a learner was advised before.
    chat: Option<Arc<Chat>>,
}

impl AssessAnswer {
    /// Reads facts and words from this archive and asks these raters.
    pub fn new(archive: Arc<Archive>, raters: Vec<Provided<Rater>>, chat: Option<Arc<Chat>>) -> Self {
        AssessAnswer { archive, raters, chat }
    }
}

impl Perform for AssessAnswer {
    fn perform(&self, work: Work) -> Pending<'_> {
        Box::pin(async move {
            let facts = self.archive.run(work.of).await?;
            let (advised, rubric) = match &self.chat {
                Some(chat) => (chat.advised(facts.learner, work.of.answer).await?, chat.rubric(facts.learner).await?),
                None => (Vec::new(), None),
            };
            let archive = Arc::clone(&self.archive);
            let rater = whom(&self.raters, work.provider)?;
            let shown = Shown { facts, advised, rubric };
            blocking(move || {
                let judged = |input: &AssessInput<'_>| judgement(&archive, &*rater, input, &work);
                let judgement = shown.with_input(&archive, work.of, judged)?;
                archive.keep_judgement(work.of, &judgement)?;
                Ok(AnswerFact::Assessed(scores(&judgement)))
            })
            .await
        })
    }
}

/// What a judge is shown of an answer, beside its documents.
pub(crate) struct Shown {
    /// The facts of the run.
    pub(crate) facts: RunFacts,
    /// What the learner was advised lately.
    pub(crate) advised: Vec<String>,
    /// What to judge by; none for the rubric in force.
    pub(crate) rubric: Option<Rubric>,
}

impl Shown {
    /// What `judge` makes of the answer. Reads its documents.
    ///
    /// # Errors
    /// They cannot be read, or the judge fails.
    pub(crate) fn with_input<T>(
        &self,
        archive: &Archive,
        of: AnswerRun,
        judge: impl FnOnce(&AssessInput<'_>) -> Result<T, Failure>,
    ) -> Result<T, Failure> {
        let Shown { facts, advised, rubric } = self;
        let lacks = |what| ArchiveError::Lacks { answer: of.answer, what };
        let prompt = archive.prompt(of.answer)?;
        let sample = archive.sample(of.answer)?;
        let background = Background {
            day: Some(Date::of_ms(facts.receipt.occurred_at_ms)),
            sample: sample.as_deref(),
            rubric: rubric.as_ref(),
            advised,
        };
        judge(&AssessInput {
            task: facts.receipt.task,
            prompt: prompt.as_deref(),
            measured: facts.measured().ok_or(lacks("measures"))?,
            transcribed: facts.transcribed().ok_or(lacks("word counts"))?,
            transcript: &archive.transcript(of)?,
            background,
        })
    }
}

/// The judgement that was paid for before, else of one rater.
///
/// # Errors
/// The rater fails, or what was paid for cannot be read or kept.
pub(crate) fn judgement(
    archive: &Archive,
    rater: &Rater,
    input: &AssessInput<'_>,
    work: &Work,
) -> Result<Judgement, Failure> {
    let hash = rater.request_hash(input);
    if let Some(kept) = hash.as_deref().map(|hash| archive.call(work.of.answer, hash)).transpose()?.flatten() {
        return Ok(kept);
    }
    let assessed = rater.assess(input, &work.cancel).map_err(|error| failure(error, &work.bill))?;
    work.bill.add(&assessed.calls);
    let mut judgement = assessed.judgement;
    judgement.feedback.better = assessed.better;
    hash.map_or(Ok(()), |hash| archive.keep_call(work.of.answer, &hash, &judgement))?;
    Ok(judgement)
}

fn failure(error: AssessError, bill: &Bill) -> Failure {
    match error {
        AssessError::NoRubric(_) => Failure::permanent(error),
        AssessError::Call(failed) => {
            bill.add(&failed.calls);
            failed.into()
        }
    }
}
