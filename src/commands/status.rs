//! `status`: what is outstanding, why nothing happens right now, and how the system itself is doing.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::process::ExitCode;

use dataflow::read_model::Waiting;
use dataflow::views::Status;
use ingest::{DataFolder, EngineLock, Store, now_us};
use serde_json::json;

use super::export::Views;
use super::growth::Growth;
use super::{operations, print, ratings_agreement};
use crate::card::words::printable;
use crate::outstanding::{outstanding, waits_for};

/// Runs the command.
///
/// # Errors
/// The log fails.
pub async fn run(data: PathBuf, json: bool) -> anyhow::Result<ExitCode> {
    let folder = DataFolder::open(&data)?;
    let mut store = Store::open(&folder).await?;
    let mut views = Views::of(&mut store).await?;
    let growth = Growth::of(&data, None).await?;
    let board = growth.engine.board();
    let is_engine_running = EngineLock::try_acquire(&folder)?.is_none();
    let outstanding: Vec<_> = outstanding(&views.agenda, now_us(), is_engine_running).collect();
    let waiting = waiting(&views);
    let count = |wanted: fn(&Status) -> bool| views.tables.answers().filter(|row| wanted(&row.status)).count();
    let counts = [
        ("outstanding", count(|status| *status == Status::Outstanding)),
        ("delivered", count(|status| *status == Status::Delivered)),
        ("rejected", count(|status| matches!(status, Status::Rejected(_)))),
        ("given_up", count(|status| matches!(status, Status::GivenUp(_)))),
        ("cancelled", count(|status| *status == Status::Cancelled)),
        ("recorded", count(|status| *status == Status::Recorded)),
    ];
    let spend = board.operations.spend.sorted();
    if json {
        let trials: Vec<_> = ratings_agreement::of_trials(&views.tables).map(ratings_agreement::as_json).collect();
        let steps: Vec<_> = outstanding
            .iter()
            .map(|step| json!({"answer_id": step.of.of.answer, "step": step.of.step, "reason": step.reason}))
            .collect();
        let counts: serde_json::Map<_, _> =
            counts.iter().map(|(name, count)| ((*name).to_owned(), json!(count))).collect();
        let value = json!({
            "answers": counts, "outstanding": steps, "waiting": waiting, "engine_running": is_engine_running,
            "operations": operations::value(board), "providers": views.asking.value(&spend), "trials": trials,
        });
        print(&value.to_string())?;
        return Ok(ExitCode::SUCCESS);
    }
    let counts: Vec<_> = counts.iter().map(|(name, count)| format!("{count} {}", name.replace('_', " "))).collect();
    print(&format!("Answers: {}.", counts.join(", ")))?;
    let now_ms = now_us() / 1_000;
    for row in &waiting {
        print(&summary(row, now_ms))?;
    }
    for step in &outstanding {
        print(&format!("  answer {}  {:<11} {}", step.of.of.answer, step.of.step.name(), printable(&step.reason)))?;
    }
    for line in views.asking.lines(&spend).into_iter().chain(operations::lines(board)) {
        print(&line)?;
    }
    for (n, row) in ratings_agreement::of_trials(&views.tables).enumerate() {
        if n == 0 {
            print("Judges on trial, differences from the score of record in per cent of the most that can be given:")?;
        }
        print(&ratings_agreement::line(row))?;
    }
    if !outstanding.is_empty() && !is_engine_running {
        print("No engine is running. Call the interrupted command again: it goes on where it was.")?;
    }
    Ok(ExitCode::SUCCESS)
}

/// What is outstanding, by step and by what it waits for.
fn waiting(views: &Views) -> Vec<Waiting> {
    let open = views.tables.answers().filter(|row| row.status == Status::Outstanding);
    let spoken_at_ms: BTreeMap<_, _> = open.map(|row| (row.answer, row.occurred_at_ms)).collect();
    views.agenda.waiting(|answer| spoken_at_ms.get(&answer).copied())
}

fn summary(row: &Waiting, now_ms: u64) -> String {
    let oldest =
        row.oldest_ms.map(|spoken_ms| format!("; the oldest spoken {} ago", age(now_ms.saturating_sub(spoken_ms))));
    format!("  {:<11} {} {}{}", row.step.name(), row.runs, waits_for(row.waits_for), oldest.unwrap_or_default())
}

/// A length of time in its largest whole unit.
fn age(ms: u64) -> String {
    let minutes = ms / 60_000;
    match minutes {
        0 => format!("{} s", ms / 1_000),
        1..120 => format!("{minutes} min"),
        120..2_880 => format!("{} h", minutes / 60),
        _ => format!("{} days", minutes / 1_440),
    }
}
