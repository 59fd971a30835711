//! What calls cost, by lists of prices that are data.
//!
//! Prices are whole millionths of a US dollar for a million tokens or characters, or for a minute; costs are rounded up
//! to whole millionths. Where a server does not say what was used it is estimated from what was sent, and marked.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::Call;
use crate::rubrics::Date;

/// The built-in lists with their names.
const LISTS: [(&str, &str); 2] = [
    ("openai", include_str!("../../prices/openai.toml")),
    ("self-hosted", include_str!("../../prices/self-hosted.toml")),
];

/// What a model costs; what is left out costs nothing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ModelPrice {
    /// Of a million tokens sent.
    pub input_per_million_tokens: u64,
    /// Of a million tokens received.
    pub output_per_million_tokens: u64,
    /// Of a minute of sound to recognise.
    pub audio_per_minute: u64,
    /// Of a million characters to say.
    pub speech_per_million_characters: u64,
}

/// A list of prices.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PriceList {
    as_of: toml::value::Datetime,
    /// Whether somebody compared it with what the provider publishes.
    pub confirmed: bool,
    #[serde(default)]
    models: BTreeMap<String, ModelPrice>,
    every_other: Option<ModelPrice>,
}

/// What a call used; 0 where it does not apply.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Usage {
    /// Tokens sent.
    pub input_tokens: u64,
    /// Tokens received.
    pub output_tokens: u64,
    /// Sound to recognise, in milliseconds.
    pub audio_ms: u64,
    /// Characters to say.
    pub characters: u64,
}

/// A call that was made, whatever came of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CallMade {
    /// Whom.
    pub provider: String,
    /// What for.
    pub call: Call,
    /// Which model, as configured.
    pub model: String,
    /// What was used; nothing where the server took nothing.
    pub usage: Usage,
    /// Its cost, in millionths of a US dollar.
    pub micro_usd: u64,
    /// Whether the server did not say what was used, so that this is our estimate.
    pub is_estimated: bool,
}

impl PriceList {
    /// A list that comes with the program.
    ///
    /// # Panics
    /// Where its file is no list; it is compiled in, and a test reads it.
    pub fn built_in(name: &str) -> Option<Self> {
        let (_, text) = LISTS.iter().find(|(list, _)| *list == name)?;
        match toml::from_str(text) {
            Ok(list) => Some(list),
            Err(error) => panic!("the built-in prices {name} are no list: {error}"),
        }
    }

    /// The price of a model; none where the list does not say.
    pub fn price(&self, model: &str) -> Option<ModelPrice> {
        self.models.get(model).copied().or(self.every_other)
    }

    /// The day of the prices; none where it is written as something else.
    pub fn as_of(&self) -> Option<Date> {
        Date::of_toml(&self.as_of)
    }
}

impl ModelPrice {
    /// What so much costs, in millionths of a US dollar, each kind rounded up.
    pub fn micro_usd(&self, usage: &Usage) -> u64 {
        let per = |used: u64, price: u64, unit: u64| used.saturating_mul(price).div_ceil(unit);
        per(usage.input_tokens, self.input_per_million_tokens, 1_000_000)
            .saturating_add(per(usage.output_tokens, self.output_per_million_tokens, 1_000_000))
            .saturating_add(per(usage.audio_ms, self.audio_per_minute, 60_000))
            .saturating_add(per(usage.characters, self.speech_per_million_characters, 1_000_000))
    }
}
