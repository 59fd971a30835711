//! Steps that wait for something that concerns everyone: the owner has paused all work, or a suspect runs alone.
//!
//! A suspect is an answer of which an attempt died with its process and which could go on now. Then everything waits but
//! the suspect, and the suspect itself as long as anything else runs, so that it takes no other with it. There is at
//! most one at a time, a running one before all, the least id first. Both are rare: as a rule nobody is asked.

use std::collections::{BTreeMap, BTreeSet};

use super::due::HeldReason;
use super::ready::Ready;
use super::standing::RunStep;

/// Everything that runs or could start, as far as it matters to everyone.
#[derive(Default)]
pub struct Crowd {
    /// Steps among them of which an attempt has died.
    suspects: usize,
    blocked: BTreeMap<RunStep, HeldReason>,
}

impl Crowd {
    /// What becomes of a step that runs or could start.
    pub fn changes(&mut self, before: Option<Ready>, now: Option<Ready>) {
        let is_suspect = |ready: Option<Ready>| usize::from(ready.is_some_and(|ready| ready.deaths > 0));
        self.suspects = (self.suspects + is_suspect(now)).saturating_sub(is_suspect(before));
    }

    /// Why a step has to wait, if it has.
    pub fn reason(&self, of: RunStep) -> Option<HeldReason> {
        self.blocked.get(&of).copied()
    }

    /// Decides again, and says of which steps the reason has changed.
    pub fn settle<I>(&mut self, is_paused: bool, crowd: impl FnOnce() -> I, mut moved: impl FnMut(RunStep))
    where
        I: Iterator<Item = Ready>,
    {
        let is_free = self.suspects == 0 && !is_paused;
        if is_free && self.blocked.is_empty() {
            return;
        }
        let blocked = if is_free { BTreeMap::new() } else { waiting_for_all(is_paused, crowd()) };
        let before = std::mem::replace(&mut self.blocked, blocked);
        let is_new = |(of, reason): &(&RunStep, &HeldReason)| before.get(of) != Some(reason);
        self.blocked.iter().filter(is_new).for_each(|(of, _)| moved(*of));
        before.keys().filter(|of| !self.blocked.contains_key(of)).for_each(|of| moved(*of));
    }
}

/// Which of the steps that run or could start have to wait, and why. The owner's word comes first.
fn waiting_for_all(is_paused: bool, crowd: impl Iterator<Item = Ready>) -> BTreeMap<RunStep, HeldReason> {
    let crowd: Vec<Ready> = crowd.collect();
    let alone = waiting_for_suspect(&crowd).into_iter().map(|of| (of, HeldReason::RunsAlone));
    let is_to_wait = |ready: &&Ready| is_paused && !ready.is_running() && ready.of.step.is_serialised();
    let paused = crowd.iter().filter(is_to_wait).map(|ready| (ready.of, HeldReason::Paused));
    alone.chain(paused).collect()
}

/// Which of the steps have to wait for the suspect among them.
fn waiting_for_suspect(crowd: &[Ready]) -> BTreeSet<RunStep> {
    let (running, startable): (Vec<Ready>, Vec<Ready>) = crowd.iter().copied().partition(Ready::is_running);
    let suspect = |rows: &[Ready]| rows.iter().filter(|ready| ready.deaths > 0).map(|ready| ready.of.of).min();
    let Some(suspect) = suspect(&running).or_else(|| suspect(&startable)) else { return BTreeSet::new() };
    let is_crowded = running.iter().any(|ready| ready.of.of != suspect);
    let waits = startable.into_iter().filter(|ready| is_crowded || ready.of.of != suspect);
    waits.map(|ready| ready.of).collect()
}
