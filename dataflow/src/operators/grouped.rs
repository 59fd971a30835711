//! What a rule makes of all values of a key, for keys with few values.
//!
//! The rule sees the values in order, each once, and is asked again whenever one of them comes or goes. Where the values
//! of a key can be many, sums or the first few are the better question.

use std::hash::Hash;

use differential_dataflow::ExchangeData;
use rustc_hash::FxHashMap;
use smallvec::SmallVec;

use super::first::said;
use super::rounds::{Rounds, in_rounds, route};
use super::totals::give_back;
use crate::graph::Rows;

/// The values of one key, in order, each once.
pub type Values<'a, V> = &'a mut dyn Iterator<Item = &'a V>;

/// The rows that a rule makes; most make one.
pub type Made<O> = SmallVec<[O; 1]>;

/// What `rule` makes of the values of each key. Of what it makes, each row counts once.
pub fn grouped<'scope, D, K, V, O>(
    rows: Rows<'scope, D>,
    name: &str,
    split: impl Fn(&D) -> (K, V) + Clone + 'static,
    rule: impl Fn(&K, Values<'_, V>) -> Made<O> + 'static,
) -> Rows<'scope, O>
where
    D: ExchangeData,
    K: Eq + Hash + Clone + 'static,
    V: Ord + Clone + 'static,
    O: Ord + Clone + 'static,
{
    let key = split.clone();
    let state = Grouped { groups: FxHashMap::default(), touched: Vec::new(), split, rule };
    in_rounds(rows, name, move |row| route(&key(row).0), state)
}

struct Grouped<K, V, O, F, G> {
    groups: FxHashMap<K, Group<V>>,
    /// Keys of this round, each with what the rule made of it before.
    touched: Vec<(K, Made<O>)>,
    split: F,
    rule: G,
}

/// The values of one key.
struct Group<V> {
    /// In order, each with its multiplicity.
    values: Vec<(V, isize)>,
    is_touched: bool,
}

impl<V: Ord> Group<V> {
    /// What a rule makes of them, in order, each row once.
    fn say<O: Ord>(&self, rule: impl Fn(Values<'_, V>) -> Made<O>) -> Made<O> {
        let mut present = self.values.iter().filter(|(_, copies)| *copies > 0).map(|(value, _)| value).peekable();
        let mut rows = if present.peek().is_none() { Made::new() } else { rule(&mut present) };
        rows.sort();
        rows.dedup();
        rows
    }

    fn add(&mut self, value: V, diff: isize) {
        match self.values.binary_search_by(|(known, _)| known.cmp(&value)) {
            Ok(place) => {
                let copies = self.values.get_mut(place).map_or(0, |(_, copies)| {
                    *copies += diff;
                    *copies
                });
                if copies == 0 {
                    self.values.remove(place);
                }
            }
            Err(place) => {
                if self.values.is_empty() {
                    self.values.reserve_exact(1); // most keys never have a second value
                }
                self.values.insert(place, (value, diff));
            }
        }
    }
}

impl<D, K, V, O, F, G> Rounds<D> for Grouped<K, V, O, F, G>
where
    K: Eq + Hash + Clone,
    V: Ord + Clone,
    O: Ord + Clone,
    F: Fn(&D) -> (K, V),
    G: Fn(&K, Values<'_, V>) -> Made<O>,
{
    type Out = O;

    fn take(&mut self, _now_us: u64, row: D, diff: isize, _say: &mut impl FnMut(Self::Out, isize)) {
        let (key, value) = (self.split)(&row);
        let group = self.groups.entry(key.clone()).or_insert(Group { values: Vec::new(), is_touched: false });
        if !group.is_touched {
            group.is_touched = true;
            let said = group.say(|values| (self.rule)(&key, values));
            self.touched.push((key, said));
        }
        group.add(value, diff);
    }

    fn close(&mut self, _last_us: u64, say: &mut impl FnMut(Self::Out, isize)) {
        for (key, before) in self.touched.drain(..) {
            let Some(group) = self.groups.get_mut(&key) else { continue };
            group.is_touched = false;
            said(say, &before, &group.say(|values| (self.rule)(&key, values)), Clone::clone);
            if group.values.is_empty() {
                self.groups.remove(&key);
            }
        }
        give_back(&mut self.groups);
    }
}
