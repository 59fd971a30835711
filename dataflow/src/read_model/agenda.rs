//! What is outstanding: work that should start now, work that waits, and when to look again.

use std::collections::BTreeMap;

use super::add;
use crate::engine::Change;
use crate::graph::Row;
use crate::requests::Request;
use crate::views::{Held, HeldReason, Hold};

/// The views `due` and `held` at one closed time.
#[derive(Clone, Debug, Default)]
pub struct Agenda {
    as_of_us: u64,
    due: BTreeMap<Request, isize>,
    held: BTreeMap<Held, isize>,
    dates: BTreeMap<u64, isize>,
}

impl Agenda {
    /// Takes in the changes of one round; rows of other views pass by.
    pub fn apply(&mut self, closed_us: u64, changes: &[Change]) {
        self.as_of_us = closed_us;
        for (row, diff) in changes {
            match row {
                Row::Due(request) => add(&mut self.due, *request, *diff),
                Row::Held(held) => {
                    add(&mut self.held, *held, *diff);
                    if let Some(date) = date(held) {
                        add(&mut self.dates, date, *diff);
                    }
                }
                Row::Wake(wake) => add(&mut self.dates, wake.date_us, *diff),
                Row::Answer(_)
                | Row::Measurement(_)
                | Row::Pause(_)
                | Row::Score(_)
                | Row::Consent(_)
                | Row::Profile(_)
                | Row::Participant(_)
                | Row::Study(_)
                | Row::Core(_)
                | Row::Learner(_)
                | Row::Prompt(_)
                | Row::Everyone(_)
                | Row::Operations(_)
                | Row::Chat(_) => {}
            }
        }
    }

    /// The closed time that this is about, in microseconds since the Unix epoch.
    pub fn as_of_us(&self) -> u64 {
        self.as_of_us
    }

    /// Work that should start now.
    pub fn due(&self) -> impl Iterator<Item = &Request> {
        self.due.keys()
    }

    /// Whether this work should still start now.
    pub fn is_due(&self, request: &Request) -> bool {
        self.due.contains_key(request)
    }

    /// Work that waits, with its reason.
    pub fn held(&self) -> impl Iterator<Item = &Held> {
        self.held.keys()
    }

    /// When something that waits should be looked at again, in log time, even if nothing else happens.
    pub fn next_date_us(&self) -> Option<u64> {
        self.dates.first_key_value().map(|(date, _count)| *date)
    }
}

fn date(held: &Held) -> Option<u64> {
    match held.reason {
        HeldReason::Step(Hold::Running { until_us } | Hold::BackingOff { until_us })
        | HeldReason::ProvidersShut { until_us }
        | HeldReason::Spent { until_us } => Some(until_us),
        HeldReason::OlderAnswers | HeldReason::RunsAlone | HeldReason::Paused | HeldReason::Paced => None,
    }
}
