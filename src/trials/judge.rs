//! A judge on trial, ready to be asked.

use std::ops::Range;
use std::path::Path;
use std::sync::Arc;

use anyhow::Context as _;
use coach::providers::{Call, Kind, Provider, Providers, Server, Trial};
use coach::rater::{Assess, ModelRater, OfflineRater, RATER};
use coach::rubrics::{Rubric, Rubrics};
use dataflow::events::AnswerId;
use ingest::hashing::{is_in_share, trial_number};
use tokio::runtime::Handle;

use crate::commands::session::read_at_most;

/// Largest rubric, in bytes.
const RUBRIC_BYTES_MAX: u64 = 1 << 20;
/// What numbers of attempts of trials begin with, far above those of answers.
const ATTEMPTS_FROM: u16 = 10_000;
/// Numbers of attempts that each trial has for itself.
const ATTEMPTS_EACH: u16 = 10;
/// How many trials have numbers of their own.
const TRIALS: u64 = 5_000;

/// A judge on trial.
#[derive(Clone)]
pub struct Judge {
    /// What the configuration calls the trial.
    pub name: String,
    /// Judges.
    pub rates: Arc<dyn Assess + Send + Sync>,
    /// What its ratings name.
    pub rater: String,
    /// Whether it is asked over the network; without a call it judges nothing then.
    pub is_server: bool,
    /// Whether a call costs anything.
    pub is_paid: bool,
    /// What it judges by; none for the rubric that the answer was scored by.
    pub rubric: Option<Rubric>,
    /// How many of a hundred answers it judges.
    pub share_percent: u8,
}

impl Judge {
    /// Makes a trial of the configuration ready. Calls nobody.
    ///
    /// # Errors
    /// Its rubric cannot be read or is none, or a key is missing.
    pub fn open(name: &str, trial: &Trial, known: &Providers) -> anyhow::Result<Self> {
        let provider = known.providers.get(&trial.provider).context("a trial's provider is not configured")?;
        let rubric = trial.rubric.as_deref().map(rubric).transpose();
        let rubric = rubric.with_context(|| format!("making trial {name:?} ready failed"))?;
        let (rates, rater, is_server, is_paid): (Arc<dyn Assess + Send + Sync>, _, _, _) = match provider.kind {
            Kind::Offline => (Arc::new(OfflineRater::new()), RATER.to_owned(), false, false),
            Kind::Openai => {
                let mut provider = Provider::clone(provider);
                provider.models.assess.clone_from(&trial.model);
                let server = Arc::new(Server::open(&trial.provider, &provider, Handle::current())?);
                let is_paid = server.is_paid(Call::Assess);
                let rater = ModelRater::new(server, Rubrics::built_in());
                let says = rater.rater();
                (Arc::new(rater), says, true, is_paid)
            }
        };
        let share_percent = trial.share_percent;
        Ok(Judge { name: name.to_owned(), rates, rater, is_server, is_paid, rubric, share_percent })
    }

    /// Whether an answer is in its share: the same ones whenever it is asked.
    pub(super) fn tries(&self, answer: AnswerId) -> bool {
        is_in_share(&self.name, answer, self.share_percent)
    }

    /// The numbers of its attempts at an answer, by which its calls are told from others.
    pub(super) fn attempts(&self) -> Range<u16> {
        let number = u16::try_from(trial_number(&self.name) % TRIALS).unwrap_or_default();
        let from = ATTEMPTS_FROM.saturating_add(number.saturating_mul(ATTEMPTS_EACH));
        from..from.saturating_add(ATTEMPTS_EACH)
    }
}

/// The rubric of a file.
fn rubric(file: &Path) -> anyhow::Result<Rubric> {
    let read = read_at_most(file, RUBRIC_BYTES_MAX)?;
    let shown = file.display().to_string();
    anyhow::ensure!(read.bytes <= RUBRIC_BYTES_MAX, "{shown} has over {RUBRIC_BYTES_MAX} bytes");
    let text = String::from_utf8(read.content).ok().with_context(|| format!("{shown} is no text"))?;
    let rubrics = Rubrics::default().with(&text, &shown)?;
    rubrics.all().first().cloned().with_context(|| format!("{shown} holds no rubric"))
}
