//! Prints what breaks the house rules, one line per finding, and fails if there is any. `make check` runs it.
//!
//! Takes no arguments: it is about the workspace around the current folder.

use std::env;
use std::io::{self, Write as _};
use std::process::ExitCode;

use tidy::TidyError;

fn main() -> ExitCode {
    match run() {
        Ok(code) => code,
        Err(error) => {
            let _ = writeln!(io::stderr(), "tidy: {error}");
            ExitCode::from(2)
        }
    }
}

fn run() -> Result<ExitCode, TidyError> {
    let root = env::current_dir().map_err(|source| TidyError::Io { what: "the current folder".to_owned(), source })?;
    let findings = tidy::findings(&root)?;
    let mut out = io::stdout().lock();
    for finding in &findings {
        // A reader that has seen enough (`| head`) is no fault.
        if writeln!(out, "{finding}").is_err() {
            break;
        }
    }
    if findings.is_empty() {
        return Ok(ExitCode::SUCCESS);
    }
    let _ = writeln!(io::stderr(), "tidy: {} findings", findings.len());
    Ok(ExitCode::FAILURE)
}
