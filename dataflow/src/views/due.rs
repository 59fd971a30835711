//! What should start now, and why the rest does not.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::asked::{Asked, asked};
use super::choices::{Choice, Shut};
use super::current::Current;
use super::paced::{Paced, paced};
use super::ready::{Hold, Ready};
use super::rules::RuleRow;
use super::spent::SpentRow;
use super::standing::RunStep;
use super::wake::Wake;
use crate::events::{ProviderId, Rule};
use crate::graph::Rows;
use crate::operators::while_any;
use crate::records::Records;
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
    /// The owner has said that nothing is to be started.
    Paused,
    /// As many messages as the chat's server takes are going out.
    Paced,
    /// Whoever could be asked is left alone after failures.
    ProvidersShut {
        /// When the first can be asked again, in log time.
        until_us: u64,
    },
    /// As much as may be was spent today.
    Spent {
        /// When the day ends, in log time.
        until_us: u64,
    },
}

/// Work that should start now, and work that has to wait.
pub struct Outstanding<'scope> {
    /// One row per ready step that nothing holds.
    pub due: Rows<'scope, Request>,
    /// One row per ready step that something holds, with the first reason that applies.
    pub held: Rows<'scope, Held>,
    /// When to look again at what is paced.
    pub wakes: Rows<'scope, Wake>,
}

/// Every ready step of an open run is in exactly one of the two collections.
///
/// A row moves to `held` when the attempt starts, and leaves for good when the step is done or its run ends.
pub fn due<'scope>(
    ready: Rows<'scope, Ready>,
    current: Rows<'scope, Current>,
    records: &Records<'scope>,
    rules: Rows<'scope, RuleRow>,
    choices: Rows<'scope, Choice>,
    spent: Rows<'scope, SpentRow>,
) -> Outstanding<'scope> {
    let free = ready.clone().filter(|ready| ready.hold.is_none());
    let in_turn = in_turn(free.clone(), current);
    let blocked = blocked(ready.clone(), in_turn.clone(), rules.clone());
    let unblocked = in_turn.clone().concat(blocked.clone().map(|blocked| blocked.ready).negate());
    // To give up sends nothing.
    let sendable = unblocked.clone().filter(|ready| ready.turn.is_some() && !ready.is_hopeless);
    let paced = paced(sendable.clone(), records, rules);
    let admitted = paced.clone().flat_map(|paced| match paced {
        Paced::Admitted(ready) => Some(ready),
        Paced::Later(_) => None,
    });
    let wakes = paced.flat_map(|paced| match paced {
        Paced::Later(wake) => Some(wake),
        Paced::Admitted(_) => None,
    });
    let waiting = sendable.concat(admitted.negate());
    let startable = unblocked.concat(waiting.clone().negate());
    let is_asked = |ready: &Ready| ready.of.step.is_asked() && !ready.is_hopeless;
    let asked = asked(startable.clone().filter(is_asked), choices, spent);
    let here = startable.filter(move |ready| !is_asked(ready)).map(|ready| request(ready, ProviderId::HERE));
    let of_others = asked.clone().flat_map(|asked| match asked {
        Asked::Of(ready, provider) => Some(request(ready, provider)),
        Asked::Nobody(..) => None,
    });

    let held_by_step = ready.flat_map(|ready| ready.hold.map(|hold| ready.held(HeldReason::Step(hold))));
    let held_by_others = free.concat(in_turn.negate()).map(|ready| ready.held(HeldReason::OlderAnswers));
    let held_by_all = blocked.map(|blocked| blocked.ready.held(blocked.reason));
    let held_by_pace = waiting.map(|ready| ready.held(HeldReason::Paced));
    let held_by_providers = asked.flat_map(|asked| match asked {
        Asked::Nobody(ready, Shut { until_us, is_spent: true }) => Some(ready.held(HeldReason::Spent { until_us })),
        Asked::Nobody(ready, Shut { until_us, .. }) => Some(ready.held(HeldReason::ProvidersShut { until_us })),
        Asked::Of(..) => None,
    });
    let held = held_by_step.concatenate([held_by_others, held_by_all, held_by_pace, held_by_providers]);
    Outstanding { due: here.concat(of_others), held, wakes }
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

/// A step that waits for something that concerns everyone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
struct Blocked {
    ready: Ready,
    reason: HeldReason,
}

/// What decides about everyone: the steps that run or could start, and the owner's word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
enum Crowd {
    Step(Ready),
    Paused,
}

/// The steps that wait because the owner has paused all work, or because a suspect runs alone: then everything but the
/// suspect, and the suspect itself as long as anything else runs.
///
/// A suspect is an answer of which an attempt died with its process and which could go on now. There is at most one at
/// a time, a running one before all, the least id first; without one nothing is blocked.
fn blocked<'scope>(
    ready: Rows<'scope, Ready>,
    in_turn: Rows<'scope, Ready>,
    rules: Rows<'scope, RuleRow>,
) -> Rows<'scope, Blocked> {
    let running = ready.filter(Ready::is_running);
    let paused = rules.flat_map(|row| (row.rule == Rule::Paused(true)).then_some(Crowd::Paused));
    let crowd = running.concat(in_turn).map(Crowd::Step).concat(paused);
    let is_trigger = |crowd: &Crowd| match crowd {
        Crowd::Step(ready) => ready.deaths > 0,
        Crowd::Paused => true,
    };
    while_any(crowd, "blocked", is_trigger, |crowd| waiting_for_all(crowd))
}

/// Which of the running and startable steps have to wait, and why.
fn waiting_for_all(crowd: &mut dyn Iterator<Item = &Crowd>) -> BTreeSet<Blocked> {
    let mut is_paused = false;
    let mut steps = Vec::new();
    for crowd in crowd {
        match crowd {
            Crowd::Step(ready) => steps.push(*ready),
            Crowd::Paused => is_paused = true,
        }
    }
    let suspended = waiting_for_suspect(&mut steps.iter());
    let paused = steps.into_iter().filter(|ready| is_paused && !ready.is_running() && ready.of.step.is_serialised());
    let mut blocked: BTreeSet<Blocked> = paused.map(|ready| Blocked { ready, reason: HeldReason::Paused }).collect();
    let others = suspended.into_iter().filter(|ready| !is_paused || !ready.of.step.is_serialised());
    blocked.extend(others.map(|ready| Blocked { ready, reason: HeldReason::RunsAlone }));
    blocked
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
fn request(ready: Ready, provider: ProviderId) -> Request {
    let RunStep { learner, of, step } = ready.of;
    let Ready { attempt, failures, deaths, .. } = ready;
    if ready.is_hopeless {
        Request::GiveUp(GiveUpRequest { learner, of, step, failures, deaths })
    } else {
        Request::Attempt(AttemptRequest { learner, of, step, attempt, provider })
    }
}
