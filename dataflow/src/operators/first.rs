//! The first few of each key.
//!
//! Everything is kept in order, so that when one of the first goes the next one takes its place; a change behind the
//! first few ends early and is not seen.

use std::collections::BTreeMap;
use std::hash::Hash;

use differential_dataflow::ExchangeData;
use rustc_hash::FxHashMap;

use super::rounds::{Rounds, in_rounds, route};
use super::totals::give_back;
use crate::graph::Rows;

/// The `count` least values of each key, as what `make` makes of them.
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
    let state = First { groups: FxHashMap::default(), touched: Vec::new(), count, split, make };
    in_rounds(rows, name, move |row| route(&key(row).0), state)
}

struct First<K, V, F, G> {
    groups: FxHashMap<K, Group<V>>,
    /// Keys of this round whose first values may have changed.
    touched: Vec<K>,
    count: usize,
    split: F,
    make: G,
}

/// The values of one key.
struct Group<V> {
    all: BTreeMap<V, isize>,
    /// The first of them, as was said last.
    said: Vec<V>,
    is_touched: bool,
}

impl<D, K, V, O, F, G> Rounds<D> for First<K, V, F, G>
where
    K: Eq + Hash + Clone,
    V: Ord + Clone,
    F: Fn(&D) -> (K, V),
    G: Fn(&K, &V) -> O,
{
    type Out = O;

    fn round(&mut self, _last_us: u64, updates: &mut Vec<(D, u64, isize)>, changes: &mut Vec<(O, isize)>) {
        for (row, _, diff) in updates.drain(..) {
            let (key, value) = (self.split)(&row);
            let empty = || Group { all: BTreeMap::new(), said: Vec::new(), is_touched: false };
            let group = self.groups.entry(key.clone()).or_insert_with(empty);
            let is_behind = group.said.len() == self.count && group.said.last().is_some_and(|last| *last < value);
            if !is_behind && !group.is_touched {
                group.is_touched = true;
                self.touched.push(key);
            }
            let copies = group.all.entry(value.clone()).or_default();
            *copies += diff;
            if *copies == 0 {
                group.all.remove(&value);
            }
        }
        for key in self.touched.drain(..) {
            let Some(group) = self.groups.get_mut(&key) else { continue };
            group.is_touched = false;
            let present = group.all.iter().filter(|(_, copies)| **copies > 0);
            let now: Vec<V> = present.take(self.count).map(|(value, _)| value.clone()).collect();
            let make = |value: &V| (self.make)(&key, value);
            changes.extend(group.said.iter().filter(|value| now.binary_search(value).is_err()).map(|v| (make(v), -1)));
            changes.extend(now.iter().filter(|v| group.said.binary_search(v).is_err()).map(|v| (make(v), 1)));
            group.said = now;
            if group.all.is_empty() {
                self.groups.remove(&key);
            }
        }
        give_back(&mut self.groups);
    }
}
