//! The greatest few of each key.
//!
//! Everything is kept in order, so that when one of the greatest goes the next one takes its place; a change behind them
//! is not seen. In the usual order of things the newest is the greatest, and then a change costs no more than its place
//! at the end.

use std::hash::Hash;

use differential_dataflow::ExchangeData;
use rustc_hash::FxHashMap;

use super::rounds::{Rounds, in_rounds, route};
use super::totals::give_back;
use crate::graph::Rows;

/// The `count` greatest values of each key, as what `make` makes of them.
pub fn first<'scope, D, K, V, O>(
    rows: Rows<'scope, D>,
    name: &str,
    count: usize,
    split: impl Fn(&D) -> (K, V) + Clone + 'static,
    make: impl Fn(&K, &V) -> O + 'static,
) -> Rows<'scope, O>
where
    D: ExchangeData,
    K: Eq + Hash + Clone + 'static,
    V: Ord + Clone + 'static,
    O: Clone + 'static,
{
    let key = split.clone();
    let state = First { groups: FxHashMap::default(), count, split, make };
    in_rounds(rows, name, move |row| route(&key(row).0), state)
}

struct First<K, V, F, G> {
    /// The values of each key, the greatest last; one that is there twice is there twice.
    groups: FxHashMap<K, Vec<V>>,
    count: usize,
    split: F,
    make: G,
}

impl<D, K, V, O, F, G> Rounds<D> for First<K, V, F, G>
where
    K: Eq + Hash + Clone,
    V: Ord + Clone,
    F: Fn(&D) -> (K, V),
    G: Fn(&K, &V) -> O,
{
    type Out = O;

    fn round(
        &mut self,
        _last_us: u64,
        updates: impl Iterator<Item = (D, isize)>,
        mut say: impl FnMut(Self::Out, isize),
    ) {
        // What comes is taken in first, so that whatever goes is there.
        let mut going = Vec::new();
        for (row, diff) in updates {
            let (key, value) = (self.split)(&row);
            if diff < 0 {
                going.push((key, value, diff));
                continue;
            }
            let values = self.groups.entry(key.clone()).or_default();
            for _ in 0..diff {
                let is_newest = values.last().is_none_or(|last| *last <= value);
                let place = if is_newest { values.len() } else { values.partition_point(|known| *known <= value) };
                if values.is_empty() {
                    values.reserve_exact(1); // many keys never have a second value
                }
                values.insert(place, value.clone());
                if values.len() - place <= self.count {
                    say((self.make)(&key, &value), 1);
                    let behind = values.len().checked_sub(self.count + 1).and_then(|behind| values.get(behind));
                    behind.into_iter().for_each(|value| say((self.make)(&key, value), -1));
                }
            }
        }
        for (key, value, diff) in going {
            let Some(values) = self.groups.get_mut(&key) else { continue };
            for _ in diff..0 {
                let Ok(place) = values.binary_search(&value) else { break };
                if values.len() - place <= self.count {
                    say((self.make)(&key, &value), -1);
                    let behind = values.len().checked_sub(self.count + 1).and_then(|behind| values.get(behind));
                    behind.into_iter().for_each(|value| say((self.make)(&key, value), 1));
                }
                values.remove(place);
            }
            if values.is_empty() {
                self.groups.remove(&key);
            }
        }
        give_back(&mut self.groups);
    }
}

/// Says how an ordered list has changed, each row as what `make` makes of it.
pub(super) fn said<V: Ord, O>(say: &mut impl FnMut(O, isize), before: &[V], now: &[V], make: impl Fn(&V) -> O) {
    before.iter().filter(|row| now.binary_search(row).is_err()).for_each(|row| say(make(row), -1));
    now.iter().filter(|row| before.binary_search(row).is_err()).for_each(|row| say(make(row), 1));
}
