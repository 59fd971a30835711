//! Programs in Python that are compared with ours, with what they need.
//!
//! They live in `benches/peers`, with their versions pinned, and what they need is installed beside the results.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, ensure};

/// The programs, seen from the root.
const PROGRAMS: &str = "benches/peers";

/// Python with the peers in it.
pub(crate) struct Python {
    python: PathBuf,
}

impl Python {
    /// Installs into the folder what is missing.
    pub(crate) fn install(folder: &Path) -> anyhow::Result<Self> {
        let venv = folder.join("venv");
        let python = venv.join("bin/python");
        let requirements = Path::new(PROGRAMS).join("requirements.txt");
        let (wanted, installed) = (std::fs::read(&requirements)?, std::fs::read(venv.join("installed.txt")));
        if installed.ok().as_ref() != Some(&wanted) {
            eprintln!("installing the peers into {}", venv.display());
            finish(Command::new("python3").args(["-m", "venv"]).arg(&venv))?;
            finish(
                Command::new(&python).args(["-m", "pip", "install", "--quiet", "--requirement"]).arg(&requirements),
            )?;
            std::fs::write(venv.join("installed.txt"), &wanted)?;
        }
        Ok(Python { python })
    }

    /// One of the programs.
    pub(crate) fn program(&self, name: &str) -> Command {
        let mut command = Command::new(&self.python);
        command.arg(Path::new(PROGRAMS).join(name));
        command
    }
}

/// Waits for a program that must not fail.
pub(crate) fn finish(command: &mut Command) -> anyhow::Result<()> {
    let status = command.status().with_context(|| format!("starting {command:?} failed"))?;
    ensure!(status.success(), "{command:?} ended with {status}");
    Ok(())
}
