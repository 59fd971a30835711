//! What a release is asked to hold, and who is asked for it.
//!
//! The id of a release is a hash of all of that, so it names the contents: what is there already is never written
//! again, and the pseudonyms made with it belong to it alone.

use std::error::Error;

use dataflow::documents::{Correction, Transcript};
use dataflow::events::{AnswerId, AnswerRun, LearnerId, PromptId, Record, Task};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::Release;

/// Raised whenever the same facts would give other files, so that the id still names the contents.
pub(crate) const FORMAT: u32 = 2;

/// What went wrong with whoever was asked.
pub type Failure = Box<dyn Error + Send + Sync>;

/// What a release is asked to hold. As JSON it is kept in the ledger, to write the release again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Spec {
    /// The moment that it is about, in microseconds since the Unix epoch.
    pub as_of_us: u64,
    /// Short name of the study whose participants it holds; none for everybody.
    pub study: Option<String>,
    /// Whether words are in it.
    pub transcripts: bool,
    /// Whether recordings are in it.
    pub audio: bool,
    /// Whether dates are in it, beside days.
    pub dates: bool,
    /// What it is written as.
    pub format: Format,
}

/// What a release is written as.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Format {
    /// Tables.
    #[default]
    Parquet,
    /// Statements of xAPI, one JSON value per line.
    Xapi,
}

/// A prompt of the bank, as a release says it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PromptText {
    /// Its id.
    pub id: PromptId,
    /// The task it belongs to.
    pub task: Task,
    /// What is asked.
    pub text: String,
    /// What it is about.
    pub topic: String,
    /// Level of the CEFR.
    pub level: String,
    /// The set it is asked in.
    pub set: Option<String>,
    /// Its place in the set, counted from 1.
    pub place: Option<u8>,
}

/// Where facts come from, and who notes what was released.
pub trait Keeping {
    /// The facts about learners but for their answers, and about studies, in the order of the log.
    ///
    /// # Errors
    /// The log fails.
    fn members(&mut self) -> Result<Vec<Record>, Failure>;

    /// Everything that the log says about a learner, in its order.
    ///
    /// # Errors
    /// The log fails.
    fn learner(&mut self, learner: LearnerId) -> Result<Vec<Record>, Failure>;

    /// Notes a release that is about to be there. One that is noted and not there was never published.
    ///
    /// # Errors
    /// The ledger fails; nothing is released then.
    fn keep(&mut self, release: &Release) -> Result<(), Failure>;

    /// Says how many of the learners are done.
    fn progress(&mut self, done: usize, of: usize);
}

/// Where documents come from. Asked from another thread than the facts.
pub trait Documents: Sync {
    /// What was said in a run; none where it is gone.
    ///
    /// # Errors
    /// It is there and cannot be read.
    fn transcript(&self, of: AnswerRun) -> Result<Option<Transcript>, Failure>;

    /// What was to be said otherwise; none where it is gone.
    ///
    /// # Errors
    /// It is there and cannot be read.
    fn corrections(&self, of: AnswerRun) -> Result<Option<Vec<Correction>>, Failure>;

    /// The recording of an answer; none where it is gone.
    ///
    /// # Errors
    /// It is there and cannot be read.
    fn audio(&self, answer: AnswerId) -> Result<Option<Vec<u8>>, Failure>;

    /// How frequent a word is in English: 0 the first thousand, 1 the second, 2 the third to fifth, 3 rarer.
    fn frequency_band(&self, word: &str) -> u8;
}

impl Spec {
    /// The release's id. It begins with a letter, so that no reader of the partition takes one for a number.
    pub fn id(&self) -> String {
        const LETTER: u64 = 0xc << 60;
        let Spec { as_of_us, study, transcripts, audio, dates, format } = self;
        let flags = [*transcripts, *audio, *dates, study.is_some(), *format == Format::Xapi].map(u8::from);
        let digest = Sha256::new()
            .chain_update(b"speech-coach release")
            .chain_update(FORMAT.to_be_bytes())
            .chain_update(as_of_us.to_be_bytes())
            .chain_update(flags)
            .chain_update(study.as_deref().unwrap_or_default())
            .finalize();
        let number = digest.iter().take(8).fold(0, |number, byte| number << 8 | u64::from(*byte));
        format!("{:016x}", number | LETTER)
    }
}
