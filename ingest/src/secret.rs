//! The secret of a data folder: 32 random bytes that pseudonyms of releases are made with.
//!
//! Drawn when it is first asked for, readable by the folder's owner only, and never shown. Without it nobody can tell
//! whose a pseudonym is, not even with the log; with a new one, releases that are written again get other pseudonyms.

use std::fs::{self, File, OpenOptions};
use std::io::{self, ErrorKind, Read, Write};
use std::path::Path;

use crate::folder::private_file;
use crate::{DataFolder, IngestError};

/// Bytes of the secret.
const SECRET_BYTES: usize = 32;

impl DataFolder {
    /// The folder's secret, drawn now where there is none.
    ///
    /// # Errors
    /// The file cannot be made or read, or is not what was written.
    pub fn secret(&self) -> Result<[u8; SECRET_BYTES], IngestError> {
        let path = self.path().join("release.secret");
        let failed = |doing: &'static str| {
            let path = path.clone();
            move |error| IngestError::from_io(doing, &path, error)
        };
        if let Some(secret) = read(&path).map_err(failed("reading the secret"))? {
            return Ok(secret);
        }
        let mut drawn = [0; SECRET_BYTES];
        getrandom::fill(&mut drawn).map_err(|error| IngestError::Random { reason: error.to_string() })?;
        // Whole or not at all, and whoever is second takes the first one's.
        let unfinished = self.path().join(format!("release.secret.{}", std::process::id()));
        let kept = private_file(OpenOptions::new().write(true).create(true).truncate(true))
            .open(&unfinished)
            .and_then(|mut file| file.write_all(&drawn).and_then(|()| file.sync_all()))
            .and_then(|()| match fs::hard_link(&unfinished, &path) {
                Err(error) if error.kind() == ErrorKind::AlreadyExists => Ok(()),
                linked => linked,
            })
            .and_then(|()| File::open(self.path())?.sync_all());
        // What is left of it says nothing to anybody.
        let _ = fs::remove_file(&unfinished);
        kept.map_err(failed("keeping the secret"))?;
        Ok(read(&path).map_err(failed("reading the secret"))?.unwrap_or(drawn))
    }
}

fn read(path: &Path) -> io::Result<Option<[u8; SECRET_BYTES]>> {
    let file = match File::open(path) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        file => file?,
    };
    let mut bytes = Vec::new();
    file.take(SECRET_BYTES as u64 + 1).read_to_end(&mut bytes)?;
    let is_damaged = |_| io::Error::new(ErrorKind::InvalidData, "it does not have 32 bytes");
    bytes.try_into().map(Some).map_err(is_damaged)
}
