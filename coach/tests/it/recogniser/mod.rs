//! Tests of the recogniser, all with the real weights.

mod figures;
mod guards;
mod notes;
mod server;

use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use coach::audio::{Recording, decode};
use coach::recogniser::Whisper;
use coach::weights::{Place, cache_folder, locate, verify};

/// Loaded once for all tests.
static WHISPER: LazyLock<Whisper> = LazyLock::new(|| {
    let weights = verify(&place()).unwrap_or_else(|error| panic!("tests need the recogniser's weights: {error}"));
    Whisper::load(&weights).unwrap()
});

/// The weights that the command would use.
pub(crate) fn place() -> Place {
    let path = |name: &str| std::env::var_os(name).map(PathBuf::from);
    let cache = cache_folder(path("XDG_CACHE_HOME"), path("HOME"));
    locate(path("SPEECH_COACH_WEIGHTS").as_deref(), cache.as_deref()).unwrap()
}

/// A file of this crate's test data.
fn recording(name: &str) -> Recording {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data").join(name);
    decode(&std::fs::read(path).unwrap()).unwrap()
}

/// Lower-cased words without punctuation.
fn plain(text: &str) -> Vec<String> {
    let kept = |c: &char| c.is_alphanumeric() || c.is_whitespace();
    let plain: String = text.to_lowercase().chars().filter(kept).collect();
    plain.split_whitespace().map(str::to_owned).collect()
}

/// Words wrong, missing or too many, at least.
fn word_errors(said: &[String], heard: &[String]) -> usize {
    let mut row: Vec<usize> = (0..=heard.len()).collect();
    for (index, word) in said.iter().enumerate() {
        let mut diagonal = row[0];
        row[0] = index + 1;
        for column in 1..row.len() {
            let substituted = diagonal + usize::from(*word != heard[column - 1]);
            diagonal = row[column];
            row[column] = substituted.min(row[column] + 1).min(row[column - 1] + 1);
        }
    }
    row[heard.len()]
}
