//! Which messages go out now, so that the chat's server is never asked for more than it takes.
//!
//! At most so many starts a second over all chats, and one a second in each. What is over these limits waits, in the
//! order of its turn: whoever speaks is heard first, then what somebody waits for, last what nobody asked for. One
//! chat that wants much holds nobody else up.

use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

use super::ready::Turn;
use super::standing::RunStep;
use crate::events::{AnswerFact, AnswerRun, AttemptStarted, Event, LearnerId, Record, Step};
use crate::operators::{FOREVER, add};

/// The time that a limit is about, in microseconds.
pub const PACE_US: u64 = 1_000_000;

/// A message of a chat was started. Two of one chat in one commit are two.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Start {
    /// It counts until then, in log time.
    until_us: u64,
    learner: LearnerId,
    of: AnswerRun,
    step: Step,
    attempt: u16,
}

/// The message whose start a record tells, if it does.
pub fn start(record: &Record) -> Option<Start> {
    let Event::Answer { learner, of, fact: AnswerFact::AttemptStarted(start) } = &record.event else { return None };
    let sends = matches!(start.step, Step::Acknowledge | Step::Deliver | Step::Send);
    let AttemptStarted { step, attempt, .. } = *start;
    let until_us = record.at_us.saturating_add(PACE_US);
    sends.then_some(Start { until_us, learner: *learner, of: *of, step, attempt })
}

/// What waits to be sent, and what was started within the last second.
#[derive(Default)]
pub struct Queue {
    waiting: BTreeSet<(Turn, RunStep)>,
    turns: FxHashMap<RunStep, Turn>,
    starts: BTreeMap<Start, isize>,
    /// How many of the starts are of whom.
    busy: FxHashMap<LearnerId, usize>,
    admitted: BTreeSet<RunStep>,
    per_second: u16,
    look_at_us: u64,
}

impl Queue {
    /// Takes in a start, or takes it back.
    pub fn note(&mut self, start: Start, diff: isize) {
        let before = self.starts.len();
        add(&mut self.starts, start, diff);
        let busy = self.busy.entry(start.learner).or_default();
        *busy = (*busy + self.starts.len()).saturating_sub(before);
        if *busy == 0 {
            self.busy.remove(&start.learner);
        }
        self.look_at_us = 0;
    }

    /// Takes over whether a step could be sent, and whose turn it has.
    pub fn wants(&mut self, of: RunStep, turn: Option<Turn>) {
        let before = match turn {
            Some(turn) => self.turns.insert(of, turn),
            None => self.turns.remove(&of),
        };
        if before != turn {
            before.map(|before| self.waiting.remove(&(before, of)));
            turn.map(|turn| self.waiting.insert((turn, of)));
            self.look_at_us = 0;
        }
    }

    /// Whether a message goes out now.
    pub fn is_admitted(&self, of: RunStep) -> bool {
        self.per_second == 0 || self.admitted.contains(&of)
    }

    /// Decides again if something has changed, and says which messages go out since, and which no longer.
    pub fn settle(&mut self, per_second: u16, now_us: u64, mut moved: impl FnMut(RunStep)) {
        if self.per_second == per_second && self.look_at_us > now_us {
            return;
        }
        if (self.per_second == 0) != (per_second == 0) {
            self.waiting.iter().for_each(|(_, of)| moved(*of));
        }
        self.per_second = per_second;
        while let Some((start, count)) = self.starts.first_key_value().filter(|(start, _)| start.until_us <= now_us) {
            let (start, count) = (*start, *count);
            self.note(start, -count);
        }
        let admitted = if per_second == 0 { BTreeSet::new() } else { self.places(usize::from(per_second)) };
        self.admitted.symmetric_difference(&admitted).for_each(|of| moved(*of));
        // With nothing started, what waits is admitted as soon as what goes before it has started.
        let is_over = per_second > 0 && admitted.len() < self.waiting.len();
        let next_us = self.starts.first_key_value().map(|(start, _)| start.until_us);
        self.look_at_us = next_us.filter(|_| is_over).unwrap_or(FOREVER);
        self.admitted = admitted;
    }

    /// When something has to be looked at again because it waits; [`FOREVER`] for never.
    pub fn next_date(&self) -> u64 {
        self.look_at_us
    }

    fn places(&self, per_second: usize) -> BTreeSet<RunStep> {
        let mut called = BTreeSet::new();
        let places = per_second.saturating_sub(self.starts.len());
        let in_turn = self.waiting.iter().map(|(_, of)| *of).filter(|of| !self.busy.contains_key(&of.learner));
        in_turn.filter(|of| called.insert(of.learner)).take(places).collect()
    }
}
