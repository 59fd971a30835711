//! `graph`: the graph as timely runs it, in the language of Graphviz.

use std::process::ExitCode;

use super::print;

/// Runs the command.
///
/// # Errors
/// Stdout cannot be written.
pub fn run() -> anyhow::Result<ExitCode> {
    print(&dataflow::drawing::dot(ingest::clock::instant()))?;
    Ok(ExitCode::SUCCESS)
}
