//! What the facts say about answers and learners, without how it came about.
//!
//! The door to all views of what is known: nothing here has a place or a time in the log, so these views cannot depend
//! on either; and nothing of an erased learner passes. Not a view of its own: nothing is exported from here.

use serde::{Deserialize, Serialize};

use crate::events::{
    AnswerAssessed, AnswerFact, AnswerMeasured, AnswerReceived, AnswerRecorded, AnswerRun, AnswerTranscribed, Consent,
    Event, LearnerFact, LearnerId, RatingGiven, Rejection, Step,
};
use crate::graph::Rows;
use crate::operators::{Place, Role, unfinished};
use crate::records::Records;

/// One thing known about a run of an answer.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct RunFinding {
    /// Who spoke.
    pub learner: LearnerId,
    /// Which run of which answer.
    pub of: AnswerRun,
    /// What is known.
    pub finding: Finding,
}

/// What is known about a run.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Finding {
    /// It came in.
    Received(AnswerReceived),
    /// Its sound was measured.
    Measured(AnswerMeasured),
    /// Its words were recognised.
    Transcribed(AnswerTranscribed),
    /// It was scored.
    Assessed(AnswerAssessed),
    /// It was scored beside its score of record.
    Rated(RatingGiven),
    /// It was measured and scored elsewhere.
    Recorded(AnswerRecorded),
    /// It ended.
    Ended(Ending),
}

/// How a run ended.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Ending {
    /// With its feedback.
    Delivered,
    /// It cannot be graded.
    Rejected(Rejection),
    /// It was withdrawn.
    Cancelled,
    /// A step could not be done.
    GivenUp(Step),
}

/// A consent given or withdrawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct ConsentFinding {
    /// Who.
    pub learner: LearnerId,
    /// What for, and when.
    pub consent: Consent,
    /// Given, else withdrawn.
    pub is_given: bool,
}

/// What is known, by what it is about.
pub struct Findings<'scope> {
    /// About runs of answers.
    pub runs: Rows<'scope, RunFinding>,
    /// About consents.
    pub consents: Rows<'scope, ConsentFinding>,
}

/// One row per fact about an answer or a consent. Retracted when the learner is erased, for good.
pub fn findings<'scope>(records: &Records<'scope>) -> Findings<'scope> {
    let facts = records.facts(|record| FindingFact::of(&record.event));
    let present_facts = unfinished(facts, "present", FindingFact::place);
    Findings {
        runs: present_facts.clone().flat_map(FindingFact::into_run),
        consents: present_facts.flat_map(FindingFact::into_consent),
    }
}

/// A fact on its way to the door.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
enum FindingFact {
    Run(RunFinding),
    Consent(ConsentFinding),
    Erased(LearnerId),
}

impl FindingFact {
    fn of(event: &Event) -> Option<Self> {
        match event {
            Event::Answer { learner, of, fact } => {
                finding(fact).map(|finding| FindingFact::Run(RunFinding { learner: *learner, of: *of, finding }))
            }
            Event::Learner { learner, fact } => Some(match fact {
                LearnerFact::ConsentGiven(consent) => {
                    FindingFact::Consent(ConsentFinding { learner: *learner, consent: *consent, is_given: true })
                }
                LearnerFact::ConsentWithdrawn(consent) => {
                    FindingFact::Consent(ConsentFinding { learner: *learner, consent: *consent, is_given: false })
                }
                LearnerFact::Erased => FindingFact::Erased(*learner),
                LearnerFact::StudyJoined(_)
                | LearnerFact::StudyLeft(_)
                | LearnerFact::BackgroundTold(_)
                | LearnerFact::Registered(_)
                | LearnerFact::SettingChanged(_) => {
                    return None;
                }
            }),
            Event::System(_) => None,
        }
    }

    /// A learner is one open group until erased: whatever is known opens it.
    fn place(&self) -> Place<LearnerId, ()> {
        let (learner, group, role) = match self {
            FindingFact::Run(run) => (run.learner, Some(()), Role::Opens),
            FindingFact::Consent(consent) => (consent.learner, Some(()), Role::Opens),
            FindingFact::Erased(learner) => (*learner, None, Role::Ends),
        };
        Place { key: learner, group, role }
    }

    fn into_run(self) -> Option<RunFinding> {
        match self {
            FindingFact::Run(run) => Some(run),
            FindingFact::Consent(_) | FindingFact::Erased(_) => None,
        }
    }

    fn into_consent(self) -> Option<ConsentFinding> {
        match self {
            FindingFact::Consent(consent) => Some(consent),
            FindingFact::Run(_) | FindingFact::Erased(_) => None,
        }
    }
}

fn finding(fact: &AnswerFact) -> Option<Finding> {
    Some(match fact {
        AnswerFact::Received(receipt) | AnswerFact::Replayed(receipt) => Finding::Received(receipt.clone()),
        AnswerFact::Measured(measured) => Finding::Measured(measured.clone()),
        AnswerFact::Transcribed(transcribed) => Finding::Transcribed(transcribed.clone()),
        AnswerFact::Assessed(assessed) | AnswerFact::Rated(assessed) => Finding::Assessed(assessed.clone()),
        AnswerFact::RatingGiven(given) => Finding::Rated(given.clone()),
        AnswerFact::Recorded(recorded) => Finding::Recorded(recorded.clone()),
        AnswerFact::Delivered(_) => Finding::Ended(Ending::Delivered),
        AnswerFact::Rejected(rejected) => Finding::Ended(Ending::Rejected(rejected.reason.clone())),
        AnswerFact::Cancelled => Finding::Ended(Ending::Cancelled),
        AnswerFact::GivenUp(given_up) => Finding::Ended(Ending::GivenUp(given_up.step)),
        AnswerFact::AttemptStarted(_)
        | AnswerFact::AttemptFailed(_)
        | AnswerFact::PlaceholderSent(_)
        | AnswerFact::AudioStored(_)
        | AnswerFact::Excluded(_)
        | AnswerFact::CallPaid(_)
        | AnswerFact::VoiceReceived(_)
        | AnswerFact::MessageRequested(_)
        | AnswerFact::MessageSent(_)
        | AnswerFact::PromptSent(_)
        | AnswerFact::WordDisputed(_) => return None,
    })
}
