//! `manifest.sha256`: every other file of a release with its digest, in the form that `sha256sum -c` reads.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::thread;

use sha2::{Digest, Sha256};

use crate::ExportError;

/// Name of the manifest.
pub(crate) const MANIFEST: &str = "manifest.sha256";

/// Writes the manifest of a folder, and returns its own digest.
pub(crate) fn write(folder: &Path) -> Result<String, ExportError> {
    let lines: String = digests(folder, files(folder)?)?.concat();
    let path = folder.join(MANIFEST);
    fs::write(&path, &lines).map_err(|source| ExportError::io("writing a file", &path, source))?;
    Ok(hex(&Sha256::digest(&lines)))
}

/// A line for each of these files, in their order. Most of a release's files are small and there are many, so all cores read.
fn digests(folder: &Path, files: Vec<String>) -> Result<Vec<String>, ExportError> {
    let cores = thread::available_parallelism().map_or(1, usize::from);
    let part = files.len().div_ceil(cores).max(1);
    thread::scope(|scope| {
        let line = |path: &String| {
            let full = folder.join(path);
            let digest = digest(&full).map_err(|source| ExportError::io("reading a file", &full, source))?;
            Ok(format!("{digest}  {path}\n"))
        };
        let parts: Vec<_> = files
            .chunks(part)
            .map(|part| scope.spawn(move || part.iter().map(line).collect::<Result<Vec<_>, _>>()))
            .collect();
        let mut lines = Vec::with_capacity(files.len());
        for part in parts {
            let died = ExportError::Inconsistent { what: "a reader of files died" };
            lines.extend(part.join().unwrap_or(Err(died))?);
        }
        Ok(lines)
    })
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
    let length = file.metadata()?.len();
    let mut buffer = vec![0; usize::try_from(length).unwrap_or(usize::MAX).clamp(1, 64 * 1024)];
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
    let digits = bytes.iter().flat_map(|byte| [byte >> 4, byte & 15]);
    digits.filter_map(|digit| char::from_digit(digit.into(), 16)).collect()
}
