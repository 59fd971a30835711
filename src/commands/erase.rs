//! `erase`: everything about a learner goes, as when they ask for it themselves, and a receipt says what that was.
//!
//! The process that runs the engine erases. If that is another one, this one says in the log whom, and waits for the
//! receipt; if that one goes before it is done, this one takes over.

use std::io::{BufRead as _, IsTerminal as _, Read as _};
use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::Context as _;
use dataflow::events::{Event, LearnerFact, LearnerId};
use ingest::{DataFolder, EngineLock, FolderBlobs, Receipt, Store};

use super::print;
use crate::arguments::EraseArguments;
use crate::card::words::printable;
use crate::erasing::{Eraser, LOOK_EVERY};
use crate::executors::archive::Archive;

/// Largest receipt that is checked, in bytes.
const RECEIPT_BYTES_MAX: u64 = 64 * 1024 * 1024;
/// Longest answer to the question that is read, in bytes.
const REPLY_BYTES_MAX: u64 = 100;

/// Runs the command.
///
/// # Errors
/// Nobody has that name, it was not meant, or the log, the files or the releases fail; calling it again goes on.
pub async fn run(data: &Path, json: bool, arguments: &EraseArguments) -> anyhow::Result<ExitCode> {
    let folder = DataFolder::open(data)?;
    let mut store = Store::open(&folder).await?;
    if let Some(file) = &arguments.check {
        return check(&mut store, json, file).await;
    }
    let name = arguments.learner.as_deref().unwrap_or_default();
    let learner = found(&mut store, name).await?;
    if store.receipt(learner).await?.is_none() && !arguments.yes {
        let Some(reply) = asked(name)? else {
            eprintln!("error: erasing cannot be undone; say --yes where nobody can be asked");
            return Ok(ExitCode::from(2));
        };
        anyhow::ensure!(matches!(reply.trim(), "y" | "yes"), "nothing was erased");
    }
    store.append(vec![Event::Learner { learner, fact: LearnerFact::Erased }]).await?;
    let receipt = erased(&folder, &mut store, learner).await?;
    print(&if json { serde_json::to_string(&receipt)? } else { said(&receipt) })?;
    Ok(ExitCode::SUCCESS)
}

/// Who is meant: only somebody of whom anything is known, or was.
async fn found(store: &mut Store, name: &str) -> anyhow::Result<LearnerId> {
    let shown = printable(name);
    if let Some(learner) = store.find_learner(name).await? {
        return Ok(learner);
    }
    let learner = name.parse::<LearnerId>().ok().filter(|learner| *learner != LearnerId::NOBODY);
    let learner =
        learner.with_context(|| format!("nobody is called {shown}; give a name, or an id of 16 hex digits"))?;
    let is_known = store.is_erased(learner).await? || store.has_facts_of(learner).await?;
    anyhow::ensure!(is_known, "nothing is known of learner {shown}; give a name, or another id");
    Ok(learner)
}

/// What somebody at a terminal says to the question; none if nobody sits there.
fn asked(name: &str) -> anyhow::Result<Option<String>> {
    if !std::io::stdin().is_terminal() {
        return Ok(None);
    }
    eprint!("Erase everything about {}? It cannot be undone. [y/N] ", printable(name));
    let mut reply = String::new();
    std::io::stdin().lock().take(REPLY_BYTES_MAX).read_line(&mut reply).context("reading the answer failed")?;
    Ok(Some(reply))
}

/// Erases, or waits for whoever runs the engine to do so.
async fn erased(folder: &DataFolder, store: &mut Store, learner: LearnerId) -> anyhow::Result<Receipt> {
    let mut has_said = false;
    loop {
        if let Some(receipt) = store.receipt(learner).await? {
            return Ok(receipt);
        }
        if let Some(lock) = EngineLock::try_acquire(folder)? {
            let archive = Archive::new(Store::open(folder).await?, FolderBlobs::open(folder)?);
            let mut eraser = Eraser::open(folder, Arc::new(archive), Arc::new(lock)).await?;
            eraser.finish_open().await?;
            eraser.erase(learner).await?;
            continue;
        }
        if !has_said {
            eprintln!("An engine works on this folder and does it; waiting.");
            has_said = true;
        }
        tokio::time::sleep(LOOK_EVERY).await;
    }
}

/// Compares a receipt with the log.
async fn check(store: &mut Store, json: bool, file: &Path) -> anyhow::Result<ExitCode> {
    let reading = || format!("reading {} failed", file.display());
    let mut text = String::new();
    let opened = std::fs::File::open(file).with_context(reading)?;
    opened.take(RECEIPT_BYTES_MAX).read_to_string(&mut text).with_context(reading)?;
    let receipt: Receipt =
        serde_json::from_str(&text).with_context(|| format!("{} is no receipt of `erase --json`", file.display()))?;
    let found = store.digest_of(&receipt.positions).await?;
    let is_right = found == receipt.digest;
    if json {
        print(&serde_json::json!({"digest": receipt.digest, "found": found, "is_right": is_right}).to_string())?;
    } else if is_right {
        print(&format!("The log holds at these places what receipt {} says.", receipt.number))?;
    } else {
        print(&format!("The log holds something else at the places of receipt {}: {found}", receipt.number))?;
    }
    Ok(if is_right { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn said(receipt: &Receipt) -> String {
    let Receipt { number, facts, left_of_nobody, answers, files, bytes, letters, names, releases, digest, .. } =
        receipt;
    let all: u64 = facts.values().sum();
    let kinds: Vec<String> = facts.iter().map(|(kind, count)| format!("{kind} {count}")).collect();
    let lines = [
        format!("Erased. Receipt {number}:"),
        format!(
            "  facts      {all}, of which {left_of_nobody} leave a bill or a fault of a provider under nobody's name"
        ),
        format!("             {}", kinds.join(", ")),
        format!("  files      {files} of {answers} answers, {bytes} bytes"),
        format!("  names      {names}"),
        format!("  updates    {letters}"),
        format!("  releases   {releases} made anew"),
        format!("  digest     {digest}"),
    ];
    lines.join("\n")
}
