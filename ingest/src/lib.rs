//! The way in: the log, and what lies beside it.
//!
//! The log is append-only and holds facts whose meaning this crate does not know: it gives each one position and one
//! time, keeps it durably, and shows all of them in order to whoever watches. What names a person or quotes speech
//! lies in [`blobs`] and [`identities`], which can be emptied. This is the only crate that reads the clock.
//!
//! Start reading at [`Log`], then [`Store`], the [`Journal`] on SQLite. Whoever owns the engine holds the [`EngineLock`], opens an epoch with
//! [`Store::open_epoch`] and opens the log with a watcher; every other process appends and reads beside it.

pub mod blobs;
pub mod clock;
pub mod facts_file;
pub mod hashing;
pub mod identities;
pub mod inbox;

mod alarm;
mod appender;
mod batch;
mod error;
mod folder;
mod journal;
mod log;
mod secret;
mod shown;
mod store;

pub use blobs::{BlobKey, Blobs, FolderBlobs};
pub use clock::{now_ms, now_us};
pub use error::IngestError;
pub use folder::{DataFolder, EngineLock};
pub use inbox::{LETTER_MS_MAX, Letter, Mail, Reading};
pub use journal::{Journal, Moment};
pub use log::Log;
pub use shown::Closed;
pub use store::{
    APPEND_EVENTS_MAX, Appended, BODY_BYTES_MAX, Commit, Draft, Head, KeptRelease, Page, SQLITE_VERSION_MIN, Store,
    StoreOptions, check_library, library_version,
};
