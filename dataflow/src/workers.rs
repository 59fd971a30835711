//! The graph on several threads, for more facts than one core can follow.
//!
//! Every worker sees every closed time; the first also gets the records, and the operators spread them by key. Workers
//! park between rounds. A worker that panics stops the whole: the next call says so, and the process is to end.

use std::sync::mpsc::{Receiver, Sender, SyncSender, TryRecvError, channel, sync_channel};
use std::sync::{Mutex, PoisonError};
use std::thread::Thread;

use differential_dataflow::consolidation::consolidate;
use timely::Config;
use timely::communication::initialize::WorkerGuards;
use timely::worker::Worker;

use crate::engine::{Change, Closed, Seat};

/// Workers could not be started, or one of them has stopped.
#[derive(Debug, thiserror::Error)]
pub enum WorkersError {
    /// The threads could not be started.
    #[error("graph workers cannot start: {0}")]
    Start(String),
    /// A worker has panicked; the process is to end.
    #[error("a worker of the graph has stopped")]
    Stopped,
}

/// The graph on several threads.
pub struct Workers {
    desks: Vec<Desk>,
    guards: Option<WorkerGuards<()>>,
    has_failed: bool,
}

/// The way to one worker and back.
struct Desk {
    rounds: Option<SyncSender<Closed>>,
    changes: Receiver<Vec<Change>>,
    thread: Thread,
}

/// What a worker has of its desk.
struct Place {
    rounds: Receiver<Closed>,
    changes: Sender<Vec<Change>>,
}

impl Workers {
    /// Starts so many workers, which have seen nothing.
    ///
    /// # Errors
    /// When the operating system gives no threads.
    pub fn start(workers: usize) -> Result<Self, WorkersError> {
        let mut ends = Vec::new();
        let mut places = Vec::new();
        for _ in 0..workers.max(1) {
            let (rounds, rounds_of_worker) = sync_channel(1);
            let (changes_of_worker, changes) = channel();
            ends.push((rounds, changes));
            places.push(Some(Place { rounds: rounds_of_worker, changes: changes_of_worker }));
        }
        let places = Mutex::new(places);
        let guards = timely::execute(Config::process(ends.len()), move |worker| {
            let mut places = places.lock().unwrap_or_else(PoisonError::into_inner);
            let place = places.get_mut(worker.index()).and_then(Option::take);
            drop(places);
            if let Some(place) = place {
                work(worker, &place);
            }
        })
        .map_err(WorkersError::Start)?;
        let threads: Vec<_> = guards.guards().iter().map(|guard| guard.thread().clone()).collect();
        let desks = ends
            .into_iter()
            .zip(threads)
            .map(|((rounds, changes), thread)| Desk { rounds: Some(rounds), changes, thread })
            .collect();
        Ok(Workers { desks, guards: Some(guards), has_failed: false })
    }

    /// As [`Engine::advance`](crate::engine::Engine::advance).
    ///
    /// # Errors
    /// When a worker has stopped.
    pub fn advance(&mut self, closed: Closed) -> Result<Vec<Change>, WorkersError> {
        let advanced = self.round(closed);
        self.has_failed |= advanced.is_err();
        advanced
    }

    fn round(&self, closed: Closed) -> Result<Vec<Change>, WorkersError> {
        let closed_us = closed.closed_us;
        let mut share = Some(closed);
        for desk in &self.desks {
            let closed = share.take().unwrap_or(Closed { records: Vec::new(), closed_us });
            let rounds = desk.rounds.as_ref().ok_or(WorkersError::Stopped)?;
            rounds.send(closed).map_err(|_| WorkersError::Stopped)?;
            desk.thread.unpark();
        }
        let mut changes = Vec::new();
        for desk in &self.desks {
            changes.extend(desk.changes.recv().map_err(|_| WorkersError::Stopped)?);
        }
        consolidate(&mut changes);
        Ok(changes)
    }
}

impl Drop for Workers {
    fn drop(&mut self) {
        for desk in &mut self.desks {
            desk.rounds = None;
            desk.thread.unpark();
        }
        if self.has_failed {
            // The others may wait for the one that failed, for ever: their threads end with the process.
            std::mem::forget(self.guards.take());
        }
    }
}

fn work(worker: &mut Worker, place: &Place) {
    let mut seat = Seat::new(worker);
    loop {
        match place.rounds.try_recv() {
            Ok(closed) => {
                seat.enter(closed.closed_us, closed.records.into_iter().map(|record| (record, 1)).collect());
                while !seat.is_done() {
                    worker.step_or_park(None);
                }
                if place.changes.send(seat.changes()).is_err() {
                    return;
                }
            }
            // The sender unparks after it has sent, so nothing sent before the parking is missed.
            Err(TryRecvError::Empty) => {
                worker.step_or_park(None);
            }
            Err(TryRecvError::Disconnected) => return,
        }
    }
}
