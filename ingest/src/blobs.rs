//! What the log refers to and does not hold: audio, transcripts, cards.
//!
//! A blob has a key such as `answers/<answer>/<run>/audio`, is written whole before the event that refers to it, and
//! can be deleted. The trait is what an object store offers. The folder is written with `std` alone: the
//! `object_store` crate would bring an asynchronous interface to callers that block, thirty crates, and files that
//! everybody may read.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, UNIX_EPOCH};

use crate::folder::{create_private_folder, private_file};
use crate::{DataFolder, IngestError, now_us};

/// Characters of a key.
const KEY_CHARS_MAX: usize = 200;

/// The folder of what is not yet whole. No key begins with a dot.
const UNFINISHED: &str = ".unfinished";

/// Unfinished files older than this have lost their writer.
const UNFINISHED_AGE_MAX: Duration = Duration::from_secs(3_600);

/// The name of a blob: parts of `a-z 0-9 . _ -` joined by `/`, none of them empty or beginning with a dot; at most 200
/// characters.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct BlobKey(String);

impl BlobKey {
    /// Takes a text as a key.
    ///
    /// # Errors
    /// It is not one.
    pub fn new(key: impl Into<String>) -> Result<Self, IngestError> {
        let key = key.into();
        let is_allowed = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"._-".contains(&byte);
        let is_part = |part: &str| !part.is_empty() && !part.starts_with('.') && part.bytes().all(is_allowed);
        if key.len() <= KEY_CHARS_MAX && key.split('/').all(is_part) {
            return Ok(BlobKey(key));
        }
        Err(IngestError::Key { key: key.chars().take(60).collect() })
    }

    /// The key as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Where blobs are kept.
pub trait Blobs: Send + Sync {
    /// Keeps the bytes under the key, instead of what was there. Durable when it returns; never seen in part.
    ///
    /// # Errors
    /// The disk is full or fails; then what was there before is unchanged.
    fn put(&self, key: &BlobKey, bytes: &[u8]) -> Result<(), IngestError>;

    /// The bytes under the key, if there are any.
    ///
    /// # Errors
    /// They are more than `bytes_max`, or cannot be read.
    fn get(&self, key: &BlobKey, bytes_max: u64) -> Result<Option<Vec<u8>>, IngestError>;

    /// Whether there is something under the key.
    ///
    /// # Errors
    /// It cannot be found out.
    fn exists(&self, key: &BlobKey) -> Result<bool, IngestError>;

    /// How many bytes are under the key; none if there is nothing.
    ///
    /// # Errors
    /// It cannot be found out.
    fn size(&self, key: &BlobKey) -> Result<Option<u64>, IngestError>;

    /// Removes what is under the key, durably, if there is anything; no part of the key stays behind as a name.
    ///
    /// # Errors
    /// It cannot be removed.
    fn delete(&self, key: &BlobKey) -> Result<(), IngestError>;

    /// The keys that begin with the prefix and a `/`, in order.
    ///
    /// # Errors
    /// They cannot be listed.
    fn list(&self, prefix: &BlobKey) -> Result<Vec<BlobKey>, IngestError>;
}

/// Blobs as files of a folder, readable by their owner only.
#[derive(Debug)]
pub struct FolderBlobs {
    root: PathBuf,
}

impl FolderBlobs {
    /// Opens the blobs of a data folder, and removes what dead processes left unfinished.
    ///
    /// # Errors
    /// The folder cannot be written.
    pub fn open(folder: &DataFolder) -> Result<Self, IngestError> {
        let blobs = FolderBlobs { root: folder.blobs_path() };
        let unfinished = blobs.root.join(UNFINISHED);
        create_private_folder(&unfinished)?;
        let old = UNIX_EPOCH + Duration::from_micros(now_us()).saturating_sub(UNFINISHED_AGE_MAX);
        for file in fs::read_dir(&unfinished).map_err(failed("listing", &unfinished))?.flatten() {
            if file.metadata().and_then(|metadata| metadata.modified()).is_ok_and(|written| written < old) {
                // Another process may be quicker.
                let _ = fs::remove_file(file.path());
            }
        }
        Ok(blobs)
    }

    fn path(&self, key: &BlobKey) -> PathBuf {
        self.root.join(&key.0)
    }

    /// Makes the folder and its parents up to the root, each durably.
    fn create_folders(&self, folder: &Path) -> Result<(), IngestError> {
        if folder == self.root || folder.is_dir() {
            return Ok(());
        }
        let parent = folder.parent().unwrap_or(&self.root);
        self.create_folders(parent)?;
        create_private_folder(folder)?;
        synced(parent)
    }

