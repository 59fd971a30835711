//! The items of each key that were counted most in a sliding window of event time.
//!
//! For rows that bring many items at once, as an answer brings its words. Such a row waits in the calendar as one and
//! leaves as one, and its items lie in memory once. Which items of a key come first is asked anew of all of them when a
//! round has touched the key: to keep thousands in order for the sake of a few costs more. Counts wrap.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::hash::Hash;
use std::sync::Arc;

use differential_dataflow::ExchangeData;
use rustc_hash::FxHashMap;

use super::first::said;
use super::rounds::{FOREVER, Rounds, add, in_rounds, route};
use super::totals::give_back;
use super::windows::Windows;
use crate::graph::Rows;

/// What a row brings: items that came to a key together.
pub struct Bag<K, T> {
    /// The key.
    pub key: K,
    /// Event time, in milliseconds since the Unix epoch.
    pub event_ms: u64,
    /// The items, each once.
    pub items: Arc<[T]>,
}

/// The `count` items of each key that were counted most in the window, as what `make` makes of each with its count; of
/// equals the lesser items.
///
/// `bag` says what a row brings, and `item` how often.
pub fn most<'scope, D, K, T, I, O>(
    rows: Rows<'scope, D>,
    name: &str,
    count: usize,
    window: Windows<1>,
    bag: impl Fn(&D) -> Bag<K, T> + Clone + 'static,
    item: impl Fn(&T) -> (I, u16) + 'static,
    make: impl Fn(&K, I, u32) -> O + 'static,
) -> Rows<'scope, O>
where
    D: ExchangeData,
    K: Eq + Hash + Clone + 'static,
    T: 'static,
    I: Ord + Hash + Copy + 'static,
    O: Clone + 'static,
{
    let key = bag.clone();
    let tallies = Tallies { by_key: FxHashMap::default(), touched: Vec::new() };
    let state = Most { tallies, calendar: BTreeMap::new(), count, window, bag, item, make };
    in_rounds(rows, name, move |row| route(&key(row).key), state)
}

struct Most<D, K, I, F, G, H> {
    tallies: Tallies<K, I>,
    /// What leaves when, with its multiplicity; what is taken back before leaves no trace.
    calendar: BTreeMap<(u64, D), isize>,
    count: usize,
    window: Windows<1>,
    bag: F,
    item: G,
    make: H,
}

/// The tallies of all keys.
struct Tallies<K, I> {
    by_key: FxHashMap<K, Tally<I>>,
    /// Keys of this round.
    touched: Vec<K>,
}

/// What was counted for one key.
struct Tally<I> {
    counts: FxHashMap<I, i32>,
    /// The first items, as was said last.
    said: Vec<(Reverse<u32>, I)>,
    is_touched: bool,
}

impl<K: Eq + Hash + Clone, I: Ord + Hash + Copy> Tallies<K, I> {
    fn add<T>(&mut self, bag: Bag<K, T>, item: impl Fn(&T) -> (I, u16), diff: isize) {
        let empty = || Tally { counts: FxHashMap::default(), said: Vec::new(), is_touched: false };
        let tally = self.by_key.entry(bag.key.clone()).or_insert_with(empty);
        if !tally.is_touched {
            tally.is_touched = true;
            self.touched.push(bag.key);
        }
        for (item, times) in bag.items.iter().map(item) {
            let count = tally.counts.entry(item).or_default();
            *count = count.wrapping_add(change(times, diff));
            if *count == 0 {
                tally.counts.remove(&item);
            }
        }
    }
}

#[expect(clippy::cast_possible_truncation, reason = "counts wrap, so that what is taken back is what was added")]
fn change(times: u16, diff: isize) -> i32 {
    i32::from(times).wrapping_mul(diff as i32)
}

impl<I: Ord + Hash + Copy> Tally<I> {
    /// The first `count` items.
    fn first(&self, count: usize) -> Vec<(Reverse<u32>, I)> {
        let counted = |(item, count): (&I, &i32)| u32::try_from(*count).ok().map(|count| (Reverse(count), *item));
        let mut first: Vec<_> = self.counts.iter().filter_map(counted).collect();
        if first.len() > count {
            first.select_nth_unstable(count);
            first.truncate(count);
        }
        first.sort_unstable();
        first.shrink_to_fit();
        first
    }
}

impl<D, K, T, I, O, F, G, H> Rounds<D> for Most<D, K, I, F, G, H>
where
    D: Ord,
    K: Eq + Hash + Clone,
    I: Ord + Hash + Copy,
    F: Fn(&D) -> Bag<K, T>,
    G: Fn(&T) -> (I, u16),
    H: Fn(&K, I, u32) -> O,
{
    type Out = O;

    fn take(&mut self, now_us: u64, row: D, diff: isize, _say: &mut impl FnMut(Self::Out, isize)) {
        let bag = (self.bag)(&row);
        let [leaves_us] = self.window.leaves_us(bag.event_ms);
        if leaves_us > now_us {
            self.tallies.add(bag, &self.item, diff);
            add(&mut self.calendar, (leaves_us, row), diff);
        }
    }

    fn close(&mut self, last_us: u64, say: &mut impl FnMut(Self::Out, isize)) {
        while let Some(entry) = self.calendar.first_entry().filter(|entry| entry.key().0 <= last_us) {
            let ((_, row), copies) = entry.remove_entry();
            self.tallies.add((self.bag)(&row), &self.item, -copies);
        }
        for key in self.tallies.touched.drain(..) {
            let Some(tally) = self.tallies.by_key.get_mut(&key) else { continue };
            tally.is_touched = false;
            let now = tally.first(self.count);
            let make = |(Reverse(count), item): &(Reverse<u32>, I)| (self.make)(&key, *item, *count);
            said(say, &tally.said, &now, make);
            tally.said = now;
            give_back(&mut tally.counts);
            if tally.counts.is_empty() {
                self.tallies.by_key.remove(&key);
            }
        }
        give_back(&mut self.tallies.by_key);
    }

    fn next_date(&self) -> u64 {
        self.calendar.first_key_value().map_or(FOREVER, |((date, _), _)| *date)
    }
}
