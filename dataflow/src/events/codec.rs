//! How facts are written: kind, version and a JSON body, with the subject and the learner beside them.
//!
//! Kinds have a number (in the event id) and a name (in the log); neither is ever reused. A body of an unknown kind or
//! version is an error that names it, so that an old program refuses a newer log instead of misreading it. Old versions
//! stay readable for ever.

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::kinds::{Kind, known_kind};
use super::system_codec::{Ordered, system_fact, which_of_system};
use super::{AnswerFact, AnswerId, AnswerRun, Consent, Event, EventId, LearnerFact, LearnerId, Step, SystemFact};

/// An event as the log keeps it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Encoded {
    /// What makes it the same event.
    pub id: EventId,
    /// Whom it is about.
    pub learner: Option<LearnerId>,
    /// Name of the kind.
    pub kind: &'static str,
    /// Version of the body.
    pub version: u16,
    /// JSON.
    pub body: String,
}

/// A stored event that cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum CodecError {
    /// Written by a newer program, or not by ours.
    #[error("event kind {kind:?} version {version} is not known to this program; use a newer one")]
    Unknown {
        /// The kind's name as found.
        kind: String,
        /// The version as found.
        version: u16,
    },
    /// The body does not fit its kind.
    #[error("event of kind {kind} has a body that is not one")]
    Body {
        /// The kind's name.
        kind: &'static str,
        /// What is wrong with it.
        source: serde_json::Error,
    },
    /// An event about an answer names none.
    #[error("event of kind {kind} names no answer")]
    NoAnswer {
        /// The kind's name.
        kind: &'static str,
    },
    /// An event about a learner names none.
    #[error("event of kind {kind} names no learner")]
    NoLearner {
        /// The kind's name.
        kind: &'static str,
    },
}

impl Event {
    /// What makes this the same event as another. See [`EventId`].
    pub fn id(&self) -> EventId {
        let kind = u64::from(self.kind().number) << 56;
        match self {
            Event::Answer { of, fact, .. } => {
                EventId { subject: of.answer.0, fact: kind | u64::from(of.run) << 32 | u64::from(which(fact)) }
            }
            Event::Learner { learner, fact } => {
                let which = match fact {
                    LearnerFact::ConsentGiven(consent) | LearnerFact::ConsentWithdrawn(consent) => {
                        (consent.purpose as u64) << 48 | consent.occurred_at_ms & 0xffff_ffff_ffff
                    }
                    LearnerFact::StudyJoined(joined) => u64::from(joined.study.0),
                    LearnerFact::StudyLeft(left) => u64::from(left.study.0),
                    LearnerFact::BackgroundTold(told) => {
                        u64::from(told.background.number()) << 48 | told.occurred_at_ms & 0xffff_ffff_ffff
                    }
                    LearnerFact::SettingChanged(changed) => {
                        u64::from(changed.setting.number()) << 48 | changed.occurred_at_ms & 0xffff_ffff_ffff
                    }
                    LearnerFact::Registered(_) | LearnerFact::Erased => 0,
                };
                EventId { subject: learner.0, fact: kind | which }
            }
            Event::System(fact) => EventId { subject: 0, fact: kind | which_of_system(fact) },
        }
    }

