//! The ledger of releases: what was released from this log, and where it lies, so that it can be written again after
//! somebody was erased, and so that a later release does not tell what only the difference of two would.
//!
//! What the options and cells say is not known here: they are kept as they are given.

use sqlx::Row;
use sqlx::sqlite::SqliteRow;

use super::Store;
use crate::IngestError;

/// A release in our keeping.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptRelease {
    /// Its folder, absolute.
    pub path: String,
    /// Its id, 16 hex digits.
    pub id: String,
    /// The moment that it is about, in microseconds since the Unix epoch.
    pub as_of_us: u64,
    /// What it was asked to hold, as JSON.
    pub options: String,
    /// SHA-256 of its manifest, 64 hex digits.
    pub manifest_sha256: String,
    /// The numbers of learners that it shows, as JSON.
    pub cells: String,
}

impl Store {
    /// Notes that a release lies at its path, instead of what was noted for that path.
    ///
    /// # Errors
    /// The database fails.
    pub async fn keep_release(&mut self, release: &KeptRelease) -> Result<(), IngestError> {
        let KeptRelease { path, id, as_of_us, options, manifest_sha256, cells } = release;
        let row = sqlx::query(
            "INSERT INTO releases (path, id, as_of_us, options, manifest_sha256, cells) VALUES (?, ?, ?, ?, ?, ?)
             ON CONFLICT (path) DO UPDATE SET (id, as_of_us, options, manifest_sha256, cells) =
             (excluded.id, excluded.as_of_us, excluded.options, excluded.manifest_sha256, excluded.cells)",
        );
        let row = row.bind(path).bind(id).bind(as_of_us.cast_signed()).bind(options);
        let noted = row.bind(manifest_sha256).bind(cells).execute(&mut self.connection).await;
        noted.map_err(|error| self.failed("noting a release", error))?;
        Ok(())
    }

    /// Every release in our keeping, by path.
    ///
    /// # Errors
    /// The database fails.
    pub async fn kept_releases(&mut self) -> Result<Vec<KeptRelease>, IngestError> {
        let rows =
            sqlx::query("SELECT path, id, as_of_us, options, manifest_sha256, cells FROM releases ORDER BY path");
        let rows = rows.fetch_all(&mut self.connection).await;
        let kept = rows.and_then(|rows| rows.iter().map(kept).collect::<Result<Vec<_>, _>>());
        kept.map_err(|error| self.failed("reading the releases", error))
    }

    /// Forgets the release at a path: it is not in our keeping any more.
    ///
    /// # Errors
    /// The database fails.
    pub async fn forget_release(&mut self, path: &str) -> Result<(), IngestError> {
        let forgotten = sqlx::query("DELETE FROM releases WHERE path = ?").bind(path);
        let forgotten = forgotten.execute(&mut self.connection).await;
        forgotten.map_err(|error| self.failed("forgetting a release", error))?;
        Ok(())
    }
}

fn kept(row: &SqliteRow) -> Result<KeptRelease, sqlx::Error> {
    Ok(KeptRelease {
        path: row.try_get(0)?,
        id: row.try_get(1)?,
        as_of_us: row.try_get::<i64, _>(2)?.cast_unsigned(),
        options: row.try_get(3)?,
        manifest_sha256: row.try_get(4)?,
        cells: row.try_get(5)?,
    })
}
