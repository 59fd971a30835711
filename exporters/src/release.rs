//! One release: every table at one closed time, under an id that the time and the options give.
//!
//! The id names the contents, so a release that is there is never written again. Which learners' words leave is
//! decided once, from the consents at the same closed time; a withdrawal shows in the next release.

use std::borrow::Borrow;
use std::collections::BTreeSet;
use std::error::Error;
use std::path::{Path, PathBuf};

use dataflow::documents::Transcript;
use dataflow::events::{AnswerRun, LearnerId, Purpose};
use dataflow::read_model::Tables;
use sha2::{Digest, Sha256};

use crate::ExportError;
use crate::staging::Shelf;
use crate::table::{self, About, Table, TableWriter};
use crate::tables::{self, words};

/// Raised whenever the same tables would give other files, so that the id still names the contents.
const FORMAT: u32 = 1;

/// A release in its folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Release {
    /// 16 hex digits.
    pub id: String,
    /// Its folder, `release=ID` in the one that was named.
    pub path: PathBuf,
    /// Every table with its number of rows, in the order of [writing](release).
    pub tables: Vec<(&'static str, u64)>,
    /// Whether it was written now; otherwise it was there and was left as it is.
    pub is_new: bool,
}

/// Writes what is known as a release in the folder `out`, which is made where it is missing: `answers`, `pauses`,
/// `measures`, `scores` and `consents` of everybody, `words` and `transcripts` of those who agree to
/// [`Purpose::Research`].
///
/// `transcript` gives the document of a run, none where it is gone. It is asked only for runs of those learners that
/// the tables know to be transcribed, so what an executor has written ahead of its fact stays out.
///
/// # Errors
/// The folder cannot be written, is being written, or holds something else under this release's name; a transcript
/// cannot be read. Nothing of the release is there then.
pub fn release<E>(
    tables: &Tables,
    transcript: impl Fn(AnswerRun) -> Result<Option<Transcript>, E>,
    out: &Path,
) -> Result<Release, ExportError>
where
    E: Into<Box<dyn Error + Send + Sync>>,
{
    let id = id(tables.as_of_us());
    let name = format!("release={id}");
    let shelf = Shelf::open(out)?;
    let place = shelf.place(&name);
    if place.symlink_metadata().is_ok() {
        let rows = existing(&place)?;
        return Ok(Release { id, path: place, tables: rows, is_new: false });
    }
    let staging = shelf.stage(name)?;
    let about = About { release: &id, as_of_us: tables.as_of_us() };
    let rows = write(tables, transcript, about, staging.path())?;
    let path = staging.publish(&rows)?;
    Ok(Release { id, path, tables: rows, is_new: true })
}

/// The id begins with a letter, so that no reader of the partition takes one for a number.
fn id(as_of_us: u64) -> String {
    const LETTER: u64 = 0xc << 60;
    let digest = Sha256::new().chain_update(FORMAT.to_be_bytes()).chain_update(as_of_us.to_be_bytes()).finalize();
    let number = digest.iter().take(8).fold(0, |number, byte| number << 8 | u64::from(*byte));
    format!("{:016x}", number | LETTER)
}

/// The tables of a release that is there.
fn existing(place: &Path) -> Result<Vec<(&'static str, u64)>, ExportError> {
    let rows = tables::NAMES.iter().map(|name| Ok((*name, table::rows(place, name)?)));
    rows.collect::<Result<_, _>>().map_err(|source| ExportError::Damaged { path: place.to_owned(), source })
}

fn write<E>(
    tables: &Tables,
    transcript: impl Fn(AnswerRun) -> Result<Option<Transcript>, E>,
    about: About<'_>,
    folder: &Path,
) -> Result<Vec<(&'static str, u64)>, ExportError>
where
    E: Into<Box<dyn Error + Send + Sync>>,
{
    let consents = tables::consents::rows(tables);
    let agreeing: BTreeSet<LearnerId> =
        consents.iter().filter(|row| row.purpose == Purpose::Research && row.is_given).map(|row| row.learner).collect();
    let mut rows = vec![
        write_table(&tables::answers::TABLE, about, folder, tables.answers())?,
        write_table(&tables::pauses::TABLE, about, folder, tables::pauses::rows(tables))?,
        write_table(&tables::measures::TABLE, about, folder, tables.measurements())?,
        write_table(&tables::scores::TABLE, about, folder, tables.scores())?,
        write_table(&tables::consents::TABLE, about, folder, consents)?,
    ];
    rows.extend(words::write(words::transcribed(tables, &agreeing), transcript, about, folder)?);
    Ok(rows)
}

fn write_table<R: 'static, B: Borrow<R>>(
    table: &'static Table<R>,
    about: About<'_>,
    folder: &Path,
    rows: impl IntoIterator<Item = B>,
) -> Result<(&'static str, u64), ExportError> {
    let mut writer = TableWriter::create(table, about, folder)?;
    for row in rows {
        writer.push(row)?;
    }
    writer.finish()
}
