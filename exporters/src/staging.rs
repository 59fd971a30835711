//! A release that is not there yet: a hidden folder beside its place, renamed when all of it is on the disk.
//!
//! The folder of the releases is locked meanwhile, so what a crash left in hidden folders belongs to nobody and is
//! removed by the next export. Where a file system has no locks, two exports to one folder at the same time are for
//! the user to avoid; even then a rename shows one release or the other, never a mixture of finished ones.

use std::ffi::OsStr;
use std::fs::{self, File, TryLockError};
use std::io::{self, ErrorKind};
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
    ///
    /// What is not a release does not belong there: somebody named the wrong folder.
    pub(crate) fn open(path: &Path) -> Result<Self, ExportError> {
        fs::create_dir_all(path).map_err(|source| ExportError::io("making the folder", path, source))?;
        let handle = File::open(path).map_err(|source| ExportError::io("opening the folder", path, source))?;
        match handle.try_lock() {
            Err(TryLockError::WouldBlock) => return Err(ExportError::Busy { path: path.to_owned() }),
            Ok(()) | Err(TryLockError::Error(_)) => {}
        }
        let failed = |source| ExportError::io("listing the folder", path, source);
        for entry in fs::read_dir(path).map_err(failed)? {
            let name = entry.map_err(failed)?.file_name();
            if !is_ours(&name) {
                return Err(ExportError::NotEmpty { path: path.to_owned() });
            }
        }
        Ok(Shelf { path: path.to_owned(), handle })
    }

    /// Where the release of this name is, or would be.
    pub(crate) fn place(&self, name: &str) -> PathBuf {
        self.path.join(name)
    }

    /// An empty hidden folder for the release of this name, without what an export that died left in it.
    pub(crate) fn stage(&self, name: String) -> Result<Staging<'_>, ExportError> {
        let path = self.path.join(format!(".{name}.partial"));
        for left in [&path, &self.path.join(format!(".{name}.old"))] {
            remove(left).map_err(|source| ExportError::io("removing an unfinished release", left, source))?;
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

    /// Makes the release visible, durably, instead of one of its name that is there.
    pub(crate) fn publish(mut self) -> Result<PathBuf, ExportError> {
        // Everything below is on the disk afterwards, in one go however many files there are.
        let flushed = File::open(&self.path).and_then(|folder| Ok(rustix::fs::syncfs(&folder)?));
        flushed.map_err(|source| ExportError::io("flushing the release", &self.path, source))?;
        let place = self.shelf.place(&self.name);
        let old = self.shelf.path.join(format!(".{}.old", self.name));
        replace(&self.path, &place, &old).map_err(|source| ExportError::io("renaming the release", &place, source))?;
        self.is_published = true;
        let shelf = &self.shelf;
        shelf.handle.sync_all().map_err(|source| ExportError::io("syncing the folder", &shelf.path, source))?;
        for earlier in [&self.path, &old] {
            remove(earlier).map_err(|source| ExportError::io("removing the earlier release", earlier, source))?;
        }
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

/// Whether it is a release, or what is left of one.
fn is_ours(name: &OsStr) -> bool {
    name.to_str().is_some_and(|name| name.trim_start_matches('.').starts_with("release="))
}

/// Puts `new` into the place. What was there changes places with it in one step, or is `old` afterwards where the file
/// system cannot do that.
fn replace(new: &Path, place: &Path, old: &Path) -> io::Result<()> {
    if place.symlink_metadata().is_err() {
        return fs::rename(new, place);
    }
    match rustix::fs::renameat_with(rustix::fs::CWD, new, rustix::fs::CWD, place, rustix::fs::RenameFlags::EXCHANGE) {
        Ok(()) => return Ok(()),
        Err(rustix::io::Errno::INVAL | rustix::io::Errno::NOSYS | rustix::io::Errno::NOTSUP) => {}
        Err(error) => return Err(error.into()),
    }
    fs::rename(place, old)?;
    // What was there is there again, where it can be.
    fs::rename(new, place).inspect_err(|_| drop(fs::rename(old, place)))
}

fn remove(path: &Path) -> io::Result<()> {
    match fs::remove_dir_all(path) {
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
        removed => removed,
    }
}
