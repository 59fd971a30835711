//! The house rules that no compiler lint covers, checked over the text of the workspace and over `cargo metadata`.
//!
//! Each module holds one kind of rule as functions from text or metadata to [`Finding`]s; only [`tree`] and
//! [`metadata`] run programs or read files. Rules see Rust through [`source::Source`], which blanks comments and the
//! contents of literals, so that words in prose are never taken for code. Nothing here parses Rust: where text alone
//! cannot tell, a rule keeps silent rather than raise a false alarm.
//!
//! Every exception is a row of `tidy/exceptions.json` with its reason, and a row that excuses nothing is a finding.

pub mod arrows;
mod chain;
pub mod exceptions;
mod finding;
pub mod graph_forms;
pub mod lengths;
pub mod metadata;
pub mod mirrors;
pub mod packages;
pub mod places;
pub mod source;
pub mod tree;
pub mod wording;

use std::path::Path;

pub use finding::Finding;

use crate::exceptions::Exceptions;
use crate::metadata::Metadata;
use crate::source::Source;
use crate::tree::Tree;

/// Why the rules could not be checked at all.
#[derive(Debug, thiserror::Error)]
pub enum TidyError {
    /// A file or program could not be read or run.
    #[error("{what}: {source}")]
    Io {
        /// The file or the command.
        what: String,
        /// What the system said.
        source: std::io::Error,
    },
    /// A program ran and failed.
    #[error("{command} failed: {message}")]
    Command {
        /// The command line.
        command: String,
        /// What it wrote to its standard error.
        message: String,
    },
    /// A JSON text is not of the expected form.
    #[error("{what}: {source}")]
    Json {
        /// The file or the command that gave it.
        what: String,
        /// Where it departs from the form.
        source: serde_json::Error,
    },
}

/// Everything in the workspace at `root` that breaks a rule, ordered by path and line.
pub fn findings(root: &Path) -> Result<Vec<Finding>, TidyError> {
    let tree = Tree::read(root)?;
    let exceptions = Exceptions::read(root)?;
    let metadata = Metadata::read(root)?;
    let sources: Vec<Source> = tree.rust_files().map(|file| Source::new(&file.path, &file.text)).collect();

    let mut findings = lengths::check(&tree, &sources, &exceptions);
    findings.extend(sources.iter().flat_map(wording::check_source));
    findings.extend(wording::check_clocks(&sources, &exceptions));
    findings.extend(tree.files.iter().flat_map(wording::check_text));
    findings.extend(graph_forms::check(&sources));
    findings.extend(mirrors::check(&tree));
    findings.extend(tree.files.iter().flat_map(places::check));
    findings.extend(arrows::check(&metadata));
    findings.extend(arrows::check_runtimes(&metadata::built_into(root, "dataflow")?));
    findings.extend(packages::check(&metadata, &tree, &exceptions));
    findings.sort();
    Ok(findings)
}
