//! A large release and an erasure among many answers, by the real program.
//!
//! The cohort is simulated, so what is released has gone through the log, the blobs and the graph as any answer does. The
//! peer is DuckDB, which only copies the finished tables, with the same compression and row groups: what a file of these
//! rows has to weigh, and what writing alone takes. It also says whether it reads what was written.

use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context as _, ensure};

use crate::machine::{Ran, ran};
use crate::python::Python;
use crate::{FOLDER, Figure, growth};

/// Learners of the cohort: some 210,000 answers of 20 million words.
const LEARNERS: &str = "5000";
/// Weeks that they practise.
const WEEKS: &str = "12";
/// Answers of the log that somebody is erased from.
const ANSWERS: u64 = 1_000_000;

pub(crate) fn figures(folder: &Path) -> anyhow::Result<Vec<Figure>> {
    let program = std::env::current_exe()?.with_file_name("speech-coach");
    let mut figures = released(&program, folder)?;
    figures.extend(erased(&program, folder)?);
    Ok(figures)
}

/// An empty place for something that is made anew.
fn place(folder: &Path, name: &str) -> anyhow::Result<std::path::PathBuf> {
    let place = folder.join(name);
    if place.exists() {
        fs::remove_dir_all(&place).with_context(|| format!("removing {} failed", place.display()))?;
    }
    Ok(place)
}

fn released(program: &Path, folder: &Path) -> anyhow::Result<Vec<Figure>> {
    let (data, out, copies) = (place(folder, "cohort")?, place(folder, "releases")?, place(folder, "copies")?);
    fs::create_dir_all(&copies)?;
    eprintln!("making up {LEARNERS} learners, which takes some minutes");
    let sizes = ["--learners", LEARNERS, "--weeks", WEEKS, "--seed", "1"];
    ran(Command::new(program).arg("simulate").args(sizes).arg("--data").arg(&data))?;
    let mut export = Command::new(program);
    export.args(["export", "--include", "transcripts"]).arg("--data").arg(&data).arg("--out").arg(&out);
    let Ran { wall_s, cpu_s, peak_mb } = ran(&mut export)?;
    let release = fs::read_dir(&out)?.next().context("there is no release")??.path();
    let mut copy = Python::install(folder)?.program("duckdb_copy.py");
    copy.arg(&release).arg(&copies);
    let peer = growth::read(copy, "duckdb")?;
    let rows = peer.facts as f64;
    ensure!(peer.also("differing_tables") == 0.0, "DuckDB does not read back what it was given");
    for done in [data, out, copies] {
        fs::remove_dir_all(&done)?;
    }
    Ok(vec![
        Figure::new("release_rows", rows, "rows"),
        Figure::new("release_wall_s", wall_s, "s"),
        Figure::new("release_rows_per_s", rows / wall_s, "1/s"),
        Figure::new("release_rows_per_cpu_s", rows / cpu_s, "1/s"),
        Figure::new("release_peak_memory_mb", peak_mb, "MB"),
        Figure::new("release_mb", peer.also("ours_mb"), "MB"),
        Figure::new("release_size_vs_duckdb", peer.also("ours_mb") / peer.also("theirs_mb"), "ratio"),
        Figure::new("release_largest_table_size_vs_duckdb", peer.also("largest_table_ratio"), "ratio"),
        Figure::new("duckdb_copy_rows_per_s", rows / peer.wall_s, "1/s"),
        Figure::new("duckdb_copy_rows_per_cpu_s", rows / peer.cpu_s, "1/s"),
    ])
}

/// Erases who practised most, somebody in the middle, and who practised least.
fn erased(program: &Path, folder: &Path) -> anyhow::Result<Vec<Figure>> {
    let data = place(folder, "history")?;
    growth::run(&format!("table answers={ANSWERS}"))?;
    let table = Path::new(FOLDER).join(format!("facts-{ANSWERS}.parquet"));
    let Ran { wall_s: load_s, .. } = ran(Command::new(program).arg("replay").arg(&table).arg("--data").arg(&data))?;
    let learners = growth::learners(ANSWERS);
    let mut took_s = Vec::new();
    for learner in [learners.first(), learners.get(learners.len() / 2), learners.last()].into_iter().flatten() {
        let mut erase = Command::new(program);
        erase.args(["erase", &learner.to_string(), "--yes", "--data"]).arg(&data);
        took_s.push(ran(&mut erase)?.wall_s);
    }
    fs::remove_dir_all(&data)?;
    let [median, low, high] = Figure::spread("erase_one_of_1m_answers_s", took_s, "s");
    Ok(vec![Figure::new("replay_1m_into_the_log_s", load_s, "s"), median, low, high])
}
