//! The facts about one answer, from its receipt to its end.
//!
//! Numbers only: what was said lies in documents (see [`crate::documents`]) beside the log. Every field's unit ends
//! its name. A new field raises the version of its kind.

use serde::{Deserialize, Serialize};

use super::ids::{PromptId, ProviderId};
use super::message::{MessageRequested, MessageSent, PromptSent, VoiceReceived, WordDisputed};
use super::recorded::{AnswerExcluded, AnswerRecorded, CallPaid, RatingGiven};
use super::speech::{AnswerMeasured, AnswerTranscribed};
use super::task::Task;

/// What is done to an answer, one effect each.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Step {
    /// Tell the learner that the answer came in.
    Acknowledge,
    /// Bring the audio into our keeping.
    Store,
    /// Measure the sound.
    Measure,
    /// Recognise the words.
    Transcribe,
    /// Score the answer against its task.
    Assess,
    /// Hand over the card.
    Deliver,
    /// Send a message: the only step of one that is wanted.
    Send,
}

/// A fact about one run of one answer. What ends a run says so.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum AnswerFact {
    /// The answer came in.
    Received(AnswerReceived),
    /// An operator or the learner asked to have it done again: a new receipt, with a run of its own.
    Replayed(AnswerReceived),
    /// A step was started, durably, before its effect.
    AttemptStarted(AttemptStarted),
    /// A started attempt returned without a result.
    AttemptFailed(AttemptFailed),
    /// The learner was told.
    PlaceholderSent(PlaceholderSent),
    /// The audio is in our keeping.
    AudioStored(AudioStored),
    /// The sound was measured.
    Measured(AnswerMeasured),
    /// The words were recognised.
    Transcribed(AnswerTranscribed),
    /// The answer was scored.
    Assessed(AnswerAssessed),
    /// The card was handed over. An end.
    Delivered(FeedbackDelivered),
    /// The answer cannot be graded, whoever tries. An end.
    Rejected(AnswerRejected),
    /// Somebody withdrew it. An end.
    Cancelled,
    /// Too many attempts of one step failed or died. An end.
    GivenUp(AnswerGivenUp),
    /// An answer that was measured and scored elsewhere; nothing remains to be done for it. An end.
    Recorded(AnswerRecorded),
    /// The answer was scored again. Of all its scores that with the highest revision is the one of record.
    Rated(AnswerAssessed),
    /// An operator left it out of what growth is measured by.
    Excluded(AnswerExcluded),
    /// A provider was paid.
    CallPaid(CallPaid),
    /// A voice note came in by chat. Opens a run.
    VoiceReceived(VoiceReceived),
    /// A message is wanted. Opens a run of it.
    MessageRequested(MessageRequested),
    /// The message was sent. An end.
    MessageSent(MessageSent),
    /// The message was a prompt, and was sent. An end.
    PromptSent(PromptSent),
    /// The learner did not say a word that was heard.
    WordDisputed(WordDisputed),
    /// Somebody else scored it too; the score of record stays.
    RatingGiven(RatingGiven),
}

/// Where an answer came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Source {
    /// Files named to the command.
    Command,
    /// A file of facts.
    Import,
    /// A voice note of a chat.
    Chat,
    /// Nobody spoke: made by a model of learners, to try methods on; since version 3 of receipts.
    Simulated,
}

/// An answer came in, with all that its steps need to know.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct AnswerReceived {
    /// When the learner spoke, as far as the source knows, in milliseconds since the Unix epoch.
    pub occurred_at_ms: u64,
    /// The learner's offset from UTC then, in minutes, where the source knows it.
    pub utc_offset_min: Option<i16>,
    /// Where it came from.
    pub source: Source,
    /// What was asked.
    pub task: Task,
    /// The prompt that the caller named.
    pub prompt: Option<PromptId>,
    /// Size of the audio file, in bytes.
    pub bytes: u64,
    /// How many answers of this learner may be in flight together; at least 1.
    pub in_flight_max: u8,
}

/// A step was started.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct AttemptStarted {
    /// Which step.
    pub step: Step,
    /// Which attempt of it, counted from 1.
    pub attempt: u16,
    /// The epoch of the process that runs it: a newer epoch ends it.
    pub epoch: u32,
    /// Until when it is believed to be alive, in log time.
    pub lease_until_us: u64,
    /// Who was asked; since version 3.
    #[serde(default)]
    pub provider: ProviderId,
}

