//! What decides about outstanding work besides the facts about each run.
//!
//! Not a view of its own: nothing is exported from here.

use serde::{Deserialize, Serialize};

use super::choices;
use super::paced::{self, Start};
use super::rules::{self, Given};
use super::spent::{self, Paid};
use crate::events::{Event, Record, Step, SystemFact};

/// One of them.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Circumstance {
    /// The owner gave a rule.
    Rule(Given),
    /// A newer process took over: attempts of this epoch have ended.
    EpochEnded(u32),
    /// Something about who can be asked for a step.
    Choice(Step, choices::News),
    /// A call was paid.
    Paid(Paid),
    /// A message was started.
    Started(Start),
}

/// The circumstance that a record tells, if it does.
pub fn circumstance(record: &Record) -> Option<Circumstance> {
    match &record.event {
        // Epochs are dense, so the opening of one ends exactly the one before it.
        Event::System(SystemFact::EpochOpened { epoch }) => epoch.checked_sub(1).map(Circumstance::EpochEnded),
        Event::System(SystemFact::Ordered { .. }) => rules::given(record).map(Circumstance::Rule),
        Event::System(_) => choices::news(record).map(|(step, news)| Circumstance::Choice(step, news)),
        Event::Answer { .. } => {
            let started = paced::start(record).map(Circumstance::Started);
            let paid = || spent::paid(record).map(Circumstance::Paid);
            let failed = || choices::news(record).map(|(step, news)| Circumstance::Choice(step, news));
            started.or_else(paid).or_else(failed)
        }
        Event::Learner { .. } => None,
    }
}
