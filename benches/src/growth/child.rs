//! A measured run as a process of its own.

use std::process::{Command, Stdio};

use anyhow::{Context as _, bail, ensure};

use super::digest::Digests;
use super::meter::Outcome;

/// Runs this program with the arguments of a run, and reads what it says.
pub(crate) fn run(arguments: &str) -> anyhow::Result<Outcome> {
    let mut command = Command::new(std::env::current_exe()?);
    command.arg("growth-run").args(arguments.split_whitespace());
    read(command, arguments)
}

/// Runs a command that prints an outcome as its last line.
pub(crate) fn read(mut command: Command, name: &str) -> anyhow::Result<Outcome> {
    let output = command.stderr(Stdio::inherit()).output().with_context(|| format!("starting {name} failed"))?;
    ensure!(output.status.success(), "{name} ended with {}", output.status);
    let stdout = String::from_utf8_lossy(&output.stdout);
    let line = stdout.lines().last().with_context(|| format!("{name} said nothing"))?;
    let outcome: Outcome = serde_json::from_str(line).with_context(|| format!("{name} said {line:?}"))?;
    let per_s = outcome.facts as f64 / outcome.cpu_s;
    eprintln!("{name}: {:.2} s, {:.2} s of processor time, {per_s:.0} facts in each", outcome.wall_s, outcome.cpu_s);
    Ok(outcome)
}

/// Checks that two sides keep the same tables.
///
/// # Errors
/// When a table differs, with its name.
pub(crate) fn agree(one: (&str, &Digests), other: (&str, &Digests)) -> anyhow::Result<()> {
    for (view, digest) in one.1 {
        let theirs = other.1.get(view);
        if theirs != Some(digest) {
            bail!("{view} differs: {} has {digest:016x}, {} has {:016x?}", one.0, other.0, theirs);
        }
    }
    Ok(())
}
