//! `replay`: facts from files into the log, with progress, beside a running engine or without one.
//!
//! Rows that are no facts go into a file with their line and reason. A call that was interrupted goes on where it was
//! when it is called again.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Context as _;
use indicatif::{ProgressBar, ProgressStyle};
use ingest::facts_file::{Load, Loaded};
use ingest::{DataFolder, Store, now_ms};
use serde_json::json;

use super::print;
use crate::arguments::ReplayArguments;
use crate::card::words::printable;

/// How often a load says how far it is where nobody sees a bar.
const SAY_EVERY_MS: u64 = 5_000;

/// Runs the command; it has failed if any row was rejected.
///
/// # Errors
/// A file cannot be read on, or the log or the rejects fail. What was loaded before stands.
pub async fn run(data: PathBuf, json: bool, arguments: ReplayArguments) -> anyhow::Result<ExitCode> {
    let ReplayArguments { files, rejects } = arguments;
    if rejects.is_some() && files.len() > 1 {
        eprintln!("error: --rejects takes the rejects of one file, {} are named; replay them one by one", files.len());
        return Ok(ExitCode::from(2));
    }
    let folder = DataFolder::open(&data)?;
    let mut store = Store::open(&folder).await?;
    let mut all_taken = true;
    for file in &files {
        let rejects = rejects.clone().unwrap_or_else(|| beside(file));
        let loaded = load(&mut store, file, &rejects).await?;
        all_taken &= loaded.rejected == 0;
        print(&if json { as_json(file, &rejects, loaded) } else { as_text(file, &rejects, loaded) })?;
    }
    store.close().await?;
    Ok(if all_taken { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

async fn load(store: &mut Store, file: &Path, rejects: &Path) -> anyhow::Result<Loaded> {
    let progress = Progress::new(file);
    let mut load = Load::open(store, file, rejects).await?;
    let interrupted = || {
        let way_out = "what was loaded stands; call it again to go on";
        format!("replaying {} was interrupted ({way_out})", file.display())
    };
    let mut progress = progress.start(load.loaded());
    while load.step().await.with_context(interrupted)? {
        progress.show(load.loaded());
    }
    progress.bar.finish_and_clear();
    Ok(load.loaded())
}

/// `FILE.rejects.jsonl`.
fn beside(file: &Path) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(".rejects.jsonl");
    PathBuf::from(name)
}

/// How far a file is, live on stderr: a bar on a terminal, else a line now and then.
struct Progress {
    name: String,
    bar: ProgressBar,
    is_terminal: bool,
    started_ms: u64,
    said_ms: u64,
}

impl Progress {
    /// Says that the file is being looked at.
    fn new(file: &Path) -> Self {
        let bar = ProgressBar::new(0);
        if let Ok(style) = ProgressStyle::with_template("{prefix:<28!} {wide_bar} {percent:>3} %  {msg}") {
            bar.set_style(style);
        }
        let name = printable(&file.display().to_string());
        bar.set_prefix(name.clone());
        bar.set_message("looking at it");
        bar.tick();
        Progress { name, bar, is_terminal: console::user_attended_stderr(), started_ms: 0, said_ms: 0 }
    }

    /// Begins to count, perhaps in the middle.
    fn start(mut self, loaded: Loaded) -> Self {
        (self.started_ms, self.said_ms) = (now_ms(), now_ms());
        self.bar.set_length(loaded.whole);
        if loaded.resumed_rows > 0 && !self.is_terminal {
            eprintln!("{}: goes on after row {}", self.name, grouped(loaded.resumed_rows));
        }
        self.show(loaded);
        self
    }

    fn show(&mut self, loaded: Loaded) {
        let now_ms = now_ms();
        let rows = loaded.rows - loaded.resumed_rows;
        let per_s = (rows * 1_000).checked_div(now_ms.saturating_sub(self.started_ms)).unwrap_or(0);
        let message = format!("{} rows, {} a second", grouped(loaded.rows), grouped(per_s));
        if !self.is_terminal && now_ms.saturating_sub(self.said_ms) >= SAY_EVERY_MS {
            self.said_ms = now_ms;
            let percent = (loaded.done * 100).checked_div(loaded.whole).unwrap_or(100);
            eprintln!("{}: {percent} %, {message}", self.name);
        }
        self.bar.set_position(loaded.done);
        self.bar.set_message(message);
    }
}

fn as_json(file: &Path, rejects: &Path, loaded: Loaded) -> String {
    let rejects_file = (loaded.rejected > 0).then(|| rejects.to_string_lossy());
    json!({
        "file": file.to_string_lossy(),
        "rows": loaded.rows,
        "resumed_rows": loaded.resumed_rows,
        "appended": loaded.appended,
        "duplicates": loaded.duplicates,
        "rejected": loaded.rejected,
        "restamped": loaded.restamped,
        "rejects_file": rejects_file,
    })
    .to_string()
}

fn as_text(file: &Path, rejects: &Path, loaded: Loaded) -> String {
    let name = printable(&file.display().to_string());
    let (appended, duplicates) = (grouped(loaded.appended), grouped(loaded.duplicates));
    let mut lines = vec![format!("{name}: {appended} facts appended, {duplicates} were in the log already.")];
    if loaded.resumed_rows > 0 {
        let rows = grouped(loaded.resumed_rows);
        lines.push(format!("  Went on after row {rows}, up to which an interrupted call had loaded it."));
    }
    if loaded.restamped > 0 {
        let restamped = grouped(loaded.restamped);
        lines.push(format!(
            "  {restamped} got the present time: their at_us was not later than the last of the log. A file keeps its \
             times if it is sorted by at_us and the log holds nothing later."
        ));
    }
    if loaded.rejected > 0 {
        let (rejected, place) = (grouped(loaded.rejected), printable(&rejects.display().to_string()));
        lines.push(format!("  {rejected} rows were rejected; {place} says which and why."));
    }
    lines.join("\n")
}

/// A number with its thousands apart.
fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}
