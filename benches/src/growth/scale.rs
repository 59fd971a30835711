//! How memory and cost grow: with facts, learners, windows and workers.

use super::child::run;
use crate::Figure;

/// Answers of the runs that show how cost grows.
const ANSWERS: u64 = 500_000;

/// Memory of the core set, by how much more of it more facts and more learners need.
pub(crate) fn memory() -> anyhow::Result<Vec<Figure>> {
    let base_mb = run("live answers=1000000")?.grown_mb;
    let more_facts_mb = run("live answers=2000000")?.grown_mb;
    let more_learners_mb = run("live answers=1000000 learners=200000")?.grown_mb;
    let (expired, late) = (run("expired")?, run("late")?);
    Ok(vec![
        Figure::new("memory_per_fact_bytes", more_facts_mb - base_mb, "B"),
        Figure::new("memory_per_learner_bytes", (more_learners_mb - base_mb) * 10.0, "B"),
        Figure::new("memory_2m_facts_mb", more_facts_mb, "MB"),
        Figure::new("memory_after_expiry_mb", expired.grown_mb, "MB"),
        Figure::new("memory_without_windows_mb", late.grown_mb, "MB"),
        Figure::new("memory_after_expiry_ratio", expired.grown_mb / late.grown_mb, "ratio"),
    ])
}

/// Processor time of a fact, by learners, windows and workers.
pub(crate) fn costs() -> anyhow::Result<Vec<Figure>> {
    let mut figures = Vec::new();
    for learners in [1_000, 10_000, 100_000, 1_000_000] {
        for side in ["loop", "core"] {
            let outcome = run(&format!("{side} answers={ANSWERS} learners={learners}"))?;
            let cost_us = 1e6 / outcome.facts_per_cpu_s();
            figures.push(Figure::new(format!("{side}_us_per_fact_at_{learners}_learners"), cost_us, "us"));
        }
    }
    for windows in 1..=4 {
        let outcome = run(&format!("windows answers={ANSWERS} windows={windows}"))?;
        let cost_us = 1e6 / outcome.facts_per_cpu_s();
        figures.push(Figure::new(format!("sliding_us_per_fact_at_{windows}_windows"), cost_us, "us"));
    }
    for workers in [1, 2] {
        let outcome = run(&format!("core round=100000 answers=1000000 workers={workers}"))?;
        let per_s = outcome.facts as f64 / outcome.wall_s;
        figures.push(Figure::new(format!("core_facts_per_s_at_{workers}_workers"), per_s, "1/s"));
    }
    Ok(figures)
}
