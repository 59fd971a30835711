//! Outstanding work counted: how much of each step waits, for what, and since when.
//!
//! A question to the [`Agenda`], not a view of the graph: the rows are there already, and the graph of outstanding work is
//! kept as short as it can be.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::Agenda;
use crate::events::{AnswerId, Step};
use crate::requests::Request;
use crate::views::{HeldReason, Hold};

/// What a ready step waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WaitsFor {
    /// A place to run in: it is due.
    FreePlace,
    /// To be given up: too many attempts failed or died.
    GivingUp,
    /// The attempt that runs.
    Attempt,
    /// The time of its next attempt, after one that failed.
    Retry,
    /// Older answers of the same learner.
    OlderAnswers,
    /// An answer that died with its process before and runs alone.
    Suspect,
    /// The owner's word to go on.
    Owner,
    /// Its turn: as much is being sent as the chat's server takes.
    Turn,
    /// A provider that works.
    Provider,
    /// The next day: as much as may be was spent on this one.
    Purse,
}

/// Outstanding work of one kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Waiting {
    /// Which step.
    pub step: Step,
    /// What for.
    pub waits_for: WaitsFor,
    /// Of how many runs; at least one.
    pub runs: u64,
    /// When the oldest of their answers was spoken, in milliseconds since the Unix epoch, where anybody knows.
    pub oldest_ms: Option<u64>,
}

impl Agenda {
    /// All that is outstanding, by step and by what it waits for.
    ///
    /// Outstanding work carries no times of receipt, so `spoken_at_ms` says when an answer was spoken, as the view
    /// `answers` has it; for a recording that is sent at once the two are the same.
    pub fn waiting(&self, spoken_at_ms: impl Fn(AnswerId) -> Option<u64>) -> Vec<Waiting> {
        let due = self.due().filter_map(|request| match request {
            Request::Attempt(wanted) => Some((wanted.step, WaitsFor::FreePlace, wanted.of)),
            Request::GiveUp(wanted) => Some((wanted.step, WaitsFor::GivingUp, wanted.of)),
            Request::Remind(_) => None, // becomes a message at once
        });
        let held = self.held().map(|held| (held.of.step, waits_for(held.reason), held.of.of));
        let mut rows: BTreeMap<(Step, WaitsFor), Waiting> = BTreeMap::new();
        for (step, waits_for, of) in due.chain(held) {
            let nothing = Waiting { step, waits_for, runs: 0, oldest_ms: None };
            let row = rows.entry((step, waits_for)).or_insert(nothing);
            row.runs += 1;
            row.oldest_ms = row.oldest_ms.into_iter().chain(spoken_at_ms(of.answer)).min();
        }
        rows.into_values().collect()
    }
}

fn waits_for(reason: HeldReason) -> WaitsFor {
    match reason {
        HeldReason::Step(Hold::Running { .. }) => WaitsFor::Attempt,
        HeldReason::Step(Hold::BackingOff { .. }) => WaitsFor::Retry,
        HeldReason::OlderAnswers => WaitsFor::OlderAnswers,
        HeldReason::RunsAlone => WaitsFor::Suspect,
        HeldReason::Paused => WaitsFor::Owner,
        HeldReason::Paced => WaitsFor::Turn,
        HeldReason::ProvidersShut { .. } => WaitsFor::Provider,
        HeldReason::Spent { .. } => WaitsFor::Purse,
    }
}
