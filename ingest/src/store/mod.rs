//! The log in SQLite: one connection, which appends and reads.
//!
//! Several processes may append to one file. Positions and times come from one row, `log_head`, that every append
//! locks first: positions have no gap, times never decrease, and a reader who saw a position has seen all before it.
//! Every commit has one time, which it closes: nothing lands at or before it later. (Facts that bring times of their
//! own are committed as if one after another, in one transaction.) The unique index of event ids
//! makes a second append of an event find the first.
//!
//! Here is how the file is opened; appending is in [`append`], reading in [`read`], and what a load of a file remembers
//! in [`loads`].

mod append;
mod draft;
mod erased;
mod journal;
mod loads;
mod read;
mod receipts;
mod releases;
mod schema;
mod scrub;

use std::path::PathBuf;
use std::time::Duration;

use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection, SqliteJournalMode, SqliteSynchronous};
use sqlx::{ConnectOptions, Connection, Row};

pub use append::{Appended, Commit};
pub use draft::{APPEND_EVENTS_MAX, BODY_BYTES_MAX, Draft};
pub use read::{Head, Page};
pub use releases::KeptRelease;
pub use schema::{SQLITE_VERSION_MIN, check_library, library_version};
pub use scrub::{Erasure, Files, Receipt};

pub(crate) use draft::SPREAD_US_MAX;
pub(crate) use loads::LoadMark;

use crate::error::{BUSY_MS_MAX, result_code};
use crate::{DataFolder, IngestError, now_us};

/// How a log is opened.
#[derive(Clone, Copy, Debug)]
pub struct StoreOptions {
    /// Where time comes from, in microseconds since the Unix epoch: [`now_us`], or a virtual clock.
    pub clock: fn() -> u64,
    /// Most pages of 4 KiB that the file may grow to for this process; none for as many as the disk holds.
    pub pages_max: Option<u32>,
}

impl Default for StoreOptions {
    fn default() -> Self {
        StoreOptions { clock: now_us, pages_max: None }
    }
}

/// The open log of a data folder.
///
/// A call whose future is dropped halfway leaves nothing behind: its transaction is rolled back by the next one.
pub struct Store {
    pub(crate) connection: SqliteConnection,
    pub(crate) path: PathBuf,
    clock: fn() -> u64,
    epoch: Option<u32>,
    inserts: append::Inserts,
    erased: erased::Erased,
    /// The last erasure when reading began.
    read_since: Option<i64>,
    may_be_in_transaction: bool,
}

impl Store {
    /// Opens the log, and makes it where it is missing.
    ///
    /// # Errors
    /// The library is too old, the log is newer than this program, or the file cannot be opened.
    pub async fn open(folder: &DataFolder) -> Result<Self, IngestError> {
        Store::open_with(folder, StoreOptions::default()).await
    }

    /// Opens the log in a way that is not the usual one.
    ///
    /// # Errors
    /// As [`Store::open`].
    pub async fn open_with(folder: &DataFolder, options: StoreOptions) -> Result<Self, IngestError> {
        check_library(&library_version().await?)?;
        let path = folder.log_path();
        let mut pragmas = SqliteConnectOptions::new()
            .filename(&path)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .busy_timeout(Duration::from_millis(BUSY_MS_MAX))
            .row_buffer_size(1_000)
            .thread_name(|_| "log-sqlite".to_owned())
            .pragma("secure_delete", "ON")
            .pragma("temp_store", "MEMORY") // else the journal of a many-row insert spills into a file
            .pragma("cache_size", "-16384")
            .disable_statement_logging();
        if let Some(pages_max) = options.pages_max {
            pragmas = pragmas.pragma("max_page_count", pages_max.to_string());
        }
        let failed = |error| IngestError::from_database("opening it", &path, error);
        let mut connection = connected(&pragmas).await.map_err(failed)?;
        schema::prepare(&mut connection, &path).await?;
        let (clock, inserts, erased) = (options.clock, append::Inserts::default(), erased::Erased::default());
        Ok(Store {
            connection,
            path,
            clock,
            epoch: None,
            inserts,
            erased,
            read_since: None,
            may_be_in_transaction: false,
        })
    }

    /// The epoch that this process opened, if it is an engine's.
    pub fn epoch(&self) -> Option<u32> {
        self.epoch
    }

    /// The log's clock.
    pub(crate) fn clock(&self) -> fn() -> u64 {
        self.clock
    }

    /// Now, by the log's clock, in microseconds since the Unix epoch.
    pub(crate) fn clock_us(&self) -> u64 {
        (self.clock)()
    }

    /// A number that changes when another process (or connection) has committed something.
    pub(crate) async fn data_version(&mut self) -> Result<i64, IngestError> {
        let row = sqlx::query("PRAGMA data_version").fetch_one(&mut self.connection).await;
        row.and_then(|row| row.try_get(0)).map_err(|error| self.failed("looking for news", error))
    }

    /// Moves what was appended into the main file and closes the log.
    ///
    /// # Errors
    /// The database fails. Everything that was appended is durable even so.
    pub async fn close(mut self) -> Result<(), IngestError> {
        let path = self.path.clone();
        let failed = |error| IngestError::from_database("closing it", &path, error);
        // Passive: whoever reads or appends at the moment is not waited for, and does the rest when it closes.
        sqlx::query("PRAGMA wal_checkpoint(PASSIVE)").fetch_all(&mut self.connection).await.map_err(failed)?;
        self.connection.close().await.map_err(failed)
    }

    /// An error of the database, as this crate says it.
    fn failed(&self, doing: &'static str, error: sqlx::Error) -> IngestError {
        IngestError::from_database(doing, &self.path, error)
    }
}

/// Connects, and waits while another process makes the same new file: that lock knows no timeout of its own.
async fn connected(options: &SqliteConnectOptions) -> Result<SqliteConnection, sqlx::Error> {
    for _ in 0..BUSY_MS_MAX / 20 {
        match options.connect().await {
            Err(error) if result_code(&error).is_some_and(|code| code & 0xff == 5) => {
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
            connected => return connected,
        }
    }
    options.connect().await
}
