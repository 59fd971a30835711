//! The calendar: rows that leave by themselves, and rows that come later.
//!
//! What is due in the future waits here, sorted by date, until the frontier has passed its date. The operator is
//! linear: the retraction of an input cancels what it scheduled, in the calendar if it still waits there, so that
//! corrections need no special care. A release costs as much as the rows released, however many wait.

use std::collections::BTreeMap;
use std::collections::hash_map::Entry;
use std::hash::Hash;

use differential_dataflow::difference::Abelian;
use differential_dataflow::{AsCollection, ExchangeData, VecCollection};
use rustc_hash::FxHashMap;
use timely::container::CapacityContainerBuilder;
use timely::dataflow::channels::pact::Pipeline;
use timely::dataflow::operators::{Capability, Operator};

use super::rounds::FOREVER;

/// When a row is there, in times of the graph.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stay {
    /// From this time on; not before the row comes.
    pub enters_at: u64,
    /// Until just before this one.
    pub leaves_at: u64,
}

/// `(row, leaves_at)` as `row` from its own time until `leaves_at`, a time of the graph.
///
/// A row that is over before it comes yields nothing; one that leaves at [`FOREVER`] is never scheduled.
pub fn until<'scope, D, R>(
    rows: VecCollection<'scope, u64, (D, u64), R>,
    name: &str,
) -> VecCollection<'scope, u64, D, R>
where
    D: ExchangeData + Hash,
    R: ExchangeData + Abelian,
{
    staying(rows, name, |(row, leaves_at)| (row, Stay { enters_at: 0, leaves_at }))
}

/// `(row, stay)` as `row` while it is to be there.
///
/// A row that is over before it comes or enters yields nothing, nor does one that enters at [`FOREVER`].
pub fn between<'scope, D, R>(
    rows: VecCollection<'scope, u64, (D, Stay), R>,
    name: &str,
) -> VecCollection<'scope, u64, D, R>
where
    D: ExchangeData + Hash,
    R: ExchangeData + Abelian,
{
    staying(rows, name, |row_and_stay| row_and_stay)
}

fn staying<'scope, I, D, R>(
    rows: VecCollection<'scope, u64, I, R>,
    name: &str,
    stay: impl Fn(I) -> (D, Stay) + 'static,
) -> VecCollection<'scope, u64, D, R>
where
    I: Clone + 'static,
    D: ExchangeData + Hash,
    R: ExchangeData + Abelian,
{
    rows.inner
        .unary_frontier::<CapacityContainerBuilder<Vec<(D, u64, R)>>, _, _, _>(Pipeline, name, |_capability, _info| {
            let mut calendar = Calendar::new();
            let mut held: Option<Capability<u64>> = None; // for the earliest date of the calendar
            move |(input, frontier), output| {
                input.for_each(|capability, rows| {
                    let mut session = output.session(&capability);
                    for (row, time, diff) in rows.drain(..) {
                        let (row, Stay { enters_at, leaves_at }) = stay(row);
                        if leaves_at <= time.max(enters_at) {
                            continue;
                        }
                        if leaves_at < FOREVER {
                            let mut leaving = diff.clone();
                            leaving.negate();
                            calendar.schedule(leaves_at, row.clone(), leaving);
                        }
                        if enters_at <= time {
                            session.give((row, time, diff));
                        } else {
                            calendar.schedule(enters_at, row, diff);
                        }
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
                        let due = calendar.take(date);
                        output.session(&*held).give_iterator(due.map(|(row, diff)| (row, date, diff)));
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

/// What comes and leaves when, as the difference that it makes.
struct Calendar<D, R> {
    due: BTreeMap<u64, FxHashMap<D, R>>,
}

impl<D: Eq + Hash, R: Abelian> Calendar<D, R> {
    fn new() -> Self {
        Calendar { due: BTreeMap::new() }
    }

    fn earliest(&self) -> Option<u64> {
        self.due.first_key_value().map(|(date, _)| *date)
    }

    /// Adds a difference; what adds up to nothing is forgotten.
    fn schedule(&mut self, date: u64, row: D, diff: R) {
        let day = self.due.entry(date).or_default();
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
            self.due.remove(&date);
        }
    }

    fn take(&mut self, date: u64) -> impl Iterator<Item = (D, R)> + use<D, R> {
        self.due.remove(&date).unwrap_or_default().into_iter()
    }
}
