//! One fact per round: how long it takes from handing a record over until its row can be read.
//!
//! Most facts are loaded before in large rounds. Then each record is a round of its own, and the next one is not handed
//! over before the row of its learner was read.

use std::sync::mpsc::{channel, sync_channel};
use std::time::Instant;

use anyhow::Context as _;
use dataflow::engine::{Closed, Engine, Extent};
use dataflow::events::LearnerId;
use dataflow::read_model::Board;

use super::meter::{Meter, Outcome, count};
use super::run::{Order, in_rounds};

/// Rounds of one record.
const SINGLES: usize = 20_000;
/// Records of the rounds before.
const LOADED: usize = 100_000;

struct Load {
    before: Vec<Closed>,
    singles: Vec<(LearnerId, Closed)>,
}

fn load(order: Order) -> Load {
    let mut records: Vec<_> = order.records().collect();
    let singles = records.split_off(records.len().saturating_sub(SINGLES));
    let alone = |round: &Closed| round.records.first().and_then(|record| record.event.learner());
    let singles = in_rounds(singles.into_iter(), 1);
    Load {
        before: in_rounds(records.into_iter(), LOADED),
        singles: singles.into_iter().filter_map(|round| Some((alone(&round)?, round))).collect(),
    }
}

/// What is read of a learner; all of it, so that nothing is left undone.
fn look(board: &Board, learner: LearnerId) -> i64 {
    board.core.practice.one(&learner).map_or(0, |row| row.month.answers)
}

/// On the worker's own thread.
pub(crate) fn on_its_thread(order: Order) -> anyhow::Result<Outcome> {
    let Load { before, singles } = load(order);
    let mut engine = Engine::of(Extent::Core);
    let loaded = count(&before);
    before.into_iter().for_each(|round| {
        engine.follow(round);
    });
    let meter = Meter::start()?;
    let times_us = singles.into_iter().map(|(learner, round)| {
        let began = Instant::now();
        std::hint::black_box(look(engine.follow(round), learner));
        began.elapsed().as_secs_f64() * 1e6
    });
    let times_us: Vec<f64> = times_us.collect();
    Ok(said(meter.read(loaded)?, times_us))
}

/// With the way to the worker's thread and back, through bounded queues.
pub(crate) fn through_a_queue(order: Order) -> anyhow::Result<Outcome> {
    let Load { before, singles } = load(order);
    let loaded = count(&before);
    let (orders, ordered) = sync_channel::<(LearnerId, Closed)>(1);
    let (answers, answered) = channel();
    std::thread::scope(|scope| {
        scope.spawn(move || {
            let mut engine = Engine::of(Extent::Core);
            before.into_iter().for_each(|round| {
                engine.follow(round);
            });
            for (learner, round) in ordered {
                // Nobody listens any longer only if the other side has failed, and then it says so.
                let _ = answers.send(look(engine.follow(round), learner));
            }
        });
        let mut times_us = Vec::new();
        let mut meter = Meter::start()?;
        for (number, single) in singles.into_iter().enumerate() {
            let began = Instant::now();
            orders.send(single).ok().context("the worker has stopped")?;
            answered.recv()?;
            if number == 0 {
                meter = Meter::start()?; // the first one waits for the loading
                continue;
            }
            times_us.push(began.elapsed().as_secs_f64() * 1e6);
        }
        drop(orders);
        Ok(said(meter.read(loaded)?, times_us))
    })
}

fn said(mut outcome: Outcome, mut times_us: Vec<f64>) -> Outcome {
    times_us.sort_by(f64::total_cmp);
    for (name, per_mille) in [("p50_us", 500), ("p99_us", 990), ("p999_us", 999)] {
        let at = times_us.get(times_us.len() * per_mille / 1_000).copied();
        outcome.also.insert(name.to_owned(), at.unwrap_or(f64::NAN));
    }
    outcome
}
