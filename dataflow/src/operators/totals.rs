//! What is summed by key, with one change per key and round.

use std::hash::Hash;

use differential_dataflow::ExchangeData;
use rustc_hash::FxHashMap;

use super::rounds::{Rounds, in_rounds, route};
use super::sums::Sums;
use crate::graph::Rows;

/// What `conclude` makes of each key's total, for keys whose total is not zero.
///
/// `share` says to which key a row belongs and what it adds. A change that leaves the conclusion as it was is not seen.
pub fn totals<'scope, D, K, R, O>(
    rows: Rows<'scope, D>,
    name: &str,
    share: impl Fn(&D) -> (K, R) + Clone + 'static,
    conclude: impl Fn(&K, &R) -> Option<O> + 'static,
) -> Rows<'scope, O>
where
    D: ExchangeData,
    K: Eq + Hash + Clone + 'static,
    R: Sums,
    O: Eq + Clone + 'static,
{
    let key = share.clone();
    let state = Totals { totals: FxHashMap::default(), touched: Vec::new(), share, conclude };
    in_rounds(rows, name, move |row| route(&key(row).0), state)
}

struct Totals<K, R, F, G> {
    totals: FxHashMap<K, Total<R>>,
    /// Keys of this round, each with its total before.
    touched: Vec<(K, R)>,
    share: F,
    conclude: G,
}

struct Total<R> {
    sum: R,
    is_touched: bool,
}

impl<D, K, R, O, F, G> Rounds<D> for Totals<K, R, F, G>
where
    K: Eq + Hash + Clone,
    R: Sums,
    O: Eq,
    F: Fn(&D) -> (K, R),
    G: Fn(&K, &R) -> Option<O>,
{
    type Out = O;

    fn take(&mut self, _now_us: u64, row: D, diff: isize, _say: &mut impl FnMut(Self::Out, isize)) {
        let (key, sum) = (self.share)(&row);
        let total = self.totals.entry(key.clone()).or_insert(Total { sum: R::default(), is_touched: false });
        if !total.is_touched {
            total.is_touched = true;
            self.touched.push((key, total.sum));
        }
        total.sum.plus_equals(&sum.times(diff));
    }

    fn close(&mut self, _last_us: u64, say: &mut impl FnMut(Self::Out, isize)) {
        for (key, before) in self.touched.drain(..) {
            let Some(total) = self.totals.get_mut(&key) else { continue };
            total.is_touched = false;
            let now = total.sum;
            if now.is_zero() {
                self.totals.remove(&key);
            }
            let concluded = |sum: &R| if sum.is_zero() { None } else { (self.conclude)(&key, sum) };
            said(say, concluded(&before), concluded(&now));
        }
        give_back(&mut self.totals);
    }
}

/// Says how a conclusion has changed, if it has.
pub(super) fn said<O: Eq>(say: &mut impl FnMut(O, isize), before: Option<O>, now: Option<O>) {
    if before != now {
        before.into_iter().for_each(|row| say(row, -1));
        now.into_iter().for_each(|row| say(row, 1));
    }
}

/// Gives memory back once most of a table is empty.
pub(crate) fn give_back<K: Eq + Hash, V>(table: &mut FxHashMap<K, V>) {
    if table.capacity() > 1_024 && table.len() < table.capacity() / 4 {
        table.shrink_to(table.len() * 2);
    }
}

/// The room of a list of which so much was used, for the next round; a round that used little of it gives it back.
pub(super) fn keep_room<V>(emptied: Vec<V>, used: usize) -> Vec<V> {
    if emptied.capacity() > 1_024.max(4 * used) { Vec::new() } else { emptied }
}

/// Makes room for one more value of a key: less than a vector would of itself, because there are many keys, and half of
/// what they hold would be room.
pub(crate) fn make_room<V>(values: &mut Vec<V>) {
    if values.len() == values.capacity() {
        values.reserve_exact(values.len() / 2 + 1);
    }
}
