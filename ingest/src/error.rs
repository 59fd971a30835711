//! What can go wrong between the outside and the log.
//!
//! One failed commit is told to every append that waited for it, so errors can be cloned and their causes are shared.
//! No message holds a name, a transcript or a body.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use dataflow::events::codec::CodecError;

/// An error of the log, the data folder, the blobs or the identities.
#[derive(Clone, Debug, thiserror::Error)]
pub enum IngestError {
    /// The data folder's path leads to something else.
    #[error("data folder {path:?} is not a folder; name another one with --data")]
    NotAFolder {
        /// Where.
        path: PathBuf,
    },
    /// The data folder, or a file in it, may not be written.
    #[error("data folder: {path:?} cannot be written; allow it, or name another folder with --data")]
    ReadOnly {
        /// What could not be written.
        path: PathBuf,
    },
    /// There is no space left. Nothing of the failed append or blob was kept.
    #[error("disk is full at {path:?}; make space and try again")]
    DiskFull {
        /// What could not be written.
        path: PathBuf,
    },
    /// Another failure of the file system.
    #[error("{doing} failed at {path:?}")]
    Io {
        /// What was being done.
        doing: &'static str,
        /// Where.
        path: PathBuf,
        /// Why.
        source: Arc<io::Error>,
    },
    /// Only one engine may work on a data folder.
    #[error(
        "another engine ({}) works on this data folder; wait for it, stop it, or name another folder with --data",
        .pid.map_or("unknown process".to_owned(), |pid| format!("process {pid}"))
    )]
    EngineRuns {
        /// Its process, where it said so.
        pid: Option<u32>,
    },
    /// The SQLite that is built in can corrupt logs.
    #[error("sqlite library is {found}, at least {needed} is needed; build with a newer libsqlite3-sys")]
    OldLibrary {
        /// Its version.
        found: String,
        /// The oldest that is taken.
        needed: String,
    },
    /// A newer program made this log.
    #[error("log has schema {found}, this program knows up to {known}; use a newer one")]
    NewerSchema {
        /// The log's.
        found: i64,
        /// Ours.
        known: i64,
    },
    /// The file in the log's place is something else.
    #[error("{path:?} is not a log; move it away, or name another folder with --data")]
    NotALog {
        /// Which file.
        path: PathBuf,
    },
    /// Another process holds the log's write lock for too long.
    #[error("log is locked by another process for longer than {waited_ms} ms; try again")]
    Busy {
        /// How long it was waited for, in milliseconds.
        waited_ms: u64,
    },
    /// Another failure of the database. Nothing of a failed append was kept.
    #[error("log failed while {doing}")]
    Database {
        /// What was being done.
        doing: &'static str,
        /// Why.
        source: Arc<sqlx::Error>,
    },
    /// A row of the log is no event of this program's.
    #[error("log cannot be read at position {pos}")]
    Undecodable {
        /// Which row.
        pos: u64,
        /// Why.
        source: Arc<CodecError>,
    },
    /// A position of the log is empty.
    #[error("log has no row at position {pos}; restore it from a copy")]
    Missing {
        /// Which row.
        pos: u64,
    },
    /// A learner was erased while the log was read from start to end.
    #[error("somebody was erased while the log was read; run the same command again")]
    Scrubbed,
    /// An event cannot be written out.
    #[error("event cannot be written")]
    Unencodable {
        /// Why.
        source: Arc<CodecError>,
    },
    /// An event is too large.
    #[error("event {kind} has {bytes} bytes, limit is {bytes_max}; keep long things in a blob")]
    BodyTooLarge {
        /// Its kind.
        kind: &'static str,
        /// Its size.
        bytes: usize,
        /// The limit.
        bytes_max: usize,
    },
    /// An append holds too many events.
    #[error("append has {events} events, limit is {events_max}; append them in parts")]
    TooManyEvents {
        /// How many.
        events: usize,
        /// The limit.
        events_max: usize,
    },
    /// A newer engine took over, and this one may append no more.
    #[error("log was taken over by epoch {newest}, ours is {ours}; stop this engine")]
    Fenced {
        /// The epoch of this process.
        ours: u32,
        /// The newest.
        newest: u32,
    },
    /// The appender has ended, or panicked: nothing more can be appended by this process.
    #[error("log has stopped in this process; start it again")]
    Stopped,
    /// A learner's name is not one.
    #[error("learner name {reason}")]
    Name {
        /// What is wrong and what is allowed.
        reason: &'static str,
    },
    /// A blob's key is not one.
    #[error("blob key {key:?} is not made of a-z, 0-9, '.', '_' and '-' in parts joined by '/'")]
    Key {
        /// Its beginning.
        key: String,
    },
    /// A blob is larger than its reader takes.
    #[error("blob {key} is larger than {bytes_max} bytes")]
    BlobTooLarge {
        /// Which.
        key: String,
        /// The reader's limit.
        bytes_max: u64,
    },
    /// A file holds no facts, or cannot be read on. What was read before stands.
    #[error("{path:?} is no file of facts: {reason}")]
    NotFacts {
        /// Which file.
        path: PathBuf,
        /// What is wrong with it, and from where on.
        reason: String,
    },
    /// A file of facts cannot be written.
    #[error("{path:?} cannot be written: {reason}")]
    Unwritten {
        /// Which file.
        path: PathBuf,
        /// Why.
        reason: String,
    },
    /// The operating system gave no random numbers.
    #[error("no random number for a new learner: {reason}")]
    Random {
        /// What the system said.
        reason: String,
    },
}

/// Milliseconds for which a process waits for the log's write lock.
pub(crate) const BUSY_MS_MAX: u64 = 10_000;

impl IngestError {
    /// An error of the file system, by what a person can do about it.
    pub(crate) fn from_io(doing: &'static str, path: &Path, error: io::Error) -> Self {
        let path = path.to_owned();
        let kind = error.kind();
        if kind == io::ErrorKind::NotADirectory {
            IngestError::NotAFolder { path }
        } else if matches!(kind, io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem) {
            IngestError::ReadOnly { path }
        } else if matches!(kind, io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded) {
            IngestError::DiskFull { path }
        } else {
            IngestError::Io { doing, path, source: Arc::new(error) }
        }
    }

    /// An error of the database, by what a person can do about it.
    pub(crate) fn from_database(doing: &'static str, path: &Path, error: sqlx::Error) -> Self {
        let path = path.to_owned();
        match result_code(&error).map(|code| code & 0xff) {
            Some(5 | 6) => IngestError::Busy { waited_ms: BUSY_MS_MAX },
            Some(8) => IngestError::ReadOnly { path },
            Some(13) => IngestError::DiskFull { path },
            Some(26) => IngestError::NotALog { path },
            _ => IngestError::Database { doing, source: Arc::new(error) },
        }
    }
}

/// SQLite's extended result code, if the error is one.
pub(crate) fn result_code(error: &sqlx::Error) -> Option<u32> {
    error.as_database_error()?.code()?.parse().ok()
}
