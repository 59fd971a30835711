//! The job that Bytewax and Pathway are compared on: windows of seven days that start every day, for each learner.
//!
//! Ours goes through the door of the graph and one of its own operators, as a view would; by hand it is one hash table.
//! One row is a learner and the day before which a window ends: answers, and the sum of their scores.

use std::sync::{Arc, Mutex, PoisonError};

use dataflow::calendar::day;
use dataflow::engine::Closed;
use dataflow::events::LearnerId;
use dataflow::operators::totals;
use dataflow::records::Records;
use dataflow::views::spoken::spoken;
use dataflow::views::{PracticeSums, SpokenAnswer};
use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};
use timely::dataflow::operators::probe::Handle;
use timely::worker::Worker;

use super::digest::{Digests, field, named, table};
use super::meter::{Meter, Outcome};
use super::net::NetAnswer;
use super::windows::{Door, follow};

/// Days of a window.
const WINDOW_DAYS: u32 = 7;

/// A learner's window.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
struct Window {
    learner: LearnerId,
    end_day: u32,
}

/// Answers and sum of scores by window.
type Windows = FxHashMap<Window, (i64, i64)>;

fn windows(learner: LearnerId, occurred_at_ms: u64) -> impl Iterator<Item = Window> {
    let day = day(occurred_at_ms);
    (day + 1..=day + WINDOW_DAYS).map(move |end_day| Window { learner, end_day })
}

fn add(windows: &mut Windows, window: Window, answers: i64, score_milli: i64) {
    let (known_answers, known_score) = windows.entry(window).or_default();
    *known_answers += answers;
    *known_score += score_milli;
    if *known_answers == 0 {
        windows.remove(&window);
    }
}

/// Of an answer, what a window sums.
fn share(answer: &SpokenAnswer) -> PracticeSums {
    let score_milli = answer.score_milli.map_or(0, i64::from);
    PracticeSums { answers: 1, score_milli, ..PracticeSums::default() }
}

/// By our own operators, round after round on one worker.
pub(crate) fn by_graph(rounds: Vec<Closed>) -> anyhow::Result<Outcome> {
    let out: Arc<Mutex<Windows>> = Arc::default();
    let told = Arc::clone(&out);
    let outcome = follow(rounds, move |worker, input, probe| wire(worker, input, probe, told))?;
    let out = out.lock().unwrap_or_else(PoisonError::into_inner);
    Ok(Outcome { digests: digests(&out), ..outcome })
}

fn wire(worker: &mut Worker, input: &mut Door, probe: &Handle<u64>, out: Arc<Mutex<Windows>>) {
    worker.dataflow::<u64, _, _>(|scope| {
        let shares = spoken(&Records::of(input.to_collection(scope))).flat_map(|answer| {
            let sums = share(&answer);
            windows(answer.learner, answer.occurred_at_ms).map(move |window| (window, sums))
        });
        totals(shares, "hop", |(window, sums)| (*window, *sums), |window, sums| Some((*window, *sums)))
            .inspect_batch(move |_time, rows| {
                let mut out = out.lock().unwrap_or_else(PoisonError::into_inner);
                for ((window, sums), _, diff) in rows {
                    let diff = *diff as i64;
                    add(&mut out, *window, sums.answers * diff, sums.score_milli * diff);
                }
            })
            .probe_with(probe);
    });
}

/// By hand: one table.
pub(crate) fn by_hand(answers: &[NetAnswer]) -> anyhow::Result<Outcome> {
    let meter = Meter::start()?;
    let mut out = Windows::default();
    for answer in answers {
        let score_milli = answer.score_milli().map_or(0, i64::from);
        for window in windows(answer.learner, answer.recorded.occurred_at_ms) {
            add(&mut out, window, 1, score_milli);
        }
    }
    let digests = digests(&out);
    meter.read(answers.len() as u64).map(|outcome| Outcome { digests, ..outcome })
}

fn digests(windows: &Windows) -> Digests {
    let rows = windows.iter().map(|(window, (answers, score_milli))| {
        [window.learner.0, window.end_day.into(), field(*answers), field(*score_milli)]
    });
    named([("hop", table(rows))])
}
