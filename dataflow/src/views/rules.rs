//! How things are to be run, as the owner said last.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::events::{Event, Record, Rule, SystemFact};
use crate::graph::Rows;
use crate::operators::{add, grouped};
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

/// The same, for whoever decides by several rules at once.
#[derive(Default)]
pub struct Rules {
    given: BTreeMap<u8, BTreeMap<Given, isize>>,
}

impl Rules {
    /// Takes in a rule that was given, or takes it back.
    pub fn note(&mut self, given: Given, diff: isize) {
        let kind = given.rule.number();
        let of_kind = self.given.entry(kind).or_default();
        add(of_kind, given, diff);
        if of_kind.is_empty() {
            self.given.remove(&kind);
        }
    }

    /// The rules that stand.
    pub fn standing(&self) -> impl Iterator<Item = Rule> {
        self.given.values().filter_map(|of_kind| of_kind.keys().next_back()).map(|given| given.rule)
    }

    /// Whether all work is paused.
    pub fn is_paused(&self) -> bool {
        self.standing().any(|rule| rule == Rule::Paused(true))
    }

    /// Messages a second over all chats; 0 for no limit.
    pub fn messages_per_second(&self) -> u16 {
        let said = self.standing().find_map(|rule| match rule {
            Rule::MessagesPerSecond(per_second) => Some(per_second),
            Rule::Paused(_) | Rule::AnswersPerDay(_) | Rule::SpentPerDay(_) | Rule::SpentPerLearner(_) => None,
        });
        said.unwrap_or(MESSAGES_PER_SECOND)
    }
}

/// A rule with its place in the log.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Given {
    /// Of several of a kind the last stands.
    pub pos: u64,
    /// The rule.
    pub rule: Rule,
}

/// The rule that a record gives, if it does.
pub fn given(record: &Record) -> Option<Given> {
    match record.event {
        Event::System(SystemFact::Ordered { rule, .. }) => Some(Given { pos: record.pos, rule }),
        Event::System(_) | Event::Answer { .. } | Event::Learner { .. } => None,
    }
}
