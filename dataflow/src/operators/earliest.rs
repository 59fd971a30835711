//! When each item of a key first came.
//!
//! For rows that bring many items at once, of which most only bring again what is known. All rows are kept, each once
//! whatever it brings; of each item no more than its first time. Only when a row goes that was the first of some items,
//! the others are asked in order of time which is first now: once for all these items.

use std::collections::{BTreeMap, BTreeSet};
use std::hash::Hash;

use differential_dataflow::ExchangeData;
use differential_dataflow::consolidation::consolidate;
use rustc_hash::FxHashMap;

use super::most::Bag;
use super::rounds::{Rounds, add, in_rounds, route};
use super::totals::{give_back, said};
use crate::graph::Rows;

/// One row for each item of each key: what `make` makes of its first event time.
///
/// `bag` says what a row brings, and `item` which items.
pub fn earliest<'scope, D, K, T, I, O>(
    rows: Rows<'scope, D>,
    name: &str,
    bag: impl Fn(&D) -> Bag<K, T> + Clone + 'static,
    item: impl Fn(&T) -> I + 'static,
    make: impl Fn(&K, I, u64) -> O + 'static,
) -> Rows<'scope, O>
where
    D: ExchangeData,
    K: Eq + Hash + Clone + 'static,
    T: 'static,
    I: Ord + Hash + Copy + 'static,
    O: Eq + Clone + 'static,
{
    let key = bag.clone();
    let state = Earliest { groups: FxHashMap::default(), news: Vec::new(), bag, item, make };
    in_rounds(rows, name, move |row| route(&key(row).key), state)
}

struct Earliest<D, K, I, F, G, H> {
    groups: FxHashMap<K, Group<D, I>>,
    /// Of this round.
    news: Vec<(D, isize)>,
    bag: F,
    item: G,
    make: H,
}

/// What is known of one key.
struct Group<D, I> {
    /// By event time, with multiplicities.
    rows: BTreeMap<(u64, D), isize>,
    first_ms: FxHashMap<I, u64>,
}

impl<D: Ord, I: Ord + Hash + Copy> Group<D, I> {
    /// When these items came first, as the rows have it.
    fn firsts<T>(&self, mut items: BTreeSet<I>, bring: impl Fn(&D) -> T) -> BTreeMap<I, Option<u64>>
    where
        T: IntoIterator<Item = I>,
    {
        let mut firsts = BTreeMap::new();
        for (event_ms, row) in self.rows.keys() {
            if items.is_empty() {
                break;
            }
            let found = bring(row).into_iter().filter(|item| items.remove(item));
            firsts.extend(found.map(|item| (item, Some(*event_ms))));
        }
        firsts.extend(items.into_iter().map(|item| (item, None)));
        firsts
    }
}

impl<D, K, T, I, O, F, G, H> Rounds<D> for Earliest<D, K, I, F, G, H>
where
    D: Ord,
    K: Eq + Hash + Clone,
    I: Ord + Hash + Copy,
    O: Eq,
    F: Fn(&D) -> Bag<K, T>,
    G: Fn(&T) -> I,
    H: Fn(&K, I, u64) -> O,
{
    type Out = O;

    fn take(&mut self, _now_us: u64, row: D, diff: isize, _say: &mut impl FnMut(Self::Out, isize)) {
        self.news.push((row, diff));
    }

    fn close(&mut self, _last_us: u64, say: &mut impl FnMut(Self::Out, isize)) {
        let mut news = std::mem::take(&mut self.news);
        consolidate(&mut news);
        let mut doubts: FxHashMap<K, BTreeSet<I>> = FxHashMap::default();
        for (row, diff) in news {
            let Bag { key, event_ms, items } = (self.bag)(&row);
            let empty = || Group { rows: BTreeMap::new(), first_ms: FxHashMap::default() };
            let group = self.groups.entry(key.clone()).or_insert_with(empty);
            add(&mut group.rows, (event_ms, row), diff);
            let items = items.iter().map(&self.item);
            if diff < 0 {
                let first_ms = &group.first_ms;
                doubts.entry(key).or_default().extend(items.filter(|item| first_ms.get(item) == Some(&event_ms)));
                continue;
            }
            for item in items {
                let first_ms = group.first_ms.get(&item).copied();
                if first_ms.is_none_or(|first_ms| event_ms < first_ms) {
                    group.first_ms.insert(item, event_ms);
                    first_ms.into_iter().for_each(|first_ms| say((self.make)(&key, item, first_ms), -1));
                    say((self.make)(&key, item, event_ms), 1);
                }
            }
        }
        for (key, items) in doubts {
            let Some(group) = self.groups.get_mut(&key) else { continue };
            let bring = |row: &D| (self.bag)(row).items.iter().map(&self.item).collect::<Vec<_>>();
            for (item, now) in group.firsts(items, bring) {
                let before = match now {
                    Some(first_ms) => group.first_ms.insert(item, first_ms),
                    None => group.first_ms.remove(&item),
                };
                let make = |first_ms| (self.make)(&key, item, first_ms);
                said(say, before.map(make), now.map(make));
            }
            give_back(&mut group.first_ms);
            if group.rows.is_empty() {
                self.groups.remove(&key);
            }
        }
        give_back(&mut self.groups);
    }
}
