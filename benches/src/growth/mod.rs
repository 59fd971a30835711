//! Growth: the same made-up facts through the graph, through a loop written by hand, and through the peers.
//!
//! Every run is a process of its own, and runs that are compared take turns, so that the machine's moods hit both. What
//! should agree is compared by digest, and a table that differs fails the whole.

mod child;
mod digest;
mod facts;
mod generator;
mod hand_loop;
mod hop;
mod memory;
mod meter;
mod net;
mod peers;
mod prototype;
mod replay;
mod run;
mod scale;
mod single;
mod windows;

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::path::Path;

use dataflow::events::{Event, LearnerFact, LearnerId};

pub(crate) use child::{read, run};
pub(crate) use run::answer;

use self::child::agree;
use self::digest::Digests;
use self::generator::{Generator, Shape};
use self::peers::Peers;
use crate::{Figure, Spread};

/// Answers of the runs that are compared.
const ANSWERS: u64 = 2_000_000;
/// Runs of each kind that are compared.
const RUNS: usize = 5;

/// All figures of growth, and what draws them.
pub(crate) fn figures(folder: &Path) -> anyhow::Result<(Vec<Figure>, Peers)> {
    let shape = Shape::of(ANSWERS);
    let peers = Peers::install(folder, shape)?;
    let (mut figures, expected) = core()?;
    figures.extend(peers.recompute(shape, &expected)?);
    figures.extend(single()?);
    figures.extend(peers.hop(shape)?);
    figures.extend(replay()?);
    figures.extend(all_views()?);
    figures.extend(scale::memory()?);
    figures.extend(scale::costs()?);
    Ok((figures, peers))
}

/// The core set against the loop, with the tables that all must have.
fn core() -> anyhow::Result<(Vec<Figure>, Digests)> {
    let sides = ["loop round=10000", "core round=10000", "loop round=1000000", "core round=1000000"];
    let (mut ratios_10k, mut ratios_1m, mut speedups) = (Vec::new(), Vec::new(), Vec::new());
    let mut per_s = [const { Vec::new() }; 5];
    let mut expected = Digests::new();
    for _ in 0..RUNS {
        let [loop_10k, core_10k, loop_1m, core_1m] = sides.map(run);
        let (loop_10k, core_10k, loop_1m, core_1m) = (loop_10k?, core_10k?, loop_1m?, core_1m?);
        let pair = run("core round=1000000 workers=2")?;
        expected.clone_from(&loop_10k.digests);
        for (name, side) in [
            ("the graph in rounds of 10 k", &core_10k),
            ("the loop in rounds of 1 M", &loop_1m),
            ("the graph in rounds of 1 M", &core_1m),
            ("the graph on two workers", &pair),
        ] {
            agree(("the loop", &expected), (name, &side.digests))?;
        }
        ratios_10k.push(core_10k.cpu_s / loop_10k.cpu_s);
        ratios_1m.push(core_1m.cpu_s / loop_1m.cpu_s);
        speedups.push(core_1m.wall_s / pair.wall_s);
        for (per_s, side) in per_s.iter_mut().zip([&loop_10k, &core_10k, &loop_1m, &core_1m]) {
            per_s.push(side.facts_per_cpu_s());
        }
        if let Some(last) = per_s.last_mut() {
            last.push(pair.facts as f64 / pair.wall_s);
        }
    }
    let names = [
        "loop_10k_facts_per_cpu_s",
        "core_10k_facts_per_cpu_s",
        "loop_1m_facts_per_cpu_s",
        "core_1m_facts_per_cpu_s",
        "core_two_workers_facts_per_s",
    ];
    let mut figures = Vec::new();
    figures.extend(Figure::spread("core_10k_cpu_vs_loop", ratios_10k, "ratio"));
    figures.extend(Figure::spread("core_1m_cpu_vs_loop", ratios_1m, "ratio"));
    figures.extend(Figure::spread("core_two_workers_speedup", speedups, "ratio"));
    let rates = names.into_iter().zip(per_s);
    figures.extend(rates.map(|(name, per_s)| Figure::new(name, Spread::of(per_s).median, "1/s")));
    Ok((figures, expected))
}

/// Learners of whom so many answers are left, from who practised most to who practised least.
pub(crate) fn learners(answers: u64) -> Vec<LearnerId> {
    let mut counts = BTreeMap::<LearnerId, u64>::new();
    for record in Generator::new(Shape::of(answers)) {
        match record.event {
            Event::Learner { learner, fact: LearnerFact::Erased } => drop(counts.insert(learner, 0)),
            Event::Answer { learner, .. } => *counts.entry(learner).or_default() += 1,
            Event::Learner { .. } | Event::System(_) => {}
        }
    }
    let mut learners: Vec<_> = counts.into_iter().filter(|(_, count)| *count > 0).collect();
    learners.sort_by_key(|(learner, count)| (Reverse(*count), *learner));
    learners.into_iter().map(|(learner, _)| learner).collect()
}

/// One fact per round.
fn single() -> anyhow::Result<Vec<Figure>> {
    let (alone, queued) = (run("single")?, run("single-queue")?);
    Ok(vec![
        Figure::new("single_fact_p50_us", alone.also("p50_us"), "us"),
        Figure::new("single_fact_p99_us", alone.also("p99_us"), "us"),
        Figure::new("single_fact_p999_us", alone.also("p999_us"), "us"),
        Figure::new("single_fact_with_queue_p50_us", queued.also("p50_us"), "us"),
        Figure::new("single_fact_with_queue_p99_us", queued.also("p99_us"), "us"),
    ])
}

/// A long history at once, from a table that another process has written, so that writing it takes none of the memory.
fn replay() -> anyhow::Result<Vec<Figure>> {
    run("table answers=10000000")?;
    let replayed = run("replay answers=10000000 round=200000 workers=2")?;
    Ok(vec![
        Figure::new("replay_10m_s", replayed.wall_s, "s"),
        Figure::new("replay_10m_peak_mb", replayed.also("peak_mb"), "MB"),
    ])
}

/// Every view of growth.
fn all_views() -> anyhow::Result<Vec<Figure>> {
    let without_words = run(&format!("growth answers={ANSWERS}"))?;
    let with_words = run("growth answers=200000 learners=20000 lemmas=40")?;
    Ok(vec![
        Figure::new("all_views_facts_per_s", without_words.facts as f64 / without_words.wall_s, "1/s"),
        Figure::new("answers_with_words_per_s", with_words.facts as f64 / with_words.wall_s, "1/s"),
    ])
}
