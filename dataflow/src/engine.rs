//! The graph at work: it is shown the log, one closed time after another, and says how its views change.
//!
//! Nothing happens between two calls, so a caller may block for as long as it likes: a lease or a retry comes due only
//! because a later time was closed. [`Engine`] steps one worker on the caller's thread; [`Workers`](crate::workers::Workers)
//! spreads the same graph over threads of its own. Both return only when everything at or before the closed time is
//! known. `advance` says one consolidated set of changes: a row that came and went inside the round is not seen.
//! `follow` is for the views of growth: it applies their changes to a [`Board`], which can then be asked.

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
use crate::graph::{self, Row, Rows};
use crate::read_model::Board;
use crate::records::Records;

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

/// Which part of the graph is kept. Each part sees the whole log; none is paid for that is not kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Extent {
    /// Everything.
    Whole,
    /// What is outstanding and what is known about each answer.
    Answers,
    /// The views of growth.
    Growth,
    /// Of these, the ones that everybody looks at first.
    Core,
}

/// Records that what is known is shown before the graph is stepped: many enough that a view looks at a key once for many
/// of its facts, few enough that what is on its way takes little memory.
pub const PART_RECORDS: usize = 65_536;

/// One worker on the caller's thread.
pub struct Engine {
    worker: Worker,
    seat: Seat,
    /// Shown to what is outstanding and not yet to what is known.
    unsettled: Vec<Record>,
    closed_us: u64,
    part_records: usize,
}

impl Engine {
    /// An engine with the whole graph, that has seen nothing.
    pub fn new() -> Self {
        Engine::of(Extent::Whole)
    }

    /// An engine with a part of the graph, that has seen nothing.
    pub fn of(extent: Extent) -> Self {
        let allocator = Allocator::Thread(Thread::default());
        let mut worker = Worker::new(WorkerConfig::default(), allocator, None);
        let seat = Seat::new(&mut worker, extent);
        Engine { worker, seat, unsettled: Vec::new(), closed_us: 0, part_records: PART_RECORDS }
    }

    /// The same with parts of another size than [`PART_RECORDS`], which changes nothing but the time that a round takes.
    #[must_use]
    pub fn in_parts_of(self, part_records: usize) -> Self {
        Engine { part_records: part_records.max(1), ..self }
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
        self.seat.enter_work(closed.closed_us, closed.records.into_iter().map(|record| (record, 1)));
        self.finish();
        self.seat.changes()
    }

    /// Lets what is known catch up with what is outstanding.
    pub fn settle(&mut self) -> Vec<Change> {
        let records = std::mem::take(&mut self.unsettled);
        self.show_known(Closed { records, closed_us: self.closed_us });
        self.seat.board.close(self.closed_us);
        self.seat.changes()
    }

    /// From now on changes of growth and chats are applied to the [`Board`] and no longer said.
    pub fn keep_board(&mut self) {
        self.seat.board.apply_from_now();
    }

    /// Records that what is known has not been shown.
    pub fn unsettled(&self) -> usize {
        self.unsettled.len()
    }

    /// As [`Engine::advance`], with a multiplicity for each record: a negative one takes the record back.
    pub fn advance_by(&mut self, closed_us: u64, records: impl IntoIterator<Item = (Record, isize)>) -> Vec<Change> {
        self.seat.enter(closed_us, records.into_iter().collect());
        self.finish();
        self.seat.changes()
    }

    /// Shows one closed time to what is known, and applies how growth has changed to the [`Board`].
    pub fn follow(&mut self, closed: Closed) -> &Board {
        self.seat.board.apply_from_now();
        let closed_us = closed.closed_us;
        self.show_known(closed);
        self.seat.board.close(closed_us);
        &self.seat.board
    }

    /// What [`Engine::follow`] has made of growth.
    pub fn board(&self) -> &Board {
        &self.seat.board
    }

    fn show_known(&mut self, closed: Closed) {
        let step = || {
            self.worker.step();
        };
        self.seat.enter_known(closed, self.part_records, step);
        self.finish();
    }

    fn finish(&mut self) {
        while !self.seat.is_done() {
            self.worker.step();
        }
    }
}

impl Default for Engine {
    fn default() -> Self {
        Engine::new()
    }
}

