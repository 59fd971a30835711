use dataflow::engine::{Closed, Engine};
use dataflow::events::{AnswerId, Event, Record, Step};
use dataflow::read_model::{Agenda, Waiting, WaitsFor};

use crate::histories::{LEASE_US, answer, of, received, result, started};

fn waiting(agenda: &Agenda) -> Vec<Waiting> {
    agenda.waiting(|AnswerId(id)| (id < 7).then_some(1_000 * id))
}

#[test]
fn what_is_outstanding_is_counted_by_step_and_by_what_it_waits_for() {
    let told = |id| answer(id, of(id), result(Step::Acknowledge));
    let events = [
        received(5, of(5)),
        received(6, of(6)),
        received(7, of(7)),
        received(8, of(8)),
        told(5),
        told(6),
        told(7),
        started(6, of(6), Step::Store, 1, LEASE_US),
    ];
    let mut engine = Engine::new();
    let mut agenda = Agenda::default();
    let mut show = |events: &[Event], closed_us| {
        let record = |event: &Event| Record { pos: 1, at_us: closed_us, event: event.clone() };
        let changes = engine.advance(Closed { records: events.iter().map(record).collect(), closed_us });
        agenda.apply(closed_us, &changes);
        waiting(&agenda)
    };
    let row = |step, waits_for, runs, oldest_ms| Waiting { step, waits_for, runs, oldest_ms };
    assert_eq!(
        show(&events, 1),
        [
            row(Step::Acknowledge, WaitsFor::FreePlace, 1, None),
            row(Step::Store, WaitsFor::FreePlace, 2, Some(5_000)),
            row(Step::Store, WaitsFor::Attempt, 1, Some(6_000)),
        ]
    );
    assert_eq!(
        show(&[answer(6, of(6), result(Step::Store))], 2)[2..],
        [
            row(Step::Measure, WaitsFor::FreePlace, 1, Some(6_000)),
            row(Step::Transcribe, WaitsFor::FreePlace, 1, Some(6_000)),
        ]
    );
}
