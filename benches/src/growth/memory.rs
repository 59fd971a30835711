//! What is held in memory, as the operating system sees it, while facts are made up as they are needed.
//!
//! Counting the bytes that are alive would take code that the project forbids itself, and the allocator may keep what
//! is free. So what remains after all windows have expired is compared with a graph that was fed the same facts so late
//! that no window ever held any: both keep the same answers, and the same buffers of a round.

use std::time::Duration;

use dataflow::engine::{Closed, Engine, Extent};
use dataflow::events::Record;

use super::generator::DAY_US;
use super::meter::{Meter, Outcome};
use super::run::{Order, each_round};

/// Longer than the longest window.
const LATER_US: u64 = 200 * DAY_US;
/// Rounds without facts in which the allocator may give back what is free.
const IDLE_ROUNDS: u64 = 20;

/// When the facts come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Season {
    /// In time; memory is read at once.
    Live,
    /// In time; memory is read after everything has left every window.
    Expired,
    /// When no window can hold them any longer.
    Late,
}

/// Feeds a graph in a season.
pub(crate) fn run(order: Order, extent: Extent, season: Season) -> anyhow::Result<Outcome> {
    let records = order.records();
    let meter = Meter::start()?;
    let mut engine = Engine::of(extent);
    let mut facts = 0;
    let delay_us = if season == Season::Late { LATER_US } else { 0 };
    let late = records.map(|record| Record { at_us: record.at_us + delay_us, ..record });
    each_round(late, order.round, |round| {
        facts += round.records.len() as u64;
        engine.follow(round);
        Ok(())
    })?;
    let live = meter.read(facts)?;
    if season == Season::Live {
        return Ok(live);
    }
    for round in 0..IDLE_ROUNDS {
        let closed_us = order.shape.end_us() + LATER_US + round * DAY_US;
        engine.follow(Closed { records: Vec::new(), closed_us });
        std::thread::sleep(Duration::from_millis(10)); // the allocator gives back what was free for so long
    }
    let mut outcome = meter.read(facts)?;
    outcome.also.insert("live_mb".to_owned(), live.grown_mb);
    Ok(outcome)
}
