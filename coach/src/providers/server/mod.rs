//! A server that speaks OpenAI's protocol: one connection pool, one key, what it was found able to do.
//!
//! Calls block the thread they are made on, which must not be one of the runtime's own; the work itself runs on the
//! runtime that the server was opened with, and ends within some 20 ms of being cancelled.

mod attempt;
mod classify;
mod exchange;

use std::sync::atomic::{AtomicU8, Ordering};
use std::time::Duration;

use reqwest::redirect::Policy;
use reqwest::{Client, Method, RequestBuilder};
use serde::Deserialize;
use tokio::runtime::Handle;

use super::{Call, CallFailed, CallMade, FailedClass, Key, Models, Provider, ProvidersError, Usage, Why};
use crate::recogniser::Cancel;

pub(crate) use self::attempt::Attempt;

/// Most models of a list that are kept.
const MODELS_MAX: usize = 5_000;

/// Whether a server can do something that not every server can.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ability {
    /// Nothing has shown it yet.
    Unknown,
    /// It did it.
    Yes,
    /// It said explicitly that it does not.
    No,
}

/// An ability as threads share it. Only what the server said changes it.
#[derive(Debug, Default)]
pub(crate) struct Found(AtomicU8);

impl Found {
    pub(crate) fn get(&self) -> Ability {
        match self.0.load(Ordering::Relaxed) {
            0 => Ability::Unknown,
            1 => Ability::Yes,
            _ => Ability::No,
        }
    }

    pub(crate) fn set(&self, is_able: bool) {
        self.0.store(if is_able { 1 } else { 2 }, Ordering::Relaxed);
    }
}

/// A server that can be called.
#[derive(Debug)]
pub struct Server {
    name: String,
    provider: Provider,
    key: Option<Key>,
    client: Client,
    runtime: Handle,
    pub(crate) word_times: Found,
    pub(crate) strict_schema: Found,
}

#[derive(Deserialize)]
struct ModelList {
    data: Vec<ModelEntry>,
}

#[derive(Deserialize)]
struct ModelEntry {
    id: String,
}

impl Server {
    /// Makes a provider ready for calls, which will run on this runtime. Reads its key; calls nobody.
    ///
    /// # Errors
    /// The key cannot be read, or no client can be made.
    pub fn open(name: &str, provider: &Provider, runtime: Handle) -> Result<Self, ProvidersError> {
        let key = match (provider.key_file.as_deref(), provider.key_env.as_deref()) {
            (Some(file), _) => Some(Key::read(file)?),
            (None, Some(variable)) => Some(Key::from_env(variable)?),
            (None, None) => None,
        };
        let client = Client::builder()
            .connect_timeout(Duration::from_millis(provider.times.connect_ms))
            .redirect(Policy::none())
            .no_proxy()
            .build()
            .map_err(|_| ProvidersError::Client { provider: name.to_owned() })?;
        Ok(Server {
            name: name.to_owned(),
            provider: provider.clone(),
            key,
            client,
            runtime,
            word_times: Found::default(),
            strict_schema: Found::default(),
        })
    }

    /// Its name, as configured.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Its models, as configured.
    pub fn models(&self) -> &Models {
        &self.provider.models
    }

    /// The voice that speaks, as configured.
    pub fn voice(&self) -> &str {
        &self.provider.voice
    }

    /// Whether its model for a call costs anything.
    pub fn is_paid(&self, call: Call) -> bool {
        let price = self.provider.models.of(call).and_then(|model| self.provider.prices.price(model));
        price.is_some_and(|price| price != super::ModelPrice::default())
    }

    /// Whether it gives the times of words.
    pub fn word_times(&self) -> Ability {
        self.word_times.get()
    }

    /// Whether it holds a model to a schema.
    pub fn strict_schema(&self) -> Ability {
        self.strict_schema.get()
    }

    /// Asks which models there are, and returns those of ours that are missing. Made once at the start; costs nothing.
    ///
    /// # Errors
    /// See [`CallFailed`]. A server without such a list answers 404, which says nothing of its other calls.
    pub fn missing_models(&self, cancel: &Cancel) -> Result<Vec<String>, CallFailed> {
        let mut attempt = Attempt::to(self, Call::Models, "");
        let reply = attempt.send(self.request(Method::GET, "/models", Call::Models), Usage::default, cancel)?;
        let list: ModelList = attempt.read(&reply)?;
        let has = |model: &&String| list.data.iter().take(MODELS_MAX).any(|entry| entry.id == **model);
        let Models { transcribe, assess, speak } = self.models();
        let ours = [transcribe, assess, speak].into_iter().flatten();
        Ok(ours.filter(|model| !has(model)).cloned().collect())
    }

    /// A request to a path under the server's address, with the key and the total time of such a call.
    pub(crate) fn request(&self, method: Method, path: &str, call: Call) -> RequestBuilder {
        let url = format!("{}{path}", self.provider.base_url);
        let request = self.client.request(method, url).timeout(self.provider.times.of(call));
        match &self.key {
            Some(key) => request.header(reqwest::header::AUTHORIZATION, key.header()),
            None => request,
        }
    }

    /// The model for a call.
    pub(crate) fn model_for(&self, call: Call) -> Result<&str, CallFailed> {
        let none = || self.failed(call, FailedClass::Permanent, Why::NoModel, None, Vec::new());
        self.provider.models.of(call).ok_or_else(none)
    }

    fn failed(
        &self,
        call: Call,
        class: FailedClass,
        why: Why,
        status: Option<u16>,
        calls: Vec<CallMade>,
    ) -> CallFailed {
        CallFailed { provider: self.name.clone(), call, class, why, status, retry_after: None, calls }
    }

    /// A call that has begun.
    fn made(&self, call: Call, model: &str) -> CallMade {
        CallMade {
            provider: self.name.clone(),
            call,
            model: model.to_owned(),
            usage: Usage::default(),
            micro_usd: 0,
            is_estimated: false,
        }
    }

    /// What so much costs with a model.
    fn micro_usd(&self, model: &str, usage: &Usage) -> u64 {
        self.provider.prices.price(model).unwrap_or_default().micro_usd(usage)
    }

    /// Longest time for a call, in milliseconds.
    fn time_max_ms(&self, call: Call) -> u64 {
        u64::try_from(self.provider.times.of(call).as_millis()).unwrap_or(u64::MAX)
    }
}
