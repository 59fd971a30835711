//! What should start now, and why the rest does not.

use serde::{Deserialize, Serialize};

use super::current::Current;
use super::ready::{Hold, Ready};
use super::standing::RunStep;
use crate::events::AnswerRun;
use crate::graph::Rows;
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
    let outer = ready.scope();
    let (due, held) = outer.region_named("due", |region| {
        let (ready, current) = (ready.enter_region(region), current.enter_region(region));
        let free = ready.clone().filter(|ready| ready.hold.is_none());
        let in_turn = in_turn(free.clone(), current);
        let blocked = blocked(ready.clone(), in_turn.clone());
        let startable = in_turn.clone().concat(blocked.clone().negate());

        let held_by_step = ready.flat_map(|ready| ready.hold.map(|hold| ready.held(HeldReason::Step(hold))));
        let held_by_others = free.concat(in_turn.negate()).map(|ready| ready.held(HeldReason::OlderAnswers));
        let held_by_suspect = blocked.map(|ready| ready.held(HeldReason::RunsAlone));
        let held = held_by_step.concat(held_by_others).concat(held_by_suspect);
        (startable.map(request).leave_region(outer), held.leave_region(outer))
    });
    Outstanding { due, held }
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
/// a time, the oldest id first, a running one before all; without one nothing is blocked.
fn blocked<'scope>(ready: Rows<'scope, Ready>, in_turn: Rows<'scope, Ready>) -> Rows<'scope, Ready> {
    let running = ready.filter(|ready| ready.hold.is_some_and(|hold| matches!(hold, Hold::Running { .. })));
    let suspects = running.clone().concat(in_turn.clone()).filter(|ready| ready.deaths > 0);
    let suspect_by_all = suspects
        .map(|ready| ((), Suspect { is_waiting: ready.hold.is_none(), of: ready.of.of }))
        .reduce_named("first_suspect", |_all, suspects, first| {
            first.extend(suspects.first().map(|(suspect, _count)| (**suspect, 1)));
        })
        .arrange_by_key_named("suspect_by_all");
    let running_by_all = running.map(|ready| ((), ready.of.of)).arrange_by_key_named("running_by_all");
    let in_turn_by_all = in_turn.map(|ready| ((), ready)).arrange_by_key_named("in_turn_by_all");

    let crowded_by_run = suspect_by_all
        .clone()
        .join_core(running_by_all, |_all, suspect, running| (suspect.of != *running).then_some((suspect.of, ())))
        .reduce_named("crowded_by_run", |_run, _others, crowded| crowded.push(((), 1)))
        .arrange_by_key_named("crowded_suspect_by_run");
    let others_blocked = in_turn_by_all
        .clone()
        .join_core(suspect_by_all.clone(), |_all, ready, suspect| (suspect.of != ready.of.of).then_some(*ready));
    let suspect_by_run = in_turn_by_all
        .join_core(suspect_by_all, |_all, ready, suspect| (suspect.of == ready.of.of).then_some((suspect.of, *ready)))
        .arrange_by_key_named("suspect_by_run");
    let suspect_blocked = suspect_by_run.join_core(crowded_by_run, |_run, ready, ()| [*ready]);
    others_blocked.concat(suspect_blocked)
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
struct Suspect {
    is_waiting: bool,
    of: AnswerRun,
}

impl Ready {
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
