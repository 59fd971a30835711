//! Arguments of `prompts`, which shows them where it is not told to do something else.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::AsOfArguments;

/// Arguments of `prompts`.
#[derive(Debug, Args)]
pub struct PromptsArguments {
    /// How to show them, where there is nothing else to do
    #[command(flatten)]
    pub shown: AsOfArguments,
    /// What else to do
    #[command(subcommand)]
    pub command: Option<PromptsCommand>,
}

/// What else to do with prompts.
#[derive(Debug, Subcommand)]
pub enum PromptsCommand {
    /// Add prompts of your own from TOML files, to be asked beside the built-in ones
    #[command(long_about = PROMPTS_IMPORT)]
    Import(PromptsImportArguments),
}

/// What `prompts import --help` says first.
const PROMPTS_IMPORT: &str = "Add prompts of your own from TOML files, to be asked beside the built-in ones

docs/prompts.md describes a file. All files are checked before any is taken: limits, ids, and that no prompt asks what \
another asks already. They are kept in the data folder under their names. The same name again replaces the earlier file, \
which may grow: prompts that are known keep their id and what they ask, because answers refer to them.

Exit code: 0 if all were taken, 1 if none was, 2 for wrong use.";

/// Arguments of `prompts import`.
#[derive(Debug, Args)]
pub struct PromptsImportArguments {
    /// Files of prompts, one task each
    #[arg(required = true, value_name = "FILE.toml")]
    pub files: Vec<PathBuf>,
}
