//! House operators: what differential dataflow leaves to us about leaving.
//!
//! Neither knows what a row means. Both act in time order and only on times that the frontier has passed, and both
//! undo an input that is taken back. What they keep lies outside any arrangement, because an arrangement sorts
//! pending updates again at every step.

mod unfinished;
mod until;

pub use unfinished::{Place, Role, unfinished};
pub use until::{FOREVER, until};
