//! Facts in: what the log holds and the graph is made from.
//!
//! Every fact is about one run of one answer, about one learner, or about the system itself. Facts are pseudonyms and
//! numbers. Their ids are deterministic, so that whoever appends a fact again gets the first one's place; of two
//! results of one step, or two ends of one attempt, the second is a duplicate. How facts are written is in
//! [`codec`]; kinds and versions never change meaning.

pub mod answer;
pub mod codec;
mod erasure;
pub mod ids;
mod kinds;
pub mod learner;
pub mod message;
pub mod provider;
pub mod recorded;
pub mod speech;
pub mod study;
mod system_codec;
pub mod task;

use serde::{Deserialize, Serialize};

pub use answer::{
    AnswerAssessed, AnswerFact, AnswerGivenUp, AnswerReceived, AnswerRejected, AttemptFailed, AttemptStarted,
    AudioStored, CriterionScore, FailureClass, FeedbackDelivered, PlaceholderSent, Rejection, Source, Step,
};
pub use ids::{AnswerId, LearnerId, PromptId, ProviderId, StudyId};
pub use learner::{Consent, Language, LearnerFact, LearnerRegistered, Purpose, Setting, SettingChanged, StudyJoined};
pub use message::{MessageRequested, MessageSent, Order, PromptSent, VoiceReceived, Wanted, WordDisputed};
pub use provider::{Offer, Offered};
pub use recorded::{
    AnswerExcluded, AnswerRecorded, CallPaid, ExclusionReason, LemmaCount, LemmaId, OverallScore, RatedBy, RatingGiven,
    RecordedDetails, SpeechSums,
};
pub use speech::{AnswerMeasured, AnswerTranscribed, Lexis, Pitch, RUN_GAP_MS_MIN, SpeechRun, Syntax};
pub use study::{
    AgeBand, Background, BackgroundQuestion, BackgroundTold, FIRST_LANGUAGES, StudyArm, StudyCreated, StudyLeft,
    YearsBand,
};
pub use task::Task;

/// One run of one answer: the first is 0, and each replay is the next.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct AnswerRun {
    /// Which answer.
    pub answer: AnswerId,
    /// Which run of it.
    pub run: u16,
}

/// A fact and whom it is about.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Event {
    /// About one run of one answer.
    Answer {
        /// Who spoke.
        learner: LearnerId,
        /// What is concerned.
        of: AnswerRun,
        /// What happened.
        fact: AnswerFact,
    },
    /// About one learner.
    Learner {
        /// Who.
        learner: LearnerId,
        /// What happened.
        fact: LearnerFact,
    },
    /// About the system itself.
    System(SystemFact),
}

/// A fact about the system itself.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum SystemFact {
    /// A process took the engine over: attempts of every earlier epoch have ended.
    EpochOpened {
        /// Counted from 1.
        epoch: u32,
    },
    /// An update of a chat asks for nothing that we do.
    UpdateIgnored {
        /// Its number.
        update_id: u64,
    },
    /// An update of a chat cannot be read; it stays in the inbox.
    UpdateQuarantined {
        /// Its number; of one without, a hash.
        update_id: u64,
    },
    /// The owner said how things are to be run.
    Ordered {
        /// When, in milliseconds since the Unix epoch.
        occurred_at_ms: u64,
        /// What.
        rule: Rule,
    },
    /// Whom a step can be asked of.
    Offered(Offered),
    /// Several ways of coaching are compared.
    StudyCreated(StudyCreated),
    /// What was at this position was about a learner who is erased, and is destroyed.
    Destroyed {
        /// Its position.
        pos: u64,
    },
}

/// How things are to be run. Of several rules of one kind the last in the log stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Rule {
    /// Whether nothing more is to be started.
    Paused(bool),
    /// So many answers a day for each learner.
    AnswersPerDay(u16),
    /// So many messages a second at most, over all chats; 0 for no limit, neither overall nor in a chat.
    MessagesPerSecond(u16),
    /// So much for calls on one UTC day, over all learners, in millionths of a US dollar; 0 for no limit.
    SpentPerDay(u64),
    /// So much for calls on one UTC day for each learner, in millionths of a US dollar; 0 for no limit.
    SpentPerLearner(u64),
}

/// An event with its place in the log.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Record {
    /// Position, dense from 1.
    pub pos: u64,
    /// When it was committed, in microseconds since the Unix epoch; one commit has one time.
    pub at_us: u64,
    /// What happened.
    pub event: Event,
}

/// What makes an event the same event, whoever appends it and however often.
///
/// The subject is the first half, so that an index of ids is touched where the subject's other facts are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct EventId {
    /// The answer, else the learner, else 0.
    pub subject: u64,
    /// Which fact about it: the kind's number in the top 8 bits, the rest as the kind needs it.
    pub fact: u64,
}

impl Step {
    /// Every step, in the order of the names.
    pub const ALL: [Step; 7] =
        [Step::Acknowledge, Step::Store, Step::Measure, Step::Transcribe, Step::Assess, Step::Deliver, Step::Send];

