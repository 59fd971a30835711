//! `release`: what can be done with one that is there.

use std::process::ExitCode;

use serde_json::json;

use super::print;
use crate::arguments::ReleaseVerifyArguments;

/// Runs `release verify`.
///
/// # Errors
/// Stdout cannot be written.
pub fn run(json: bool, arguments: &ReleaseVerifyArguments) -> anyhow::Result<ExitCode> {
    let report = exporters::verify::verify(&arguments.folder);
    let is_sound = report.reasons.is_empty();
    if json {
        let value = json!({
            "release": report.release, "sound": is_sound, "checked": report.checked, "reasons": report.reasons,
        });
        print(&value.to_string())?;
    } else {
        let name = report.release.unwrap_or_else(|| arguments.folder.display().to_string());
        print(&format!("Release {name} is {}.", if is_sound { "sound" } else { "not sound" }))?;
        for checked in report.checked {
            print(&format!("  checked: {checked}"))?;
        }
        for reason in report.reasons {
            print(&format!("  wrong: {reason}"))?;
        }
    }
    Ok(if is_sound { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
