//! Who recognises, judges and speaks: this machine, or the servers of a configuration, in the order of asking.
//!
//! Which of them is asked for an answer, and when, the graph says; here they only stand ready under their ids.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::Context as _;
use coach::providers::{Call, Kind, Limits, Providers, Server};
use coach::rater::{Assess, ModelRater, OfflineRater};
use coach::recogniser::{ServerRecogniser, Transcribe};
use coach::rubrics::Rubrics;
use coach::voice::{Espeak, ServerVoice, Speak};
use dataflow::events::{Event, Offer, Offered, ProviderId, Rule, Step, SystemFact};
use ingest::hashing::provider_id;
use ingest::{Store, now_ms};
use tokio::runtime::Handle;
use tracing::{info, warn};

use crate::commands::session::read_at_most;
use crate::trials::Judge;

/// Largest configuration, in bytes.
const CONFIG_BYTES_MAX: u64 = 1 << 20;
/// The variable with the key of a server that is named by its address alone.
const KEY_VARIABLE: &str = "OPENAI_API_KEY";

/// Somebody who does one kind of work.
pub struct Provided<T: ?Sized> {
    /// Who.
    pub provider: ProviderId,
    /// What the configuration calls them.
    pub name: String,
    /// Whether a call costs anything.
    pub is_paid: bool,
    /// Does it.
    pub does: Arc<T>,
}

impl<T: ?Sized> Clone for Provided<T> {
    fn clone(&self) -> Self {
        Provided {
            provider: self.provider,
            name: self.name.clone(),
            is_paid: self.is_paid,
            does: Arc::clone(&self.does),
        }
    }
}

/// Everybody who recognises, judges and speaks, those to be asked first first.
#[derive(Clone)]
pub struct Providing {
    /// Recognise words.
    pub recognisers: Vec<Provided<dyn Transcribe>>,
    /// Judge.
    pub raters: Vec<Provided<dyn Assess + Send + Sync>>,
    /// Speak; nobody where texts are only read.
    pub voices: Vec<Arc<dyn Speak>>,
    /// How much may be spent.
    pub limits: Limits,
    /// Judge beside them, of whom nobody is told.
    pub trials: Vec<Judge>,
}

/// Where it is said who there is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Configured {
    /// Nowhere: this machine does everything.
    #[default]
    Offline,
    /// In a file.
    File(PathBuf),
    /// A server by its address, with this machine behind it.
    Address(String),
}

impl Providing {
    /// This machine alone, with this recogniser.
    pub fn offline(recogniser: Arc<dyn Transcribe>) -> Self {
        Providing {
            recognisers: vec![here(recogniser)],
            raters: vec![here(Arc::new(OfflineRater::new()))],
            voices: local_voice().into_iter().collect(),
            limits: Limits::default(),
            trials: Vec::new(),
        }
    }

    /// Makes everybody ready whom the source names. `recogniser` loads this machine's own, if it is asked for.
    ///
    /// # Errors
    /// The configuration cannot be read or is none, a key is missing, or this machine's recogniser does not load.
    pub fn open(
        source: &Configured,
        recogniser: impl FnOnce() -> anyhow::Result<Arc<dyn Transcribe>>,
    ) -> anyhow::Result<Self> {
        let Some(known) = configured(source)? else { return Ok(Providing::offline(recogniser()?)) };
        let mut recogniser = Some(recogniser);
        let trials = known.trials.iter().map(|(name, trial)| Judge::open(name, trial, &known));
        let trials = trials.collect::<anyhow::Result<Vec<_>>>()?;
        let servers = servers(&known)?;
        let (recognisers, raters, voices) = (Vec::new(), raters(&known, &servers), Vec::new());
        let mut providing = Providing { recognisers, raters, voices, limits: known.limits, trials };
        for name in &known.order.transcribe {
            providing.recognisers.push(match servers.get(name.as_str()) {
                Some(server) => {
                    let recogniser = ServerRecogniser::new(Arc::clone(server));
                    provided(name, server.is_paid(Call::Transcribe), Arc::new(recogniser))
                }
                None => here(recogniser.take().context("this machine is named twice in the order of transcribe")?()?),
            });
        }
        for name in &known.order.speak {
            match servers.get(name.as_str()) {
                Some(server) => providing.voices.push(Arc::new(ServerVoice::new(Arc::clone(server)))),
                None => providing.voices.extend(local_voice()),
            }
        }
        anyhow::ensure!(!providing.recognisers.is_empty(), "nobody recognises words; name a provider in [order]");
        anyhow::ensure!(!providing.raters.is_empty(), "nobody judges answers; name a provider in [order]");
        for server in servers.into_values() {
            tokio::task::spawn_blocking(move || probe(&server));
        }
        Ok(providing)
    }

