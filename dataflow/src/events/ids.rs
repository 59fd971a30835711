//! Who and what facts are about: newtypes over 64 bits, never reused and never interpreted.
//!
//! Outside the code an id is 16 lower-case hex digits, because readers of JSON lose the low bits of a `u64`.
//! Inside (between workers, in rows) it is the number itself. How an id comes about is not said here:
//! `ingest` draws pseudonyms and hashes sources.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// A text that is not 16 hex digits.
#[derive(Debug, thiserror::Error)]
#[error("id {0:?} is not 16 hex digits")]
pub struct IdError(String);

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub u64);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{:016x}", self.0)
            }
        }

        impl FromStr for $name {
            type Err = IdError;

            fn from_str(text: &str) -> Result<Self, IdError> {
                let is_hex = text.len() == 16 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
                let number = if is_hex { u64::from_str_radix(text, 16).ok() } else { None };
                number.map($name).ok_or_else(|| IdError(text.chars().take(40).collect()))
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                if serializer.is_human_readable() { serializer.collect_str(self) } else { serializer.serialize_u64(self.0) }
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                if deserializer.is_human_readable() {
                    String::deserialize(deserializer)?.parse().map_err(de::Error::custom)
                } else {
                    u64::deserialize(deserializer).map($name)
                }
            }
        }
    };
}

id! {
    /// A learner's random pseudonym.
    LearnerId
}
id! {
    /// One spoken answer: a hash of where it came from, so that the same answer has the same id again.
    AnswerId
}
id! {
    /// A speaking prompt: written in the bank's file, or a hash of task and text for a free prompt.
    PromptId
}

id! {
    /// Somebody who can be asked to do a step: a hash of the name in the configuration.
    ProviderId
}

impl ProviderId {
    /// This machine, which is always there.
    pub const HERE: ProviderId = ProviderId(0);
}

/// A study, numbered by whoever created it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct StudyId(pub u32);
