//! Servers that judge, recognise and speak: which there are, what they cost, and one call to one of them.
//!
//! A provider is a server that speaks OpenAI's protocol, or this machine. Here a call is made once: no repetition, no
//! redirect, a total time, a bounded body. What comes of it is an answer with what it cost, or a failure by class; no
//! failure and no log line holds a key, an address, or a word that was sent or came back. Who is asked next when one
//! fails is the caller's business.

mod config;
mod error;
mod failure;
mod hash;
mod key;
mod models;
mod prices;
mod server;
mod trials;

pub use self::config::{Kind, Limits, Order, Provider, Providers};
pub use self::error::ProvidersError;
pub use self::failure::{Call, CallFailed, FailedClass, Why};
pub use self::key::Key;
pub use self::models::{Models, Times};
pub use self::prices::{CallMade, ModelPrice, PriceList, Usage};
pub use self::server::{Ability, Server};
pub use self::trials::Trial;

pub(crate) use self::hash::request_hash;
pub(crate) use self::server::Attempt;
