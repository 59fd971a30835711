//! Recognises the words of an answer.
//!
//! The words go into a document, their numbers into the log. A recording that cannot be decoded or in which nobody
//! speaks ends the answer with the same fact that measuring it would give: whichever is first counts. So does speech
//! without a single word: it is another language, or too unclear to say anything about.

use std::sync::Arc;

use coach::recogniser::{Audio, Transcribe, TranscribeError, Transcribed};
use dataflow::events::{AnswerFact, AnswerRejected, Rejection};

use super::archive::Archive;
use super::{Failure, Pending, Perform, Work, blocking};

/// Recognises what was stored.
pub struct TranscribeWords {
    archive: Arc<Archive>,
    recogniser: Arc<dyn Transcribe>,
}

impl TranscribeWords {
    /// Reads audio from this archive and asks this recogniser.
    pub fn new(archive: Arc<Archive>, recogniser: Arc<dyn Transcribe>) -> Self {
        TranscribeWords { archive, recogniser }
    }
}

impl Perform for TranscribeWords {
    fn perform(&self, work: Work) -> Pending<'_> {
        Box::pin(async move {
            let task = self.archive.run(work.of).await?.receipt.task;
            let (archive, recogniser) = (Arc::clone(&self.archive), Arc::clone(&self.recogniser));
            blocking(move || {
                let audio = archive.audio(work.of.answer)?;
                let rejected = |reason| Ok(AnswerFact::Rejected(AnswerRejected { reason }));
                let recording = match coach::audio::decode(&audio) {
                    Ok(recording) => recording,
                    Err(error) => return rejected(error.rejection()),
                };
                if !coach::speech::has_speech(&recording) {
                    return rejected(Rejection::NoSpeech);
                }
                let heard = Audio { file: &audio, recording: &recording };
                let Transcribed { transcript, model, .. } =
                    recogniser.transcribe(&heard, &work.cancel).map_err(failure)?;
                if transcript.words.is_empty() {
                    return rejected(Rejection::NotEnglish);
                }
                archive.keep_transcript(work.of, &transcript)?;
                let graded_ms = recording.duration_ms().min(task.answer_ms_max());
                Ok(AnswerFact::Transcribed(coach::language::counts(&transcript, graded_ms, &model)))
            })
            .await
        })
    }
}

fn failure(error: TranscribeError) -> Failure {
    match error {
        TranscribeError::Load { .. } => Failure::Fatal(error.into()),
        TranscribeError::Memory | TranscribeError::Cancelled | TranscribeError::Failed { .. } => {
            Failure::transient(error)
        }
        TranscribeError::Call(failed) => failed.into(),
    }
}