    /// Removes a folder that holds nothing and those around it, but for the outermost, and makes what is left durable.
    fn remove_empty(&self, folder: &Path) -> Result<(), IngestError> {
        let mut folder = folder;
        while let Some(parent) = folder.parent().filter(|parent| *parent != self.root && parent.starts_with(&self.root))
        {
            match fs::remove_dir(folder) {
                Ok(()) => {}
                Err(error) if is_absent(&error) => {}
                Err(error) if error.kind() == io::ErrorKind::DirectoryNotEmpty => break,
                Err(error) => return Err(IngestError::from_io("removing a folder", folder, error)),
            }
            folder = parent;
        }
        match synced(folder) {
            // Somebody else has removed it in the meantime.
            Err(_) if !folder.exists() => Ok(()),
            synced => synced,
        }
    }

    fn list_into(&self, folder: &Path, prefix: &str, keys: &mut Vec<BlobKey>) -> Result<(), IngestError> {
        let entries = match fs::read_dir(folder) {
            Err(error) if is_absent(&error) => return Ok(()),
            entries => entries.map_err(failed("listing", folder))?,
        };
        for entry in entries {
            let entry = entry.map_err(failed("listing", folder))?;
            // What is not a key was not put there by us.
            let key = entry.file_name().to_str().and_then(|name| BlobKey::new(format!("{prefix}/{name}")).ok());
            let (Some(key), Ok(kind)) = (key, entry.file_type()) else { continue };
            if kind.is_dir() {
                self.list_into(&entry.path(), &key.0, keys)?;
            } else if kind.is_file() {
                keys.push(key);
            }
        }
        Ok(())
    }
}

impl Blobs for FolderBlobs {
    fn put(&self, key: &BlobKey, bytes: &[u8]) -> Result<(), IngestError> {
        static COUNT: AtomicU64 = AtomicU64::new(0);
        let path = self.path(key);
        let folder = path.parent().unwrap_or(&self.root);
        self.create_folders(folder)?;
        let name = format!("{}-{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
        let unfinished = self.root.join(UNFINISHED).join(name);
        let mut written = write_durably(&unfinished, bytes).and_then(|()| fs::rename(&unfinished, &path));
        if written.as_ref().is_err_and(|error| is_absent(error) && unfinished.exists()) {
            // Its folder was empty, and was removed together with what was there before.
            self.create_folders(folder)?;
            written = fs::rename(&unfinished, &path);
        }
        if written.is_err() {
            // What is left of it is removed at the next start otherwise.
            let _ = fs::remove_file(&unfinished);
        }
        written.map_err(failed("writing a blob", &path))?;
        synced(folder)
    }

    fn get(&self, key: &BlobKey, bytes_max: u64) -> Result<Option<Vec<u8>>, IngestError> {
        let path = self.path(key);
        let file = match File::open(&path) {
            Err(error) if is_absent(&error) => return Ok(None),
            file => file.map_err(failed("opening a blob", &path))?,
        };
        let mut bytes = Vec::new();
        file.take(bytes_max.saturating_add(1)).read_to_end(&mut bytes).map_err(failed("reading a blob", &path))?;
        if bytes.len() as u64 > bytes_max {
            return Err(IngestError::BlobTooLarge { key: key.0.clone(), bytes_max });
        }
        Ok(Some(bytes))
    }

    fn exists(&self, key: &BlobKey) -> Result<bool, IngestError> {
        let path = self.path(key);
        match fs::metadata(&path) {
            Err(error) if is_absent(&error) => Ok(false),
            metadata => Ok(metadata.map_err(failed("looking for a blob", &path))?.is_file()),
        }
    }

    fn size(&self, key: &BlobKey) -> Result<Option<u64>, IngestError> {
        let path = self.path(key);
        match fs::metadata(&path) {
            Err(error) if is_absent(&error) => Ok(None),
            metadata => Ok(Some(metadata.map_err(failed("looking at a blob", &path))?.len())),
        }
    }

    fn delete(&self, key: &BlobKey) -> Result<(), IngestError> {
        let path = self.path(key);
        match fs::remove_file(&path) {
            Err(error) if is_absent(&error) => {}
            removed => removed.map_err(failed("deleting a blob", &path))?,
        }
        self.remove_empty(path.parent().unwrap_or(&self.root))
    }

    fn list(&self, prefix: &BlobKey) -> Result<Vec<BlobKey>, IngestError> {
        let mut keys = Vec::new();
        self.list_into(&self.path(prefix), &prefix.0, &mut keys)?;
        keys.sort();
        Ok(keys)
    }
}

fn write_durably(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = private_file(OpenOptions::new().write(true).create(true).truncate(true)).open(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

/// Makes the names in a folder durable.
fn synced(folder: &Path) -> Result<(), IngestError> {
    File::open(folder).and_then(|folder| folder.sync_all()).map_err(failed("writing a folder", folder))
}

fn is_absent(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory)
}

fn failed(doing: &'static str, path: &Path) -> impl FnOnce(io::Error) -> IngestError {
    move |error| IngestError::from_io(doing, path, error)
}
