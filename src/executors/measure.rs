//! Measures the sound of an answer.

use std::sync::Arc;

use dataflow::events::{AnswerFact, AnswerRejected, Rejection};

use super::archive::Archive;
use super::{Pending, Perform, Work, blocking};

/// Decodes and measures what was stored.
pub struct MeasureSound {
    archive: Arc<Archive>,
}

impl MeasureSound {
    /// Reads audio from this archive.
    pub fn new(archive: Arc<Archive>) -> Self {
        MeasureSound { archive }
    }
}

impl Perform for MeasureSound {
    fn perform(&self, work: Work) -> Pending<'_> {
        Box::pin(async move {
            let graded_ms_max = self.archive.run(work.of).await?.receipt.task.answer_ms_max();
            let archive = Arc::clone(&self.archive);
            blocking(move || {
                let audio = archive.audio(work.of.answer)?;
                let rejected = |reason| Ok(AnswerFact::Rejected(AnswerRejected { reason }));
                let recording = match coach::audio::decode(&audio) {
                    Ok(recording) => recording,
                    Err(error) => return rejected(error.rejection()),
                };
                match coach::speech::measure(&recording, graded_ms_max) {
                    Ok(measured) => Ok(AnswerFact::Measured(measured)),
                    Err(_no_speech) => rejected(Rejection::NoSpeech),
                }
            })
            .await
        })
    }
}