    /// The name of the event's kind.
    pub fn kind_name(&self) -> &'static str {
        self.kind().name
    }

    /// The event as the log keeps it.
    ///
    /// # Errors
    /// None in practice: every body is a plain structure of numbers and strings.
    pub fn encode(&self) -> Result<Encoded, CodecError> {
        let kind = self.kind();
        let body = match self {
            Event::Answer { fact, .. } => match fact {
                AnswerFact::Received(body) | AnswerFact::Replayed(body) => written(kind, body),
                AnswerFact::AttemptStarted(body) => written(kind, body),
                AnswerFact::AttemptFailed(body) => written(kind, body),
                AnswerFact::PlaceholderSent(body) => written(kind, body),
                AnswerFact::AudioStored(body) => written(kind, body),
                AnswerFact::Measured(body) => written(kind, body),
                AnswerFact::Transcribed(body) => written(kind, body),
                AnswerFact::Assessed(body) => written(kind, body),
                AnswerFact::Delivered(body) => written(kind, body),
                AnswerFact::Rejected(body) => written(kind, body),
                AnswerFact::Cancelled => Ok("{}".to_owned()),
                AnswerFact::GivenUp(body) => written(kind, body),
                AnswerFact::Recorded(body) => written(kind, body),
                AnswerFact::Rated(body) => written(kind, body),
                AnswerFact::Excluded(body) => written(kind, body),
                AnswerFact::CallPaid(body) => written(kind, body),
                AnswerFact::VoiceReceived(body) => written(kind, body),
                AnswerFact::MessageRequested(body) => written(kind, body),
                AnswerFact::MessageSent(body) => written(kind, body),
                AnswerFact::PromptSent(body) => written(kind, body),
                AnswerFact::WordDisputed(body) => written(kind, body),
                AnswerFact::RatingGiven(body) => written(kind, body),
            },
            Event::Learner { fact, .. } => match fact {
                LearnerFact::ConsentGiven(body) | LearnerFact::ConsentWithdrawn(body) => written(kind, body),
                LearnerFact::Erased => Ok("{}".to_owned()),
                LearnerFact::StudyJoined(body) => written(kind, body),
                LearnerFact::Registered(body) => written(kind, body),
                LearnerFact::SettingChanged(body) => written(kind, body),
                LearnerFact::StudyLeft(body) => written(kind, body),
                LearnerFact::BackgroundTold(body) => written(kind, body),
            },
            Event::System(fact) => match fact {
                SystemFact::EpochOpened { .. }
                | SystemFact::UpdateIgnored { .. }
                | SystemFact::UpdateQuarantined { .. }
                | SystemFact::Destroyed { .. } => Ok("{}".to_owned()),
                SystemFact::Ordered { occurred_at_ms, rule } => {
                    written(kind, &Ordered { occurred_at_ms: *occurred_at_ms, rule: *rule })
                }
                SystemFact::Offered(body) => written(kind, body),
                SystemFact::StudyCreated(body) => written(kind, body),
            },
        }?;
        Ok(Encoded { id: self.id(), learner: self.learner(), kind: kind.name, version: kind.version, body })
    }

    /// Reads an event as the log keeps it.
    ///
    /// # Errors
    /// An unknown kind or version, a body that does not fit, or a missing learner.
    pub fn decode(
        id: EventId,
        learner: Option<LearnerId>,
        kind_name: &str,
        version: u16,
        body: &str,
    ) -> Result<Event, CodecError> {
        let unknown = || CodecError::Unknown { kind: kind_name.chars().take(60).collect(), version };
        let kind = known_kind(kind_name, version).ok_or_else(unknown)?;
        if let Some(fact) = system_fact(kind, id, body)? {
            return Ok(Event::System(fact));
        }
        let learner = learner.ok_or(CodecError::NoLearner { kind: kind.name })?;
        if let Some(fact) = learner_fact(kind, body)? {
            return Ok(Event::Learner { learner, fact });
        }
        let run = u16::try_from(id.fact >> 32 & 0xffff).map_err(|_| unknown())?;
        let of = AnswerRun { answer: AnswerId(id.subject), run };
        let fact = answer_fact(kind, body)?.ok_or_else(unknown)?;
        Ok(Event::Answer { learner, of, fact })
    }

    /// Reads an event that comes from elsewhere, of which only what it is about and what it says is known: its id
    /// follows. Facts about the system itself are nobody else's to say.
    ///
    /// # Errors
    /// An unknown kind or version, a fact about the system, a body that does not fit, or no answer where one is needed.
    pub fn read(
        learner: LearnerId,
        of: Option<AnswerRun>,
        kind_name: &str,
        version: u16,
        body: &str,
    ) -> Result<Event, CodecError> {
        let unknown = || CodecError::Unknown { kind: kind_name.chars().take(60).collect(), version };
        let kind = known_kind(kind_name, version).ok_or_else(unknown)?;
        if let Some(fact) = learner_fact(kind, body)? {
            return Ok(Event::Learner { learner, fact });
        }
        let fact = answer_fact(kind, body)?.ok_or_else(unknown)?;
        let of = of.ok_or(CodecError::NoAnswer { kind: kind.name })?;
        Ok(Event::Answer { learner, of, fact })
    }
}