    /// What the log has to say about them and does not say yet.
    ///
    /// # Errors
    /// The log cannot be read.
    pub async fn news(&self, store: &mut Store) -> anyhow::Result<Vec<Event>> {
        let (mut offers, mut limits) = (BTreeMap::new(), BTreeMap::new());
        for record in store.read_rules().await? {
            match record.event {
                Event::System(SystemFact::Offered(offered)) => drop(offers.insert(offered.step, offered.offers)),
                Event::System(SystemFact::Ordered { rule, .. }) => drop(limits.insert(rule.number(), rule)),
                Event::System(_) | Event::Answer { .. } | Event::Learner { .. } => {}
            }
        }
        let occurred_at_ms = now_ms();
        let here = vec![here(Arc::new(())).offer()];
        let ours = [
            (Step::Transcribe, self.recognisers.iter().map(Provided::offer).collect::<Vec<_>>()),
            (Step::Assess, self.raters.iter().map(Provided::offer).collect()),
        ];
        // Where nothing is said there is this machine, and no limit.
        let is_new = |(step, ours): &(Step, Vec<Offer>)| offers.get(step).unwrap_or(&here) != ours;
        let offered = |(step, offers)| Event::System(SystemFact::Offered(Offered { occurred_at_ms, step, offers }));
        let mut news: Vec<Event> = ours.into_iter().filter(is_new).map(offered).collect();

        let micro_usd = |cents: u32| u64::from(cents) * 10_000;
        let per_day = Rule::SpentPerDay(micro_usd(self.limits.us_cents_per_day));
        let per_learner = Rule::SpentPerLearner(micro_usd(self.limits.us_cents_per_learner));
        for (rule, none) in [(per_day, Rule::SpentPerDay(0)), (per_learner, Rule::SpentPerLearner(0))] {
            if *limits.get(&rule.number()).unwrap_or(&none) != rule {
                news.push(Event::System(SystemFact::Ordered { occurred_at_ms, rule }));
            }
        }
        Ok(news)
    }
}

/// Only those who judge, and how much may be spent.
pub struct Judging {
    /// Judge, those to be asked first first.
    pub raters: Vec<Provided<dyn Assess + Send + Sync>>,
    /// How much may be spent.
    pub limits: Limits,
}

impl Judging {
    /// Makes the judges ready whom the source names.
    ///
    /// # Errors
    /// The configuration cannot be read or is none, or a key is missing.
    pub fn open(source: &Configured) -> anyhow::Result<Self> {
        let Some(known) = configured(source)? else {
            return Ok(Judging { raters: vec![here(Arc::new(OfflineRater::new()))], limits: Limits::default() });
        };
        Ok(Judging { raters: raters(&known, &servers(&known)?), limits: known.limits })
    }
}

/// Servers by their names.
type Servers = BTreeMap<String, Arc<Server>>;

/// What the source says; none for this machine alone.
fn configured(source: &Configured) -> anyhow::Result<Option<Providers>> {
    match source {
        Configured::Offline => Ok(None),
        Configured::File(file) => read(file).map(Some),
        Configured::Address(url) => Ok(Some(Providers::read(&of_address(url), "the address of the server")?)),
    }
}

