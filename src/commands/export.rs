//! `export`: a release of what is known.
//!
//! The log is shown to graphs of this process's own, beside a running engine.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{bail, ensure};
use dataflow::engine::{Closed, Engine, Extent};
use dataflow::read_model::{Agenda, Tables};
use exporters::{Format, Spec};
use ingest::{DataFolder, Store, now_us};
use serde_json::json;

use super::growth::{Moment, written};
use super::print;
use super::provider_rows::Asking;
use crate::arguments::{ExportArguments, Included, ReleaseFormat};
use crate::releasing;

/// Records shown to the graph at a time.
const PAGE_RECORDS: u32 = 100_000;

/// Everything the views say at one closed time.
pub struct Views {
    /// What is known.
    pub tables: Tables,
    /// What is outstanding.
    pub agenda: Agenda,
    /// Whom work is asked of.
    pub asking: Asking,
}

impl Views {
    /// Shows the log as it is now to a graph of its own.
    ///
    /// # Errors
    /// The log fails.
    pub async fn of(store: &mut Store) -> anyhow::Result<Self> {
        let mut engine = Engine::of(Extent::Answers);
        let (tables, agenda, asking) = (Tables::default(), Agenda::default(), Asking::at(now_us()));
        let mut views = Views { tables, agenda, asking };
        let mut pos = 0;
        loop {
            let page = store.read_after(pos, PAGE_RECORDS).await?;
            let is_last = page.records.len() < PAGE_RECORDS as usize;
            let last = page.records.last().map(|record| (record.pos, record.at_us));
            let last_at_us = last.map_or(0, |(_, at_us)| at_us);
            pos = last.map_or(pos, |(pos, _)| pos);
            let closed_us = if is_last { page.head.closed_us.max(last_at_us) } else { last_at_us };
            page.records.iter().for_each(|record| views.asking.note(record));
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
/// The moment is out of range, the log fails, or the folder cannot be written.
pub async fn run(data: PathBuf, json: bool, arguments: &ExportArguments) -> anyhow::Result<ExitCode> {
    let folder = DataFolder::open(&data)?;
    let mut store = Store::open(&folder).await?;
    let spec = spec(&mut store, arguments).await?;
    let release = releasing::release(&folder, store, spec, arguments.out.clone()).await?;
    let rows = release.tables.iter();
    if json {
        let value = json!({"release": release.id, "path": release.path, "rows": release.tables, "new": release.is_new});
        print(&value.to_string())?;
    } else {
        let rows: Vec<_> = rows.filter(|(_, rows)| **rows > 0).map(|(name, rows)| format!("{name} {rows}")).collect();
        let news = if release.is_new { "written" } else { "there already, unchanged" };
        print(&format!("Release {} {news}: {}\n  rows: {}", release.id, release.path.display(), rows.join(", ")))?;
    }
    Ok(ExitCode::SUCCESS)
}

/// What is asked for. Without a moment it is the log's last closed time, so that a log that has not moved gives the same
/// release again.
async fn spec(store: &mut Store, arguments: &ExportArguments) -> anyhow::Result<Spec> {
    let ExportArguments { study, as_of, include, dates, format, .. } = arguments;
    let format = match format {
        ReleaseFormat::Parquet => Format::Parquet,
        ReleaseFormat::Xapi => Format::Xapi,
    };
    if format == Format::Xapi && !include.is_empty() {
        bail!("statements have neither words nor recordings; leave --include out, or --format xapi");
    }
    let as_of_us = match as_of {
        None => store.head().await?.closed_us,
        Some(Moment(as_of_us)) => {
            let (asked, now_us) = (written(*as_of_us), now_us());
            ensure!(*as_of_us <= now_us, "the moment {asked} has not come; it is {}", written(now_us));
            match store.read_members().await?.1 {
                None => bail!("the log is empty, so nothing was known at {asked}; leave --as-of out"),
                Some(first_us) if *as_of_us < first_us => {
                    bail!(
                        "the moment {asked} is before the log, which begins at {}; name a later one",
                        written(first_us)
                    )
                }
                Some(_) => *as_of_us,
            }
        }
    };
    let (transcripts, audio) = (include.contains(&Included::Transcripts), include.contains(&Included::Audio));
    Ok(Spec { as_of_us, study: study.clone(), transcripts, audio, dates: *dates, format })
}
