//! The greatest few of each key.
//!
//! Everything is kept, so that when one of the greatest goes the next one takes its place; a change behind them is not
//! seen. Only the greatest and a few more are kept in order: what is behind them costs no more than its memory until
//! the few are used up.

use std::hash::Hash;

use differential_dataflow::ExchangeData;
use rustc_hash::FxHashMap;

use super::rounds::{Rounds, in_rounds, route};
use super::totals::{give_back, make_room};
use crate::graph::Rows;

/// How many more than are asked for are brought in order at once.
const SPARE: usize = 8;

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
    let state = First { groups: FxHashMap::default(), going: Vec::new(), count, split, make };
    in_rounds(rows, name, move |row| route(&key(row).0), state)
}

struct First<K, V, F, G> {
    groups: FxHashMap<K, Group<V>>,
    /// What goes in this round: only when all that comes is there, whatever goes is there too.
    going: Vec<(K, V, isize)>,
    count: usize,
    split: F,
    make: G,
}

/// The values of one key; one that is there twice is there twice.
struct Group<V> {
    /// The greatest, in order, the greatest last: at least as many as are asked for, if there are so many.
    greatest: Vec<V>,
    /// None of these is greater than any of the greatest. In no order.
    others: Vec<V>,
}

impl<V: Ord + Clone> Group<V> {
    fn insert(&mut self, value: V, count: usize, mut say: impl FnMut(&V, isize)) {
        let is_newest = self.greatest.last().is_none_or(|last| *last <= value);
        let place =
            if is_newest { self.greatest.len() } else { self.greatest.partition_point(|known| *known <= value) };
        if place == 0 && self.greatest.len() >= count {
            make_room(&mut self.others);
            self.others.push(value);
            return;
        }
        if self.greatest.len() - place < count {
            say(&value, 1);
            let last = self.greatest.len().checked_sub(count).and_then(|last| self.greatest.get(last));
            last.into_iter().for_each(|value| say(value, -1));
        }
        make_room(&mut self.greatest);
        self.greatest.insert(place, value);
        if self.greatest.len() > 2 * count + SPARE {
            make_room(&mut self.others);
            let behind = self.greatest.len() - count - SPARE;
            self.others.extend(self.greatest.drain(..behind));
        }
    }

    fn remove(&mut self, value: &V, count: usize, mut say: impl FnMut(&V, isize)) {
        let Ok(place) = self.greatest.binary_search(value) else {
            if let Some(place) = self.others.iter().rposition(|known| known == value) {
                self.others.swap_remove(place);
            }
            return;
        };
        let is_shown = self.greatest.len() - place <= count;
        self.greatest.remove(place);
        if self.greatest.len() < count {
            self.fetch(count + SPARE);
        }
        if is_shown {
            say(value, -1);
            let next = self.greatest.len().checked_sub(count).and_then(|next| self.greatest.get(next));
            next.into_iter().for_each(|value| say(value, 1));
        }
    }

    /// Brings so many of the others that there are `wanted` of the greatest, or all.
    fn fetch(&mut self, wanted: usize) {
        let rest = (self.others.len() + self.greatest.len()).saturating_sub(wanted);
        if (1..self.others.len()).contains(&rest) {
            self.others.select_nth_unstable(rest);
        }
        let mut fetched = self.others.split_off(rest.min(self.others.len()));
        fetched.sort_unstable();
        fetched.append(&mut self.greatest);
        self.greatest = fetched;
    }

    fn is_empty(&self) -> bool {
        self.greatest.is_empty() && self.others.is_empty()
    }
}

impl<D, K, V, O, F, G> Rounds<D> for First<K, V, F, G>
where
    K: Eq + Hash + Clone,
    V: Ord + Clone,
    F: Fn(&D) -> (K, V),
    G: Fn(&K, &V) -> O,
{
    type Out = O;

    fn take(&mut self, _now_us: u64, row: D, diff: isize, say: &mut impl FnMut(Self::Out, isize)) {
        let (key, value) = (self.split)(&row);
        if diff < 0 {
            self.going.push((key, value, diff));
            return;
        }
        let group = self.groups.entry(key.clone()).or_insert(Group { greatest: Vec::new(), others: Vec::new() });
        for _ in 0..diff {
            group.insert(value.clone(), self.count, |value, diff| say((self.make)(&key, value), diff));
        }
    }

    fn close(&mut self, _last_us: u64, say: &mut impl FnMut(Self::Out, isize)) {
        for (key, value, diff) in self.going.drain(..) {
            let Some(group) = self.groups.get_mut(&key) else { continue };
            for _ in diff..0 {
                group.remove(&value, self.count, |value, diff| say((self.make)(&key, value), diff));
            }
            if group.is_empty() {
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
