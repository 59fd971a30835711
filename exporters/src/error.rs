//! What can go wrong with a release.
//!
//! Whatever it is, the folder holds the release whole or not at all. No message holds a name or quotes speech.

use std::error::Error;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use parquet::errors::ParquetError;

/// A release that was not written.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// The path leads to a file, or through one.
    #[error("release folder: {path:?} is not a folder; name another one")]
    NotAFolder {
        /// Where.
        path: PathBuf,
    },
    /// Something else than releases is there.
    #[error("release folder: {path:?} holds other things than releases; name an empty folder, or one of releases")]
    NotEmpty {
        /// Where.
        path: PathBuf,
    },
    /// The folder, or something in it, may not be written.
    #[error("release folder: {path:?} cannot be written; allow it, or name another folder")]
    ReadOnly {
        /// Where.
        path: PathBuf,
    },
    /// There is no space left.
    #[error("disk is full at {path:?}; make space and export again, nothing was released")]
    DiskFull {
        /// Where.
        path: PathBuf,
    },
    /// Two exports would write over each other.
    #[error("another export is writing to {path:?}; wait for it, or name another folder")]
    Busy {
        /// The folder of the releases.
        path: PathBuf,
    },
    /// Something has this release's name and is not what was written.
    #[error("release {path:?} is there already and not whole: {reason}; remove it and export again")]
    Damaged {
        /// The release.
        path: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
    /// Another failure of the file system.
    #[error("{doing} failed at {path:?}; nothing was released")]
    Io {
        /// What was being done.
        doing: &'static str,
        /// Where.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// The rows cannot be written as a table.
    #[error("table {table} could not be written; nothing was released")]
    Table {
        /// Which.
        table: &'static str,
        /// Why.
        source: ParquetError,
    },
    /// What lies in our keeping cannot be read.
    #[error("{what} cannot be read; nothing was released")]
    Keeping {
        /// What.
        what: &'static str,
        /// Why.
        source: Box<dyn Error + Send + Sync>,
    },
    /// The log has no study of that name at that moment.
    #[error("study {name:?} is not known as of that moment; the studies are: {known}")]
    UnknownStudy {
        /// What was asked for.
        name: String,
        /// What there is.
        known: String,
    },
    /// The code contradicts itself.
    #[error("{what}: this is an error of the program; nothing was released")]
    Inconsistent {
        /// What does not fit.
        what: &'static str,
    },
}

impl ExportError {
    /// A failure of the file system while `doing` at `path`.
    pub(crate) fn io(doing: &'static str, path: &Path, source: io::Error) -> Self {
        let path = path.to_owned();
        let is_any = |kinds: &[ErrorKind]| kinds.contains(&source.kind());
        if is_any(&[ErrorKind::NotADirectory, ErrorKind::AlreadyExists]) {
            ExportError::NotAFolder { path }
        } else if is_any(&[ErrorKind::PermissionDenied, ErrorKind::ReadOnlyFilesystem]) {
            ExportError::ReadOnly { path }
        } else if is_any(&[ErrorKind::StorageFull, ErrorKind::QuotaExceeded, ErrorKind::FileTooLarge]) {
            ExportError::DiskFull { path }
        } else {
            ExportError::Io { doing, path, source }
        }
    }

    /// A failure of the writer of `table`, whose files are at `path`.
    pub(crate) fn table(table: &'static str, path: &Path, source: ParquetError) -> Self {
        let ParquetError::External(source) = source else { return ExportError::Table { table, source } };
        match source.downcast::<io::Error>() {
            Ok(source) => ExportError::io("writing a table", path, *source),
            Err(source) => ExportError::Table { table, source: ParquetError::External(source) },
        }
    }
}