/// One worker's share of the graph: its two inputs with how far each is, and what comes out.
///
/// The log is an input twice. What is outstanding follows every commit; what is known may lag behind it, so that the
/// work of a busy moment does not wait for it. Each half is exact at the time that it has been shown.
pub(crate) struct Seat {
    work: Option<Door>,
    known: Option<Door>,
    changes: Rc<RefCell<Vec<Change>>>,
    board: Board,
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

    /// Lets the graph take a `step` after each part of so many records: what it made of one part is taken in before the
    /// next one comes.
    fn enter_in_parts(&mut self, closed: Closed, part_records: usize, mut step: impl FnMut()) {
        let Closed { mut records, closed_us } = closed;
        let closed_us = closed_us.max(*self.input.time());
        self.input.advance_to(closed_us);
        let last = records.split_off(records.len() - records.len() % part_records);
        for (record, number) in records.into_iter().zip(1_usize..) {
            self.input.update(record, 1);
            if number % part_records == 0 {
                self.input.flush();
                step();
            }
        }
        self.enter(closed_us, last.into_iter().map(|record| (record, 1)));
    }

    fn is_done(&self) -> bool {
        !self.probe.less_than(self.input.time())
    }
}

impl Seat {
    pub(crate) fn new(worker: &mut Worker, extent: Extent) -> Self {
        let changes = Rc::new(RefCell::new(Vec::new()));
        let board = Board::default();
        let (mut work, mut known) = (None, None);
        worker.dataflow::<u64, _, _>(|scope| {
            if matches!(extent, Extent::Whole | Extent::Answers) {
                let door = work.insert(Door::new());
                let views = graph::work(&Records::of(door.input.to_collection(scope)));
                heard(views.rows(), &changes).probe_with(&door.probe);
            }
            let door = known.insert(Door::new());
            let log = Records::of(door.input.to_collection(scope));
            let answered_prompts = if matches!(extent, Extent::Whole | Extent::Growth) {
                let chat = graph::chat(&log);
                let answered_prompts = chat.answered_prompts.clone();
                board.chats.follow(chat, &door.probe);
                board.operations.follow(graph::operations(&log), &door.probe);
                answered_prompts
            } else {
                graph::prompted(&log)
            };
            let records = graph::with_prompts(log, answered_prompts);
            if matches!(extent, Extent::Whole | Extent::Answers) {
                heard(graph::known(&records).rows(), &changes).probe_with(&door.probe);
            }
            match extent {
                Extent::Whole | Extent::Growth => board.follow(graph::growth(&records), &door.probe),
                Extent::Core => board.core.follow(graph::core(&records), &door.probe),
                Extent::Answers => {}
            }
        });
        Seat { work, known, changes, board }
    }

    fn enter_work(&mut self, closed_us: u64, records: impl IntoIterator<Item = (Record, isize)>) {
        if let Some(door) = &mut self.work {
            door.enter(closed_us, records);
        }
    }

    /// Shows what is known a closed time, with a `step` after each part of so many records.
    pub(crate) fn enter_known(&mut self, closed: Closed, part_records: usize, step: impl FnMut()) {
        if let Some(door) = &mut self.known {
            door.enter_in_parts(closed, part_records, step);
        }
    }

    /// Shows both halves the same.
    pub(crate) fn enter(&mut self, closed_us: u64, records: Vec<(Record, isize)>) {
        self.enter_work(closed_us, records.iter().cloned());
        if let Some(door) = &mut self.known {
            door.enter(closed_us, records);
        }
    }

    pub(crate) fn is_done(&self) -> bool {
        [&self.work, &self.known].into_iter().flatten().all(Door::is_done)
    }

    /// How all views have changed since the last call, growth included unless it is applied.
    pub(crate) fn changes(&mut self) -> Vec<Change> {
        let mut changes = self.changes.take();
        changes.extend(self.board.noted());
        consolidate(&mut changes);
        changes
    }

    pub(crate) fn board(&mut self) -> &mut Board {
        &mut self.board
    }
}

/// The rows, each of whose changes is also noted down.
fn heard<'scope>(rows: Rows<'scope, Row>, changes: &Rc<RefCell<Vec<Change>>>) -> Rows<'scope, Row> {
    let changes = Rc::clone(changes);
    rows.inspect_batch(move |_time, batch| {
        changes.borrow_mut().extend(batch.iter().map(|(row, _time, diff)| (row.clone(), *diff)));
    })
}
