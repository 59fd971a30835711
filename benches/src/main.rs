//! The figures of the README, measured by the real parts: `make bench`.
//!
//! Writes `target/bench/results.json`, a list of `{metric, value, unit}`, a table, and a chart of the figures of growth.
//! Each claim about speed stands beside a peer of the same run: orchestration beside the same events appended by
//! hand-written code without a graph, growth beside a loop written by hand and the engines that others would take. The
//! machine's noise is said: rates are medians of several runs, with the lowest and highest. `benches growth` measures
//! growth alone, into `growth.json`; `benches chat` the bot, `benches judges` what we add to the time of providers, `benches
//! orchestration` the graph's half of the work, and `benches release` a large release and an erasure, on the screen.

mod chat;
mod figures;
mod growth;
mod judges;
mod machine;
mod note;
mod orchestration;
mod python;
mod release;

use std::fs;
use std::io::Write as _;
use std::path::Path;

use serde_json::{Value, json};

pub(crate) use figures::{Figure, Spread};

/// For every side alike, as in the program.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Where everything is written.
pub(crate) const FOLDER: &str = "target/bench";

fn main() -> anyhow::Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.split_first().map(|(first, rest)| (first.as_str(), rest)) {
        None => {}
        Some(("growth-run", rest)) => return growth::answer(rest),
        Some(("growth", _)) => return all(Vec::new(), "growth.json"),
        Some(("chat", _)) => return show(&runtime()?.block_on(chat::figures())?),
        Some(("judges", _)) => return show(&runtime()?.block_on(judges::figures())?),
        Some(("orchestration", _)) => return show(&runtime()?.block_on(orchestration::figures())?),
        Some(("release", _)) => return show(&release::figures(Path::new(FOLDER))?),
        Some((part, _)) => {
            anyhow::bail!("no part {part:?}: growth, chat, judges, orchestration, release, or nothing for everything")
        }
    }
    let runtime = runtime()?;
    let mut figures = runtime.block_on(orchestration::figures())?;
    figures.extend(runtime.block_on(chat::figures())?);
    figures.extend(runtime.block_on(judges::figures())?);
    drop(runtime);
    figures.extend(note::figures()?);
    figures.extend(release::figures(Path::new(FOLDER))?);
    all(figures, "results.json")
}

/// Adds the figures of growth, and says all.
fn all(mut figures: Vec<Figure>, name: &str) -> anyhow::Result<()> {
    let folder = Path::new(FOLDER);
    fs::create_dir_all(folder)?;
    let (of_growth, peers) = growth::figures(folder)?;
    figures.extend(of_growth);

    let values: Vec<Value> = figures
        .iter()
        .map(|Figure { metric, value, unit }| json!({"metric": metric, "value": round(*value), "unit": unit}))
        .collect();
    let results = folder.join(name);
    fs::write(&results, serde_json::to_string_pretty(&values)?)?;
    show(&figures)?;
    let picture = folder.join("growth.png");
    peers.chart(&results, &picture)?;
    eprintln!("written: {}, {}", results.display(), picture.display());
    Ok(())
}

fn show(figures: &[Figure]) -> anyhow::Result<()> {
    for Figure { metric, value, unit } in figures {
        writeln!(std::io::stderr(), "{metric:<44} {:>14} {unit}", round(*value))?;
    }
    Ok(())
}

fn runtime() -> std::io::Result<tokio::runtime::Runtime> {
    tokio::runtime::Builder::new_multi_thread().enable_all().build()
}

fn round(value: f64) -> f64 {
    (value * 1000.0).round() / 1000.0
}
