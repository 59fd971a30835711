//! Sums over sliding windows of event time, by key.
//!
//! A row counts at once and leaves each window by itself: the retraction waits in a calendar, in the bucket of its date,
//! and a release costs as much as what is released, however much waits. A row that is over when it comes counts for
//! nothing. A correction cancels what the row it replaces has scheduled. One change per key and round.

use std::collections::BTreeMap;
use std::hash::Hash;

use differential_dataflow::ExchangeData;
use rustc_hash::FxHashMap;

use super::rounds::{FOREVER, Rounds, in_rounds, route};
use super::sums::{Part, Sums};
use super::totals::{give_back, keep_room, said};
use super::windows::{Share, Windows};
use crate::graph::Rows;

/// What `conclude` makes of each key's sums in each window, for keys with anything in any of them.
pub fn sliding<'scope, D, K, P, R, O, const W: usize>(
    rows: Rows<'scope, D>,
    name: &str,
    windows: Windows<W>,
    share: impl Fn(&D) -> Share<K, P> + Clone + 'static,
    conclude: impl Fn(&K, &[R; W]) -> Option<O> + 'static,
) -> Rows<'scope, O>
where
    D: ExchangeData,
    K: Eq + Hash + Clone + 'static,
    P: Part<R> + 'static,
    R: Sums,
    O: Eq + Clone + 'static,
{
    let key = share.clone();
    let state = Sliding {
        windows,
        places: FxHashMap::default(),
        slots: Vec::new(),
        free: Vec::new(),
        calendar: BTreeMap::new(),
        at_hand: std::array::from_fn(|_| None),
        touched: Vec::new(),
        share,
        conclude,
    };
    in_rounds(rows, name, move |row| route(&key(row).key), state)
}

struct Sliding<K, P, R, F, G, const W: usize> {
    windows: Windows<W>,
    places: FxHashMap<K, u32>,
    slots: Vec<Slot<K, R, W>>,
    free: Vec<u32>,
    calendar: BTreeMap<u64, Bucket<P>>,
    /// For each window the bucket that was used last, taken out of the calendar until the round ends: what happened in
    /// one hour leaves in one hour.
    at_hand: [Option<(u64, Bucket<P>)>; W],
    /// Slots of this round, each with its sums before.
    touched: Vec<(u32, [R; W])>,
    share: F,
    conclude: G,
}

/// A key with its sums.
struct Slot<K, R, const W: usize> {
    key: K,
    sums: [R; W],
    /// Retractions that wait for it.
    leaving: u32,
    is_touched: bool,
}

/// What leaves at one date.
struct Bucket<P> {
    leaving: Vec<Leaving<P>>,
    /// Of these, what came to cancel others.
    cancels: usize,
}

/// What a window loses when its date comes, so many times.
struct Leaving<P> {
    slot: u32,
    copies: i32,
    window: u8,
    part: P,
}

impl<K, P, R, F, G, const W: usize> Sliding<K, P, R, F, G, W>
where
    K: Eq + Hash + Clone,
    P: Part<R>,
    R: Sums,
{
    fn place(&mut self, key: K) -> u32 {
        if let Some(place) = self.places.get(&key) {
            return *place;
        }
        let slot = Slot { key: key.clone(), sums: [R::default(); W], leaving: 0, is_touched: false };
        let place = match self.free.pop() {
            Some(place) => {
                if let Some(empty) = self.slots.get_mut(place as usize) {
                    *empty = slot;
                }
                place
            }
            None => {
                self.slots.push(slot);
                u32::try_from(self.slots.len() - 1).unwrap_or(u32::MAX)
            }
        };
        self.places.insert(key, place);
        place
    }

    /// Adds to one window of a slot, and remembers what was there before this round.
    fn add(&mut self, place: u32, window: usize, sums: &R) {
        let Some(slot) = self.slots.get_mut(place as usize) else { return };
        if !slot.is_touched {
            slot.is_touched = true;
            self.touched.push((place, slot.sums));
        }
        if let Some(total) = slot.sums.get_mut(window) {
            total.plus_equals(sums);
        }
    }

    fn schedule(&mut self, date: u64, place: u32, window: u8, part: P, diff: isize) {
        if let Some(slot) = self.slots.get_mut(place as usize) {
            slot.leaving += 1;
        }
        let Some(bucket) = self.bucket(date, window) else { return };
        let copies = i32::try_from(diff).unwrap_or(0);
        bucket.leaving.push(Leaving { slot: place, copies, window, part });
        bucket.cancels += usize::from(diff < 0);
        if bucket.cancels * 2 > bucket.leaving.len() {
            for place in bucket.consolidate() {
                if let Some(slot) = self.slots.get_mut(place as usize) {
                    slot.leaving -= 1;
                }
            }
        }
    }

    /// The bucket of a date, brought to hand.
    fn bucket(&mut self, date: u64, window: u8) -> Option<&mut Bucket<P>> {
        let at_hand = self.at_hand.get_mut(usize::from(window))?;
        if at_hand.as_ref().is_none_or(|(at_hand, _)| *at_hand != date) {
            let wanted = self.calendar.remove(&date).unwrap_or_default();
            if let Some((date, bucket)) = at_hand.replace((date, wanted)) {
                self.calendar.entry(date).or_default().append(bucket);
            }
        }
        at_hand.as_mut().map(|(_, bucket)| bucket)
    }

    /// Puts the buckets at hand back.
    fn put_back(&mut self) {
        for (date, bucket) in self.at_hand.iter_mut().filter_map(Option::take) {
            if !bucket.leaving.is_empty() {
                self.calendar.entry(date).or_default().append(bucket);
            }
        }
    }

    fn release(&mut self, last_us: u64) {
        while let Some(entry) = self.calendar.first_entry().filter(|entry| *entry.key() <= last_us) {
            for leaving in entry.remove().leaving {
                let gone = leaving.part.sums().times(-isize::try_from(leaving.copies).unwrap_or(0));
                self.add(leaving.slot, usize::from(leaving.window), &gone);
                if let Some(slot) = self.slots.get_mut(leaving.slot as usize) {
                    slot.leaving -= 1;
                }
            }
        }
    }

    /// Forgets a key for which nothing waits: then its sums are zero.
    fn forget(&mut self, place: u32) {
        let Some(slot) = self.slots.get(place as usize) else { return };
        self.places.remove(&slot.key);
        self.free.push(place);
    }

    fn give_back(&mut self) {
        give_back(&mut self.places);
        if self.places.is_empty() {
            (self.slots, self.free) = (Vec::new(), Vec::new());
        }
    }
}

