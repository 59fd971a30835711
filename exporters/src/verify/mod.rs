//! Whether a release is whole, and what it says it is: asked of the folder alone, by whoever has it.
//!
//! Nothing here knows how a release is written but the names in its own codebook and the rules that the documentation
//! promises, so that an error of the writer is found too. Reasons name files, tables and rows, never a learner.

mod frames;
mod integrity;
mod recomputed;
mod schema;

use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead as _, BufReader};
use std::path::Path;

use sha2::{Digest, Sha256};

use crate::metadata::{Label, manifest};
use crate::spec::Format;

/// Reasons told of one kind; more of them say no more.
const REASONS_MAX: usize = 20;

/// Largest file of metadata read, in bytes.
const METADATA_BYTES_MAX: u64 = 256 << 20;

/// What was looked at, and what is wrong.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// The release's id, where it says one.
    pub release: Option<String>,
    /// What was checked, as fragments with numbers.
    pub checked: Vec<String>,
    /// What is wrong; empty for a sound release.
    pub reasons: Vec<String>,
}

/// A release that is what its manifest says.
pub(crate) struct Whole {
    pub(crate) tables: BTreeMap<String, u64>,
    pub(crate) manifest_sha256: String,
}

impl Report {
    fn checked(&mut self, what: String) {
        self.checked.push(what);
    }

    fn wrong(&mut self, reason: String) {
        if self.reasons.len() < REASONS_MAX {
            self.reasons.push(reason);
        }
    }
}

/// Checks everything that can be checked in a release.
pub fn verify(folder: &Path) -> Report {
    let mut report = Report::default();
    check_manifest(folder, &mut report);
    let label = match label(folder) {
        Ok(label) => label,
        Err(reason) => {
            report.wrong(reason);
            return report;
        }
    };
    report.release = Some(label.release.clone());
    if label.spec.id() != label.release {
        report.wrong("release.json: the id does not follow from the moment and the options".to_owned());
    }
    if label.spec.format == Format::Xapi {
        check_statements(folder, &label, &mut report);
        return report;
    }
    let checks = [schema::check, integrity::check, recomputed::check];
    for check in checks {
        // What is built on a damaged file says nothing more.
        if report.reasons.is_empty()
            && let Err(reason) = check(folder, &label, &mut report)
        {
            report.wrong(reason);
        }
    }
    report
}

/// Whether every file is what the manifest says, and none is there that it does not name.
pub(crate) fn whole(folder: &Path) -> Result<Whole, String> {
    let mut report = Report::default();
    check_manifest(folder, &mut report);
    if let Some(reason) = report.reasons.into_iter().next() {
        return Err(reason);
    }
    let text = read(folder, manifest::MANIFEST)?;
    Ok(Whole { tables: label(folder)?.rows, manifest_sha256: manifest::hex(&Sha256::digest(text)) })
}

/// The rows of a release, and its erratum; nothing where it cannot be read.
pub(crate) fn said(folder: &Path) -> (BTreeMap<String, u64>, String) {
    let rows = label(folder).map(|label| label.rows).unwrap_or_default();
    (rows, read(folder, "ERRATUM.md").unwrap_or_default())
}

/// Whether a learner is in a release; an error where that cannot be found out.
pub(crate) fn has_learner(folder: &Path, pseudonym: u64) -> Result<bool, String> {
    let label = label(folder)?;
    let mut is_there = false;
    if label.spec.format == Format::Xapi {
        let name = format!("\"{pseudonym:016x}\"");
        for line in lines(folder, "statements.jsonl")? {
            is_there |= line.map_err(|error| format!("statements.jsonl: cannot be read: {error}"))?.contains(&name);
        }
        return Ok(is_there);
    }
    if frames::parts(folder, "learners").is_empty() {
        return Err("learners: has no files".to_owned());
    }
    frames::each(folder, "learners", &["learner"], |row| is_there |= row.id(0) == Some(pseudonym))?;
    Ok(is_there)
}

fn check_manifest(folder: &Path, report: &mut Report) {
    let (listed, there) = match (read(folder, manifest::MANIFEST), manifest::files(folder)) {
        (Ok(text), Ok(there)) => (text, there),
        (Err(reason), _) => return report.wrong(reason),
        (_, Err(error)) => return report.wrong(error.to_string()),
    };
    let mut files: BTreeMap<&str, &str> = BTreeMap::new();
    for (line, number) in listed.lines().zip(1..) {
        match line.split_once("  ") {
            Some((digest, path)) if digest.len() == 64 && !path.is_empty() => files.insert(path, digest),
            _ => return report.wrong(format!("{}: line {number} is no digest with a path", manifest::MANIFEST)),
        };
    }
    for path in &there {
        match files.remove(path.as_str()) {
            None => report.wrong(format!("{path}: is not in the manifest")),
            Some(digest) => match manifest::digest(&folder.join(path)) {
                Ok(found) if found == digest => {}
                Ok(_) => report.wrong(format!("{path}: is not what the manifest says; it was changed")),
                Err(error) => report.wrong(format!("{path}: cannot be read: {error}")),
            },
        }
    }
    for path in files.keys() {
        report.wrong(format!("{path}: is in the manifest and not there"));
    }
    report.checked(format!("{} files against the manifest", there.len()));
}

fn check_statements(folder: &Path, label: &Label, report: &mut Report) {
    let lines = match lines(folder, "statements.jsonl") {
        Ok(lines) => lines,
        Err(reason) => return report.wrong(reason),
    };
    let mut count = 0_u64;
    for (line, number) in lines.zip(1..) {
        let statement: Option<serde_json::Value> = line.ok().and_then(|line| serde_json::from_str(&line).ok());
        let has = |pointer: &str| statement.as_ref().and_then(|value| value.pointer(pointer)).is_some();
        if !["/id", "/actor/account/name", "/verb/id", "/object/id"].iter().all(|pointer| has(pointer)) {
            report.wrong(format!("statements.jsonl: line {number} is no statement"));
        }
        count += 1;
    }
    if label.rows.get("statements") != Some(&count) {
        report.wrong(format!("statements.jsonl: has {count} statements, not as many as release.json says"));
    }
    report.checked(format!("{count} statements"));
}

fn lines(folder: &Path, name: &str) -> Result<impl Iterator<Item = std::io::Result<String>>, String> {
    let file = fs::File::open(folder.join(name)).map_err(|error| format!("{name}: cannot be read: {error}"))?;
    Ok(BufReader::new(file).lines())
}

fn label(folder: &Path) -> Result<Label, String> {
    let text = read(folder, "release.json")?;
    serde_json::from_str(&text).map_err(|error| format!("release.json: is not that of a release: {error}"))
}

fn read(folder: &Path, name: &str) -> Result<String, String> {
    let path = folder.join(name);
    let length = fs::metadata(&path).map_err(|error| format!("{name}: cannot be read: {error}"))?.len();
    if length > METADATA_BYTES_MAX {
        return Err(format!("{name}: is larger than {METADATA_BYTES_MAX} bytes"));
    }
    fs::read_to_string(&path).map_err(|error| format!("{name}: cannot be read: {error}"))
}
