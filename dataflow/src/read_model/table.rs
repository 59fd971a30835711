//! One view as a table that can be asked by key.
//!
//! Multiplicities are kept, and the order in which a round's changes come does not matter. Whoever owns the graph steps
//! it through whole rounds and only then lends the table out, so nobody ever reads half of one.

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
use crate::operators::give_back;

/// A row that is asked for by a key, which it shares with other rows or has alone.
pub trait Keyed: Clone + Ord + Debug + 'static {
    /// By what it is asked for.
    type Key: Copy + Eq + Ord + Hash + Debug;

    /// This row's key.
    fn key(&self) -> Self::Key;
}

/// The rows of one view at one closed time.
pub struct Table<R: Keyed> {
    state: Rc<RefCell<State<R>>>,
}

struct State<R: Keyed> {
    rows: FxHashMap<R::Key, Few<R>>,
    /// Keys without a row since this round, most of which get one again before it ends.
    emptied: Vec<R::Key>,
    /// Changes that are noted instead of applied; none where they are applied.
    noted: Option<Vec<(R, isize)>>,
}

/// The rows of one key with their multiplicities. Most keys have one row.
enum Few<R> {
    None,
    One(R, isize),
    /// In order.
    Many(Vec<(R, isize)>),
}

impl<R: Keyed> Default for Table<R> {
    fn default() -> Self {
        let state = State { rows: FxHashMap::default(), emptied: Vec::new(), noted: Some(Vec::new()) };
        Table { state: Rc::new(RefCell::new(state)) }
    }
}

impl<R: Keyed> State<R> {
    /// Most changes come in twos, of the row that goes and the one that takes its place.
    fn add(&mut self, changes: impl Iterator<Item = (R, isize)>) {
        let mut changes = changes.peekable();
        while let Some((row, diff)) = changes.next() {
            let key = row.key();
            let rows = self.rows.entry(key).or_insert(Few::None);
            rows.add(row, diff);
            while let Some((row, diff)) = changes.next_if(|(next, _)| next.key() == key) {
                rows.add(row, diff);
            }
            if matches!(rows, Few::None) {
                self.emptied.push(key);
            }
        }
    }
}

impl<R: Keyed> Table<R> {
    /// Follows every change of these rows from now on; `probe` says how far they are.
    pub(crate) fn follow(&self, rows: Rows<'_, R>, name: &str, probe: &Handle<u64>) {
        let state = Rc::clone(&self.state);
        rows.inner
            .unary::<CapacityContainerBuilder<Vec<()>>, _, _, _>(Pipeline, name, move |_capability, _info| {
                move |input, _output| {
                    input.for_each(|_capability, changes| {
                        let state = &mut *state.borrow_mut();
                        let changes = changes.drain(..).map(|(row, _, diff)| (row, diff));
                        match &mut state.noted {
                            Some(noted) => noted.extend(changes),
                            None => state.add(changes),
                        }
                    });
                }
            })
            .probe_with(probe);
    }

    /// What has been noted.
    pub(crate) fn noted(&mut self) -> Vec<(R, isize)> {
        self.state.borrow_mut().noted.as_mut().map(std::mem::take).unwrap_or_default()
    }

    /// From now on changes are applied as they come. Nobody can look before a round is whole, since to look is to borrow
    /// from whoever steps the graph.
    pub(crate) fn apply_from_now(&mut self) {
        let state = &mut *self.state.borrow_mut();
        let noted = state.noted.take().unwrap_or_default();
        state.add(noted.into_iter());
    }

    /// Forgets the keys that have no row, at the end of a round.
    pub(crate) fn tidy(&mut self) {
        let state = &mut *self.state.borrow_mut();
        for key in state.emptied.drain(..) {
            if matches!(state.rows.get(&key), Some(Few::None)) {
                state.rows.remove(&key);
            }
        }
        give_back(&mut state.rows);
        if state.emptied.capacity() > 1 << 16 {
            state.emptied = Vec::new();
        }
    }

    /// The rows of a key, in order.
    pub fn get(&self, key: &R::Key) -> Vec<R> {
        self.state.borrow().rows.get(key).into_iter().flat_map(Few::rows).cloned().collect()
    }

    /// The row of a key that has one.
    pub fn one(&self, key: &R::Key) -> Option<R> {
        self.state.borrow().rows.get(key).and_then(|rows| rows.rows().next()).cloned()
    }

    /// Calls for each row, in no order.
    pub fn for_each(&self, call: impl FnMut(&R)) {
        self.state.borrow().rows.values().flat_map(Few::rows).for_each(call);
    }

    /// All rows, in order.
    pub fn sorted(&self) -> Vec<R> {
        let mut rows: Vec<R> = Vec::new();
        self.for_each(|row| rows.push(row.clone()));
        rows.sort();
        rows
    }

    /// Keys with any row.
    pub fn len(&self) -> usize {
        self.state.borrow().rows.len()
    }

    /// Whether there is no row.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

impl<R: Ord> Few<R> {
    /// Adds copies of a row.
    fn add(&mut self, row: R, diff: isize) {
        match self {
            Few::None => *self = Few::One(row, diff),
            Few::One(known, count) if *known == row => {
                *count += diff;
                if *count == 0 {
                    *self = Few::None;
                }
            }
            Few::One(..) => {
                if let Few::One(known, count) = std::mem::replace(self, Few::None) {
                    let mut rows = vec![(known, count), (row, diff)];
                    rows.sort();
                    *self = Few::Many(rows);
                }
            }
            Few::Many(rows) => {
                match rows.binary_search_by(|(known, _)| known.cmp(&row)) {
                    Ok(place) => {
                        if let Some((_, count)) = rows.get_mut(place) {
                            *count += diff;
                            if *count == 0 {
                                rows.remove(place);
                            }
                        }
                    }
                    Err(place) => rows.insert(place, (row, diff)),
                }
                if rows.is_empty() {
                    *self = Few::None;
                }
            }
        }
    }

    fn rows(&self) -> impl Iterator<Item = &R> {
        let (one, many): (Option<&R>, &[(R, isize)]) = match self {
            Few::None => (None, &[]),
            Few::One(row, count) => ((*count > 0).then_some(row), &[]),
            Few::Many(rows) => (None, rows),
        };
        one.into_iter().chain(many.iter().filter(|(_, count)| *count > 0).map(|(row, _)| row))
    }
}
