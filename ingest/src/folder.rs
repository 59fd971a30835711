//! The data folder: where one installation keeps everything.
//!
//! It holds `log.db` (with its `-wal` and `-shm`), `blobs/` and `engine.lock`. Only its owner may look inside. Any
//! number of processes may use it together, but at most one of them runs an engine: a lock of the operating system
//! says which, and ends with the process however that ends.

use std::fs::{DirBuilder, File, OpenOptions, TryLockError};
use std::io::{Read, Write};
use std::path::{Path, PathBuf};

use crate::IngestError;

/// A data folder that exists and can be written.
#[derive(Clone, Debug)]
pub struct DataFolder {
    path: PathBuf,
}

impl DataFolder {
    /// Opens the folder, and makes it (mode 0700) and its parts where they are missing.
    ///
    /// # Errors
    /// The path leads to something else, or may not be written, or the disk is full.
    pub fn open(path: impl Into<PathBuf>) -> Result<Self, IngestError> {
        let folder = DataFolder { path: path.into() };
        if folder.path.exists() && !folder.path.is_dir() {
            return Err(IngestError::NotAFolder { path: folder.path });
        }
        create_private_folder(&folder.path)?;
        create_private_folder(&folder.blobs_path())?;
        // SQLite gives its other files the mode of this one, and says less clearly why it cannot make it.
        let log_path = folder.log_path();
        private_file(OpenOptions::new().append(true).create(true))
            .open(&log_path)
            .map_err(|error| IngestError::from_io("making the log", &log_path, error))?;
        Ok(folder)
    }

    /// The folder itself.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The log's file.
    pub fn log_path(&self) -> PathBuf {
        self.path.join("log.db")
    }

    /// The folder of the blobs.
    pub fn blobs_path(&self) -> PathBuf {
        self.path.join("blobs")
    }

    fn lock_path(&self) -> PathBuf {
        self.path.join("engine.lock")
    }
}

/// The right to run the engine of a data folder, until it is dropped or the process ends.
#[derive(Debug)]
pub struct EngineLock {
    _file: File,
}

impl EngineLock {
    /// Takes the lock, or none if another engine has it.
    ///
    /// # Errors
    /// The lock's file cannot be written, or the file system knows no locks.
    pub fn try_acquire(folder: &DataFolder) -> Result<Option<Self>, IngestError> {
        let path = folder.lock_path();
        let failed = |error| IngestError::from_io("locking the data folder", &path, error);
        let mut file = private_file(OpenOptions::new().read(true).write(true).create(true).truncate(false))
            .open(&path)
            .map_err(failed)?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Ok(None),
            Err(TryLockError::Error(error)) => return Err(failed(error)),
        }
        file.set_len(0).map_err(failed)?;
        writeln!(file, "{}", std::process::id()).map_err(failed)?;
        Ok(Some(EngineLock { _file: file }))
    }

    /// Takes the lock.
    ///
    /// # Errors
    /// [`IngestError::EngineRuns`] if another engine has it, else as [`EngineLock::try_acquire`].
    pub fn acquire(folder: &DataFolder) -> Result<Self, IngestError> {
        let lock = EngineLock::try_acquire(folder)?;
        lock.ok_or_else(|| IngestError::EngineRuns { pid: EngineLock::holder(folder) })
    }

    /// The process that holds the lock or held it last, where it said so.
    pub fn holder(folder: &DataFolder) -> Option<u32> {
        let mut text = String::new();
        File::open(folder.lock_path()).ok()?.take(20).read_to_string(&mut text).ok()?;
        text.trim().parse().ok()
    }
}

/// Makes a folder that only its owner may look into, and its parents, where they are missing.
pub(crate) fn create_private_folder(path: &Path) -> Result<(), IngestError> {
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path).map_err(|error| IngestError::from_io("making a folder", path, error))
}

/// A file that is made here may be read by its owner only.
pub(crate) fn private_file(options: &mut OpenOptions) -> &mut OpenOptions {
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(options, 0o600);
    options
}
