//! The recogniser's weights: where they lie, whether they are the right ones, and how they are made.
//!
//! Weights are fetched, never committed. They come as a CTranslate2 model of Whisper `tiny.en` and are rewritten for
//! whisper.cpp by [`install`]; the same bytes always give the same file, so input and result are checked against
//! hashes written here. A learner may use any ggml file instead: it is then not known, so its structure is walked and
//! its hash becomes part of the name that results carry.
//!
//! [`verify`] always reads the whole file: a quarter of a second beside the seconds that a recording takes, and no
//! stamp file that could be wrong. Nothing here reads the environment or the network.

mod ct2;
mod error;
mod ggml;
mod install;
mod mel;
mod source;
mod tensors;
mod vocabulary;

use std::path::{Path, PathBuf};

pub use error::WeightsError;
pub use install::{convert, install};

/// Name of the converted weights in the cache folder.
pub const FILE_NAME: &str = "ggml-tiny.en.bin";

/// Size of the converted weights.
pub const FILE_BYTES: u64 = 77_704_715;

/// SHA-256 of the converted weights.
pub const FILE_SHA256: &str = "e2b999c0760e366536aa3a63e9ba81a12bd582a76b3760303153f0488a9173b2";

/// Where weights should be, and what is demanded of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The file.
    pub path: PathBuf,
    /// Whether it must be the known file, or may be any ggml file.
    pub known: bool,
}

/// Weights that were looked at and can be loaded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Weights {
    /// The file.
    pub path: PathBuf,
    /// Name in results: the file's stem and the first 8 digits of its hash, as in `ggml-tiny.en-e2b999c0`.
    pub model: String,
    /// SHA-256 of the file, 64 hex digits.
    pub sha256: String,
    /// Its size.
    pub bytes: u64,
    /// What its header says.
    pub shape: Shape,
}

/// The size of a model, as far as loading it depends on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shape {
    /// Entries of the vocabulary; models of English alone have 51,864.
    pub vocabulary: u32,
    /// Layers of the encoder.
    pub encoder_layers: u32,
    /// Layers of the decoder.
    pub decoder_layers: u32,
}

/// The project's folder among the user's caches, from the values of `XDG_CACHE_HOME` and `HOME`.
///
/// As the XDG convention asks, a relative `XDG_CACHE_HOME` counts as none.
pub fn cache_folder(xdg_cache_home: Option<PathBuf>, home: Option<PathBuf>) -> Option<PathBuf> {
    let caches = xdg_cache_home
        .filter(|path| path.is_absolute())
        .or_else(|| home.filter(|path| path.is_absolute()).map(|home| home.join(".cache")))?;
    Some(caches.join("speech-coach"))
}

/// Where to look: the file that was named, else the known one in the cache folder.
///
/// # Errors
/// Neither is given.
pub fn locate(named: Option<&Path>, cache: Option<&Path>) -> Result<Place, WeightsError> {
    match (named, cache) {
        (Some(path), _) => Ok(Place { path: path.to_owned(), known: false }),
        (None, Some(cache)) => Ok(Place { path: cache.join(FILE_NAME), known: true }),
        (None, None) => Err(WeightsError::NoCacheFolder),
    }
}

/// Looks at the whole file: its structure, and its hash where it must be the known one.
///
/// # Errors
/// Missing, unreadable, cut off, another file than the known one, or no ggml file of a Whisper model.
pub fn verify(place: &Place) -> Result<Weights, WeightsError> {
    let path = place.path.as_path();
    let bytes = source::size(path)?;
    if place.known && bytes < FILE_BYTES {
        return Err(WeightsError::Truncated { path: path.to_owned(), bytes, bytes_expected: FILE_BYTES });
    }
    let sha256 = match place.known {
        true => source::demand_hash(path, FILE_SHA256)?,
        false => source::hash(path)?,
    };
    let shape = ggml::read_shape(path)?;
    let model = format!("{}-{}", printable_stem(path), sha256.get(..8).unwrap_or_default());
    Ok(Weights { path: path.to_owned(), model, sha256, bytes, shape })
}

/// The file's stem, fit for a log line: at most 40 letters, digits, dots and dashes.
fn printable_stem(path: &Path) -> String {
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    stem.chars().filter(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_')).take(40).collect()
}
