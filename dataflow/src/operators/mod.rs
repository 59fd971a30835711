//! House operators: what differential dataflow leaves to us about leaving.
//!
//! None knows what a row means. All act in time order and only on times that the frontier has passed, and all
//! undo an input that is taken back. What they keep lies outside any arrangement, because an arrangement sorts
//! pending updates again at every step.

mod unfinished;
mod until;
mod while_any;

pub use unfinished::{Place, Role, unfinished};
pub use until::{FOREVER, until};
pub use while_any::while_any;
