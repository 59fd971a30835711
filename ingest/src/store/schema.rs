//! The tables, their version, and the version of the library under them.
//!
//! A log is upgraded in place by whoever opens it first with a newer program; one that is newer than the program is
//! refused. Ids of 64 bits are kept as the integer of the same bits. SQLite before 3.51.3 can corrupt a database in
//! WAL mode when one process resets the WAL while another writes (<https://www.sqlite.org/wal.html#walresetbug>).

use std::path::Path;

use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};
use sqlx::{ConnectOptions, Connection, Row};

use crate::IngestError;

/// The oldest SQLite that is trusted with a log.
pub const SQLITE_VERSION_MIN: [u32; 3] = [3, 51, 3];

/// The schema that this program writes, in the file's `user_version`.
const SCHEMA_VERSION: i64 = 4;

const SCHEMA: &str = "
    CREATE TABLE log (
        pos INTEGER PRIMARY KEY,
        at_us INTEGER NOT NULL,
        subject INTEGER NOT NULL,
        fact INTEGER NOT NULL,
        learner INTEGER,
        kind TEXT NOT NULL,
        version INTEGER NOT NULL,
        body TEXT NOT NULL
    ) STRICT;
    CREATE UNIQUE INDEX log_by_id ON log (subject, fact);
    CREATE INDEX log_by_learner ON log (learner) WHERE learner IS NOT NULL;
    CREATE TABLE log_head (
        id INTEGER PRIMARY KEY CHECK (id = 1),
        pos INTEGER NOT NULL,
        closed_us INTEGER NOT NULL,
        epoch INTEGER NOT NULL
    ) STRICT;
    INSERT INTO log_head (id, pos, closed_us, epoch) VALUES (1, 0, 0, 0);
    CREATE TABLE identities (name TEXT PRIMARY KEY, learner INTEGER NOT NULL UNIQUE) STRICT, WITHOUT ROWID;
";

/// What version 2 added: how far files were loaded.
const LOADS: &str = "
    CREATE TABLE loads (
        file TEXT PRIMARY KEY,
        rows INTEGER NOT NULL,
        bytes INTEGER NOT NULL,
        rejected INTEGER NOT NULL,
        rejects_bytes INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
";

/// What version 3 added: updates of a chat as they came.
const INBOX: &str = "
    CREATE TABLE inbox (
        update_id INTEGER PRIMARY KEY,
        received_at_ms INTEGER NOT NULL,
        learner INTEGER,
        body TEXT NOT NULL
    ) STRICT;
    CREATE INDEX inbox_by_learner ON inbox (learner) WHERE learner IS NOT NULL;
";

/// What version 4 added: the releases in our keeping. The cells are the numbers of learners that a release shows, as JSON.
const RELEASES: &str = "
    CREATE TABLE releases (
        path TEXT PRIMARY KEY,
        id TEXT NOT NULL,
        as_of_us INTEGER NOT NULL,
        options TEXT NOT NULL,
        manifest_sha256 TEXT NOT NULL,
        cells TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;
";

/// What version 4 added besides: who was erased, by a hash, and what that destroyed.
const ERASURES: &str = "
    CREATE TABLE erasures (
        number INTEGER PRIMARY KEY,
        key INTEGER NOT NULL UNIQUE,
        answers INTEGER NOT NULL,
        files INTEGER NOT NULL,
        bytes INTEGER NOT NULL,
        releases INTEGER NOT NULL DEFAULT 0,
        receipt TEXT,
        is_finished INTEGER NOT NULL DEFAULT 0
    ) STRICT;
";

const UPGRADED: &str = "
    PRAGMA user_version = 4;
    COMMIT";

/// Makes the tables where they are missing.
pub(super) async fn prepare(connection: &mut SqliteConnection, path: &Path) -> Result<(), IngestError> {
    let failed = |error| IngestError::from_database("making its tables", path, error);
    if version(connection).await.map_err(failed)? == SCHEMA_VERSION {
        return Ok(());
    }
    // Under the lock, because another process may be making them too.
    sqlx::raw_sql("BEGIN IMMEDIATE").execute(&mut *connection).await.map_err(failed)?;
    let missing: &[&'static str] = match version(connection).await.map_err(failed)? {
        0 => &[SCHEMA, LOADS, INBOX, RELEASES, ERASURES, UPGRADED],
        1 => &[LOADS, INBOX, RELEASES, ERASURES, UPGRADED],
        2 => &[INBOX, RELEASES, ERASURES, UPGRADED],
        3 => &[RELEASES, ERASURES, UPGRADED],
        SCHEMA_VERSION => &["ROLLBACK"],
        found => return Err(IngestError::NewerSchema { found, known: SCHEMA_VERSION }),
    };
    for statements in missing {
        sqlx::raw_sql(*statements).execute(&mut *connection).await.map_err(failed)?;
    }
    Ok(())
}

async fn version(connection: &mut SqliteConnection) -> Result<i64, sqlx::Error> {
    sqlx::query("PRAGMA user_version").fetch_one(connection).await?.try_get(0)
}

/// The version of the SQLite that is built in, as in `3.51.3`.
///
/// # Errors
/// No database can be opened, even in memory.
pub async fn library_version() -> Result<String, IngestError> {
    let failed = |error| IngestError::from_database("asking for the library's version", Path::new(":memory:"), error);
    let mut connection = SqliteConnectOptions::new().in_memory(true).connect().await.map_err(failed)?;
    let row = sqlx::query("SELECT sqlite_version()").fetch_one(&mut connection).await.map_err(failed)?;
    let version = row.try_get(0).map_err(failed)?;
    connection.close().await.map_err(failed)?;
    Ok(version)
}

/// Whether a SQLite of that version is trusted with a log.
///
/// # Errors
/// [`IngestError::OldLibrary`] if it is older than [`SQLITE_VERSION_MIN`], or not a version.
pub fn check_library(version: &str) -> Result<(), IngestError> {
    let numbers: Option<Vec<u32>> = version.split('.').map(|number| number.parse().ok()).collect();
    if numbers.is_some_and(|numbers| numbers.as_slice() >= SQLITE_VERSION_MIN.as_slice()) {
        return Ok(());
    }
    let needed = SQLITE_VERSION_MIN.map(|number| number.to_string()).join(".");
    Err(IngestError::OldLibrary { found: version.to_owned(), needed })
}
