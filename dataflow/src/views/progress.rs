//! What the facts say about the progress of each run, without what they say about the speech.
//!
//! The door to all views of outstanding work: small rows, only of runs that have not ended, never of learners that are
//! erased. Not a view of its own: nothing is exported from here.

use serde::{Deserialize, Serialize};

use crate::events::{
    AnswerFact, AnswerRun, AttemptFailed, AttemptStarted, Event, FailureClass, LearnerFact, LearnerId,
    MessageRequested, Record, Source, Step,
};
use crate::graph::Rows;
use crate::operators::{Place, Role, unfinished};
use crate::records::Records;

/// One fact about the progress of one run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Progress {
    /// Who spoke.
    pub learner: LearnerId,
    /// Which run of which answer.
    pub of: AnswerRun,
    /// What happened.
    pub news: News,
}

/// What happened to a run, as far as orchestration cares.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum News {
    /// It was received, at this place of the log.
    Opened {
        /// Orders the answers of a learner.
        pos: u64,
        /// How many of the learner's answers may be in flight.
        in_flight_max: u8,
        /// The step that waits for nothing.
        first: Step,
        /// How urgent its messages are, where it is of a chat.
        urgency: Option<Urgency>,
    },
    /// An attempt began.
    Started {
        /// Of this step.
        step: Step,
        /// By the process of this epoch.
        epoch: u32,
        /// Believed to be alive until then.
        lease_until_us: u64,
    },
    /// An attempt returned without a result.
    Failed {
        /// Of this step.
        step: Step,
        /// By the process of this epoch.
        epoch: u32,
        /// The lease that it gives back.
        lease_until_us: u64,
        /// The next may start then.
        retry_at_us: u64,
        /// Whether another attempt is pointless.
        is_permanent: bool,
        /// Whether it is not held against the run.
        is_excused: bool,
    },
    /// A step has its result.
    Done(Step),
    /// Nothing remains to be done for the run; never seen outside.
    Ended,
}

/// How soon a message of a chat has to go out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Urgency {
    /// Somebody waits for it.
    Soon,
    /// Nobody asked for it: it goes out when nothing else does.
    InTime,
}

/// One row per fact about a run that has not ended. Retracted when the run ends or its learner is erased.
///
/// Facts of runs that were never received, or that come after the end, yield no row.
pub fn progress<'scope>(records: &Records<'scope>) -> Rows<'scope, Progress> {
    let facts = records.facts(ProgressFact::of);
    unfinished(facts, "unfinished", ProgressFact::place).flat_map(ProgressFact::into_progress)
}

/// A fact on its way to the door: about a run, or the end of all runs of a learner.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
enum ProgressFact {
    Run(Progress),
    Erased(LearnerId),
}

impl ProgressFact {
    fn of(record: &Record) -> Option<Self> {
        match &record.event {
            Event::Answer { learner, of, fact } => {
                let news = news(record.pos, fact)?;
                Some(ProgressFact::Run(Progress { learner: *learner, of: *of, news }))
            }
            Event::Learner { learner, fact: LearnerFact::Erased } => Some(ProgressFact::Erased(*learner)),
            Event::Learner {
                fact:
                    LearnerFact::ConsentGiven(_)
                    | LearnerFact::ConsentWithdrawn(_)
                    | LearnerFact::StudyJoined(_)
                    | LearnerFact::Registered(_)
                    | LearnerFact::SettingChanged(_)
                    | LearnerFact::StudyLeft(_)
                    | LearnerFact::BackgroundTold(_),
                ..
            }
            | Event::System(_) => None,
        }
    }

    fn place(&self) -> Place<LearnerId, AnswerRun> {
        match self {
            ProgressFact::Run(progress) => {
                let role = match progress.news {
                    News::Opened { .. } => Role::Opens,
                    News::Started { .. } | News::Failed { .. } | News::Done(_) => Role::Within,
                    News::Ended => Role::Ends,
                };
                Place { key: progress.learner, group: Some(progress.of), role }
            }
            ProgressFact::Erased(learner) => Place { key: *learner, group: None, role: Role::Ends },
        }
    }

    fn into_progress(self) -> Option<Progress> {
        match self {
            ProgressFact::Run(progress) => Some(progress),
            ProgressFact::Erased(_) => None,
        }
    }
}

/// None for a fact that work does not depend on. What was recorded elsewhere was never open here.
fn news(pos: u64, fact: &AnswerFact) -> Option<News> {
    if let Some(step) = fact.completes().filter(|_| !fact.is_end()) {
        return Some(News::Done(step));
    }
    Some(match fact {
        AnswerFact::Received(receipt) | AnswerFact::Replayed(receipt) => {
            let urgency = (receipt.source == Source::Chat).then_some(Urgency::Soon);
            News::Opened { pos, in_flight_max: receipt.in_flight_max, first: Step::Acknowledge, urgency }
        }
        AnswerFact::AttemptStarted(AttemptStarted { step, epoch, lease_until_us, .. }) => {
            News::Started { step: *step, epoch: *epoch, lease_until_us: *lease_until_us }
        }
        AnswerFact::AttemptFailed(failure) => failed(failure),
        AnswerFact::PlaceholderSent(_)
        | AnswerFact::AudioStored(_)
        | AnswerFact::Measured(_)
        | AnswerFact::Transcribed(_)
        | AnswerFact::Assessed(_)
        | AnswerFact::Delivered(_)
        | AnswerFact::Rejected(_)
        | AnswerFact::Cancelled
        | AnswerFact::GivenUp(_)
        | AnswerFact::MessageSent(_)
        | AnswerFact::PromptSent(_) => News::Ended,
        AnswerFact::VoiceReceived(_) => {
            News::Opened { pos, in_flight_max: 1, first: Step::Acknowledge, urgency: Some(Urgency::Soon) }
        }
        AnswerFact::MessageRequested(MessageRequested { wanted, .. }) => {
            let urgency = if wanted.is_bulk() { Urgency::InTime } else { Urgency::Soon };
            News::Opened { pos, in_flight_max: u8::MAX, first: Step::Send, urgency: Some(urgency) }
        }
        AnswerFact::Recorded(_)
        | AnswerFact::Rated(_)
        | AnswerFact::Excluded(_)
        | AnswerFact::CallPaid(_)
        | AnswerFact::RatingGiven(_)
        | AnswerFact::WordDisputed(_) => return None,
    })
}

fn failed(failure: &AttemptFailed) -> News {
    News::Failed {
        step: failure.step,
        epoch: failure.epoch,
        lease_until_us: failure.lease_until_us,
        retry_at_us: failure.retry_at_us,
        is_permanent: matches!(failure.class, FailureClass::Permanent | FailureClass::Refused),
        is_excused: matches!(failure.class, FailureClass::RateLimited | FailureClass::Unavailable),
    }
}
