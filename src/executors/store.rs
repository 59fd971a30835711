//! Brings the audio into our keeping.
//!
//! The command has put it there before the receipt; here it is found whole, within the limits, and its hash goes into
//! the log. A file that was too large was never copied.

use std::sync::Arc;

use coach::audio::BYTES_MAX;
use dataflow::events::{AnswerFact, AnswerRejected, AudioStored, Rejection};

use super::archive::Archive;
use super::{Failure, Pending, Perform, Work, blocking};

/// For answers whose audio was handed over with the receipt.
pub struct StoreAudio {
    archive: Arc<Archive>,
}

impl StoreAudio {
    /// Keeps audio in this archive.
    pub fn new(archive: Arc<Archive>) -> Self {
        StoreAudio { archive }
    }
}

impl Perform for StoreAudio {
    fn perform(&self, work: Work) -> Pending<'_> {
        Box::pin(async move {
            let bytes = self.archive.run(work.of).await?.receipt.bytes;
            let rejected = |reason| Ok(AnswerFact::Rejected(AnswerRejected { reason }));
            if bytes == 0 {
                return rejected(Rejection::Empty);
            }
            if bytes > BYTES_MAX {
                return rejected(Rejection::TooLarge { bytes, bytes_max: BYTES_MAX });
            }
            let archive = Arc::clone(&self.archive);
            blocking(move || {
                let audio = archive.audio(work.of.answer)?;
                let found = audio.len() as u64;
                if found != bytes {
                    return Err(Failure::permanent(format!("audio has {found} bytes, {bytes} were received")));
                }
                Ok(AnswerFact::AudioStored(AudioStored { sha256: ingest::hashing::sha256_hex(&audio), bytes }))
            })
            .await
        })
    }
}
