//! `manifest.sha256`: every other file of a release with its digest, in the form that `sha256sum -c` reads.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use crate::ExportError;

/// Name of the manifest.
pub(crate) const MANIFEST: &str = "manifest.sha256";

/// Writes the manifest of a folder, and returns its own digest.
pub(crate) fn write(folder: &Path) -> Result<String, ExportError> {
    let mut lines = String::new();
    for path in files(folder)? {
        let full = folder.join(&path);
        let digest = digest(&full).map_err(|source| ExportError::io("reading a file", &full, source))?;
        lines.push_str(&format!("{digest}  {path}\n"));
    }
    let path = folder.join(MANIFEST);
    fs::write(&path, &lines).map_err(|source| ExportError::io("writing a file", &path, source))?;
    Ok(hex(&Sha256::digest(&lines)))
}

/// Every file below a folder but the manifest, by its path with `/` between the parts, in order.
pub(crate) fn files(folder: &Path) -> Result<Vec<String>, ExportError> {
    let mut found = Vec::new();
    let mut folders = vec![(folder.to_owned(), String::new())];
    while let Some((next, prefix)) = folders.pop() {
        for (name, path) in entries(&next)? {
            let relative = format!("{prefix}{name}");
            if path.is_dir() {
                folders.push((path, format!("{relative}/")));
            } else if relative != MANIFEST {
                found.push(relative);
            }
        }
    }
    found.sort();
    Ok(found)
}

/// What a folder holds, by name.
pub(crate) fn entries(folder: &Path) -> Result<Vec<(String, PathBuf)>, ExportError> {
    let failed = |source| ExportError::io("listing a folder", folder, source);
    let mut entries = Vec::new();
    for entry in fs::read_dir(folder).map_err(failed)? {
        let entry = entry.map_err(failed)?;
        entries.push((entry.file_name().to_string_lossy().into_owned(), entry.path()));
    }
    entries.sort();
    Ok(entries)
}

/// SHA-256 of a file of any length, as 64 hex digits. Holds 64 kB of it.
pub(crate) fn digest(path: &Path) -> io::Result<String> {
    let mut file = File::open(path)?;
    let mut hash = Sha256::new();
    let mut buffer = vec![0; 64 * 1024];
    loop {
        match file.read(&mut buffer) {
            Ok(0) => return Ok(hex(&hash.finalize())),
            Ok(read) => hash.update(buffer.get(..read).unwrap_or_default()),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
}

/// Bytes as hex digits.
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
