//! Plain structures that follow the changes of the views, for whoever asks.
//!
//! Multiplicities are kept and changes are applied a whole round at a time, so what is read is always the views at one
//! closed time. [`Agenda`] follows what is outstanding: it is all that executors need. [`Tables`] follows what is
//! known about answers, for exports; [`Board`] what is known about growth, for questions.

mod agenda;
mod board;
pub mod chats;
pub mod core;
pub mod everyone;
mod group;
pub mod learners;
pub mod operations;
pub mod prompts;
mod table;
mod tables;
mod waiting;

use std::collections::BTreeMap;

pub use agenda::Agenda;
pub use board::Board;
pub use table::{Keyed, Table};
pub use tables::Tables;
pub use waiting::{Waiting, WaitsFor};

/// Adds a difference to a row's multiplicity; a row that is there no times is forgotten.
fn add<K: Ord>(rows: &mut BTreeMap<K, isize>, row: K, diff: isize) {
    use std::collections::btree_map::Entry;
    match rows.entry(row) {
        Entry::Vacant(vacant) => {
            vacant.insert(diff);
        }
        Entry::Occupied(mut occupied) => {
            *occupied.get_mut() += diff;
            if *occupied.get() == 0 {
                occupied.remove();
            }
        }
    }
}
