//! Which answers of each learner may be worked on: the oldest, as many as their source allows to be in flight.
//!
//! When a run ends, the next oldest takes its place.

use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::FxHashMap;

use super::progress::{News, Progress};
use crate::events::{AnswerRun, LearnerId, Step};
use crate::operators::add;

/// The open answers of everybody.
#[derive(Default)]
pub struct Lines {
    lines: FxHashMap<LearnerId, Line>,
    touched: BTreeSet<LearnerId>,
}

/// The open answers of a learner, the oldest first.
#[derive(Default)]
struct Line {
    opened: BTreeMap<Opened, isize>,
    current: Vec<AnswerRun>,
}

/// A receipt, ordered by its place in the log.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Opened {
    pos: u64,
    of: AnswerRun,
    in_flight_max: u8,
}

impl Lines {
    /// Takes in a fact, or takes it back.
    pub fn note(&mut self, progress: &Progress, diff: isize) {
        let News::Opened { pos, in_flight_max, first: Step::Acknowledge, urgency: _ } = progress.news else { return };
        let opened = Opened { pos, of: progress.of, in_flight_max };
        add(&mut self.lines.entry(progress.learner).or_default().opened, opened, diff);
        self.touched.insert(progress.learner);
    }

    /// Whether the answer may be worked on.
    pub fn is_current(&self, learner: LearnerId, of: AnswerRun) -> bool {
        self.lines.get(&learner).is_some_and(|line| line.current.contains(&of))
    }

    /// Says which answers may be worked on since the last time, and which may no longer.
    pub fn settle(&mut self, mut moved: impl FnMut(LearnerId, AnswerRun)) {
        for learner in std::mem::take(&mut self.touched) {
            let Some(line) = self.lines.get_mut(&learner) else { continue };
            let in_turn = line.opened.keys().enumerate().take_while(|(rank, opened)| opened.allows(*rank));
            let current: Vec<AnswerRun> = in_turn.map(|(_rank, opened)| opened.of).collect();
            let before = std::mem::replace(&mut line.current, current);
            before.iter().filter(|of| !line.current.contains(of)).for_each(|of| moved(learner, *of));
            line.current.iter().filter(|of| !before.contains(of)).for_each(|of| moved(learner, *of));
            if line.opened.is_empty() {
                self.lines.remove(&learner);
            }
        }
    }
}

impl Opened {
    /// Whether this answer may be in flight behind so many older ones.
    fn allows(&self, older: usize) -> bool {
        older < usize::from(self.in_flight_max.max(1))
    }
}
