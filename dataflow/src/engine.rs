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
use crate::graph::{Inputs, Row, Rows, views};

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
    /// Shown to what is outstanding and not yet to what is known.
    unsettled: Vec<Record>,
    closed_us: u64,
}

impl Engine {
    /// An engine that has seen nothing.
    pub fn new() -> Self {
        let allocator = Allocator::Thread(Thread::default());
        let mut worker = Worker::new(WorkerConfig::default(), allocator, None);
        let seat = Seat::new(&mut worker);
        Engine { worker, seat, unsettled: Vec::new(), closed_us: 0 }
    }

    /// Shows one closed time and returns how all views changed, once all of it is known.
    ///
    /// Every record enters at the closed time: what lies before it will not be asked for again, so a whole log can be
    /// shown in one round. A time that was closed before is taken as the next one after it.
    pub fn advance(&mut self, closed: Closed) -> Vec<Change> {
        let mut changes = self.advance_work(closed);
        changes.extend(self.settle());
        consolidate(&mut changes);
        changes
    }

    /// As [`Engine::advance`], for what is outstanding alone; what is known follows with [`Engine::settle`].
    pub fn advance_work(&mut self, closed: Closed) -> Vec<Change> {
        self.unsettled.extend_from_slice(&closed.records);
        self.closed_us = closed.closed_us;
        self.seat.work.enter(closed.closed_us, closed.records.into_iter().map(|record| (record, 1)));
        self.finish()
    }

    /// Lets what is known catch up with what is outstanding.
    pub fn settle(&mut self) -> Vec<Change> {
        let records = std::mem::take(&mut self.unsettled);
        self.seat.known.enter(self.closed_us, records.into_iter().map(|record| (record, 1)));
        self.finish()
    }

    /// Records that what is known has not been shown.
    pub fn unsettled(&self) -> usize {
        self.unsettled.len()
    }

    /// As [`Engine::advance`], with a multiplicity for each record: a negative one takes the record back.
    pub fn advance_by(&mut self, closed_us: u64, records: impl IntoIterator<Item = (Record, isize)>) -> Vec<Change> {
        let records: Vec<_> = records.into_iter().collect();
        self.seat.enter(closed_us, records);
        self.finish()
    }

    fn finish(&mut self) -> Vec<Change> {
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

/// One worker's share of the graph: its two inputs with how far each is, and what comes out.
pub(crate) struct Seat {
    work: Door,
    known: Door,
    changes: Rc<RefCell<Vec<Change>>>,
}

/// An input, and how far everything behind it is.
struct Door {
    input: InputSession<u64, Record, isize>,
    probe: Handle<u64>,
}

impl Door {
    fn new() -> Self {
        Door { input: InputSession::new(), probe: Handle::new() }
    }

    fn enter(&mut self, closed_us: u64, records: impl IntoIterator<Item = (Record, isize)>) {
        let closed_us = closed_us.max(*self.input.time());
        self.input.advance_to(closed_us);
        for (record, diff) in records {
            self.input.update(record, diff);
        }
        self.input.advance_to(closed_us + 1);
        self.input.flush();
    }

    fn is_done(&self) -> bool {
        !self.probe.less_than(self.input.time())
    }
}

impl Seat {
    pub(crate) fn new(worker: &mut Worker) -> Self {
        let (mut work, mut known) = (Door::new(), Door::new());
        let changes = Rc::new(RefCell::new(Vec::new()));
        worker.dataflow::<u64, _, _>(|scope| {
            let views = views(Inputs {
                records: work.input.to_collection(scope),
                settled_records: known.input.to_collection(scope),
            });
            heard(views.work.rows(), &changes).probe_with(&work.probe);
            heard(views.known.rows(), &changes).probe_with(&known.probe);
        });
        Seat { work, known, changes }
    }

    /// Shows both halves the same.
    pub(crate) fn enter(&mut self, closed_us: u64, records: Vec<(Record, isize)>) {
        self.work.enter(closed_us, records.iter().cloned());
        self.known.enter(closed_us, records);
    }

    pub(crate) fn is_done(&self) -> bool {
        self.work.is_done() && self.known.is_done()
    }

    pub(crate) fn changes(&mut self) -> Vec<Change> {
        let mut changes = self.changes.take();
        consolidate(&mut changes);
        changes
    }
}

/// The rows, each of whose changes is also noted down.
fn heard<'scope>(rows: Rows<'scope, Row>, changes: &Rc<RefCell<Vec<Change>>>) -> Rows<'scope, Row> {
    let changes = Rc::clone(changes);
    rows.inspect_batch(move |_time, batch| {
        changes.borrow_mut().extend(batch.iter().map(|(row, _time, diff)| (row.clone(), *diff)));
    })
}
