//! Pseudonyms of one release: nobody without the data folder's secret can tell whose they are, nor find the same
//! learner in another release.
//!
//! key = HMAC-SHA256(secret, release id); a pseudonym is the first 64 bits of HMAC-SHA256(key, kind, id). What kind of
//! thing it stands for goes in, so that no learner looks like an answer.

use dataflow::events::{AnswerId, LearnerId, PromptId};
use hmac::{Hmac, Mac};
use sha2::Sha256;

/// Makes the pseudonyms of one release.
#[derive(Clone)]
pub(crate) struct Pseudonyms {
    keyed: Hmac<Sha256>,
}

impl Pseudonyms {
    /// Those of the release with that id.
    pub(crate) fn of(secret: &[u8; 32], release: &str) -> Option<Self> {
        let key = keyed(secret)?.chain_update(release.as_bytes()).finalize().into_bytes();
        keyed(&key).map(|keyed| Pseudonyms { keyed })
    }

    /// A learner's.
    pub(crate) fn learner(&self, learner: LearnerId) -> u64 {
        self.pseudonym(b"learner", &learner.0.to_be_bytes())
    }

    /// An answer's.
    pub(crate) fn answer(&self, answer: AnswerId) -> u64 {
        self.pseudonym(b"answer", &answer.0.to_be_bytes())
    }

    /// That of a prompt outside the bank, whose id is a hash of what somebody typed.
    pub(crate) fn prompt(&self, prompt: PromptId) -> u64 {
        self.pseudonym(b"prompt", &prompt.0.to_be_bytes())
    }

    /// That of a person who rates.
    pub(crate) fn rater(&self, name: &str) -> String {
        format!("{:016x}", self.pseudonym(b"rater", name.as_bytes()))
    }

    fn pseudonym(&self, kind: &[u8], id: &[u8]) -> u64 {
        let digest = self.keyed.clone().chain_update(kind).chain_update([0]).chain_update(id).finalize().into_bytes();
        digest.iter().take(8).fold(0, |number, byte| number << 8 | u64::from(*byte))
    }
}

/// Any key has a length that HMAC takes.
fn keyed(key: &[u8]) -> Option<Hmac<Sha256>> {
    Hmac::<Sha256>::new_from_slice(key).ok()
}