/// How an attempt failed, and so what to do about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FailureClass {
    /// May work later.
    Transient,
    /// Will never work: give the answer up at once.
    Permanent,
    /// Took longer than its limit.
    Timeout,
    /// Nobody knows whether it had its effect.
    Ambiguous,
    /// Came too early by somebody's limits; not held against the answer.
    RateLimited,
    /// The learner takes no messages from us; will never work.
    Refused,
    /// Whoever was asked does not work, whatever they are asked; not held against the answer.
    Unavailable,
}

/// A started attempt returned without a result. Carries the lease it gives back.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct AttemptFailed {
    /// Which step.
    pub step: Step,
    /// Which attempt of it.
    pub attempt: u16,
    /// The epoch that ran it.
    pub epoch: u32,
    /// The lease it was started with.
    pub lease_until_us: u64,
    /// When the next attempt may start, in log time.
    pub retry_at_us: u64,
    /// What kind of failure.
    pub class: FailureClass,
    /// Why, as a fragment that names no person and quotes no speech; at most 200 characters.
    pub reason: String,
    /// Who was asked; since version 3.
    #[serde(default)]
    pub provider: ProviderId,
    /// Until when they are not to be asked again for any answer, in log time, where they said so; since version 3.
    #[serde(default)]
    pub shut_until_us: Option<u64>,
}

/// The learner was told that the answer came in.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct PlaceholderSent {
    /// The number of the message that will become the card, where it is a chat.
    #[serde(default)]
    pub message_id: Option<i32>,
}

/// The audio is in our keeping.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct AudioStored {
    /// SHA-256 of the file, 64 hex digits.
    pub sha256: String,
    /// Its size in bytes.
    pub bytes: u64,
}

/// One criterion's score, an integer of its rubric, and where the true one may lie.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct CriterionScore {
    /// Name in the rubric, as in `delivery`.
    pub criterion: String,
    /// Points given.
    pub score: u16,
    /// Lower end of the interval.
    pub low: u16,
    /// Upper end of the interval.
    pub high: u16,
    /// Most points that can be given.
    pub max: u16,
}

/// The answer was scored.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct AnswerAssessed {
    /// Who scored: `offline-estimate-1`, a model, a person.
    pub rater: String,
    /// Rubric with its version, as in `toefl-independent-2019`.
    pub rubric: String,
    /// The score of record is the one with the highest revision.
    pub revision: u32,
    /// A row for each criterion of the rubric; empty where the score is withheld.
    pub criteria: Vec<CriterionScore>,
    /// Overall score, in hundredths of a point; none where it is withheld.
    pub score_centi: Option<u32>,
    /// Lower end of its interval.
    pub low_centi: Option<u32>,
    /// Upper end of its interval.
    pub high_centi: Option<u32>,
    /// Most that can be given, in hundredths of a point.
    pub max_centi: u32,
}

/// The card was handed over.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct FeedbackDelivered {
    /// Size of the card's document, in bytes.
    pub bytes: u64,
}

/// Why an answer cannot be graded.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Rejection {
    /// The file is empty.
    Empty,
    /// The file is larger than is taken.
    TooLarge {
        /// Its size.
        bytes: u64,
        /// The limit.
        bytes_max: u64,
    },
    /// The recording is longer than is taken.
    TooLong {
        /// What the recording holds, or the point at which decoding stopped.
        duration_ms: u64,
        /// The limit.
        duration_ms_max: u64,
    },
    /// The file cannot be decoded.
    NotAudio {
        /// Why, as a fragment that quotes nothing of the file.
        reason: String,
    },
    /// Nobody speaks in it.
    NoSpeech,
    /// Speech, but no English word that the recogniser could tell.
    NotEnglish,
    /// Nothing was asked that it could be an answer to.
    NoPrompt,
    /// The learner has not agreed to being recorded and graded.
    NoConsent,
    /// No answer is left today.
    QuotaSpent {
        /// How many there are a day.
        answers_per_day: u16,
    },
    /// The chat no longer has the recording.
    Unavailable,
}

/// The answer cannot be graded, whoever tries.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct AnswerRejected {
    /// Why.
    pub reason: Rejection,
}

/// Too many attempts of one step failed or died.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct AnswerGivenUp {
    /// The step that could not be done.
    pub step: Step,
    /// Attempts that returned without a result.
    pub failures: u16,
    /// Attempts that never returned.
    pub deaths: u16,
}
