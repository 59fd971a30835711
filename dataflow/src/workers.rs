//! The graph on several threads, for more facts than one core can follow.
//!
//! Every worker sees every closed time and is handed a share of the records; the operators spread them by key. Each has a
//! [`Board`] of the keys that fell to it. Workers park between rounds. A worker that panics stops the whole: the next call says so, and the process is to end.

use std::sync::mpsc::{Receiver, Sender, SyncSender, TryRecvError, channel, sync_channel};
use std::sync::{Mutex, PoisonError};
use std::thread::Thread;

use differential_dataflow::consolidation::consolidate;
use timely::Config;
use timely::communication::initialize::WorkerGuards;
use timely::worker::Worker;

use crate::engine::{Change, Closed, Extent, PART_RECORDS, Seat};
use crate::events::Record;
use crate::read_model::Board;

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
    orders: Option<SyncSender<Order>>,
    changes: Receiver<Vec<Change>>,
    thread: Thread,
}

/// What a worker has of its desk.
struct Place {
    orders: Receiver<Order>,
    changes: Sender<Vec<Change>>,
}

/// What a worker is told to do; it answers each order with changes, which may be none.
enum Order {
    /// See a closed time and say what changed.
    Advance(Closed),
    /// See a closed time and apply how growth has changed.
    Follow(Closed),
    /// Answer a question about growth.
    Ask(Box<dyn FnOnce(&Board) + Send>),
}

impl Workers {
    /// Starts so many workers with the whole graph, which have seen nothing.
    ///
    /// # Errors
    /// When the operating system gives no threads.
    pub fn start(workers: usize) -> Result<Self, WorkersError> {
        Workers::of(Extent::Whole, workers)
    }

    /// Starts so many workers with a part of the graph, which have seen nothing.
    ///
    /// # Errors
    /// When the operating system gives no threads.
    pub fn of(extent: Extent, workers: usize) -> Result<Self, WorkersError> {
        let mut ends = Vec::new();
        let mut places = Vec::new();
        for _ in 0..workers.max(1) {
            let (orders, orders_of_worker) = sync_channel(1);
            let (changes_of_worker, changes) = channel();
            ends.push((orders, changes));
            places.push(Some(Place { orders: orders_of_worker, changes: changes_of_worker }));
        }
        let places = Mutex::new(places);
        let guards = timely::execute(Config::process(ends.len()), move |worker| {
            let mut places = places.lock().unwrap_or_else(PoisonError::into_inner);
            let place = places.get_mut(worker.index()).and_then(Option::take);
            drop(places);
            if let Some(place) = place {
                work(worker, &place, extent);
            }
        })
        .map_err(WorkersError::Start)?;
        let threads: Vec<_> = guards.guards().iter().map(|guard| guard.thread().clone()).collect();
        let desks = ends
            .into_iter()
            .zip(threads)
            .map(|((orders, changes), thread)| Desk { orders: Some(orders), changes, thread })
            .collect();
        Ok(Workers { desks, guards: Some(guards), has_failed: false })
    }

    /// As [`Engine::advance`](crate::engine::Engine::advance).
    ///
    /// # Errors
    /// When a worker has stopped.
    pub fn advance(&mut self, closed: Closed) -> Result<Vec<Change>, WorkersError> {
        let closed_us = closed.closed_us;
        let shares = std::iter::once(closed.records);
        self.round(shares, |records| Order::Advance(Closed { records, closed_us }))
    }

    /// As [`Engine::follow`](crate::engine::Engine::follow), with the records in shares, one for each worker.
    ///
    /// # Errors
    /// When a worker has stopped.
    pub fn follow(&mut self, closed_us: u64, shares: Vec<Vec<Record>>) -> Result<(), WorkersError> {
        self.round(shares.into_iter(), |records| Order::Follow(Closed { records, closed_us })).map(drop)
    }

    /// Asks each worker's [`Board`] the same, and gives the answers in the order of the workers.
    ///
    /// # Errors
    /// When a worker has stopped.
    pub fn ask<A: Send + 'static>(
        &mut self,
        question: impl Fn(&Board) -> A + Clone + Send + 'static,
    ) -> Result<Vec<A>, WorkersError> {
        let (answers, answered) = channel();
        self.round(std::iter::empty(), |_| {
            let (question, answers) = (question.clone(), answers.clone());
            Order::Ask(Box::new(move |board| {
                // Whoever asked may have gone with another worker's failure.
                let _ = answers.send(question(board));
            }))
        })?;
        drop(answers);
        Ok(answered.into_iter().collect())
    }

    /// Gives every worker an order and collects the changes.
    fn round(
        &mut self,
        shares: impl Iterator<Item = Vec<Record>>,
        order: impl Fn(Vec<Record>) -> Order,
    ) -> Result<Vec<Change>, WorkersError> {
        let done = self.give(shares, order);
        self.has_failed |= done.is_err();
        done
    }

    fn give(
        &self,
        mut shares: impl Iterator<Item = Vec<Record>>,
        order: impl Fn(Vec<Record>) -> Order,
    ) -> Result<Vec<Change>, WorkersError> {
        for desk in &self.desks {
            let orders = desk.orders.as_ref().ok_or(WorkersError::Stopped)?;
            orders.send(order(shares.next().unwrap_or_default())).map_err(|_| WorkersError::Stopped)?;
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
            desk.orders = None;
            desk.thread.unpark();
        }
        if self.has_failed {
            // The others may wait for the one that failed, for ever: their threads end with the process.
            std::mem::forget(self.guards.take());
        }
    }
}

fn work(worker: &mut Worker, place: &Place, extent: Extent) {
    let mut seat = Seat::new(worker, extent);
    loop {
        match place.orders.try_recv() {
            Ok(order) => {
                if place.changes.send(follow(worker, &mut seat, order)).is_err() {
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

fn finish(worker: &mut Worker, seat: &Seat) {
    while !seat.is_done() {
        worker.step_or_park(None);
    }
}

fn follow(worker: &mut Worker, seat: &mut Seat, order: Order) -> Vec<Change> {
    match order {
        Order::Advance(Closed { records, closed_us }) => {
            seat.enter(closed_us, records.into_iter().map(|record| (record, 1)).collect());
            finish(worker, seat);
            seat.changes()
        }
        Order::Follow(closed) => {
            let closed_us = closed.closed_us;
            seat.board().apply_from_now();
            let step = || {
                worker.step();
            };
            seat.enter_known(closed, PART_RECORDS, step);
            finish(worker, seat);
            seat.board().close(closed_us);
            Vec::new()
        }
        Order::Ask(question) => {
            question(seat.board());
            Vec::new()
        }
    }
}
