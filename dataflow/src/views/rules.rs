//! How things are to be run, as the owner said last.

use serde::{Deserialize, Serialize};

use crate::events::{Event, Record, Rule, SystemFact};
use crate::graph::Rows;
use crate::operators::grouped;
use crate::records::Records;

/// Answers a day for each learner, unless the owner says otherwise.
pub const ANSWERS_PER_DAY: u16 = 30;
/// Messages a second over all chats, unless the owner says otherwise: what the chat's server takes.
pub const MESSAGES_PER_SECOND: u16 = 30;

/// A rule that stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct RuleRow {
    /// Which.
    pub rule: Rule,
}

impl RuleRow {
    /// Tells rules of one kind from another.
    pub fn kind(&self) -> u8 {
        self.rule.number()
    }
}

/// One row per kind of rule that was ever given: the last in the log. Never retracted but by the next of its kind.
pub fn rules<'scope>(records: &Records<'scope>) -> Rows<'scope, RuleRow> {
    let given = records.facts(given);
    grouped(
        given,
        "rules",
        |given| (given.rule.number(), *given),
        |_kind, given| given.last().map(|last| RuleRow { rule: last.rule }).into_iter().collect(),
    )
}

/// A rule with its place in the log.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
struct Given {
    pos: u64,
    rule: Rule,
}

fn given(record: &Record) -> Option<Given> {
    match record.event {
        Event::System(SystemFact::Ordered { rule, .. }) => Some(Given { pos: record.pos, rule }),
        Event::System(_) | Event::Answer { .. } | Event::Learner { .. } => None,
    }
}
