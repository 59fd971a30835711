//! What is known at one closed time, from records that are all there: the graph for a single question.
//!
//! For whoever asks about a few learners at a time and keeps nothing between two questions, as a release does: what is
//! outstanding is not wired, and the spoken answers, which the engine keeps to itself, come along. The views are those
//! of [`crate::graph`], so there is no second way in which they could be right.

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
use crate::read_model::Tables;
use crate::records::Records;
use crate::views::SpokenAnswer;
use crate::views::spoken::spoken;

/// What is known about answers and learners at one closed time.
#[derive(Clone, Debug, Default)]
pub struct Known {
    /// The views of what is known.
    pub tables: Tables,
    /// The view `spoken`, by learner and time.
    pub spoken: Vec<SpokenAnswer>,
}

/// What these records say, once the time is closed, in microseconds since the Unix epoch.
///
/// Of each learner either all records up to that time are there or none.
pub fn known_at(records: Vec<Record>, closed_us: u64) -> Known {
    let mut worker = Worker::new(WorkerConfig::default(), Allocator::Thread(Thread::default()), None);
    let mut input = InputSession::<u64, Record, isize>::new();
    let probe = Handle::new();
    let (rows, answers) = (Changes::default(), Changes::default());
    worker.dataflow::<u64, _, _>(|scope| {
        let log = Records::of(input.to_collection(scope));
        let prompts = graph::prompted(&log);
        let records = graph::with_prompts(log, prompts);
        noted::<Row>(graph::known(&records).rows(), &rows).probe_with(&probe);
        noted::<SpokenAnswer>(spoken(&records), &answers).probe_with(&probe);
    });
    input.advance_to(closed_us);
    for record in records {
        input.update(record, 1);
    }
    input.advance_to(closed_us.saturating_add(1));
    input.flush();
    while probe.less_than(input.time()) {
        worker.step();
    }
    let mut tables = Tables::default();
    tables.apply(closed_us, consolidated(&rows));
    let mut spoken: Vec<_> = consolidated(&answers).into_iter().map(|(answer, _count)| answer).collect();
    spoken.sort_unstable();
    Known { tables, spoken }
}

/// Changes of one view as they come.
type Changes<D> = Rc<RefCell<Vec<(D, isize)>>>;

/// The rows, each of whose changes is also noted down.
fn noted<'scope, D: Clone + 'static>(rows: Rows<'scope, D>, changes: &Changes<D>) -> Rows<'scope, D> {
    let changes = Rc::clone(changes);
    rows.inspect_batch(move |_time, batch| {
        changes.borrow_mut().extend(batch.iter().map(|(row, _time, diff)| (row.clone(), *diff)));
    })
}

fn consolidated<D: Ord>(changes: &Changes<D>) -> Vec<(D, isize)> {
    let mut changes = changes.take();
    consolidate(&mut changes);
    changes
}
