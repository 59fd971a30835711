//! Operators that see the world a round at a time.
//!
//! A round is everything that the frontier has passed since it was last looked at. Its updates come in any order; what
//! they change together is said once, at its last time. So a key that changes a thousand times in a round changes
//! once behind the operator, and state can be a plain hash table instead of an arrangement: no sorting, no merging, no
//! second copy. What an operator keeps and decides is a plain structure that knows nothing of timely.

use std::collections::BTreeMap;
use std::hash::{Hash, Hasher};

use differential_dataflow::{AsCollection, ExchangeData, VecCollection};
use rustc_hash::FxHasher;
use timely::container::CapacityContainerBuilder;
use timely::dataflow::channels::pact::Exchange;
use timely::dataflow::operators::{Capability, Operator};

/// The date of what never comes.
pub const FOREVER: u64 = u64::MAX;

/// What an operator keeps, and what it makes of a round.
pub(crate) trait Rounds<D> {
    /// What comes out.
    type Out;

    /// Takes in an update of the round that ends at `now_us` or later; the updates of a round come in any order. What it
    /// changes may be said at once or when the round is over.
    fn take(&mut self, now_us: u64, row: D, diff: isize, say: &mut impl FnMut(Self::Out, isize));

    /// Says what else has changed in the round, which ends with `last_us`.
    fn close(&mut self, last_us: u64, say: &mut impl FnMut(Self::Out, isize));

    /// When something changes by itself, if nothing comes before; [`FOREVER`] if nothing does.
    fn next_date(&self) -> u64 {
        FOREVER
    }
}

/// An operator over whole rounds, whose rows are spread over workers by `route`.
///
/// A row of the earliest time that can still come is taken in where it lies, without waiting for its round, so that a
/// large round can pass through the graph in parts and never lies in memory as a whole. Any other row waits.
pub(crate) fn in_rounds<'scope, D, S>(
    rows: VecCollection<'scope, u64, D, isize>,
    name: &str,
    route: impl Fn(&D) -> u64 + 'static,
    mut state: S,
) -> VecCollection<'scope, u64, S::Out, isize>
where
    D: ExchangeData,
    S: Rounds<D> + 'static,
    S::Out: Clone + 'static,
{
    let exchange = Exchange::new(move |(row, _, _): &(D, u64, isize)| route(row));
    rows.inner
        .unary_frontier::<CapacityContainerBuilder<Vec<(S::Out, u64, isize)>>, _, _, _>(
            exchange,
            name,
            move |_capability, _info| {
                let mut waiting: Vec<(D, u64, isize)> = Vec::new();
                let mut held: Option<Capability<u64>> = None; // for the earliest time that was not closed, or date
                move |(input, frontier), output| {
                    let Some(end_us) = frontier.frontier().first().copied() else {
                        held = None; // the input is gone, and with it whoever asks
                        return;
                    };
                    if let Some(capability) = held.as_mut().filter(|held| *held.time() < end_us) {
                        let last_us = end_us - 1;
                        let now = capability.delayed(&last_us);
                        let mut session = output.session(&now);
                        let mut say = |row, diff| session.give((row, last_us, diff));
                        let mut later = Vec::new();
                        for (row, time, diff) in waiting.drain(..) {
                            if time <= last_us {
                                state.take(last_us, row, diff, &mut say);
                            } else {
                                later.push((row, time, diff));
                            }
                        }
                        state.close(last_us, &mut say);
                        drop(session);
                        let next =
                            later.iter().map(|(_, time, _)| *time).min().unwrap_or(FOREVER).min(state.next_date());
                        waiting.append(&mut later);
                        if next == FOREVER {
                            held = None;
                        } else {
                            capability.downgrade(&next);
                        }
                    }
                    input.for_each(|capability, rows| {
                        let earliest = capability.least().copied().unwrap_or(FOREVER);
                        if earliest < held.as_ref().map_or(FOREVER, |held| *held.time()) {
                            held = Some(capability.delayed(&earliest, 0));
                        }
                        let mut session = output.session(&capability);
                        cancel(rows);
                        for (row, time, diff) in rows.drain(..).filter(|(_, _, diff)| *diff != 0) {
                            if time == end_us {
                                state.take(time, row, diff, &mut |row, diff| session.give((row, time, diff)));
                            } else {
                                waiting.push((row, time, diff));
                            }
                        }
                    });
                }
            },
        )
        .as_collection()
}

/// What goes and comes back in one breath has not changed. So it often is with part of a row.
fn cancel<D: Eq>(rows: &mut [(D, u64, isize)]) {
    for place in 1..rows.len() {
        if let Some([(gone, at, taken), (back, then, given)]) = rows.get_mut(place - 1..=place)
            && given.checked_add(*taken) == Some(0)
            && then == at
            && gone == back
        {
            (*taken, *given) = (0, 0);
        }
    }
}

/// Spreads keys over workers.
pub(super) fn route(key: &impl Hash) -> u64 {
    let mut hasher = FxHasher::default();
    key.hash(&mut hasher);
    hasher.finish()
}

/// Adds to the multiplicity of a row; a row that is there no times is forgotten.
pub(crate) fn add<D: Ord>(whole: &mut BTreeMap<D, isize>, row: D, diff: isize) {
    let count = whole.get(&row).copied().unwrap_or_default() + diff;
    if count == 0 {
        whole.remove(&row);
    } else {
        whole.insert(row, count);
    }
}
