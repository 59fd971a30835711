//! Which studies there are.

use serde::{Deserialize, Serialize};

use crate::events::{Event, StudyCreated, SystemFact};
use crate::graph::Rows;
use crate::records::Records;

/// A study as it was created.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct StudyRow {
    /// What is compared, when, and by which text.
    pub created: StudyCreated,
}

/// One row per study. Never retracted: a study is created once, and its log takes no second one of the same number.
pub fn studies<'scope>(records: &Records<'scope>) -> Rows<'scope, StudyRow> {
    records.facts(|record| match &record.event {
        Event::System(SystemFact::StudyCreated(created)) => Some(StudyRow { created: created.clone() }),
        Event::System(
            SystemFact::EpochOpened { .. }
            | SystemFact::UpdateIgnored { .. }
            | SystemFact::UpdateQuarantined { .. }
            | SystemFact::Ordered { .. }
            | SystemFact::Offered(_),
        )
        | Event::Answer { .. }
        | Event::Learner { .. } => None,
    })
}
