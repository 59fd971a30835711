//! Operators that see the world a round at a time.
//!
//! A round is everything that the frontier has passed since it was last looked at. Its updates come together, in any
//! order; what it changes is said once, at its last time. So a key that changes a thousand times in a round changes
//! once behind the operator, and state can be a plain hash table instead of an arrangement: no sorting, no merging, no
//! second copy. What an operator keeps and decides is a plain structure that knows nothing of timely.

use std::hash::{Hash, Hasher};

use differential_dataflow::{AsCollection, ExchangeData, VecCollection};
use rustc_hash::FxHasher;
use timely::container::CapacityContainerBuilder;
use timely::dataflow::channels::pact::Exchange;
use timely::dataflow::operators::{Capability, Operator};

/// The date of what never comes.
pub const FOREVER: u64 = u64::MAX;

/// What an operator keeps, and what it makes of a round.
pub(super) trait Rounds<D> {
    /// What comes out.
    type Out;

    /// Takes in all updates of a round that ends with `last_us`, in any order, and says what changes.
    fn round(&mut self, last_us: u64, updates: impl Iterator<Item = (D, isize)>, say: impl FnMut(Self::Out, isize));

    /// When something changes by itself, if nothing comes before; [`FOREVER`] if nothing does.
    fn next_date(&self) -> u64 {
        FOREVER
    }
}

/// An operator over whole rounds, whose rows are spread over workers by `route`.
pub(super) fn in_rounds<'scope, D, S>(
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
                let mut held: Option<Capability<u64>> = None; // for the earliest time that waits, or date
                move |(input, frontier), output| {
                    input.for_each(|capability, rows| {
                        let earliest = capability.least().copied().unwrap_or(FOREVER);
                        if earliest < held.as_ref().map_or(FOREVER, |held| *held.time()) {
                            held = Some(capability.delayed(&earliest, 0));
                        }
                        waiting.append(rows); // into memory that is there from the last round
                    });
                    let Some(end_us) = frontier.frontier().first().copied() else {
                        held = None; // the input is gone, and with it whoever asks
                        return;
                    };
                    let Some(capability) = held.as_mut().filter(|held| *held.time() < end_us) else { return };
                    let last_us = end_us - 1;
                    let mut later = Vec::new();
                    let due = waiting.drain(..).filter_map(|(row, time, diff)| {
                        if time <= last_us {
                            Some((row, diff))
                        } else {
                            later.push((row, time, diff));
                            None
                        }
                    });
                    let now = capability.delayed(&last_us);
                    let mut session = output.session(&now);
                    state.round(last_us, due, |row, diff| session.give((row, last_us, diff)));
                    drop(session);
                    let next = later.iter().map(|(_, time, _)| *time).min().unwrap_or(FOREVER).min(state.next_date());
                    waiting.append(&mut later);
                    if next == FOREVER {
                        held = None;
                    } else {
                        capability.downgrade(&next);
                    }
                }
            },
        )
        .as_collection()
}

/// Spreads keys over workers.
pub(super) fn route(key: &impl Hash) -> u64 {
    let mut hasher = FxHasher::default();
    key.hash(&mut hasher);
    hasher.finish()
}
