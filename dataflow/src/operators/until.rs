//! The calendar: rows that leave by themselves.
//!
//! Retractions due in the future wait here, sorted by date, until the frontier has passed their date. The operator is
//! linear: the retraction of an input cancels what it scheduled, in the calendar if it still waits there, so that
//! corrections need no special care. A release costs as much as the rows released, however many wait.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use differential_dataflow::difference::Abelian;
use differential_dataflow::{AsCollection, ExchangeData, VecCollection};
use timely::container::CapacityContainerBuilder;
use timely::dataflow::channels::pact::Pipeline;
use timely::dataflow::operators::{Capability, Operator};

use super::rounds::FOREVER;

/// `(row, leaves_at)` as `row` from its own time until `leaves_at`, a time of the graph.
///
/// A row that is over before it comes yields nothing; one that leaves at [`FOREVER`] is never scheduled.
pub fn until<'scope, D, R>(
    rows: VecCollection<'scope, u64, (D, u64), R>,
    name: &str,
) -> VecCollection<'scope, u64, D, R>
where
    D: ExchangeData,
    R: ExchangeData + Abelian,
{
    rows.inner
        .unary_frontier::<CapacityContainerBuilder<Vec<(D, u64, R)>>, _, _, _>(Pipeline, name, |_capability, _info| {
            let mut calendar = Calendar::new();
            let mut held: Option<Capability<u64>> = None; // for the earliest date of the calendar
            move |(input, frontier), output| {
                input.for_each(|capability, rows| {
                    let mut session = output.session(&capability);
                    for ((row, leaves_at), time, diff) in rows.drain(..) {
                        if leaves_at <= time {
                            continue;
                        }
                        if leaves_at < FOREVER {
                            calendar.schedule(leaves_at, row.clone(), diff.clone());
                        }
                        session.give((row, time, diff));
                    }
                    drop(session);
                    let earliest = calendar.earliest().unwrap_or(FOREVER);
                    if earliest < held.as_ref().map_or(FOREVER, |held| *held.time()) {
                        held = Some(capability.delayed(&earliest, 0));
                    }
                });
                while let Some(date) = calendar.earliest().filter(|date| !frontier.less_equal(date)) {
                    if let Some(held) = held.as_mut() {
                        held.downgrade(&date);
                        let leaving = calendar.take(date);
                        output.session(&*held).give_iterator(leaving.map(|(row, diff)| (row, date, diff)));
                    }
                }
                match calendar.earliest() {
                    Some(next) => held.iter_mut().for_each(|held| held.downgrade(&next)),
                    None => held = None,
                }
            }
        })
        .as_collection()
}

/// What leaves when, as the difference that its leaving makes.
struct Calendar<D, R> {
    leaving: BTreeMap<u64, BTreeMap<D, R>>,
}

impl<D: Ord, R: Abelian> Calendar<D, R> {
    fn new() -> Self {
        Calendar { leaving: BTreeMap::new() }
    }

    fn earliest(&self) -> Option<u64> {
        self.leaving.first_key_value().map(|(date, _)| *date)
    }

    /// Adds the retraction of `diff` copies; what adds up to nothing is forgotten.
    fn schedule(&mut self, date: u64, row: D, mut diff: R) {
        diff.negate();
        let day = self.leaving.entry(date).or_default();
        match day.entry(row) {
            Entry::Vacant(vacant) => {
                vacant.insert(diff);
            }
            Entry::Occupied(mut occupied) => {
                occupied.get_mut().plus_equals(&diff);
                if occupied.get().is_zero() {
                    occupied.remove();
                }
            }
        }
        if day.is_empty() {
            self.leaving.remove(&date);
        }
    }

    fn take(&mut self, date: u64) -> impl Iterator<Item = (D, R)> + use<D, R> {
        self.leaving.remove(&date).unwrap_or_default().into_iter()
    }
}
