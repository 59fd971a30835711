//! House operators: what differential dataflow leaves to us about leaving, and about rounds.
//!
//! None knows what a row means. All act only on times that the frontier has passed, and all undo an input that is taken
//! back. What they keep lies outside any arrangement, because an arrangement sorts pending updates again at every step
//! and pays for every change twice. [`unfinished`] and [`known`] are the doors, [`until`] and [`between`] the calendar. The
//! others take whole rounds, `in_rounds`: [`totals`], [`distinct`], [`sliding`], [`first`], [`greatest`], [`grouped`],
//! [`beside`] and [`dated`] each ask about one key, [`most`] and [`earliest`] do where a row brings many items to a key,
//! [`overall`] asks about all of them; what is outstanding brings a state of its own.

mod beside;
mod dated;
mod distinct;
mod earliest;
mod first;
mod greatest;
mod grouped;
mod known;
mod most;
mod overall;
mod rounds;
mod sliding;
mod sums;
mod totals;
mod unfinished;
mod until;
mod windows;

pub use beside::{Beside, beside};
pub use dated::{Verdict, dated};
pub use distinct::distinct;
pub use earliest::earliest;
pub use first::first;
pub use greatest::{Standings, greatest};
pub use grouped::{Made, Values, grouped};
pub use known::{Belongs, known};
pub use most::{Bag, most};
pub use overall::{Overall, overall};
pub use rounds::FOREVER;
pub(crate) use rounds::{Rounds, add, in_rounds};
pub use sliding::sliding;
pub(crate) use sums::sums;
pub use sums::{Once, Part, Sums};
pub use totals::totals;
pub(crate) use totals::{give_back, make_room};
pub use unfinished::{Place, Role, unfinished};
pub use until::{Stay, between, until};
pub use windows::{DAY_MS, HOUR_MS, Share, Windows};
