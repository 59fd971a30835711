//! What is left to do: every ready step of every open run, and what becomes of it.
//!
//! Each idea is a file of its own that knows nothing of timely: how a step stands ([`standing`](super::standing)),
//! whether it is [`ready`](super::ready), whose turn it is ([`current`](super::current)), what concerns everyone
//! ([`blocked`](super::blocked)), what the chat's server takes ([`paced`](super::paced)), who can be asked
//! ([`choices`](super::choices), [`spent`](super::spent), [`asked`](super::asked)), and what follows
//! ([`due`](super::due)). Here they are asked in this order, about what a round has touched, in one operator: timely
//! pays for every operator at every time, and a commit is a time.

use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

use super::asked::ask;
use super::blocked::Crowd;
use super::choices::Choices;
use super::circumstances::{Circumstance, circumstance};
use super::current::Lines;
use super::due::{Decision, HeldReason, request};
use super::paced::Queue;
use super::progress::Progress;
use super::ready::{Ready, readiness};
use super::rules::Rules;
use super::spent::Purses;
use super::standing::{RunStep, Standing, tell};
use super::wake::Wake;
use crate::events::{ProviderId, Step};
use crate::graph::{Row, Rows};
use crate::operators::{FOREVER, Rounds, add, in_rounds};
use crate::records::Records;

/// What decides about outstanding work.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
enum Known {
    /// About a run that has not ended.
    Progress(Progress),
    /// About everything else.
    Circumstance(Circumstance),
}

/// One row per ready step of an open run, and one for when to look again at what is paced.
///
/// A step leaves when it is done or its run ends. All rows go to one worker: much of this concerns everyone.
pub fn outstanding<'scope>(progress: Rows<'scope, Progress>, records: &Records<'scope>) -> Rows<'scope, Row> {
    let circumstances = records.facts(|record| circumstance(record).map(Known::Circumstance));
    let known = progress.map(Known::Progress).concat(circumstances);
    in_rounds(known, "outstanding", |_| 0, Outstanding::default())
}

/// Everything that decides, and what was said last.
#[derive(Default)]
struct Outstanding {
    steps: FxHashMap<RunStep, Place>,
    lines: Lines,
    crowd: Crowd,
    queue: Queue,
    rules: Rules,
    choices: Choices,
    purses: Purses,
    /// Epochs that have ended.
    ended: BTreeMap<u32, isize>,
    /// When which step has to be looked at.
    dates: BTreeSet<(u64, RunStep)>,
    touched: BTreeSet<RunStep>,
    /// Whether everything has to be looked at.
    is_all_touched: bool,
    wake: Option<Wake>,
}

/// A step, and what was said of it last.
#[derive(Default)]
struct Place {
    standing: Standing,
    ready: Option<Ready>,
    is_in_turn: bool,
    said: Option<Decision>,
}

impl Place {
    /// The step if it runs or could start: what matters to everyone.
    fn in_crowd(&self) -> Option<Ready> {
        self.ready.filter(|ready| ready.is_running() || self.is_in_turn)
    }
}

impl Rounds<Known> for Outstanding {
    type Out = Row;

    fn take(&mut self, now_us: u64, known: Known, diff: isize, _say: &mut impl FnMut(Row, isize)) {
        match known {
            Known::Progress(progress) => self.note(&progress, diff),
            Known::Circumstance(Circumstance::Rule(given)) => {
                self.rules.note(given, diff);
                self.purses.limit(&self.rules);
            }
            Known::Circumstance(Circumstance::EpochEnded(epoch)) => {
                add(&mut self.ended, epoch, diff);
                self.is_all_touched = true;
            }
            Known::Circumstance(Circumstance::Choice(step, news)) => self.choices.note(step, news, diff, now_us),
            Known::Circumstance(Circumstance::Paid(paid)) => self.purses.note(paid, diff, now_us),
            Known::Circumstance(Circumstance::Started(start)) => self.queue.note(start, diff),
        }
    }

    fn close(&mut self, last_us: u64, say: &mut impl FnMut(Row, isize)) {
        let touched = self.touched(last_us);
        for of in &touched {
            self.look(*of, last_us);
        }
        let mut moved = touched;
        self.settle(last_us, &mut moved);
        for of in moved {
            self.decide(of, say);
        }
        let date_us = self.queue.next_date();
        let wake = (date_us < FOREVER).then_some(Wake { date_us, learner: None });
        if wake != self.wake {
            let before = std::mem::replace(&mut self.wake, wake);
            before.into_iter().for_each(|wake| say(Row::Wake(wake), -1));
            wake.into_iter().for_each(|wake| say(Row::Wake(wake), 1));
        }
    }

    fn next_date(&self) -> u64 {
        let step = self.dates.first().map_or(FOREVER, |(date_us, _)| *date_us);
        let dates = [step, self.queue.next_date(), self.choices.next_date(), self.purses.next_date()];
        dates.into_iter().min().unwrap_or(FOREVER)
    }
}

