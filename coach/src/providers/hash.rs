//! What a paid call is kept under: a hash of everything that its answer depends on.

use sha2::{Digest as _, Sha256};

/// SHA-256 over the parts, each with its length, as 64 hex digits.
pub(crate) fn request_hash(parts: &[&[u8]]) -> String {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update(u64::try_from(part.len()).unwrap_or(u64::MAX).to_le_bytes());
        hash.update(part);
    }
    hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}
