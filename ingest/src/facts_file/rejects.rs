//! The file of the rows that were rejected, one JSON object a line: file, line, kind where it has one, reason.
//!
//! It is made when something is rejected, and is on the disk before the log says that the rows around were loaded.
//! A load that goes on cuts it back to where that is true.

use std::fs::{File, OpenOptions};
use std::io::{self, Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};

use super::Rejected;
use crate::IngestError;
use crate::folder::private_file;

/// The file of rejected rows of one file of facts.
pub(super) struct Rejects {
    path: PathBuf,
    /// The name of the file of facts, for every line.
    of: String,
    file: Option<File>,
    bytes: u64,
}

impl Rejects {
    /// Starts anew: what an earlier load rejected is removed.
    pub(super) fn start(path: &Path, of: &Path) -> Result<Self, IngestError> {
        match std::fs::remove_file(path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                return Err(IngestError::from_io("removing the rejects of an earlier load", path, error));
            }
            Ok(()) | Err(_) => {}
        }
        Ok(Rejects { path: path.to_owned(), of: of.to_string_lossy().into_owned(), file: None, bytes: 0 })
    }

    /// Goes on behind so many bytes; none if they are not there any more.
    pub(super) fn go_on(path: &Path, of: &Path, bytes: u64) -> Result<Option<Self>, IngestError> {
        if bytes == 0 {
            return Rejects::start(path, of).map(Some);
        }
        let failed = |error| IngestError::from_io("going on with the rejects", path, error);
        let mut file = match OpenOptions::new().write(true).open(path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            opened => opened.map_err(failed)?,
        };
        if file.metadata().map_err(failed)?.len() < bytes {
            return Ok(None);
        }
        file.set_len(bytes).and_then(|()| file.seek(SeekFrom::End(0))).map_err(failed)?;
        let of = of.to_string_lossy().into_owned();
        Ok(Some(Rejects { path: path.to_owned(), of, file: Some(file), bytes }))
    }

    /// Adds the rows, durably, and returns the size of the file behind them.
    pub(super) fn add(&mut self, rejected: &[Rejected]) -> Result<u64, IngestError> {
        if rejected.is_empty() {
            return Ok(self.bytes);
        }
        let mut lines = String::new();
        for Rejected { line, kind, reason } in rejected {
            let mut value = serde_json::json!({"file": self.of, "line": line, "reason": reason.to_string()});
            if let (Some(kind), Some(object)) = (kind, value.as_object_mut()) {
                object.insert("kind".to_owned(), kind.as_ref().into());
            }
            lines.push_str(&value.to_string());
            lines.push('\n');
        }
        let file = match &mut self.file {
            Some(file) => Ok(file),
            none => private_file(OpenOptions::new().write(true).create(true).truncate(true))
                .open(&self.path)
                .map(|file| none.insert(file)),
        };
        let written = file.and_then(|file| {
            file.write_all(lines.as_bytes())?;
            file.sync_data()
        });
        written.map_err(|error| IngestError::from_io("writing the rejects", &self.path, error))?;
        self.bytes += lines.len() as u64;
        Ok(self.bytes)
    }
}
