//! `doctor`: whether this machine has what the command needs, each finding with its way out.

use std::path::PathBuf;
use std::process::ExitCode;

use coach::bank::Bank;
use console::style;
use ingest::{DataFolder, EngineLock, FolderBlobs, Store};
use serde_json::json;

use super::print;
use crate::machine::Machine;

/// One thing that was looked at.
struct Finding {
    what: &'static str,
    says: Result<String, String>,
}

/// Runs the command; fails if anything is not as it should be.
///
/// # Errors
/// Stdout cannot be written.
pub async fn run(machine: &Machine, data: PathBuf, json: bool) -> anyhow::Result<ExitCode> {
    let findings = [
        Finding { what: "weights", says: said(weights(machine)) },
        Finding { what: "sqlite", says: said(sqlite().await) },
        Finding { what: "data folder", says: said(folder(&data)) },
        Finding { what: "disk", says: said(disk(&data)) },
        Finding { what: "log", says: said(log(&data).await) },
        Finding { what: "prompts", says: said(prompts(&data)) },
        Finding { what: "recogniser", says: Ok(format!("whisper.cpp {}", coach::recogniser::library_version())) },
        Finding { what: "cores", says: Ok(format!("{}", machine.cores)) },
    ];
    for Finding { what, says } in &findings {
        let (is_well, text) = match says {
            Ok(text) => (true, text),
            Err(text) => (false, text),
        };
        if json {
            print(&json!({"what": what, "ok": is_well, "says": text}).to_string())?;
        } else {
            let mark = if is_well { style("ok  ").green() } else { style("bad ").red() };
            print(&format!("{mark} {what:<12} {text}"))?;
        }
    }
    let is_well = findings.iter().all(|finding| finding.says.is_ok());
    Ok(if is_well { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn said(finding: anyhow::Result<String>) -> Result<String, String> {
    finding.map_err(|error| format!("{error:#}"))
}

fn weights(machine: &Machine) -> anyhow::Result<String> {
    let weights = machine.weights()?;
    Ok(format!("{} ({} MB), {}", weights.model, weights.bytes / 1_000_000, weights.path.display()))
}

async fn sqlite() -> anyhow::Result<String> {
    let version = ingest::library_version().await?;
    ingest::check_library(&version)?;
    let needed = ingest::SQLITE_VERSION_MIN.map(|part| part.to_string()).join(".");
    Ok(format!("{version}, at least {needed} is needed"))
}

/// Opens the folder and writes what a blob needs.
fn folder(data: &std::path::Path) -> anyhow::Result<String> {
    let folder = DataFolder::open(data)?;
    FolderBlobs::open(&folder)?;
    let engine = match EngineLock::try_acquire(&folder)? {
        Some(_lock) => "no engine running".to_owned(),
        None => EngineLock::holder(&folder)
            .map_or("an engine is running".to_owned(), |pid| format!("engine is process {pid}")),
    };
    Ok(format!("{}, {engine}", data.display()))
}

/// Least free space, in megabytes: some days of voice notes with their documents.
const FREE_MB_MIN: u64 = 200;

fn disk(data: &std::path::Path) -> anyhow::Result<String> {
    let space = rustix::fs::statvfs(data)?;
    let free_mb = space.f_bavail.saturating_mul(space.f_frsize) / 1_000_000;
    anyhow::ensure!(
        free_mb >= FREE_MB_MIN,
        "{free_mb} MB free, at least {FREE_MB_MIN} MB are needed; make space, or name another folder with --data"
    );
    Ok(format!("{free_mb} MB free"))
}

async fn log(data: &std::path::Path) -> anyhow::Result<String> {
    let mut store = Store::open(&DataFolder::open(data)?).await?;
    let head = store.head().await?;
    Ok(format!("{} facts, epoch {}", head.pos, head.epoch))
}

fn prompts(data: &std::path::Path) -> anyhow::Result<String> {
    let (all, built_in) = (Bank::load(data)?.prompts().len(), Bank::built_in().prompts().len());
    Ok(format!("{built_in} of the program, {} imported", all.saturating_sub(built_in)))
}
