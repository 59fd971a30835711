//! Which providers there are, as TOML: `[providers.NAME]`, `[order]`, `[prices.NAME]`, `[limits]`, `[trials.NAME]`.
//!
//! Unknown keys are errors. Everything that can be checked without a call is checked here: addresses, models with their
//! prices, and that an order names only providers that can do the work. Keys are in files of their own and are read
//! when a server is opened.

use std::collections::BTreeMap;
use std::net::IpAddr;
use std::path::PathBuf;

use reqwest::Url;
use serde::Deserialize;

use super::trials::{Written as WrittenTrial, trial};
use super::{Call, Models, PriceList, ProvidersError, Times, Trial};

/// Longest reason of the parser that is passed on, in characters.
const REASON_CHARS_MAX: usize = 200;
/// What is said of a name that cannot be.
pub(super) const NAME_RULE: &str = "a name has 1 to 40 letters, digits, hyphens or underscores";
/// What is said of a model that cannot be.
pub(super) const MODEL_RULE: &str = "a model's name has 1 to 200 plain characters";

/// What a provider is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// A server that speaks OpenAI's protocol.
    Openai,
    /// This machine.
    Offline,
}

/// One provider.
#[derive(Clone, Debug, PartialEq)]
pub struct Provider {
    /// What it is.
    pub kind: Kind,
    /// Its address up to and without `/chat/completions`, with no slash at its end; empty for this machine.
    pub base_url: String,
    /// Its models.
    pub models: Models,
    /// The file with its key; none for a server that asks for none.
    pub key_file: Option<PathBuf>,
    /// The variable of the environment with its key, instead of a file.
    pub key_env: Option<String>,
    /// What its models cost.
    pub prices: PriceList,
    /// Its times.
    pub times: Times,
    /// The voice that speaks; `alloy` where nothing is said.
    pub voice: String,
}

/// Whom to ask, the first first.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Order {
    /// For words.
    pub transcribe: Vec<String>,
    /// For judgements.
    pub assess: Vec<String>,
    /// For speech.
    pub speak: Vec<String>,
}

/// Every provider with the orders in which they are asked.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Providers {
    /// By name.
    pub providers: BTreeMap<String, Provider>,
    /// Whom to ask; as written, else every provider that can, servers first.
    pub order: Order,
    /// How much may be spent.
    pub limits: Limits,
    /// Judges on trial, by name.
    pub trials: BTreeMap<String, Trial>,
}

/// How much may be spent on one UTC day, in hundredths of a US dollar; 0 for no limit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Limits {
    /// For all learners together.
    pub us_cents_per_day: u32,
    /// For each learner.
    pub us_cents_per_learner: u32,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    providers: BTreeMap<String, Written>,
    #[serde(default)]
    prices: BTreeMap<String, PriceList>,
    order: Option<Order>,
    #[serde(default)]
    limits: Limits,
    #[serde(default)]
    trials: BTreeMap<String, WrittenTrial>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    kind: Kind,
    base_url: Option<String>,
    #[serde(default)]
    models: Models,
    key_file: Option<PathBuf>,
    key_env: Option<String>,
    prices: Option<String>,
    #[serde(default)]
    timeouts: Times,
    voice: Option<String>,
}

impl Providers {
    /// The providers of a file, whose name is for messages.
    ///
    /// # Errors
    /// Malformed, a provider that cannot be, an unknown price, an order of strangers.
    pub fn read(text: &str, file: &str) -> Result<Self, ProvidersError> {
        let written: File = toml::from_str(text).map_err(|error| {
            let before = error.span().and_then(|span| text.get(..span.start)).unwrap_or_default();
            let line = before.matches('\n').count() + 1;
            ProvidersError::Malformed { file: file.to_owned(), line, reason: without_values(error.message()) }
        })?;
        let provider = |(name, one): (String, Written)| Ok((name.clone(), provider(&name, one, &written.prices)?));
        let providers = written.providers.into_iter().map(provider).collect::<Result<BTreeMap<_, _>, _>>()?;
        let order = match written.order {
            Some(order) => order,
            None => every(&providers),
        };
        let trials = BTreeMap::new();
        let mut known = Providers { providers, order, limits: written.limits, trials };
        known.check_order("transcribe", Call::Transcribe, &known.order.transcribe)?;
        known.check_order("assess", Call::Assess, &known.order.assess)?;
        known.check_order("speak", Call::Speak, &known.order.speak)?;
        for (name, written) in written.trials {
            let trial = trial(&name, written, &known)?;
            known.trials.insert(name, trial);
        }
        Ok(known)
    }

    fn check_order(&self, name: &'static str, call: Call, order: &[String]) -> Result<(), ProvidersError> {
        for (place, one) in order.iter().enumerate() {
            let wrong = |reason| Err(ProvidersError::Order { call: name, provider: shown(one), reason });
            match self.providers.get(one) {
                None => return wrong("is no provider"),
                Some(provider) if !can(provider, call) => return wrong("has no model for it"),
                Some(_) if order.iter().take(place).any(|earlier| earlier == one) => return wrong("comes twice"),
                Some(_) => {}
            }
        }
        Ok(())
    }
}

