//! A long history straight into the graph, not through the log: two workers, records read ahead by a thread.

use std::sync::mpsc::sync_channel;

use dataflow::engine::Extent;
use dataflow::events::Record;
use dataflow::workers::Workers;

use super::digest;
use super::meter::{Meter, Outcome};
use super::run::{Order, deal};
use crate::machine::peak_mb;

/// Batches that may wait for the workers.
const READ_AHEAD: usize = 2;

/// Shows all batches of a source to the core views. The time of reading is part of the time.
pub(crate) fn replay(
    order: Order,
    source: impl FnOnce(&mut dyn FnMut(Vec<Record>)) -> anyhow::Result<()> + Send,
) -> anyhow::Result<Outcome> {
    let mut workers = Workers::of(Extent::Core, order.workers)?;
    let meter = Meter::start()?;
    let (batches, read) = sync_channel::<Vec<Record>>(READ_AHEAD);
    let facts = std::thread::scope(|scope| {
        let reader = scope.spawn(move || {
            source(&mut |batch| {
                // If nobody takes it, the workers have failed and say so.
                let _ = batches.send(batch);
            })
        });
        let mut facts = 0;
        for batch in read {
            facts += batch.len() as u64;
            let closed_us = batch.last().map_or(0, |record| record.at_us);
            workers.follow(closed_us, deal(batch, order.workers))?;
        }
        reader.join().map_err(|_| anyhow::anyhow!("the reader of facts panicked"))??;
        anyhow::Ok(facts)
    })?;
    let mut outcome = meter.read(facts)?;
    outcome.also.insert("peak_mb".to_owned(), peak_mb(std::process::id()).unwrap_or(f64::NAN));
    workers.follow(order.shape.end_us(), Vec::new())?;
    outcome.digests = digest::together(workers.ask(digest::of_board)?);
    Ok(outcome)
}
