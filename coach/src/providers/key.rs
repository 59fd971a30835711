//! The key of a server, which is shown nowhere.

use std::fmt;
use std::io::Read as _;
use std::path::Path;

use reqwest::header::HeaderValue;

use super::ProvidersError;

/// Longest key, in bytes.
const BYTES_MAX: usize = 4_096;

/// A secret that goes into one header. `Debug` does not show it.
#[derive(Clone)]
pub struct Key(HeaderValue);

impl Key {
    /// The key in a file, without the space around it.
    ///
    /// # Errors
    /// The file cannot be read, is empty, or holds what no header can.
    pub fn read(path: &Path) -> Result<Self, ProvidersError> {
        let at = || path.display().to_string();
        let mut text = String::new();
        // One byte more than a key can have: what is longer is none.
        std::fs::File::open(path)
            .and_then(|file| file.take(BYTES_MAX as u64 + 1).read_to_string(&mut text))
            .map_err(|source| ProvidersError::KeyFile { path: at(), reason: source.kind().to_string() })?;
        Key::of(text.trim()).ok_or_else(|| ProvidersError::KeyFile { path: at(), reason: "holds no key".to_owned() })
    }

    /// The key in a variable of the environment.
    ///
    /// # Errors
    /// The variable is not set, or holds what no header can.
    pub fn from_env(variable: &str) -> Result<Self, ProvidersError> {
        let key = std::env::var(variable).ok().and_then(|text| Key::of(text.trim()));
        key.ok_or_else(|| ProvidersError::KeyEnv { variable: variable.to_owned() })
    }

    /// A key; none where it is empty, too long, or has characters that no header can have.
    pub fn of(text: &str) -> Option<Self> {
        if text.is_empty() || text.len() > BYTES_MAX {
            return None;
        }
        let mut value = HeaderValue::from_str(&format!("Bearer {text}")).ok()?;
        value.set_sensitive(true);
        Some(Key(value))
    }

    pub(super) fn header(&self) -> HeaderValue {
        self.0.clone()
    }
}

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Key")
    }
}
