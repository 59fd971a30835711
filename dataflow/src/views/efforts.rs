//! What was done for the answers, and what it cost.
//!
//! The door to all views of operations. It tells of the system and of no person, so an erasure takes no failure and no
//! payment back: the money is gone. How long each answer took goes with the answer. Times are those of the log, because operations are about when things happened
//! here, not about when somebody spoke. Not a view of its own: nothing is exported from here.

use serde::{Deserialize, Serialize};

use crate::events::{AnswerFact, AnswerRun, Event, FailureClass, LearnerFact, LearnerId, Record, Step};
use crate::graph::Rows;
use crate::records::Records;

/// One thing that was done.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Effort {
    /// A stretch of work began.
    Began(Moment),
    /// It has its result.
    Ended(Moment),
    /// An attempt returned without a result.
    Failed(Failure),
    /// A provider was paid.
    Paid(Payment),
    /// Whose work it was is erased.
    Erased(LearnerId),
}

/// What takes time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stretch {
    /// An attempt of a step.
    Step(Step),
    /// An answer, from its receipt to its delivery.
    Whole,
}

/// When a stretch of work for a run began or ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Moment {
    /// For whom.
    pub learner: LearnerId,
    /// For which run of which answer.
    pub of: AnswerRun,
    /// What began or ended.
    pub stretch: Stretch,
    /// When, in log time.
    pub at_us: u64,
}

/// An attempt that returned without a result.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Failure {
    /// Of which step.
    pub step: Step,
    /// What kind of failure.
    pub class: FailureClass,
    /// When, in log time.
    pub at_us: u64,
}

/// What a provider was paid for one call.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Payment {
    /// Whom.
    pub provider: String,
    /// For the use of which model.
    pub model: String,
    /// How much, in millionths of a US dollar.
    pub micro_usd: u64,
    /// When, in milliseconds since the Unix epoch.
    pub occurred_at_ms: u64,
}

/// One row per thing done. Retracted only when its fact is taken back.
///
/// Facts that nobody here worked for yield no row: what was recorded elsewhere, what an operator or a learner said.
pub fn efforts<'scope>(records: &Records<'scope>) -> Rows<'scope, Effort> {
    records.facts(Effort::of)
}

impl Effort {
    fn of(record: &Record) -> impl Iterator<Item = Effort> + use<> {
        let [first, second] = match &record.event {
            Event::Answer { learner, of, fact } => done(*learner, *of, record.at_us, fact),
            Event::Learner { learner, fact: LearnerFact::Erased } => [Some(Effort::Erased(*learner)), None],
            Event::Learner {
                fact:
                    LearnerFact::ConsentGiven(_)
                    | LearnerFact::ConsentWithdrawn(_)
                    | LearnerFact::StudyJoined(_)
                    | LearnerFact::StudyLeft(_)
                    | LearnerFact::BackgroundTold(_)
                    | LearnerFact::Registered(_)
                    | LearnerFact::SettingChanged(_),
                ..
            }
            | Event::System(_) => [None, None],
        };
        first.into_iter().chain(second)
    }
}

/// What a fact says was done: two things only where the last step also ends the whole.
fn done(learner: LearnerId, of: AnswerRun, at_us: u64, fact: &AnswerFact) -> [Option<Effort>; 2] {
    let moment = |stretch| Moment { learner, of, stretch, at_us };
    let ended = |stretch| Some(Effort::Ended(moment(stretch)));
    let first = match fact {
        AnswerFact::Received(_) | AnswerFact::Replayed(_) | AnswerFact::VoiceReceived(_) => {
            Some(Effort::Began(moment(Stretch::Whole)))
        }
        AnswerFact::AttemptStarted(start) => Some(Effort::Began(moment(Stretch::Step(start.step)))),
        AnswerFact::AttemptFailed(failure) => {
            Some(Effort::Failed(Failure { step: failure.step, class: failure.class, at_us }))
        }
        AnswerFact::PlaceholderSent(_)
        | AnswerFact::AudioStored(_)
        | AnswerFact::Measured(_)
        | AnswerFact::Transcribed(_)
        | AnswerFact::Assessed(_)
        | AnswerFact::MessageSent(_)
        | AnswerFact::PromptSent(_) => fact.completes().and_then(|step| ended(Stretch::Step(step))),
        AnswerFact::Delivered(_) => return [ended(Stretch::Step(Step::Deliver)), ended(Stretch::Whole)],
        AnswerFact::CallPaid(paid) => Some(Effort::Paid(Payment {
            provider: paid.provider.clone(),
            model: paid.model.clone(),
            micro_usd: paid.micro_usd,
            occurred_at_ms: paid.occurred_at_ms,
        })),
        AnswerFact::Rejected(_)
        | AnswerFact::Cancelled
        | AnswerFact::GivenUp(_)
        | AnswerFact::Recorded(_)
        | AnswerFact::Rated(_)
        | AnswerFact::Excluded(_)
        | AnswerFact::MessageRequested(_)
        | AnswerFact::RatingGiven(_)
        | AnswerFact::WordDisputed(_) => None,
    };
    [first, None]
}
