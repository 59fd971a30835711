//! What lies beside the tables: the codebook, descriptions for programs and for people, and the manifest.
//!
//! All of it is made from the columns' own words and from the numbers of this release. Nothing here is computed from a
//! clock: the day of a release is that of its moment.

mod citation;
mod codebook;
mod croissant;
mod datapackage;
mod datasheet;
pub(crate) mod manifest;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::ExportError;
use crate::release::Request;
use crate::spec::{FORMAT, Format, Spec};
use crate::table::{About, Written};
use crate::tables;

/// What a release turned out to hold.
pub(crate) struct Facts {
    pub(crate) tables: Vec<Written>,
    pub(crate) textgrids: u64,
    pub(crate) recordings: u64,
}

/// `release.json`: what a release is, for programs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Label {
    pub(crate) release: String,
    pub(crate) format: u32,
    pub(crate) as_of: String,
    pub(crate) spec: Spec,
    pub(crate) rows: BTreeMap<String, u64>,
    pub(crate) textgrids: u64,
    pub(crate) recordings: u64,
}

/// Writes all of it, the manifest last, and returns the manifest's SHA-256 as 64 hex digits.
pub(crate) fn write(
    folder: &Path,
    request: &Request<'_>,
    about: About<'_>,
    facts: &Facts,
) -> Result<String, ExportError> {
    let label = Label {
        release: about.release.to_owned(),
        format: FORMAT,
        as_of: timestamp(about.as_of_us / 1_000),
        spec: request.spec.clone(),
        rows: facts.tables.iter().map(|written| (written.table.to_owned(), written.rows)).collect(),
        textgrids: facts.textgrids,
        recordings: facts.recordings,
    };
    let mut files = vec![
        ("release.json", json(&label)?),
        ("CITATION.cff", citation::citation(&label)),
        ("DATASHEET.md", datasheet::datasheet(&label)),
    ];
    if request.spec.format == Format::Parquet {
        let all = tables::all();
        files.push(("codebook.csv", codebook::csv(&all)));
        files.push(("codebook.md", codebook::page(&all, &label)));
        files.push(("datapackage.json", json(&datapackage::datapackage(&all, &label, folder)?)?));
        files.push(("croissant.json", json(&croissant::croissant(&all, &label, folder)?)?));
    }
    if let Some(erratum) = &request.again {
        files.push(("ERRATUM.md", citation::erratum(&label, erratum)));
    }
    for (name, text) in files {
        let path = folder.join(name);
        fs::write(&path, text).map_err(|source| ExportError::io("writing a file", &path, source))?;
    }
    manifest::write(folder)
}

fn json(value: &impl Serialize) -> Result<String, ExportError> {
    let text = serde_json::to_string_pretty(value);
    text.map(|text| text + "\n").map_err(|_| ExportError::Inconsistent { what: "the metadata is no JSON" })
}

/// The files of a table, by their paths in the release.
fn parts(folder: &Path, table: &str) -> Result<Vec<String>, ExportError> {
    let count = manifest::entries(&folder.join(table))?.len();
    Ok((0..count).map(|part| format!("{table}/part-{part}.parquet")).collect())
}

/// A time in UTC as RFC 3339 says it, to the millisecond.
pub(crate) fn timestamp(ms: u64) -> String {
    let (seconds, millis) = (ms / 1_000, ms % 1_000);
    let (hour, minute, second) = (seconds / 3_600 % 24, seconds / 60 % 60, seconds % 60);
    format!("{}T{hour:02}:{minute:02}:{second:02}.{millis:03}Z", date(ms))
}

/// A day in UTC, as in `2026-11-22`.
pub(crate) fn date(ms: u64) -> String {
    let (year, month, day) = dataflow::calendar::civil(dataflow::calendar::day(ms));
    format!("{year:04}-{month:02}-{day:02}")
}
