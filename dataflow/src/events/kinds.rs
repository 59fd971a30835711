//! The kinds of events: a name in the log, a number in the event id, and the version that is written now.
//!
//! None is ever reused.

use super::{AnswerFact, Event, LearnerFact, SystemFact};

/// Kinds by name, number and version. The number is the top byte of [`EventId::fact`].
#[derive(Clone, Copy)]
pub(super) struct Kind {
    pub(super) name: &'static str,
    pub(super) number: u8,
    pub(super) version: u16,
}

macro_rules! kinds {
    ($($constant:ident = $number:literal, $name:literal, $version:literal;)*) => {
        $(pub(super) const $constant: Kind = Kind { name: $name, number: $number, version: $version };)*
        const KINDS: &[Kind] = &[$($constant),*];
    };
}

kinds! {
    ANSWER_RECEIVED = 1, "AnswerReceived", 3;
    ANSWER_REPLAYED = 2, "AnswerReplayed", 3;
    ATTEMPT_STARTED = 3, "AttemptStarted", 3;
    ATTEMPT_FAILED = 4, "AttemptFailed", 3;
    PLACEHOLDER_SENT = 5, "PlaceholderSent", 2;
    AUDIO_STORED = 6, "AudioStored", 1;
    ANSWER_MEASURED = 7, "AnswerMeasured", 1;
    ANSWER_TRANSCRIBED = 8, "AnswerTranscribed", 2;
    ANSWER_ASSESSED = 9, "AnswerAssessed", 1;
    FEEDBACK_DELIVERED = 10, "FeedbackDelivered", 1;
    ANSWER_REJECTED = 11, "AnswerRejected", 2;
    ANSWER_CANCELLED = 12, "AnswerCancelled", 1;
    ANSWER_GIVEN_UP = 13, "AnswerGivenUp", 2;
    ANSWER_RECORDED = 14, "AnswerRecorded", 1;
    SCORE_RATED = 15, "ScoreRated", 1;
    ANSWER_EXCLUDED = 16, "AnswerExcluded", 1;
    CALL_PAID = 17, "CallPaid", 2;
    VOICE_RECEIVED = 18, "VoiceReceived", 1;
    MESSAGE_REQUESTED = 19, "MessageRequested", 1;
    MESSAGE_SENT = 20, "MessageSent", 1;
    PROMPT_SENT = 21, "PromptSent", 1;
    WORD_DISPUTED = 22, "WordDisputed", 1;
    RATING_GIVEN = 23, "RatingGiven", 1;
    CONSENT_GIVEN = 32, "ConsentGiven", 2;
    CONSENT_WITHDRAWN = 33, "ConsentWithdrawn", 2;
    LEARNER_ERASED = 34, "LearnerErased", 1;
    STUDY_JOINED = 35, "StudyJoined", 1;
    LEARNER_REGISTERED = 36, "LearnerRegistered", 1;
    SETTING_CHANGED = 37, "SettingChanged", 1;
    STUDY_LEFT = 38, "StudyLeft", 1;
    BACKGROUND_TOLD = 39, "BackgroundTold", 1;
    EPOCH_OPENED = 64, "EpochOpened", 1;
    UPDATE_IGNORED = 65, "UpdateIgnored", 1;
    UPDATE_QUARANTINED = 66, "UpdateQuarantined", 1;
    ORDERED = 67, "Ordered", 2;
    OFFERED = 68, "Offered", 1;
    STUDY_CREATED = 69, "StudyCreated", 1;
    DESTROYED = 70, "Destroyed", 1;
}

/// The kind of that name as it is written in that version. A later version only adds fields, and what it added has a
/// value for those who did not know it.
pub(super) fn known_kind(name: &str, version: u16) -> Option<Kind> {
    KINDS.iter().copied().find(|kind| kind.name == name && (1..=kind.version).contains(&version))
}

impl Event {
    pub(super) fn kind(&self) -> Kind {
        match self {
            Event::Answer { fact, .. } => match fact {
                AnswerFact::Received(_) => ANSWER_RECEIVED,
                AnswerFact::Replayed(_) => ANSWER_REPLAYED,
                AnswerFact::AttemptStarted(_) => ATTEMPT_STARTED,
                AnswerFact::AttemptFailed(_) => ATTEMPT_FAILED,
                AnswerFact::PlaceholderSent(_) => PLACEHOLDER_SENT,
                AnswerFact::AudioStored(_) => AUDIO_STORED,
                AnswerFact::Measured(_) => ANSWER_MEASURED,
                AnswerFact::Transcribed(_) => ANSWER_TRANSCRIBED,
                AnswerFact::Assessed(_) => ANSWER_ASSESSED,
                AnswerFact::Delivered(_) => FEEDBACK_DELIVERED,
                AnswerFact::Rejected(_) => ANSWER_REJECTED,
                AnswerFact::Cancelled => ANSWER_CANCELLED,
                AnswerFact::GivenUp(_) => ANSWER_GIVEN_UP,
                AnswerFact::Recorded(_) => ANSWER_RECORDED,
                AnswerFact::Rated(_) => SCORE_RATED,
                AnswerFact::Excluded(_) => ANSWER_EXCLUDED,
                AnswerFact::CallPaid(_) => CALL_PAID,
                AnswerFact::VoiceReceived(_) => VOICE_RECEIVED,
                AnswerFact::MessageRequested(_) => MESSAGE_REQUESTED,
                AnswerFact::MessageSent(_) => MESSAGE_SENT,
                AnswerFact::PromptSent(_) => PROMPT_SENT,
                AnswerFact::WordDisputed(_) => WORD_DISPUTED,
                AnswerFact::RatingGiven(_) => RATING_GIVEN,
            },
            Event::Learner { fact, .. } => match fact {
                LearnerFact::ConsentGiven(_) => CONSENT_GIVEN,
                LearnerFact::ConsentWithdrawn(_) => CONSENT_WITHDRAWN,
                LearnerFact::Erased => LEARNER_ERASED,
                LearnerFact::StudyJoined(_) => STUDY_JOINED,
                LearnerFact::Registered(_) => LEARNER_REGISTERED,
                LearnerFact::SettingChanged(_) => SETTING_CHANGED,
                LearnerFact::StudyLeft(_) => STUDY_LEFT,
                LearnerFact::BackgroundTold(_) => BACKGROUND_TOLD,
            },
            Event::System(fact) => match fact {
                SystemFact::EpochOpened { .. } => EPOCH_OPENED,
                SystemFact::UpdateIgnored { .. } => UPDATE_IGNORED,
                SystemFact::UpdateQuarantined { .. } => UPDATE_QUARANTINED,
                SystemFact::Ordered { .. } => ORDERED,
                SystemFact::Offered(_) => OFFERED,
                SystemFact::StudyCreated(_) => STUDY_CREATED,
                SystemFact::Destroyed { .. } => DESTROYED,
            },
        }
    }
}
