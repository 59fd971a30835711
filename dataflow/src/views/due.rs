//! What should start now, and why the rest does not.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::current::Current;
use super::ready::{Hold, Ready};
use super::standing::RunStep;
use crate::graph::Rows;
use crate::operators::while_any;
use crate::requests::{AttemptRequest, GiveUpRequest, Request};

/// A ready step that does not start now.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Held {
    /// Which step of which run.
    pub of: RunStep,
    /// Why not.
    pub reason: HeldReason,
}

/// Why a ready step does not start now.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum HeldReason {
    /// An attempt runs, or the last one failed and the step waits.
    Step(Hold),
    /// As many older answers of the learner as may be are in flight.
    OlderAnswers,
    /// An answer that died with its process before runs alone.
    RunsAlone,
}

/// Work that should start now, and work that has to wait.
pub struct Outstanding<'scope> {
    /// One row per ready step that nothing holds.
    pub due: Rows<'scope, Request>,
    /// One row per ready step that something holds, with the first reason that applies.
    pub held: Rows<'scope, Held>,
}

/// Every ready step of an open run is in exactly one of the two collections.
///
/// A row moves to `held` when the attempt starts, and leaves for good when the step is done or its run ends.
pub fn due<'scope>(ready: Rows<'scope, Ready>, current: Rows<'scope, Current>) -> Outstanding<'scope> {
    let free = ready.clone().filter(|ready| ready.hold.is_none());
    let in_turn = in_turn(free.clone(), current);
    let blocked = blocked(ready.clone(), in_turn.clone());
    let startable = in_turn.clone().concat(blocked.clone().negate());

    let held_by_step = ready.flat_map(|ready| ready.hold.map(|hold| ready.held(HeldReason::Step(hold))));
    let held_by_others = free.concat(in_turn.negate()).map(|ready| ready.held(HeldReason::OlderAnswers));
    let held_by_suspect = blocked.map(|ready| ready.held(HeldReason::RunsAlone));
    Outstanding { due: startable.map(request), held: held_by_step.concat(held_by_others).concat(held_by_suspect) }
}

/// The steps whose turn it is: those of current answers, and those that are never serialised.
fn in_turn<'scope>(free: Rows<'scope, Ready>, current: Rows<'scope, Current>) -> Rows<'scope, Ready> {
    let at_once = free.clone().filter(|ready| !ready.of.step.is_serialised());
    let free_by_run = free
        .filter(|ready| ready.of.step.is_serialised())
        .map(|ready| (ready.of.of, ready))
        .arrange_by_key_named("free_by_run");
    let current_by_run = current.map(|current| (current.of, ())).arrange_by_key_named("current_by_run");
    free_by_run.join_core(current_by_run, |_run, ready, ()| [*ready]).concat(at_once)
}

/// The steps that wait because a suspect runs alone: everything but the suspect, and the suspect itself as long as
/// anything else runs.
///
/// A suspect is an answer of which an attempt died with its process and which could go on now. There is at most one at
/// a time, a running one before all, the least id first; without one nothing is blocked.
fn blocked<'scope>(ready: Rows<'scope, Ready>, in_turn: Rows<'scope, Ready>) -> Rows<'scope, Ready> {
    let running = ready.filter(Ready::is_running);
    while_any(running.concat(in_turn), "blocked", |ready| ready.deaths > 0, |rows| waiting_for_suspect(rows))
}

/// Which of the running and startable steps have to wait for the suspect among them.
pub fn waiting_for_suspect(rows: &mut dyn Iterator<Item = &Ready>) -> BTreeSet<Ready> {
    let (running, startable): (Vec<Ready>, Vec<Ready>) = rows.copied().partition(Ready::is_running);
    let suspect = |rows: &[Ready]| rows.iter().filter(|ready| ready.deaths > 0).map(|ready| ready.of.of).min();
    let Some(suspect) = suspect(&running).or_else(|| suspect(&startable)) else { return BTreeSet::new() };
    let is_crowded = running.iter().any(|ready| ready.of.of != suspect);
    startable.into_iter().filter(|ready| is_crowded || ready.of.of != suspect).collect()
}

impl Ready {
    fn is_running(&self) -> bool {
        self.hold.is_some_and(|hold| matches!(hold, Hold::Running { .. }))
    }

    fn held(&self, reason: HeldReason) -> Held {
        Held { of: self.of, reason }
    }
}

/// What to ask for where nothing holds the step.
fn request(ready: Ready) -> Request {
    let RunStep { learner, of, step } = ready.of;
    let Ready { attempt, failures, deaths, .. } = ready;
    if ready.is_hopeless {
        Request::GiveUp(GiveUpRequest { learner, of, step, failures, deaths })
    } else {
        Request::Attempt(AttemptRequest { learner, of, step, attempt })
    }
}