fn servers(known: &Providers) -> anyhow::Result<Servers> {
    let mut servers = Servers::new();
    for (name, provider) in known.providers.iter().filter(|(_, provider)| provider.kind == Kind::Openai) {
        servers.insert(name.clone(), Arc::new(Server::open(name, provider, Handle::current())?));
    }
    Ok(servers)
}

fn raters(known: &Providers, servers: &Servers) -> Vec<Provided<dyn Assess + Send + Sync>> {
    let rubrics = Rubrics::built_in();
    let rater = |name: &String| match servers.get(name.as_str()) {
        Some(server) => {
            let rater = ModelRater::new(Arc::clone(server), Arc::clone(&rubrics));
            provided(name, server.is_paid(Call::Assess), Arc::new(rater) as Arc<dyn Assess + Send + Sync>)
        }
        None => here(Arc::new(OfflineRater::by(Arc::clone(&rubrics))) as _),
    };
    known.order.assess.iter().map(rater).collect()
}

impl<T: ?Sized> Provided<T> {
    fn offer(&self) -> Offer {
        Offer { provider: self.provider, name: self.name.clone(), is_paid: self.is_paid }
    }
}

fn here<T: ?Sized>(does: Arc<T>) -> Provided<T> {
    Provided { provider: ProviderId::HERE, name: "this machine".to_owned(), is_paid: false, does }
}

fn provided<T: ?Sized>(name: &str, is_paid: bool, does: Arc<T>) -> Provided<T> {
    Provided { provider: provider_id(name), name: name.to_owned(), is_paid, does }
}

/// The voice of this machine, if it has one.
fn local_voice() -> Option<Arc<dyn Speak>> {
    let espeak = Espeak::find(&std::env::var_os("PATH")?)?;
    Some(Arc::new(espeak))
}

/// Says early what would else be found out with the first answer. Nothing depends on it.
fn probe(server: &Server) {
    match server.missing_models(&coach::recogniser::Cancel::default()) {
        Ok(missing) if missing.is_empty() => info!(provider = server.name(), "provider has all models"),
        Ok(missing) => warn!(provider = server.name(), ?missing, "provider lists no such models"),
        Err(error) => warn!(provider = server.name(), %error, "provider does not list its models"),
    }
}

fn read(file: &Path) -> anyhow::Result<Providers> {
    let read = read_at_most(file, CONFIG_BYTES_MAX)?;
    anyhow::ensure!(read.bytes <= CONFIG_BYTES_MAX, "{} has over {CONFIG_BYTES_MAX} bytes", file.display());
    let text = String::from_utf8(read.content).ok().with_context(|| format!("{} is no text", file.display()))?;
    let known = Providers::read(&text, &file.display().to_string())?;
    if known.providers.values().any(|provider| provider.kind == Kind::Openai && !provider.prices.confirmed) {
        warn!("the built-in prices are not confirmed; give your own under [prices.NAME] where money matters");
    }
    Ok(known)
}

/// The configuration of one server, as the names of its models are with OpenAI, with this machine behind it.
fn of_address(url: &str) -> String {
    // What JSON quotes, TOML reads the same.
    let quoted = serde_json::Value::from(url);
    let is_theirs = url.trim_start_matches("https://").starts_with("api.openai.com");
    let prices = if is_theirs { "openai" } else { "self-hosted" };
    let key = match std::env::var_os(KEY_VARIABLE) {
        Some(key) if !key.is_empty() => format!("key_env = \"{KEY_VARIABLE}\"\n"),
        _ => String::new(),
    };
    format!(
        "[providers.openai]\nkind = \"openai\"\nbase_url = {quoted}\nprices = \"{prices}\"\n{key}\
         [providers.openai.models]\ntranscribe = \"whisper-1\"\nassess = \"gpt-5-mini\"\nspeak = \"gpt-4o-mini-tts\"\n\
         [providers.offline]\nkind = \"offline\"\n"
    )
}
