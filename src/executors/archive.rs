//! What executors read and keep: the facts and the documents of an answer.
//!
//! Facts come from the log, by answer. Documents are JSON blobs under `answers/<answer>/`, those that a run makes under
//! the run's number, so that erasing an answer takes everything along. A document is written before the fact that
//! refers to it.

mod erased;
mod spent;

use std::collections::HashSet;
use std::sync::{PoisonError, RwLock};

use dataflow::documents::{Card, Judgement, Transcript};
use dataflow::events::{AnswerId, AnswerRun, Record};
use dataflow::views::AnsweredPromptRow;
use ingest::{BlobKey, Blobs, IngestError, Store};
use serde::Serialize;
use serde::de::DeserializeOwned;
use tokio::sync::Mutex;

pub use super::run_facts::RunFacts;
use super::run_facts::{facts_of, is_of_chat, is_voice};

/// Largest document read, in bytes.
const DOCUMENT_BYTES_MAX: u64 = 16 * 1024 * 1024;

/// Something of an answer cannot be had.
#[derive(Debug, thiserror::Error)]
pub enum ArchiveError {
    /// The log or the blobs fail.
    #[error(transparent)]
    Ingest(#[from] IngestError),
    /// It is not there.
    #[error("answer {answer} has no {what}")]
    Lacks {
        /// Which answer.
        answer: AnswerId,
        /// What it lacks.
        what: &'static str,
    },
    /// Whoever spoke is erased.
    #[error("whoever spoke is erased")]
    Erased,
    /// It is there and cannot be read.
    #[error("{what} of answer {answer} is damaged")]
    Damaged {
        /// Which answer.
        answer: AnswerId,
        /// What is damaged.
        what: &'static str,
    },
}

/// Facts and documents, for reading by answer.
pub struct Archive {
    reader: Mutex<Store>,
    blobs: Box<dyn Blobs>,
    /// Of whom nothing is kept any more. Whoever writes a document holds it for reading, so none is written later.
    erased: RwLock<HashSet<AnswerId>>,
}

impl Archive {
    /// Reads facts through a connection of its own.
    pub fn new(reader: Store, blobs: impl Blobs + 'static) -> Self {
        Archive { reader: Mutex::new(reader), blobs: Box::new(blobs), erased: RwLock::default() }
    }

    /// Where documents are kept.
    pub(crate) fn blobs(&self) -> &dyn Blobs {
        &*self.blobs
    }

    /// The facts of the latest run of an answer, if it was ever received.
    ///
    /// # Errors
    /// The log fails.
    pub async fn latest_run(&self, answer: AnswerId) -> Result<Option<(AnswerRun, RunFacts)>, ArchiveError> {
        let records = self.reader.lock().await.read_answer(answer).await?;
        let latest = records.iter().filter_map(|record| record.event.run()).max();
        let Some(of) = latest else { return Ok(None) };
        Ok(facts_of(of, records, self.question(answer)?).map(|facts| (of, facts)))
    }

    /// The facts of one run.
    ///
    /// # Errors
    /// The log fails, or the run was never received.
    pub async fn run(&self, of: AnswerRun) -> Result<RunFacts, ArchiveError> {
        let records = self.reader.lock().await.read_answer(of.answer).await?;
        let question = if is_voice(of, &records) { self.question(of.answer)? } else { None };
        facts_of(of, records, question).ok_or(ArchiveError::Lacks { answer: of.answer, what: "receipt" })
    }

    /// Everything that the log says of an answer, or of a message that was asked for.
    ///
    /// # Errors
    /// The log fails.
    pub async fn records(&self, answer: AnswerId) -> Result<Vec<Record>, ArchiveError> {
        Ok(self.reader.lock().await.read_answer(answer).await?)
    }

    /// Whether a run belongs to a chat.
    ///
    /// # Errors
    /// The log fails.
    pub async fn is_in_chat(&self, of: AnswerRun) -> Result<bool, ArchiveError> {
        Ok(self.records(of.answer).await?.iter().any(|record| is_of_chat(of, record)))
    }

