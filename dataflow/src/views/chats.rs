//! What the facts say about each learner's chat.
//!
//! The door to the views that a chat is made from. Nothing here has a place or a time in the log, and nothing of an
//! erased learner passes. Not a view of its own: nothing is exported from here.

use serde::{Deserialize, Serialize};

use crate::events::{
    AnswerFact, AnswerRun, Event, LearnerFact, LearnerId, LearnerRegistered, PromptSent, Rejection, SettingChanged,
    VoiceReceived,
};
use crate::graph::Rows;
use crate::operators::{Place, Role, unfinished};
use crate::records::Records;

/// One thing known about a chat.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Chat {
    /// Whose chat.
    pub learner: LearnerId,
    /// What is known.
    pub says: Says,
}

/// What is known about a chat.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Says {
    /// The learner came.
    Registered(LearnerRegistered),
    /// The learner chose something.
    Chose(SettingChanged),
    /// A prompt was sent.
    Asked(PromptSent),
    /// A voice note came in.
    Answered(Voice),
    /// It costs the learner nothing.
    Refunded(AnswerRun),
    /// Nothing may be known any more; never seen outside.
    Erased,
}

/// A voice note that came in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Voice {
    /// What is known of it.
    pub received: VoiceReceived,
    /// Which run of which answer.
    pub of: AnswerRun,
}

/// One row per fact about a chat. Retracted when its learner is erased, for good.
pub fn chats<'scope>(records: &Records<'scope>) -> Rows<'scope, Chat> {
    unfinished(records.facts(|record| Chat::of(&record.event)), "chats", Chat::place)
}

impl Chat {
    fn of(event: &Event) -> Option<Self> {
        let (learner, says) = match event {
            Event::Answer { learner, of, fact } => (*learner, of_answer(*of, fact)?),
            Event::Learner { learner, fact } => (*learner, of_learner(fact)?),
            Event::System(_) => return None,
        };
        Some(Chat { learner, says })
    }

    /// A learner is one open group until erased: whatever is known opens it.
    fn place(&self) -> Place<LearnerId, ()> {
        match self.says {
            Says::Erased => Place { key: self.learner, group: None, role: Role::Ends },
            Says::Registered(_) | Says::Chose(_) | Says::Asked(_) | Says::Answered(_) | Says::Refunded(_) => {
                Place { key: self.learner, group: Some(()), role: Role::Opens }
            }
        }
    }
}

fn of_learner(fact: &LearnerFact) -> Option<Says> {
    match fact {
        LearnerFact::Registered(registered) => Some(Says::Registered(*registered)),
        LearnerFact::SettingChanged(changed) => Some(Says::Chose(*changed)),
        LearnerFact::Erased => Some(Says::Erased),
        LearnerFact::ConsentGiven(_)
        | LearnerFact::ConsentWithdrawn(_)
        | LearnerFact::StudyJoined(_)
        | LearnerFact::StudyLeft(_)
        | LearnerFact::BackgroundTold(_) => None,
    }
}

fn of_answer(of: AnswerRun, fact: &AnswerFact) -> Option<Says> {
    match fact {
        AnswerFact::VoiceReceived(received) => Some(Says::Answered(Voice { received: *received, of })),
        AnswerFact::PromptSent(sent) => Some(Says::Asked(*sent)),
        AnswerFact::GivenUp(_) | AnswerFact::Cancelled => Some(Says::Refunded(of)),
        AnswerFact::Rejected(rejected) => is_free(&rejected.reason).then_some(Says::Refunded(of)),
        AnswerFact::Received(_)
        | AnswerFact::Replayed(_)
        | AnswerFact::AttemptStarted(_)
        | AnswerFact::AttemptFailed(_)
        | AnswerFact::PlaceholderSent(_)
        | AnswerFact::AudioStored(_)
        | AnswerFact::Measured(_)
        | AnswerFact::Transcribed(_)
        | AnswerFact::Assessed(_)
        | AnswerFact::Delivered(_)
        | AnswerFact::Recorded(_)
        | AnswerFact::Rated(_)
        | AnswerFact::Excluded(_)
        | AnswerFact::CallPaid(_)
        | AnswerFact::MessageRequested(_)
        | AnswerFact::MessageSent(_)
        | AnswerFact::RatingGiven(_)
        | AnswerFact::WordDisputed(_) => None,
    }
}

/// Whether a rejected answer cost nothing to find out. What is no fault of ours and took work is not free.
fn is_free(reason: &Rejection) -> bool {
    match reason {
        Rejection::NoPrompt
        | Rejection::NoConsent
        | Rejection::QuotaSpent { .. }
        | Rejection::Unavailable
        | Rejection::Empty
        | Rejection::TooLarge { .. } => true,
        Rejection::TooLong { .. } | Rejection::NotAudio { .. } | Rejection::NoSpeech | Rejection::NotEnglish => false,
    }
}
