//! The figures of the README, measured by the real parts: `make bench`.
//!
//! Writes `target/bench/results.json`, a list of `{metric, value, unit}`, and a table. Each claim about speed stands
//! beside a peer of the same run: orchestration beside the same events appended by hand-written code without a graph.
//! The machine's noise is said: rates are medians of several runs, with the lowest and highest.

mod machine;
mod note;
mod orchestration;

use std::fs;

use serde_json::{Value, json};

/// One figure.
pub(crate) struct Figure {
    metric: &'static str,
    value: f64,
    unit: &'static str,
}

impl Figure {
    pub(crate) fn new(metric: &'static str, value: f64, unit: &'static str) -> Self {
        Figure { metric, value, unit }
    }
}

fn main() -> anyhow::Result<()> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let mut figures = runtime.block_on(orchestration::figures())?;
    drop(runtime);
    figures.extend(note::figures()?);

    let values: Vec<Value> = figures
        .iter()
        .map(|Figure { metric, value, unit }| json!({"metric": metric, "value": round(*value), "unit": unit}))
        .collect();
    fs::create_dir_all("target/bench")?;
    fs::write("target/bench/results.json", serde_json::to_string_pretty(&values)?)?;
    for Figure { metric, value, unit } in &figures {
        eprintln!("{metric:<40} {:>12} {unit}", round(*value));
    }
    eprintln!("written: target/bench/results.json");
    Ok(())
}

fn round(value: f64) -> f64 {
    (value * 1000.0).round() / 1000.0
}

/// The middle of the values, the lowest and the highest.
pub(crate) struct Spread {
    pub(crate) median: f64,
    pub(crate) low: f64,
    pub(crate) high: f64,
}

impl Spread {
    pub(crate) fn of(mut values: Vec<f64>) -> Self {
        values.sort_by(f64::total_cmp);
        let at = |index: usize| values.get(index).copied().unwrap_or(f64::NAN);
        Spread { median: at(values.len() / 2), low: at(0), high: at(values.len().saturating_sub(1)) }
    }
}