    /// Keeps what an answer of a chat is an answer to.
    ///
    /// # Errors
    /// The blobs fail.
    pub fn keep_question(&self, answer: AnswerId, question: &AnsweredPromptRow) -> Result<(), ArchiveError> {
        self.keep(answer, &format!("answers/{answer}/question.json"), "question", question)
    }

    /// What an answer of a chat is an answer to, once that was decided.
    ///
    /// # Errors
    /// The blobs fail, or it is damaged.
    pub fn question(&self, answer: AnswerId) -> Result<Option<AnsweredPromptRow>, ArchiveError> {
        self.find(answer, &format!("answers/{answer}/question.json"), "question")
    }

    /// Whether the audio of an answer is here.
    ///
    /// # Errors
    /// The blobs fail.
    pub fn has_audio(&self, answer: AnswerId) -> Result<bool, ArchiveError> {
        Ok(self.blobs.exists(&BlobKey::new(format!("answers/{answer}/audio"))?)?)
    }

    /// Keeps the audio of an answer.
    ///
    /// # Errors
    /// The blobs fail.
    pub fn keep_audio(&self, answer: AnswerId, audio: &[u8]) -> Result<(), ArchiveError> {
        self.put(answer, &format!("answers/{answer}/audio"), audio)
    }

    /// The audio of an answer.
    ///
    /// # Errors
    /// The blobs fail, or it is not there.
    pub fn audio(&self, answer: AnswerId) -> Result<Vec<u8>, ArchiveError> {
        let audio = self.blobs.get(&BlobKey::new(format!("answers/{answer}/audio"))?, coach::audio::BYTES_MAX)?;
        audio.ok_or(ArchiveError::Lacks { answer, what: "audio" })
    }

    /// Keeps the text of the prompt that an answer belongs to.
    ///
    /// # Errors
    /// The blobs fail.
    pub fn keep_prompt(&self, answer: AnswerId, text: &str) -> Result<(), ArchiveError> {
        self.keep(answer, &format!("answers/{answer}/prompt.json"), "prompt", &text)
    }

    /// The text of the prompt that an answer belongs to, if it has one.
    ///
    /// # Errors
    /// The blobs fail, or it is damaged.
    pub fn prompt(&self, answer: AnswerId) -> Result<Option<String>, ArchiveError> {
        self.find(answer, &format!("answers/{answer}/prompt.json"), "prompt")
    }

    /// Keeps the sample answer of the prompt that an answer belongs to.
    ///
    /// # Errors
    /// The blobs fail.
    pub fn keep_sample(&self, answer: AnswerId, text: &str) -> Result<(), ArchiveError> {
        self.keep(answer, &format!("answers/{answer}/sample.json"), "sample answer", &text)
    }

    /// The sample answer of the prompt that an answer belongs to, if it has one.
    ///
    /// # Errors
    /// The blobs fail, or it is damaged.
    pub fn sample(&self, answer: AnswerId) -> Result<Option<String>, ArchiveError> {
        self.find(answer, &format!("answers/{answer}/sample.json"), "sample answer")
    }

    /// Keeps what a paid call gave, under a hash of all that went into it, so that it is not paid for twice.
    ///
    /// # Errors
    /// The blobs fail.
    pub fn keep_call(&self, answer: AnswerId, hash: &str, gave: &impl Serialize) -> Result<(), ArchiveError> {
        self.keep(answer, &format!("answers/{answer}/calls/{hash}.json"), "paid call", gave)
    }

    /// What a paid call gave, if it was made before.
    ///
    /// # Errors
    /// The blobs fail, or it is damaged.
    pub fn call<T: DeserializeOwned>(&self, answer: AnswerId, hash: &str) -> Result<Option<T>, ArchiveError> {
        self.find(answer, &format!("answers/{answer}/calls/{hash}.json"), "paid call")
    }

    /// Keeps what was said.
    ///
    /// # Errors
    /// The blobs fail.
    pub fn keep_transcript(&self, of: AnswerRun, transcript: &Transcript) -> Result<(), ArchiveError> {
        self.keep(of.answer, &document(of, "transcript"), "transcript", transcript)
    }