impl Outstanding {
    /// Takes in a fact about a run, or takes it back.
    fn note(&mut self, progress: &Progress, diff: isize) {
        self.lines.note(progress, diff);
        let diff = i32::try_from(diff).unwrap_or_default();
        tell(progress.news, |step, says| {
            let of = RunStep { learner: progress.learner, of: progress.of, step };
            self.steps.entry(of).or_default().standing.note(says, diff);
            self.dates.extend(says.date_us().filter(|date_us| *date_us < FOREVER).map(|date_us| (date_us, of)));
            self.touched.insert(of);
        });
    }

    /// The steps that have to be looked at: something came, a date has come, or it is their answer's turn.
    fn touched(&mut self, now_us: u64) -> BTreeSet<RunStep> {
        let mut touched = std::mem::take(&mut self.touched);
        while let Some((date_us, of)) = self.dates.pop_first() {
            if date_us > now_us {
                self.dates.insert((date_us, of));
                break;
            }
            touched.insert(of);
        }
        let steps = &self.steps;
        self.lines.settle(|learner, of| {
            let its = Step::ALL.into_iter().map(|step| RunStep { learner, of, step });
            touched.extend(its.filter(|of| steps.contains_key(of)));
        });
        if std::mem::take(&mut self.is_all_touched) {
            touched.extend(self.steps.keys().copied());
        }
        touched
    }

    /// Looks at a step again.
    fn look(&mut self, of: RunStep, now_us: u64) {
        let Some(place) = self.steps.get_mut(&of) else { return };
        let before = place.in_crowd();
        place.standing.forget(now_us);
        place.ready = readiness(of, &place.standing, |epoch| self.ended.contains_key(&epoch));
        let is_free = place.ready.is_some_and(|ready| ready.hold.is_none());
        place.is_in_turn = is_free && (!of.step.is_serialised() || self.lines.is_current(of.learner, of.of));
        self.crowd.changes(before, place.in_crowd());
    }

    /// Settles what concerns many steps, and adds those about which something has changed.
    fn settle(&mut self, now_us: u64, moved: &mut BTreeSet<RunStep>) {
        let steps = &self.steps;
        let crowd = || steps.values().filter_map(Place::in_crowd);
        self.crowd.settle(self.rules.is_paused(), crowd, |of| {
            moved.insert(of);
        });
        for of in moved.iter() {
            let startable = self.steps.get(of).filter(|place| place.is_in_turn).and_then(|place| place.ready);
            let is_sent = |ready: &Ready| ready.sends() && self.crowd.reason(*of).is_none();
            self.queue.wants(*of, startable.filter(is_sent).and_then(|ready| ready.turn));
        }
        self.queue.settle(self.rules.messages_per_second(), now_us, |of| {
            moved.insert(of);
        });
        let are_purses_new = self.purses.settle(now_us);
        let are_choices_new = self.choices.settle(self.purses.empty_until_us(None), now_us);
        if are_purses_new || are_choices_new {
            let asked = self.steps.iter().filter(|(_, place)| place.ready.is_some_and(|ready| ready.is_asked()));
            moved.extend(asked.map(|(of, _)| *of));
        }
    }

    /// Says what becomes of a step, if that has changed.
    fn decide(&mut self, of: RunStep, say: &mut impl FnMut(Row, isize)) {
        let decision = self.steps.get(&of).and_then(|place| self.decision(place));
        let Some(place) = self.steps.get_mut(&of) else { return };
        if place.said != decision {
            let before = std::mem::replace(&mut place.said, decision);
            before.into_iter().for_each(|before| say(Row::from(before), -1));
            decision.into_iter().for_each(|decision| say(Row::from(decision), 1));
        }
        if place.said.is_none() && place.standing.is_nothing() {
            self.steps.remove(&of);
        }
    }

    /// What becomes of a step: the first reason to wait that applies, else it is due.
    fn decision(&self, place: &Place) -> Option<Decision> {
        let ready = place.ready?;
        let reason = if let Some(hold) = ready.hold {
            Some(HeldReason::Step(hold))
        } else if !place.is_in_turn {
            Some(HeldReason::OlderAnswers)
        } else if let Some(reason) = self.crowd.reason(ready.of) {
            Some(reason)
        } else {
            (ready.sends() && !self.queue.is_admitted(ready.of)).then_some(HeldReason::Paced)
        };
        Some(match reason {
            Some(reason) => Decision::held(ready.of, reason),
            None if ready.is_asked() => {
                let empty_until_us = self.purses.empty_until_us(Some(ready.of.learner));
                Decision::asked(ask(ready, self.choices.of(ready.of.step), empty_until_us))
            }
            None => Decision::Due(request(ready, ProviderId::HERE)),
        })
    }
}
