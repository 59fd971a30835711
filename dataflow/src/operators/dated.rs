//! What a rule makes of all values of a key at a moment, and when it wants to be asked again.
//!
//! As [`grouped`](super::grouped), for rules that know what time it is: one is asked when a value of its key comes or
//! goes, and when the date has come that it named the last time. So a row can be there because nothing has happened.

use std::collections::{BTreeMap, BTreeSet};
use std::hash::Hash;

use differential_dataflow::ExchangeData;

use super::first::said;
use super::grouped::Values;
use super::rounds::{FOREVER, Rounds, add, in_rounds, route};
use crate::graph::Rows;

/// What a rule says at a moment.
pub struct Verdict<O> {
    /// What there is; each row counts once.
    pub rows: Vec<O>,
    /// When it has to be asked again though nothing has come; [`FOREVER`] for never.
    pub look_at_us: u64,
}

/// What `rule` makes of the values of each key and the time of the graph, in microseconds.
pub fn dated<'scope, D, K, V, O>(
    rows: Rows<'scope, D>,
    name: &str,
    split: impl Fn(&D) -> (K, V) + Clone + 'static,
    rule: impl Fn(&K, Values<'_, V>, u64) -> Verdict<O> + 'static,
) -> Rows<'scope, O>
where
    D: ExchangeData,
    K: Ord + Hash + Clone + 'static,
    V: Ord + Clone + 'static,
    O: Ord + Clone + 'static,
{
    let key = split.clone();
    let state = Dated { groups: BTreeMap::new(), dates: BTreeSet::new(), touched: BTreeSet::new(), split, rule };
    in_rounds(rows, name, move |row| route(&key(row).0), state)
}

struct Dated<K, V, O, F, G> {
    groups: BTreeMap<K, Group<V, O>>,
    /// When which key has to be looked at.
    dates: BTreeSet<(u64, K)>,
    /// Keys of this round.
    touched: BTreeSet<K>,
    split: F,
    rule: G,
}

/// The values of one key.
struct Group<V, O> {
    values: BTreeMap<V, isize>,
    /// What the rule said last, in order.
    said: Vec<O>,
    look_at_us: u64,
}

impl<D, K, V, O, F, G> Rounds<D> for Dated<K, V, O, F, G>
where
    K: Ord + Clone,
    V: Ord + Clone,
    O: Ord + Clone,
    F: Fn(&D) -> (K, V),
    G: Fn(&K, Values<'_, V>, u64) -> Verdict<O>,
{
    type Out = O;

    fn take(&mut self, _now_us: u64, row: D, diff: isize, _say: &mut impl FnMut(Self::Out, isize)) {
        let (key, value) = (self.split)(&row);
        let empty = || Group { values: BTreeMap::new(), said: Vec::new(), look_at_us: FOREVER };
        add(&mut self.groups.entry(key.clone()).or_insert_with(empty).values, value, diff);
        self.touched.insert(key);
    }

    fn close(&mut self, last_us: u64, say: &mut impl FnMut(Self::Out, isize)) {
        let mut touched = std::mem::take(&mut self.touched);
        while let Some((date, key)) = self.dates.pop_first() {
            if date > last_us {
                self.dates.insert((date, key));
                break;
            }
            touched.insert(key);
        }
        for key in touched {
            let Some(group) = self.groups.get_mut(&key) else { continue };
            self.dates.remove(&(group.look_at_us, key.clone()));
            let mut present = group.values.iter().filter(|(_, copies)| **copies > 0).map(|(value, _)| value).peekable();
            let nothing = Verdict { rows: Vec::new(), look_at_us: FOREVER };
            let verdict = if present.peek().is_none() { nothing } else { (self.rule)(&key, &mut present, last_us) };
            let Verdict { rows: mut now, look_at_us } = verdict;
            now.sort();
            now.dedup();
            said(say, &group.said, &now, Clone::clone);
            group.said = now;
            group.look_at_us = look_at_us.max(last_us.saturating_add(1));
            if look_at_us < FOREVER {
                self.dates.insert((group.look_at_us, key.clone()));
            }
            if group.values.is_empty() {
                self.groups.remove(&key);
            }
        }
    }

    fn next_date(&self) -> u64 {
        self.dates.first().map_or(FOREVER, |(date, _)| *date)
    }
}