fn can(provider: &Provider, call: Call) -> bool {
    provider.kind == Kind::Offline || provider.models.of(call).is_some()
}

/// Every provider that can, servers before this machine.
fn every(providers: &BTreeMap<String, Provider>) -> Order {
    let of = |call| {
        let mut able: Vec<(&String, &Provider)> = providers.iter().filter(|(_, one)| can(one, call)).collect();
        able.sort_by_key(|(_, one)| one.kind == Kind::Offline);
        able.into_iter().map(|(name, _)| name.clone()).collect()
    };
    Order { transcribe: of(Call::Transcribe), assess: of(Call::Assess), speak: of(Call::Speak) }
}

fn provider(name: &str, written: Written, own: &BTreeMap<String, PriceList>) -> Result<Provider, ProvidersError> {
    let wrong = |reason: &str| ProvidersError::Provider { provider: shown(name), reason: reason.to_owned() };
    if !is_name(name) {
        return Err(wrong(NAME_RULE));
    }
    let (base_url, list) = match (written.kind, written.base_url) {
        (Kind::Offline, None) => (String::new(), "self-hosted".to_owned()),
        (Kind::Offline, Some(_)) => return Err(wrong("this machine has no base_url")),
        (Kind::Openai, None) => return Err(wrong("a server needs its base_url")),
        (Kind::Openai, Some(url)) => {
            let url = address(&url, written.key_file.is_some() || written.key_env.is_some()).map_err(wrong)?;
            (url, written.prices.ok_or_else(|| wrong("a server needs the name of its prices"))?)
        }
    };
    let models = written.models;
    let named: Vec<&str> =
        [&models.transcribe, &models.assess, &models.speak].into_iter().flatten().map(String::as_str).collect();
    let has_key = written.key_file.is_some() || written.key_env.is_some();
    if written.kind == Kind::Offline && (!named.is_empty() || has_key) {
        return Err(wrong("this machine has neither models to name nor a key"));
    }
    if !named.iter().all(|model| is_model(model)) {
        return Err(wrong(MODEL_RULE));
    }
    let no_price = |reason: String| ProvidersError::Prices { provider: shown(name), prices: shown(&list), reason };
    let prices = own.get(&list).cloned().or_else(|| PriceList::built_in(&list));
    let prices = prices.ok_or_else(|| no_price("there is no list".to_owned()))?;
    if let Some(model) = named.iter().find(|model| prices.price(model).is_none()) {
        return Err(no_price(format!("the model {:?} has no price", shown(model))));
    }
    if written.key_file.is_some() && written.key_env.is_some() {
        return Err(wrong("a key is in a key_file or in the variable that key_env names, not in both"));
    }
    let times = written.timeouts;
    let all = [times.connect_ms, times.models_ms, times.transcribe_ms, times.assess_ms, times.speak_ms];
    if all.iter().any(|ms| !(1..=600_000).contains(ms)) {
        return Err(wrong("a time is from 1 to 600000 ms"));
    }
    let voice = written.voice.unwrap_or_else(|| "alloy".to_owned());
    let (kind, key_file, key_env) = (written.kind, written.key_file, written.key_env);
    Ok(Provider { kind, base_url, models, key_file, key_env, prices, times, voice })
}

/// Whether a provider or a trial can be called so.
pub(super) fn is_name(name: &str) -> bool {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    !name.is_empty() && name.len() <= 40 && name.chars().all(is_plain)
}

/// Whether a model can be called so.
pub(super) fn is_model(model: &str) -> bool {
    !model.is_empty() && model.len() <= 200 && !model.chars().any(char::is_control)
}

/// An address that can be called, without the slash at its end.
fn address(text: &str, has_key: bool) -> Result<String, &'static str> {
    let url = Url::parse(text).map_err(|_| "base_url is no address")?;
    let host = url.host_str().ok_or("base_url has no host")?;
    if !url.username().is_empty() || url.password().is_some() || url.query().is_some() || url.fragment().is_some() {
        return Err("base_url has a part that may be secret; keys belong into the key_file");
    }
    let bare = host.trim_matches(['[', ']']);
    let is_here = host == "localhost" || bare.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback());
    match url.scheme() {
        "https" => {}
        "http" if is_here || !has_key => {}
        "http" => return Err("a key goes only over https, or to this machine"),
        _ => return Err("base_url must begin with https:// or http://"),
    }
    Ok(url.as_str().trim_end_matches('/').to_owned())
}

/// What the parser says without the values that it quotes: one may be a key in a wrong place.
fn without_values(message: &str) -> String {
    // A variant that is not known is quoted before those that are.
    let message = match (message.starts_with("unknown variant"), message.split_once(", expected")) {
        (true, Some((_, expected))) => format!("unknown variant, expected{expected}"),
        _ => message.to_owned(),
    };
    let outside = message.split('"').step_by(2).collect::<Vec<_>>().join("…");
    outside.chars().filter(|c| !c.is_control()).take(REASON_CHARS_MAX).collect()
}

/// A name for a message, which may be anything.
pub(super) fn shown(name: &str) -> String {
    name.chars().filter(|c| !c.is_control()).take(60).collect()
}
