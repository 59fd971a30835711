//! `prompts import`: files of prompts into the data folder, where chats find them beside the built-in ones.

use std::path::Path;
use std::process::ExitCode;

use coach::bank::{Imported, import};
use ingest::DataFolder;
use serde_json::json;

use super::print;
use crate::arguments::{AsOfArguments, PromptsImportArguments};

/// Runs the command.
///
/// # Errors
/// A file cannot be read or is refused; nothing is imported then.
pub fn run(
    data: &Path,
    json: bool,
    shown: &AsOfArguments,
    arguments: &PromptsImportArguments,
) -> anyhow::Result<ExitCode> {
    if shown.as_of.is_some() {
        eprintln!("error: --as-of is for showing prompts, not for importing them; leave it out");
        return Ok(ExitCode::from(2));
    }
    let folder = DataFolder::open(data)?;
    let imported = import(folder.path(), &arguments.files)?;
    for Imported { file, task, prompts, new } in &imported {
        if json {
            print(&json!({"file": file, "task": task, "prompts": prompts, "new": new}).to_string())?;
        } else {
            print(&format!("{file}: {prompts} prompts for {task}, {new} of them new"))?;
        }
    }
    if !json {
        print("A bot that is running takes them when it is started again.")?;
    }
    Ok(ExitCode::SUCCESS)
}
