//! Recognises the words of an answer.
//!
//! The words go into a document, their numbers into the log. A recording that cannot be decoded or in which nobody
//! speaks ends the answer with the same fact that measuring it would give: whichever is first counts. So does speech
//! without a single word: it is another language, or too unclear to say anything about. Words that were paid for are
//! kept, and not paid for again.

use std::sync::Arc;

use coach::rater::sample_overlap_milli;
use coach::recogniser::{Audio, Heard, Transcribe, TranscribeError, Transcribed};
use dataflow::documents::Transcript;
use dataflow::events::{AnswerFact, AnswerRejected, ProviderId, Rejection};
use tokio::sync::Semaphore;

use super::archive::Archive;
use super::{Bill, Failure, Pending, Perform, Work, blocking, whom};
use crate::providing::Provided;

/// Recognises what was stored.
pub struct TranscribeWords {
    archive: Arc<Archive>,
    recognisers: Vec<Provided<dyn Transcribe>>,
    /// Places on this machine.
    cores: Semaphore,
}

impl TranscribeWords {
    /// Reads audio from this archive and asks these recognisers, of which this machine does so many at once.
    pub fn new(archive: Arc<Archive>, recognisers: Vec<Provided<dyn Transcribe>>, cores: usize) -> Self {
        TranscribeWords { archive, recognisers, cores: Semaphore::new(cores) }
    }
}

impl Perform for TranscribeWords {
    fn perform(&self, work: Work) -> Pending<'_> {
        Box::pin(async move {
            let task = self.archive.run(work.of).await?.receipt.task;
            let archive = Arc::clone(&self.archive);
            let recogniser = whom(&self.recognisers, work.provider)?;
            let is_here = work.provider == ProviderId::HERE;
            let _core = if is_here { self.cores.acquire().await.ok() } else { None };
            blocking(move || {
                let audio = archive.audio(work.of.answer)?;
                let rejected = |reason| Ok(AnswerFact::Rejected(AnswerRejected { reason }));
                let audio = Audio::of(&audio);
                let heard = words(&archive, &*recogniser, &audio, &work);
                let recording = match audio.heard() {
                    Ok(Heard { spans, .. }) if spans.is_empty() => return rejected(Rejection::NoSpeech),
                    Ok(Heard { recording, .. }) => recording,
                    Err(error) => return rejected(error.rejection()),
                };
                let (transcript, model) = heard?;
                if transcript.words.is_empty() {
                    return rejected(Rejection::NotEnglish);
                }
                archive.keep_transcript(work.of, &transcript)?;
                let graded_ms = recording.duration_ms().min(task.answer_ms_max());
                let mut counts = coach::language::counts(&transcript, graded_ms, &model);
                let sample = archive.sample(work.of.answer)?;
                counts.sample_overlap_milli = sample.map(|sample| sample_overlap_milli(&transcript.words, &sample));
                Ok(AnswerFact::Transcribed(counts))
            })
            .await
        })
    }
}

/// The words and who recognised them: those that were paid for before, else of one call.
fn words(
    archive: &Archive,
    recogniser: &dyn Transcribe,
    heard: &Audio<'_>,
    work: &Work,
) -> Result<(Transcript, String), Failure> {
    let hash = recogniser.request_hash(heard);
    if let Some(kept) = hash.as_deref().map(|hash| archive.call(work.of.answer, hash)).transpose()?.flatten() {
        return Ok(kept);
    }
    let Transcribed { transcript, model, calls } =
        recogniser.transcribe(heard, &work.cancel).map_err(|error| failure(error, &work.bill))?;
    work.bill.add(&calls);
    let words = (transcript, model);
    hash.map_or(Ok(()), |hash| archive.keep_call(work.of.answer, &hash, &words))?;
    Ok(words)
}

fn failure(error: TranscribeError, bill: &Bill) -> Failure {
    match error {
        TranscribeError::Load { .. } => Failure::Fatal(error.into()),
        TranscribeError::Memory | TranscribeError::Cancelled | TranscribeError::Failed { .. } => {
            Failure::transient(error)
        }
        TranscribeError::Call(failed) => {
            bill.add(&failed.calls);
            failed.into()
        }
    }
}