    /// The steps that must be done before this one.
    pub fn preconditions(self) -> &'static [Step] {
        match self {
            Step::Acknowledge | Step::Send => &[],
            Step::Store => &[Step::Acknowledge],
            Step::Measure | Step::Transcribe => &[Step::Store],
            Step::Assess => &[Step::Measure, Step::Transcribe],
            Step::Deliver => &[Step::Assess],
        }
    }

    /// The steps that wait for this one.
    pub fn successors(self) -> impl Iterator<Item = Step> {
        Step::ALL.into_iter().filter(move |later| later.preconditions().contains(&self))
    }

    /// Whether only so many of a learner's answers may be at this step or behind it. Telling the learner and storing
    /// the audio are done for every answer at once.
    pub fn is_serialised(self) -> bool {
        !matches!(self, Step::Acknowledge | Step::Store | Step::Send)
    }

    /// Whether it can be asked of several providers.
    pub fn is_asked(self) -> bool {
        matches!(self, Step::Transcribe | Step::Assess)
    }

    /// The name in messages and tables.
    pub fn name(self) -> &'static str {
        match self {
            Step::Acknowledge => "acknowledge",
            Step::Store => "store",
            Step::Measure => "measure",
            Step::Transcribe => "transcribe",
            Step::Assess => "assess",
            Step::Deliver => "deliver",
            Step::Send => "send",
        }
    }
}

impl AnswerFact {
    /// The step that this fact completes, if it is the result of one.
    pub fn completes(&self) -> Option<Step> {
        match self {
            AnswerFact::PlaceholderSent(_) => Some(Step::Acknowledge),
            AnswerFact::AudioStored(_) => Some(Step::Store),
            AnswerFact::Measured(_) => Some(Step::Measure),
            AnswerFact::Transcribed(_) => Some(Step::Transcribe),
            AnswerFact::Assessed(_) => Some(Step::Assess),
            AnswerFact::Delivered(_) => Some(Step::Deliver),
            AnswerFact::MessageSent(_) | AnswerFact::PromptSent(_) => Some(Step::Send),
            AnswerFact::Received(_)
            | AnswerFact::Replayed(_)
            | AnswerFact::AttemptStarted(_)
            | AnswerFact::AttemptFailed(_)
            | AnswerFact::Rejected(_)
            | AnswerFact::Cancelled
            | AnswerFact::GivenUp(_)
            | AnswerFact::Recorded(_)
            | AnswerFact::Rated(_)
            | AnswerFact::Excluded(_)
            | AnswerFact::CallPaid(_)
            | AnswerFact::VoiceReceived(_)
            | AnswerFact::MessageRequested(_)
            | AnswerFact::RatingGiven(_)
            | AnswerFact::WordDisputed(_) => None,
        }
    }

    /// The receipt that opens a run and says all that its steps need, if this is one.
    pub fn receipt(&self) -> Option<&AnswerReceived> {
        match self {
            AnswerFact::Received(receipt) | AnswerFact::Replayed(receipt) => Some(receipt),
            AnswerFact::AttemptStarted(_)
            | AnswerFact::AttemptFailed(_)
            | AnswerFact::PlaceholderSent(_)
            | AnswerFact::AudioStored(_)
            | AnswerFact::Measured(_)
            | AnswerFact::Transcribed(_)
            | AnswerFact::Assessed(_)
            | AnswerFact::Delivered(_)
            | AnswerFact::Rejected(_)
            | AnswerFact::Cancelled
            | AnswerFact::GivenUp(_)
            | AnswerFact::Recorded(_)
            | AnswerFact::Rated(_)
            | AnswerFact::Excluded(_)
            | AnswerFact::CallPaid(_)
            | AnswerFact::VoiceReceived(_)
            | AnswerFact::MessageRequested(_)
            | AnswerFact::MessageSent(_)
            | AnswerFact::PromptSent(_)
            | AnswerFact::RatingGiven(_)
            | AnswerFact::WordDisputed(_) => None,
        }
    }

    /// Whether nothing remains to be done for this run once the fact is known.
    pub fn is_end(&self) -> bool {
        matches!(
            self,
            AnswerFact::Delivered(_)
                | AnswerFact::Rejected(_)
                | AnswerFact::Cancelled
                | AnswerFact::GivenUp(_)
                | AnswerFact::Recorded(_)
                | AnswerFact::MessageSent(_)
                | AnswerFact::PromptSent(_)
        )
    }
}

impl Event {
    /// Whom the fact is about, if it is about a learner.
    pub fn learner(&self) -> Option<LearnerId> {
        match self {
            Event::Answer { learner, .. } | Event::Learner { learner, .. } => Some(*learner),
            Event::System(_) => None,
        }
    }

    /// The run of an answer that the fact is about, if it is about one.
    pub fn run(&self) -> Option<AnswerRun> {
        match self {
            Event::Answer { of, .. } => Some(*of),
            Event::Learner { .. } | Event::System(_) => None,
        }
    }
}
