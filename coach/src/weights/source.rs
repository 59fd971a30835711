//! Files as they are read here: sized, hashed, and never trusted.
//!
//! Nothing is allocated for a size that a file claims before the claim is compared with the file.

use std::fs::{self, File};
use std::io::{self, BufReader, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use super::WeightsError;

/// How much is read at once.
const CHUNK_BYTES: usize = 1 << 20;

/// Size of a file in bytes.
///
/// # Errors
/// Not there, or not a plain file.
pub(super) fn size(path: &Path) -> Result<u64, WeightsError> {
    let metadata = fs::metadata(path).map_err(|source| WeightsError::read(path, source))?;
    match metadata.is_file() {
        true => Ok(metadata.len()),
        false => Err(WeightsError::malformed(path, "it is not a file")),
    }
}

/// SHA-256 of a file, as 64 hex digits.
///
/// # Errors
/// It cannot be read.
pub(super) fn hash(path: &Path) -> Result<String, WeightsError> {
    let mut file = File::open(path).map_err(|source| WeightsError::read(path, source))?;
    let mut hasher = Sha256::new();
    let mut chunk = vec![0; CHUNK_BYTES];
    loop {
        match file.read(&mut chunk) {
            Ok(0) => break,
            Ok(count) => hasher.update(chunk.get(..count).unwrap_or_default()),
            Err(source) if source.kind() == io::ErrorKind::Interrupted => {}
            Err(source) => return Err(WeightsError::read(path, source)),
        }
    }
    Ok(format!("{:x}", hasher.finalize()))
}

/// SHA-256 of a file that must have this one.
///
/// # Errors
/// It cannot be read, or has another.
pub(super) fn demand_hash(path: &Path, sha256_expected: &'static str) -> Result<String, WeightsError> {
    let sha256 = hash(path)?;
    match sha256 == sha256_expected {
        true => Ok(sha256),
        false => Err(WeightsError::WrongHash { path: path.to_owned(), sha256, sha256_expected }),
    }
}

/// A file read from front to back in little-endian pieces, with what is left of it known.
pub(super) struct Source {
    path: PathBuf,
    reader: BufReader<File>,
    bytes: u64,
    at: u64,
}

impl Source {
    /// Opens a file at its start.
    ///
    /// # Errors
    /// It cannot be read.
    pub(super) fn open(path: &Path) -> Result<Self, WeightsError> {
        let bytes = size(path)?;
        let file = File::open(path).map_err(|source| WeightsError::read(path, source))?;
        Ok(Self { path: path.to_owned(), reader: BufReader::with_capacity(CHUNK_BYTES, file), bytes, at: 0 })
    }

    /// Where the next byte is.
    pub(super) fn at(&self) -> u64 {
        self.at
    }

    /// Whether everything was read.
    pub(super) fn is_at_end(&self) -> bool {
        self.at == self.bytes
    }

    /// Contents that are not what they should be.
    pub(super) fn malformed(&self, reason: impl Into<String>) -> WeightsError {
        WeightsError::malformed(&self.path, reason)
    }

    /// Makes sure that so much is left.
    ///
    /// # Errors
    /// It is not.
    pub(super) fn demand(&self, count: u64) -> Result<(), WeightsError> {
        match self.at.checked_add(count) {
            Some(end) if end <= self.bytes => Ok(()),
            end => Err(WeightsError::Truncated {
                path: self.path.clone(),
                bytes: self.bytes,
                bytes_expected: end.unwrap_or(u64::MAX),
            }),
        }
    }

    /// The next bytes.
    ///
    /// # Errors
    /// They are not there, or cannot be read.
    pub(super) fn bytes(&mut self, count: u64) -> Result<Vec<u8>, WeightsError> {
        self.demand(count)?;
        let length = usize::try_from(count).map_err(|_| self.malformed("it is too large for this machine"))?;
        let mut bytes = vec![0; length];
        self.reader.read_exact(&mut bytes).map_err(|source| WeightsError::read(&self.path, source))?;
        self.at = self.at.saturating_add(count);
        Ok(bytes)
    }

    /// The next bytes, as many as the array has.
    fn array<const N: usize>(&mut self) -> Result<[u8; N], WeightsError> {
        let bytes = self.bytes(N as u64)?;
        <[u8; N]>::try_from(bytes).map_err(|_| self.malformed("a read was short"))
    }

    /// The next byte.
    ///
    /// # Errors
    /// As [`Self::bytes`].
    pub(super) fn u8(&mut self) -> Result<u8, WeightsError> {
        Ok(u8::from_le_bytes(self.array()?))
    }

    /// The next two bytes as a number.
    ///
    /// # Errors
    /// As [`Self::bytes`].
    pub(super) fn u16(&mut self) -> Result<u16, WeightsError> {
        Ok(u16::from_le_bytes(self.array()?))
    }

    /// The next four bytes as a number.
    ///
    /// # Errors
    /// As [`Self::bytes`].
    pub(super) fn u32(&mut self) -> Result<u32, WeightsError> {
        Ok(u32::from_le_bytes(self.array()?))
    }

    /// A number that must lie within bounds; `name` says which in the error.
    ///
    /// # Errors
    /// It lies outside, or as [`Self::bytes`].
    pub(super) fn u32_within(&mut self, name: &str, min: u32, max: u32) -> Result<u32, WeightsError> {
        let value = self.u32()?;
        match (min..=max).contains(&value) {
            true => Ok(value),
            false => Err(self.malformed(format!("{name} is {value}, expected {min} to {max}"))),
        }
    }

    /// Leaves bytes out.
    ///
    /// # Errors
    /// They are not there.
    pub(super) fn skip(&mut self, count: u64) -> Result<(), WeightsError> {
        self.demand(count)?;
        let step = i64::try_from(count).map_err(|_| self.malformed("it is too large for this machine"))?;
        self.reader.seek_relative(step).map_err(|source| WeightsError::read(&self.path, source))?;
        self.at = self.at.saturating_add(count);
        Ok(())
    }

    /// Goes to a place that was seen before.
    ///
    /// # Errors
    /// It is behind the end, or cannot be reached.
    pub(super) fn go_to(&mut self, at: u64) -> Result<(), WeightsError> {
        self.at = 0;
        self.demand(at)?;
        self.reader.seek(SeekFrom::Start(at)).map_err(|source| WeightsError::read(&self.path, source))?;
        self.at = at;
        Ok(())
    }
}
