//! The greatest value of each key by several measures.
//!
//! As [`first`](super::first), where only one is asked for, but by more than one measure: a value lies in memory once,
//! and its key is looked for once. Everything is kept, so that when a greatest one goes the next one takes its place;
//! only then are the values of its key gone through.

use std::hash::Hash;

use differential_dataflow::ExchangeData;
use rustc_hash::FxHashMap;

use super::rounds::{Rounds, in_rounds, route};
use super::totals::{give_back, make_room, said};
use crate::graph::Rows;

/// How a value stands by each of several measures; none where it is not measured.
pub type Standings<S, const N: usize> = [Option<S>; N];

/// The greatest standing of each key by each measure, as what `make` makes of it and the measure's number.
pub fn greatest<'scope, D, K, V, S, O, const N: usize>(
    rows: Rows<'scope, D>,
    name: &str,
    split: impl Fn(&D) -> (K, V) + Clone + 'static,
    standings: impl Fn(&V) -> Standings<S, N> + 'static,
    make: impl Fn(&K, usize, S) -> Option<O> + 'static,
) -> Rows<'scope, O>
where
    D: ExchangeData,
    K: Eq + Hash + Clone + 'static,
    V: Eq + Clone + 'static,
    S: Ord + Copy + 'static,
    O: Eq + Clone + 'static,
{
    let key = split.clone();
    let state =
        Greatest { groups: FxHashMap::default(), going: Vec::new(), touched: Vec::new(), split, standings, make };
    in_rounds(rows, name, move |row| route(&key(row).0), state)
}

struct Greatest<K, V, S, F, G, H, const N: usize> {
    groups: FxHashMap<K, Group<V, S, N>>,
    /// What goes in this round: only when all that comes is there, whatever goes is there too.
    going: Vec<(K, V, isize)>,
    /// Keys of which a greatest has changed or has gone, each with what was said before.
    touched: Vec<(K, Standings<S, N>)>,
    split: F,
    standings: G,
    make: H,
}

/// The values of one key; one that is there twice is there twice.
struct Group<V, S, const N: usize> {
    /// In no order.
    values: Vec<V>,
    greatest: Standings<S, N>,
    is_touched: bool,
}

impl<V: Eq, S: Ord + Copy, const N: usize> Group<V, S, N> {
    fn new() -> Self {
        Group { values: Vec::new(), greatest: [None; N], is_touched: false }
    }

    /// Whether these are greater by any measure.
    fn is_behind(&self, standings: &Standings<S, N>) -> bool {
        self.greatest.iter().zip(standings).any(|(known, standing)| standing > known)
    }

    fn rise(&mut self, standings: Standings<S, N>) {
        for (known, standing) in self.greatest.iter_mut().zip(standings) {
            *known = standing.max(*known);
        }
    }

    /// Takes a value away; says whether it was there.
    fn remove(&mut self, value: &V) -> bool {
        let place = self.values.iter().rposition(|known| known == value);
        place.map(|place| self.values.swap_remove(place)).is_some()
    }

    /// Looks for the greatest again.
    fn look(&mut self, standings: impl Fn(&V) -> Standings<S, N>) {
        let values = std::mem::take(&mut self.values);
        self.greatest = [None; N];
        values.iter().for_each(|value| self.rise(standings(value)));
        self.values = values;
    }
}

impl<D, K, V, S, O, F, G, H, const N: usize> Rounds<D> for Greatest<K, V, S, F, G, H, N>
where
    K: Eq + Hash + Clone,
    V: Eq + Clone,
    S: Ord + Copy,
    O: Eq,
    F: Fn(&D) -> (K, V),
    G: Fn(&V) -> Standings<S, N>,
    H: Fn(&K, usize, S) -> Option<O>,
{
    type Out = O;

    fn take(&mut self, _now_us: u64, row: D, diff: isize, _say: &mut impl FnMut(Self::Out, isize)) {
        let (key, value) = (self.split)(&row);
        if diff < 0 {
            self.going.push((key, value, diff));
            return;
        }
        let standings = (self.standings)(&value);
        let group = self.groups.entry(key.clone()).or_insert_with(Group::new);
        for _ in 0..diff {
            make_room(&mut group.values);
            group.values.push(value.clone());
        }
        if group.is_behind(&standings) {
            if !group.is_touched {
                group.is_touched = true;
                self.touched.push((key, group.greatest));
            }
            group.rise(standings);
        }
    }

    fn close(&mut self, _last_us: u64, say: &mut impl FnMut(Self::Out, isize)) {
        for (key, value, diff) in self.going.drain(..) {
            let Some(group) = self.groups.get_mut(&key) else { continue };
            let is_gone = (diff..0).fold(false, |is_gone, _| group.remove(&value) || is_gone);
            let standings = (self.standings)(&value);
            let is_greatest = group.greatest.iter().zip(standings).any(|(known, own)| own.is_some() && own == *known);
            if (is_gone && is_greatest) || group.values.is_empty() {
                if !group.is_touched {
                    group.is_touched = true;
                    self.touched.push((key, group.greatest));
                }
                group.look(&self.standings);
            }
        }
        for (key, before) in self.touched.drain(..) {
            let Some(group) = self.groups.get_mut(&key) else { continue };
            group.is_touched = false;
            for (measure, (before, now)) in before.into_iter().zip(group.greatest).enumerate() {
                let row = |standing: Option<S>| standing.and_then(|standing| (self.make)(&key, measure, standing));
                if before != now {
                    said(say, row(before), row(now));
                }
            }
            if group.values.is_empty() {
                self.groups.remove(&key);
            }
        }
        give_back(&mut self.groups);
    }
}