impl<P> Default for Bucket<P> {
    fn default() -> Self {
        Bucket { leaving: Vec::new(), cancels: 0 }
    }
}

impl<P: Ord> Bucket<P> {
    /// Two windows may have taken the same date in hand.
    fn append(&mut self, mut other: Self) {
        if self.leaving.is_empty() {
            std::mem::swap(self, &mut other);
        }
        self.leaving.append(&mut other.leaving);
        self.cancels += other.cancels;
    }

    /// Lets what adds up to nothing cancel; says the slot of each retraction that is gone.
    fn consolidate(&mut self) -> Vec<u32> {
        self.cancels = 0;
        let key = |leaving: &Leaving<P>| (leaving.slot, leaving.window);
        self.leaving.sort_by(|a, b| key(a).cmp(&key(b)).then_with(|| a.part.cmp(&b.part)));
        let mut gone = Vec::new();
        self.leaving.dedup_by(|leaving, kept| {
            let is_same = key(leaving) == key(kept) && leaving.part == kept.part;
            if is_same {
                kept.copies = kept.copies.wrapping_add(leaving.copies);
                gone.push(leaving.slot);
            }
            is_same
        });
        self.leaving.retain(|leaving| {
            let is_nothing = leaving.copies == 0;
            if is_nothing {
                gone.push(leaving.slot);
            }
            !is_nothing
        });
        gone
    }
}

impl<D, K, P, R, O, F, G, const W: usize> Rounds<D> for Sliding<K, P, R, F, G, W>
where
    K: Eq + Hash + Clone,
    P: Part<R>,
    R: Sums,
    O: Eq,
    F: Fn(&D) -> Share<K, P>,
    G: Fn(&K, &[R; W]) -> Option<O>,
{
    type Out = O;

    fn take(&mut self, now_us: u64, row: D, diff: isize, _say: &mut impl FnMut(Self::Out, isize)) {
        let Share { key, event_ms, part } = (self.share)(&row);
        let dates = self.windows.leaves_us(event_ms);
        if dates.iter().all(|date| *date <= now_us) {
            return;
        }
        let place = self.place(key);
        let change = part.sums().times(diff);
        for (window, date) in (0_u8..).zip(dates).filter(|(_, date)| *date > now_us) {
            self.add(place, usize::from(window), &change);
            self.schedule(date, place, window, part, diff);
        }
    }

    fn close(&mut self, last_us: u64, say: &mut impl FnMut(Self::Out, isize)) {
        self.put_back();
        self.release(last_us);
        let mut touched = std::mem::take(&mut self.touched);
        let used = touched.len();
        for (place, before) in touched.drain(..) {
            let Some(slot) = self.slots.get_mut(place as usize) else { continue };
            slot.is_touched = false;
            let (is_over, now) = (slot.leaving == 0, slot.sums);
            let concluded = |sums: &[R; W]| {
                if sums.iter().all(R::is_zero) { None } else { (self.conclude)(&slot.key, sums) }
            };
            if before != now {
                said(say, concluded(&before), concluded(&now));
            }
            if is_over {
                self.forget(place);
            }
        }
        self.touched = keep_room(touched, used);
        self.give_back();
    }

    fn next_date(&self) -> u64 {
        self.calendar.first_key_value().map_or(FOREVER, |(date, _)| *date)
    }
}
