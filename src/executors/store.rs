//! Brings the audio into our keeping.
//!
//! The command has put it there before the receipt; here it is found whole, within the limits, and its hash goes into
//! the log. A voice note of a chat is fetched, once it is known what it answers and that it may be graded.

use std::sync::Arc;

use coach::audio::BYTES_MAX;
use dataflow::events::{AnswerFact, AnswerRejected, AudioStored, Rejection};

use super::archive::Archive;
use super::chat::Chat;
use super::{Failure, Pending, Perform, Work, blocking};

/// For answers from anywhere.
pub struct StoreAudio {
    archive: Arc<Archive>,
    chat: Option<Arc<Chat>>,
}

impl StoreAudio {
    /// Keeps audio in this archive.
    pub fn new(archive: Arc<Archive>, chat: Option<Arc<Chat>>) -> Self {
        StoreAudio { archive, chat }
    }
}

impl Perform for StoreAudio {
    fn perform(&self, work: Work) -> Pending<'_> {
        Box::pin(async move {
            let rejected = |reason| Ok(AnswerFact::Rejected(AnswerRejected { reason }));
            if let Some(chat) = &self.chat
                && let Some(voice) = chat.voice(work.of).await?
            {
                return match chat.fetch(work.of, &voice).await? {
                    Ok(stored) => Ok(AnswerFact::AudioStored(stored)),
                    Err(reason) => rejected(reason),
                };
            }
            let bytes = self.archive.run(work.of).await?.receipt.bytes;
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
