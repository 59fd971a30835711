//! What is left of a fact when its learner is erased.
//!
//! Nothing that names or describes the learner: an empty place, which no view sees. Two kinds of facts also say something
//! about the system, which stays true whoever is erased: that a provider failed, and what it was paid. These stay
//! as facts of nobody, of whom no two belong together. A log in which every fact of erased learners has become what is
//! left of it gives the same rows as before in every view, which the laws test.

use super::{AnswerFact, AnswerId, AnswerRun, AttemptFailed, CallPaid, Event, LearnerId, Record, SystemFact};

/// Milliseconds of a UTC day.
const DAY_MS: u64 = 86_400_000;

impl LearnerId {
    /// Whose facts are nobody's: no pseudonym is drawn so.
    pub const NOBODY: LearnerId = LearnerId(u64::MAX);
}

impl Record {
    /// What takes the place of this fact of an erased learner.
    pub fn remains(&self) -> Event {
        let of_nobody = |fact| {
            // One answer for each fact, far from those that are hashes of something.
            let of = AnswerRun { answer: AnswerId(!self.pos), run: 0 };
            Event::Answer { learner: LearnerId::NOBODY, of, fact }
        };
        match &self.event {
            Event::Answer { fact, .. } => match fact {
                AnswerFact::CallPaid(paid) => of_nobody(AnswerFact::CallPaid(bill(paid))),
                AnswerFact::AttemptFailed(failed) => of_nobody(AnswerFact::AttemptFailed(fault(failed))),
                AnswerFact::Received(_)
                | AnswerFact::Replayed(_)
                | AnswerFact::AttemptStarted(_)
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
                | AnswerFact::VoiceReceived(_)
                | AnswerFact::MessageRequested(_)
                | AnswerFact::MessageSent(_)
                | AnswerFact::PromptSent(_)
                | AnswerFact::RatingGiven(_)
                | AnswerFact::WordDisputed(_) => self.destroyed(),
            },
            Event::Learner { .. } => self.destroyed(),
            Event::System(_) => self.event.clone(),
        }
    }

    fn destroyed(&self) -> Event {
        Event::System(SystemFact::Destroyed { pos: self.pos })
    }
}

/// Whom was paid how much on which day.
fn bill(paid: &CallPaid) -> CallPaid {
    let CallPaid { step, provider, model, micro_usd, occurred_at_ms, .. } = paid;
    let (provider, model) = (provider.clone(), model.clone());
    let occurred_at_ms = occurred_at_ms - occurred_at_ms % DAY_MS;
    CallPaid { step: *step, attempt: 1, call: 0, provider, model, micro_usd: *micro_usd, occurred_at_ms }
}

/// Who failed how. Its reason may name an answer.
fn fault(failed: &AttemptFailed) -> AttemptFailed {
    let AttemptFailed { step, class, provider, shut_until_us, .. } = *failed;
    AttemptFailed {
        step,
        attempt: 1,
        epoch: 0,
        lease_until_us: 0,
        retry_at_us: 0,
        class,
        reason: String::new(),
        provider,
        shut_until_us,
    }
}
