//! What is allowed against the rules, each with its reason: `tidy/exceptions.json`.

use std::fs;
use std::path::Path;

use serde::Deserialize;

use crate::{Finding, TidyError};

/// Where the exceptions are written, relative to the root.
pub const PATH: &str = "tidy/exceptions.json";

/// The exceptions. Unknown keys are errors.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Exceptions {
    /// Files that may have more than 300 lines (never more than 500).
    pub long_files: Vec<PathException>,
    /// Files outside `ingest` and `benches` that may read a clock.
    pub clock_readers: Vec<PathException>,
    /// SPDX names of the licences that any dependency may have.
    pub licences: Vec<String>,
    /// Packages that may have another licence.
    pub licence_exceptions: Vec<LicenceException>,
    /// Packages that are built in several versions.
    pub duplicates: Vec<DuplicateException>,
}

/// A file and why it is excused.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PathException {
    /// Relative to the root.
    pub path: String,
    /// Why.
    pub reason: String,
}

/// A package, or a family of them, and why it may have this licence.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LicenceException {
    /// The package's name, or with `*` behind it the beginning of several names.
    pub name: String,
    /// Its licence, as the package writes it.
    pub licence: String,
    /// Why.
    pub reason: String,
}

/// A package in several versions and why.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DuplicateException {
    /// The package's name.
    pub name: String,
    /// The versions as far as compatibility goes (`0.3` for 0.3.4, `2` for 2.1.0), lowest first.
    pub versions: Vec<String>,
    /// Why.
    pub reason: String,
}

impl LicenceException {
    /// Whether it is about the package of this name and licence.
    pub fn excuses(&self, name: &str, licence: &str) -> bool {
        let is_named = match self.name.strip_suffix('*') {
            Some(beginning) => name.starts_with(beginning),
            None => name == self.name,
        };
        is_named && licence == self.licence
    }
}

impl Exceptions {
    /// Reads the exceptions of the workspace at `root`.
    pub fn read(root: &Path) -> Result<Self, TidyError> {
        let text =
            fs::read_to_string(root.join(PATH)).map_err(|source| TidyError::Io { what: PATH.to_owned(), source })?;
        Exceptions::parse(&text)
    }

    /// Reads exceptions from JSON.
    pub fn parse(text: &str) -> Result<Self, TidyError> {
        serde_json::from_str(text).map_err(|source| TidyError::Json { what: PATH.to_owned(), source })
    }
}

/// The finding for an exception that excuses nothing.
pub(crate) fn stale(name: &str, rule: &str) -> Finding {
    Finding::new(PATH, 1, format!("{name} needs no exception from {rule}"), "remove its row")
}
