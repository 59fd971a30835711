//! `graph`: the graph as timely runs it, in the language of Graphviz.

use std::process::ExitCode;

use super::print;

/// Runs the command.
///
/// # Errors
/// Stdout cannot be written.
pub fn run() -> anyhow::Result<ExitCode> {
    let dot = dataflow::drawing::dot(ingest::clock::instant());
    // Timely's names for its two ends say nothing to who looks at the picture.
    let dot = dot.replace("label=\"Input\"", "label=\"the log\"").replace("label=\"Inspect\"", "label=\"changes\"");
    print(&dot)?;
    Ok(ExitCode::SUCCESS)
}
