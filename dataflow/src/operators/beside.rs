//! What a rule makes of a few values of a key and of sums that stand beside them.
//!
//! For a question to few keys about what is summed for all: most keys have sums and no values, and for these nothing is
//! asked. To add to their sums is all that they cost.

use std::hash::Hash;

use differential_dataflow::ExchangeData;
use rustc_hash::FxHashMap;

use super::first::said;
use super::rounds::{Rounds, in_rounds, route};
use super::sums::Sums;
use super::totals::give_back;
use crate::graph::Rows;

/// What a row says of its key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Beside<V, R> {
    /// One more value.
    Value(V),
    /// So much is added to the sums.
    Adds(R),
}

/// What `rule` makes of each value of a key and of the key's sums. Of what it makes, each row counts once.
pub fn beside<'scope, D, K, V, R, O>(
    rows: Rows<'scope, D>,
    name: &str,
    split: impl Fn(&D) -> (K, Beside<V, R>) + Clone + 'static,
    rule: impl Fn(&V, &R) -> O + 'static,
) -> Rows<'scope, O>
where
    D: ExchangeData,
    K: Eq + Hash + Clone + 'static,
    V: Eq + 'static,
    R: Sums,
    O: Ord + Clone + 'static,
{
    let key = split.clone();
    let state = Standing {
        sums: FxHashMap::default(),
        values: FxHashMap::default(),
        touched: FxHashMap::default(),
        split,
        rule,
    };
    in_rounds(rows, name, move |row| route(&key(row).0), state)
}

struct Standing<K, V, R, O, F, G> {
    sums: FxHashMap<K, R>,
    /// Each with its multiplicity.
    values: FxHashMap<K, Vec<(V, isize)>>,
    /// Keys of this round that had a value or got one, each with what the rule made of it before, in order.
    touched: FxHashMap<K, Vec<O>>,
    split: F,
    rule: G,
}

impl<K: Eq + Hash, V, R: Sums, O: Ord, F, G: Fn(&V, &R) -> O> Standing<K, V, R, O, F, G> {
    fn say(&self, key: &K) -> Vec<O> {
        let sums = self.sums.get(key).copied().unwrap_or_default();
        let values = self.values.get(key).into_iter().flatten().filter(|(_, copies)| *copies > 0);
        let mut rows: Vec<O> = values.map(|(value, _)| (self.rule)(value, &sums)).collect();
        rows.sort();
        rows.dedup();
        rows
    }
}

impl<D, K, V, R, O, F, G> Rounds<D> for Standing<K, V, R, O, F, G>
where
    K: Eq + Hash + Clone,
    V: Eq,
    R: Sums,
    O: Ord + Clone,
    F: Fn(&D) -> (K, Beside<V, R>),
    G: Fn(&V, &R) -> O,
{
    type Out = O;

    fn take(&mut self, _now_us: u64, row: D, diff: isize, _say: &mut impl FnMut(Self::Out, isize)) {
        let (key, says) = (self.split)(&row);
        let is_asked = matches!(says, Beside::Value(_)) || self.values.contains_key(&key);
        if is_asked && !self.touched.contains_key(&key) {
            let said = self.say(&key);
            self.touched.insert(key.clone(), said);
        }
        match says {
            Beside::Adds(sums) => {
                let total = self.sums.entry(key.clone()).or_default();
                total.plus_equals(&sums.times(diff));
                if total.is_zero() {
                    self.sums.remove(&key);
                }
            }
            Beside::Value(value) => {
                let values = self.values.entry(key).or_default();
                match values.iter_mut().find(|(known, _)| *known == value) {
                    Some((_, copies)) => *copies += diff,
                    None => values.push((value, diff)),
                }
                values.retain(|(_, copies)| *copies != 0);
            }
        }
    }

    fn close(&mut self, _last_us: u64, say: &mut impl FnMut(Self::Out, isize)) {
        for (key, before) in std::mem::take(&mut self.touched) {
            said(say, &before, &self.say(&key), Clone::clone);
            if self.values.get(&key).is_some_and(Vec::is_empty) {
                self.values.remove(&key);
            }
        }
        give_back(&mut self.sums);
        give_back(&mut self.values);
    }
}
