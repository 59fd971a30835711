//! The graph at work: it is shown the log, one closed time after another, and says how its views change.
//!
//! Nothing happens between two calls, so a caller may block for as long as it likes: a lease or a retry comes due only
//! because a later time was closed. [`Engine`] steps one worker on the caller's thread; [`Workers`](crate::workers::Workers)
//! spreads the same graph over threads of its own. Both return only when everything at or before the closed time is known, and then
//! say one consolidated set of changes: a row that came and went inside the round is not seen.

use std::cell::RefCell;
use std::rc::Rc;

use differential_dataflow::consolidation::consolidate;
use differential_dataflow::input::InputSession;
use timely::WorkerConfig;
use timely::communication::Allocator;
use timely::communication::allocator::thread::Thread;
use timely::dataflow::operators::probe::Handle;
use timely::worker::Worker;

use crate::events::Record;
use crate::graph::{Inputs, Row, views};

/// A row that came (positive) or went (negative), so many times.
pub type Change = (Row, isize);

/// Records that became visible together, and the time up to which no other record can come.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Closed {
    /// In the order of the log.
    pub records: Vec<Record>,
    /// Closed time, in microseconds since the Unix epoch.
    pub closed_us: u64,
}

/// One worker on the caller's thread.
pub struct Engine {
    worker: Worker,
    seat: Seat,
}

impl Engine {
    /// An engine that has seen nothing.
    pub fn new() -> Self {
        let allocator = Allocator::Thread(Thread::default());
        let mut worker = Worker::new(WorkerConfig::default(), allocator, None);
        let seat = Seat::new(&mut worker);
        Engine { worker, seat }
    }

    /// Shows one closed time and returns how the views changed, once all of it is known.
    ///
    /// Every record enters at the closed time: what lies before it will not be asked for again, so a whole log can be
    /// shown in one round. A time that was closed before is taken as the next one after it.
    pub fn advance(&mut self, closed: Closed) -> Vec<Change> {
        self.advance_by(closed.closed_us, closed.records.into_iter().map(|record| (record, 1)))
    }

    /// As [`Engine::advance`], with a multiplicity for each record: a negative one takes the record back.
    pub fn advance_by(&mut self, closed_us: u64, records: impl IntoIterator<Item = (Record, isize)>) -> Vec<Change> {
        self.seat.enter(closed_us, records);
        while !self.seat.is_done() {
            self.worker.step();
        }
        self.seat.changes()
    }
}

impl Default for Engine {
    fn default() -> Self {
        Engine::new()
    }
}

/// One worker's share of the graph: its input, what comes out of it, and how far it is.
pub(crate) struct Seat {
    input: InputSession<u64, Record, isize>,
    probe: Handle<u64>,
    changes: Rc<RefCell<Vec<Change>>>,
}

impl Seat {
    pub(crate) fn new(worker: &mut Worker) -> Self {
        let mut input = InputSession::new();
        let probe = Handle::new();
        let changes = Rc::new(RefCell::new(Vec::new()));
        let seen = Rc::clone(&changes);
        worker.dataflow::<u64, _, _>(|scope| {
            let inputs = Inputs { records: input.to_collection(scope) };
            views(inputs)
                .rows()
                .inspect_batch(move |_time, batch| {
                    seen.borrow_mut().extend(batch.iter().map(|(row, _time, diff)| (row.clone(), *diff)));
                })
                .probe_with(&probe);
        });
        Seat { input, probe, changes }
    }

    pub(crate) fn enter(&mut self, closed_us: u64, records: impl IntoIterator<Item = (Record, isize)>) {
        let closed_us = closed_us.max(*self.input.time());
        self.input.advance_to(closed_us);
        for (record, diff) in records {
            self.input.update(record, diff);
        }
        self.input.advance_to(closed_us + 1);
        self.input.flush();
    }

    pub(crate) fn is_done(&self) -> bool {
        !self.probe.less_than(self.input.time())
    }

    pub(crate) fn changes(&mut self) -> Vec<Change> {
        let mut changes = self.changes.take();
        consolidate(&mut changes);
        changes
    }
}
