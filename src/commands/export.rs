//! `export`: what is known, as a release of Parquet tables.
//!
//! The log is shown to a graph of this process's own, beside a running engine, up to the time that is closed now.

use std::path::PathBuf;
use std::process::ExitCode;

use dataflow::engine::{Closed, Engine, Extent};
use dataflow::read_model::{Agenda, Tables};
use ingest::{DataFolder, FolderBlobs, Store};
use serde_json::json;

use super::print;
use crate::arguments::ExportArguments;
use crate::executors::archive::{Archive, ArchiveError};

/// Records shown to the graph at a time.
const PAGE_RECORDS: u32 = 100_000;

/// Everything the views say at one closed time.
#[derive(Default)]
pub struct Views {
    /// What is known.
    pub tables: Tables,
    /// What is outstanding.
    pub agenda: Agenda,
}

impl Views {
    /// Shows the log as it is now to a graph of its own.
    ///
    /// # Errors
    /// The log fails.
    pub async fn of(store: &mut Store) -> anyhow::Result<Self> {
        let mut engine = Engine::of(Extent::Answers);
        let mut views = Views::default();
        let mut pos = 0;
        loop {
            let page = store.read_after(pos, PAGE_RECORDS).await?;
            let is_last = page.records.len() < PAGE_RECORDS as usize;
            let last = page.records.last().map(|record| (record.pos, record.at_us));
            let last_at_us = last.map_or(0, |(_, at_us)| at_us);
            pos = last.map_or(pos, |(pos, _)| pos);
            let closed_us = if is_last { page.head.closed_us.max(last_at_us) } else { last_at_us };
            let changes = engine.advance(Closed { records: page.records, closed_us });
            views.agenda.apply(closed_us, &changes);
            views.tables.apply(closed_us, changes);
            if is_last {
                return Ok(views);
            }
        }
    }
}

/// Runs the command.
///
/// # Errors
/// The log fails or the folder cannot be written.
pub async fn run(data: PathBuf, json: bool, arguments: &ExportArguments) -> anyhow::Result<ExitCode> {
    let folder = DataFolder::open(&data)?;
    let mut store = Store::open(&folder).await?;
    let tables = Views::of(&mut store).await?.tables;
    let archive = Archive::new(store, FolderBlobs::open(&folder)?);
    let transcript = |of| match archive.transcript(of) {
        Ok(transcript) => Ok(Some(transcript)),
        Err(ArchiveError::Lacks { .. }) => Ok(None),
        Err(error) => Err(error),
    };
    let release = exporters::release(&tables, transcript, &arguments.out)?;
    let rows = release.tables.iter();
    if json {
        let rows: serde_json::Map<_, _> = rows.map(|(name, rows)| ((*name).to_string(), json!(rows))).collect();
        let value = json!({"release": release.id, "path": release.path, "rows": rows, "new": release.is_new});
        print(&value.to_string())?;
    } else {
        let rows: Vec<_> = rows.map(|(name, rows)| format!("{name} {rows}")).collect();
        let news = if release.is_new { "written" } else { "there already, unchanged" };
        print(&format!("Release {} {news}: {}\n  rows: {}", release.id, release.path.display(), rows.join(", ")))?;
    }
    Ok(ExitCode::SUCCESS)
}
