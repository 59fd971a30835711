//! What a further sliding window costs: the operator of the views, behind the door, with one to four windows.

use dataflow::engine::Closed;
use dataflow::events::Record;
use dataflow::operators::{Share, Windows, sliding};
use dataflow::records::Records;
use dataflow::views::Practice;
use dataflow::views::spoken::spoken;
use differential_dataflow::input::InputSession;
use timely::dataflow::operators::probe::Handle;
use timely::worker::Worker;

use super::meter::{Meter, Outcome, count};

/// Runs with so many windows.
pub(crate) fn run(rounds: Vec<Closed>, windows: usize) -> anyhow::Result<Outcome> {
    match windows {
        1 => over(rounds, Windows::days([7])),
        2 => over(rounds, Windows::days([7, 28])),
        3 => over(rounds, Windows::days([7, 28, 90])),
        _ => over(rounds, Windows::days([1, 7, 28, 90])),
    }
}

fn over<const W: usize>(rounds: Vec<Closed>, windows: Windows<W>) -> anyhow::Result<Outcome> {
    follow(rounds, move |worker, input, probe| {
        worker.dataflow::<u64, _, _>(|scope| {
            let practised = spoken(&Records::of(input.to_collection(scope))).map(|answer| Practice::of(&answer));
            let share = |done: &Practice| Share { key: done.learner, event_ms: done.occurred_at_ms, part: done.part };
            sliding(practised, "windows", windows, share, |learner, sums| Some((*learner, *sums))).probe_with(probe);
        });
    })
}

/// The input of a graph.
pub(crate) type Door = InputSession<u64, Record, isize>;

/// Shows rounds to a graph of the benchmark's own, on one worker.
pub(crate) fn follow(
    rounds: Vec<Closed>,
    wire: impl FnOnce(&mut Worker, &mut Door, &Handle<u64>) + Send + Sync + 'static,
) -> anyhow::Result<Outcome> {
    timely::execute_directly(move |worker| {
        let facts = count(&rounds);
        let (mut input, probe) = (InputSession::new(), Handle::new());
        wire(worker, &mut input, &probe);
        let meter = Meter::start()?;
        for Closed { records, closed_us } in rounds {
            input.advance_to(closed_us.max(*input.time()));
            records.into_iter().for_each(|record| input.update(record, 1));
            input.advance_to(*input.time() + 1);
            input.flush();
            worker.step_while(|| probe.less_than(input.time()));
        }
        meter.read(facts)
    })
}
