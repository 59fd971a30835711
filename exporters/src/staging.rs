//! A release that is not there yet: a hidden folder beside its place, renamed when all of it is on the disk.
//!
//! The folder of the releases is locked meanwhile, so what a crash left in the hidden folder belongs to nobody and is
//! removed by the next export. Where a file system has no locks, two exports to one folder at the same time are for
//! the user to avoid; even then a rename shows one release or the other, never a mixture of finished ones.

use std::fs::{self, File, TryLockError};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use crate::ExportError;

/// The folder of the releases, made and locked.
pub(crate) struct Shelf {
    path: PathBuf,
    handle: File,
}

/// A hidden folder that becomes a release, or is removed when dropped.
pub(crate) struct Staging<'a> {
    shelf: &'a Shelf,
    path: PathBuf,
    name: String,
    is_published: bool,
}

impl Shelf {
    /// Makes the folder where it is missing, and locks it until dropped.
    pub(crate) fn open(path: &Path) -> Result<Self, ExportError> {
        fs::create_dir_all(path).map_err(|source| ExportError::io("making the folder", path, source))?;
        let handle = File::open(path).map_err(|source| ExportError::io("opening the folder", path, source))?;
        match handle.try_lock() {
            Err(TryLockError::WouldBlock) => Err(ExportError::Busy { path: path.to_owned() }),
            Ok(()) | Err(TryLockError::Error(_)) => Ok(Shelf { path: path.to_owned(), handle }),
        }
    }

    /// Where the release of this name is, or would be.
    pub(crate) fn place(&self, name: &str) -> PathBuf {
        self.path.join(name)
    }

    /// An empty hidden folder for the release of this name, without what an export that died left in it.
    pub(crate) fn stage(&self, name: String) -> Result<Staging<'_>, ExportError> {
        let path = self.path.join(format!(".{name}.partial"));
        match fs::remove_dir_all(&path) {
            Err(source) if source.kind() != ErrorKind::NotFound => {
                return Err(ExportError::io("removing an unfinished release", &path, source));
            }
            Ok(()) | Err(_) => {}
        }
        fs::create_dir(&path).map_err(|source| ExportError::io("making a folder", &path, source))?;
        Ok(Staging { shelf: self, path, name, is_published: false })
    }
}

impl Staging<'_> {
    /// Where to write.
    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// Makes the release visible, durably. Its files were synced by their writers.
    pub(crate) fn publish(mut self, tables: &[(&'static str, u64)]) -> Result<PathBuf, ExportError> {
        for (table, _rows) in tables {
            sync(&self.path.join(table))?;
        }
        sync(&self.path)?;
        let place = self.shelf.place(&self.name);
        fs::rename(&self.path, &place).map_err(|source| ExportError::io("renaming the release", &place, source))?;
        self.is_published = true;
        let shelf = &self.shelf;
        shelf.handle.sync_all().map_err(|source| ExportError::io("syncing the folder", &shelf.path, source))?;
        Ok(place)
    }
}

impl Drop for Staging<'_> {
    fn drop(&mut self) {
        if !self.is_published {
            // Nothing more can be done here, and the next export removes what is left.
            let _ = fs::remove_dir_all(&self.path);
        }
    }
}

/// Makes the entries of a folder durable.
fn sync(folder: &Path) -> Result<(), ExportError> {
    let synced = File::open(folder).and_then(|handle| handle.sync_all());
    synced.map_err(|source| ExportError::io("syncing a folder", folder, source))
}
