//! One view as a table that can be asked by key.
//!
//! Changes are noted as they come out of the graph and applied when the round is whole, so nobody ever reads half of
//! one. Multiplicities are kept, and the order in which a round's changes come does not matter.

use std::cell::RefCell;
use std::fmt::Debug;
use std::hash::Hash;
use std::rc::Rc;

use rustc_hash::FxHashMap;
use timely::container::CapacityContainerBuilder;
use timely::dataflow::channels::pact::Pipeline;
use timely::dataflow::operators::Operator;
use timely::dataflow::operators::probe::{Handle, Probe};

use crate::graph::Rows;

/// A row that is asked for by a key, which it shares with other rows or has alone.
pub trait Keyed: Clone + Ord + Debug + 'static {
    /// By what it is asked for.
    type Key: Copy + Eq + Ord + Hash + Debug;

    /// This row's key.
    fn key(&self) -> Self::Key;
}

/// Changes of a view that have not been applied.
type Noted<R> = Rc<RefCell<Vec<(R, isize)>>>;

/// The rows of one view at one closed time.
pub struct Table<R: Keyed> {
    rows: FxHashMap<R::Key, Few<R>>,
    noted: Noted<R>,
}

/// The rows of one key with their multiplicities. Most keys have one row.
enum Few<R> {
    One(R, isize),
    Many(Vec<(R, isize)>),
}

impl<R: Keyed> Default for Table<R> {
    fn default() -> Self {
        Table { rows: FxHashMap::default(), noted: Noted::default() }
    }
}

impl<R: Keyed> Table<R> {
    /// Notes every change of these rows from now on; `probe` says how far they are.
    pub(crate) fn follow(&self, rows: Rows<'_, R>, probe: &Handle<u64>) {
        let noted = Rc::clone(&self.noted);
        rows.inner
            .unary::<CapacityContainerBuilder<Vec<()>>, _, _, _>(Pipeline, "table", move |_capability, _info| {
                move |input, _output| {
                    input.for_each(|_capability, changes| {
                        noted.borrow_mut().extend(changes.drain(..).map(|(row, _, diff)| (row, diff)));
                    });
                }
            })
            .probe_with(probe);
    }

    /// What has been noted, instead of applying it.
    pub(crate) fn noted(&mut self) -> Vec<(R, isize)> {
        self.noted.take()
    }

    /// Applies what has been noted: to be called when a round is whole.
    pub(crate) fn apply(&mut self) {
        let mut noted = self.noted.borrow_mut();
        for (row, diff) in noted.drain(..) {
            Self::add(&mut self.rows, row, diff);
        }
        noted.shrink_to(1 << 16);
    }

    fn add(rows: &mut FxHashMap<R::Key, Few<R>>, row: R, diff: isize) {
        use std::collections::hash_map::Entry;
        match rows.entry(row.key()) {
            Entry::Vacant(vacant) => {
                vacant.insert(Few::One(row, diff));
            }
            Entry::Occupied(mut occupied) => {
                if occupied.get_mut().add(row, diff) {
                    occupied.remove();
                }
            }
        }
    }

    /// The rows of a key, in order.
    pub fn get(&self, key: &R::Key) -> Vec<&R> {
        let mut rows: Vec<&R> = self.rows.get(key).into_iter().flat_map(Few::rows).collect();
        rows.sort();
        rows
    }

    /// The row of a key that has one.
    pub fn one(&self, key: &R::Key) -> Option<&R> {
        self.rows.get(key).and_then(|rows| rows.rows().next())
    }

    /// All rows, in no order.
    pub fn iter(&self) -> impl Iterator<Item = &R> {
        self.rows.values().flat_map(Few::rows)
    }

    /// All rows, in order.
    pub fn sorted(&self) -> Vec<&R> {
        let mut rows: Vec<&R> = self.iter().collect();
        rows.sort();
        rows
    }

    /// Keys with any row.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether there is no row.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }
}

impl<R: Eq> Few<R> {
    /// Adds copies of a row; true if nothing is left.
    fn add(&mut self, row: R, diff: isize) -> bool {
        match self {
            Few::One(known, count) if *known == row => {
                *count += diff;
                *count == 0
            }
            Few::One(..) => {
                let Few::One(known, count) = std::mem::replace(self, Few::Many(Vec::with_capacity(4))) else {
                    return false;
                };
                *self = Few::Many(vec![(known, count), (row, diff)]);
                false
            }
            Few::Many(rows) => {
                match rows.iter().position(|(known, _)| *known == row) {
                    Some(place) => {
                        if let Some((_, count)) = rows.get_mut(place) {
                            *count += diff;
                            if *count == 0 {
                                rows.swap_remove(place);
                            }
                        }
                    }
                    None => rows.push((row, diff)),
                }
                rows.is_empty()
            }
        }
    }

    fn rows(&self) -> impl Iterator<Item = &R> {
        let (one, many): (Option<&R>, &[(R, isize)]) = match self {
            Few::One(row, count) => ((*count > 0).then_some(row), &[]),
            Few::Many(rows) => (None, rows),
        };
        one.into_iter().chain(many.iter().filter(|(_, count)| *count > 0).map(|(row, _)| row))
    }
}