/// What tells facts of one kind about one run apart.
fn which(fact: &AnswerFact) -> u32 {
    let attempt = |step: Step, attempt: u16| (step as u32) << 16 | u32::from(attempt);
    match fact {
        AnswerFact::AttemptStarted(start) => attempt(start.step, start.attempt),
        AnswerFact::AttemptFailed(failure) => attempt(failure.step, failure.attempt),
        AnswerFact::CallPaid(paid) => u32::from(paid.call) << 24 | attempt(paid.step, paid.attempt),
        AnswerFact::Rated(rated) => rated.revision,
        AnswerFact::RatingGiven(given) => given.number(),
        AnswerFact::WordDisputed(disputed) => u32::from(disputed.word),
        AnswerFact::Received(_)
        | AnswerFact::Replayed(_)
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
        | AnswerFact::Excluded(_)
        | AnswerFact::VoiceReceived(_)
        | AnswerFact::MessageRequested(_)
        | AnswerFact::MessageSent(_)
        | AnswerFact::PromptSent(_) => 0,
    }
}

fn learner_fact(kind: Kind, body: &str) -> Result<Option<LearnerFact>, CodecError> {
    Ok(Some(match kind.number {
        32 => LearnerFact::ConsentGiven(read::<Consent>(kind, body)?),
        33 => LearnerFact::ConsentWithdrawn(read::<Consent>(kind, body)?),
        34 => LearnerFact::Erased,
        35 => LearnerFact::StudyJoined(read(kind, body)?),
        36 => LearnerFact::Registered(read(kind, body)?),
        37 => LearnerFact::SettingChanged(read(kind, body)?),
        38 => LearnerFact::StudyLeft(read(kind, body)?),
        39 => LearnerFact::BackgroundTold(read(kind, body)?),
        _ => return Ok(None),
    }))
}

fn answer_fact(kind: Kind, body: &str) -> Result<Option<AnswerFact>, CodecError> {
    Ok(Some(match kind.number {
        1 => AnswerFact::Received(read(kind, body)?),
        2 => AnswerFact::Replayed(read(kind, body)?),
        3 => AnswerFact::AttemptStarted(read(kind, body)?),
        4 => AnswerFact::AttemptFailed(read(kind, body)?),
        5 => AnswerFact::PlaceholderSent(read(kind, body)?),
        6 => AnswerFact::AudioStored(read(kind, body)?),
        7 => AnswerFact::Measured(read(kind, body)?),
        8 => AnswerFact::Transcribed(read(kind, body)?),
        9 => AnswerFact::Assessed(read(kind, body)?),
        10 => AnswerFact::Delivered(read(kind, body)?),
        11 => AnswerFact::Rejected(read(kind, body)?),
        12 => AnswerFact::Cancelled,
        13 => AnswerFact::GivenUp(read(kind, body)?),
        14 => AnswerFact::Recorded(read(kind, body)?),
        15 => AnswerFact::Rated(read(kind, body)?),
        16 => AnswerFact::Excluded(read(kind, body)?),
        17 => AnswerFact::CallPaid(read(kind, body)?),
        18 => AnswerFact::VoiceReceived(read(kind, body)?),
        19 => AnswerFact::MessageRequested(read(kind, body)?),
        20 => AnswerFact::MessageSent(read(kind, body)?),
        21 => AnswerFact::PromptSent(read(kind, body)?),
        22 => AnswerFact::WordDisputed(read(kind, body)?),
        23 => AnswerFact::RatingGiven(read(kind, body)?),
        _ => return Ok(None),
    }))
}

pub(super) fn written(kind: Kind, body: &impl Serialize) -> Result<String, CodecError> {
    serde_json::to_string(body).map_err(|source| CodecError::Body { kind: kind.name, source })
}

pub(super) fn read<B: DeserializeOwned>(kind: Kind, body: &str) -> Result<B, CodecError> {
    serde_json::from_str(body).map_err(|source| CodecError::Body { kind: kind.name, source })
}

impl Step {
    /// The step of that name in the log's JSON, as in `transcribe`.
    pub fn named(name: &str) -> Option<Step> {
        Step::ALL.into_iter().find(|step| step.name() == name)
    }
}
