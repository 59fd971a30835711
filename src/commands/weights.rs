//! `weights`: converts the recogniser's weights into the cache folder, for `make setup`.

use std::process::ExitCode;

use anyhow::Context as _;

use super::print;
use crate::arguments::WeightsArguments;
use crate::machine::Machine;

/// Runs the command.
///
/// # Errors
/// The weights are not the known ones, or cannot be written.
pub fn run(machine: &Machine, arguments: &WeightsArguments) -> anyhow::Result<ExitCode> {
    let cache = machine.cache.as_deref().context("no home folder for the weights; set HOME or XDG_CACHE_HOME")?;
    let path = coach::weights::install(&arguments.from, cache)?;
    print(&format!("weights installed: {}", path.display()))?;
    Ok(ExitCode::SUCCESS)
}
