//! A long history as a Parquet table, written once and read as `replay` would, without the log.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};
use dataflow::events::Record;
use ingest::facts_file::{Fact, ParquetFacts, write_parquet};

use super::generator::{Generator, Shape};

/// The table of these facts, made if it is not there.
pub(crate) fn table(folder: &Path, shape: Shape) -> anyhow::Result<PathBuf> {
    let path = folder.join(format!("facts-{}.parquet", shape.answers));
    if !path.exists() {
        let facts =
            Generator::new(shape).map(|Record { pos, at_us, event }| Fact { line: pos, at_us: Some(at_us), event });
        write_parquet(&path, facts)?;
    }
    Ok(path)
}

/// Gives all records of a table, so many at a time.
///
/// # Errors
/// When the table cannot be read, or a row of it is no fact.
pub(crate) fn read(path: &Path, rows: usize, give: &mut dyn FnMut(Vec<Record>)) -> anyhow::Result<()> {
    for batch in ParquetFacts::open(path)?.batches(rows)? {
        let records = batch?.into_iter().map(|row| match row {
            Ok(Fact { line, at_us, event }) => {
                let at_us = at_us.with_context(|| format!("row {line} has no time"))?;
                Ok(Record { pos: line, at_us, event })
            }
            Err(rejected) => bail!("row {} is no fact: {}", rejected.line, rejected.reason),
        });
        give(records.collect::<anyhow::Result<_>>()?);
    }
    Ok(())
}