    /// What was said.
    ///
    /// # Errors
    /// The blobs fail, or it is not there, or damaged.
    pub fn transcript(&self, of: AnswerRun) -> Result<Transcript, ArchiveError> {
        let lacks = ArchiveError::Lacks { answer: of.answer, what: "transcript" };
        self.find(of.answer, &document(of, "transcript"), "transcript")?.ok_or(lacks)
    }

    /// Keeps what the rater said.
    ///
    /// # Errors
    /// The blobs fail.
    pub fn keep_judgement(&self, of: AnswerRun, judgement: &Judgement) -> Result<(), ArchiveError> {
        self.keep(of.answer, &document(of, "judgement"), "judgement", judgement)
    }

    /// What the rater said.
    ///
    /// # Errors
    /// The blobs fail, or it is not there, or damaged.
    pub fn judgement(&self, of: AnswerRun) -> Result<Judgement, ArchiveError> {
        let lacks = ArchiveError::Lacks { answer: of.answer, what: "judgement" };
        self.find(of.answer, &document(of, "judgement"), "judgement")?.ok_or(lacks)
    }

    /// Keeps the card, and says how large it is in bytes.
    ///
    /// # Errors
    /// The blobs fail.
    pub fn keep_card(&self, of: AnswerRun, card: &Card) -> Result<u64, ArchiveError> {
        let damaged = |_| ArchiveError::Damaged { answer: of.answer, what: "card" };
        let text = serde_json::to_vec(card).map_err(damaged)?;
        self.put(of.answer, &document(of, "card"), &text)?;
        Ok(text.len() as u64)
    }

    /// The card.
    ///
    /// # Errors
    /// The blobs fail, or it is not there, or damaged.
    pub fn card(&self, of: AnswerRun) -> Result<Card, ArchiveError> {
        let lacks = ArchiveError::Lacks { answer: of.answer, what: "card" };
        self.find(of.answer, &document(of, "card"), "card")?.ok_or(lacks)
    }

    /// Takes away everything that is kept of an answer, and says how many files that were.
    ///
    /// # Errors
    /// The blobs fail; what is gone by then is gone.
    pub fn destroy(&self, answer: AnswerId) -> Result<u64, ArchiveError> {
        let kept = self.blobs.list(&BlobKey::new(format!("answers/{answer}"))?)?;
        for blob in &kept {
            self.blobs.delete(blob)?;
        }
        Ok(kept.len() as u64)
    }

    /// Takes the recording of an answer away; what was found out about it stays.
    ///
    /// # Errors
    /// The blobs fail.
    pub fn destroy_audio(&self, answer: AnswerId) -> Result<(), ArchiveError> {
        Ok(self.blobs.delete(&BlobKey::new(format!("answers/{answer}/audio"))?)?)
    }

    fn keep(&self, answer: AnswerId, path: &str, what: &'static str, it: &impl Serialize) -> Result<(), ArchiveError> {
        let text = serde_json::to_vec(it).map_err(|_| ArchiveError::Damaged { answer, what })?;
        self.put(answer, path, &text)
    }

    fn put(&self, answer: AnswerId, path: &str, bytes: &[u8]) -> Result<(), ArchiveError> {
        let erased = self.erased.read().unwrap_or_else(PoisonError::into_inner);
        if erased.contains(&answer) {
            return Err(ArchiveError::Erased);
        }
        Ok(self.blobs.put(&BlobKey::new(path)?, bytes)?)
    }

    fn find<T: DeserializeOwned>(
        &self,
        answer: AnswerId,
        path: &str,
        what: &'static str,
    ) -> Result<Option<T>, ArchiveError> {
        let Some(text) = self.blobs.get(&BlobKey::new(path)?, DOCUMENT_BYTES_MAX)? else { return Ok(None) };
        serde_json::from_slice(&text).map(Some).map_err(|_| ArchiveError::Damaged { answer, what })
    }
}

fn document(of: AnswerRun, name: &str) -> String {
    format!("answers/{}/{}/{name}.json", of.answer, of.run)
}
