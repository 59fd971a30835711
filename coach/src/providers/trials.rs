//! Judges on trial, as TOML: `[trials.NAME]`.
//!
//! A trial is another model, another rubric, or another provider than the one that is asked first. What it is made of is
//! checked here; its rubric is a file of its own and is read when the trial is made ready.

use std::path::PathBuf;

use serde::Deserialize;

use super::config::{MODEL_RULE, NAME_RULE, is_model, is_name, shown};
use super::{Kind, Providers, ProvidersError};

/// Most trials: each is one more judgement of every answer in its share.
const TRIALS_MAX: usize = 10;

/// A judge on trial.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trial {
    /// Who judges.
    pub provider: String,
    /// With which model; none for this machine.
    pub model: Option<String>,
    /// By the rubric of this file; none for the one that the answer was scored by.
    pub rubric: Option<PathBuf>,
    /// How many of a hundred answers, from 1 to 100.
    pub share_percent: u8,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Written {
    provider: String,
    model: Option<String>,
    rubric: Option<PathBuf>,
    share: u8,
}

/// A trial with these providers.
pub(super) fn trial(name: &str, written: Written, known: &Providers) -> Result<Trial, ProvidersError> {
    let wrong = |reason: &str| ProvidersError::Trial { trial: shown(name), reason: reason.to_owned() };
    if !is_name(name) {
        return Err(wrong(NAME_RULE));
    }
    if known.trials.len() >= TRIALS_MAX {
        return Err(wrong("there are ten trials already"));
    }
    let Written { provider, model, rubric, share } = written;
    let Some(judge) = known.providers.get(&provider) else { return Err(wrong("its provider is none of the file's")) };
    if !(1..=100).contains(&share) {
        return Err(wrong("its share is from 1 to 100 answers of a hundred"));
    }
    let usual = judge.models.assess.clone();
    let is_usual = model.is_none() || model == usual;
    let model = match judge.kind {
        Kind::Offline if model.is_some() => return Err(wrong("this machine has no models to name")),
        Kind::Offline => None,
        Kind::Openai => Some(model.or(usual).ok_or_else(|| wrong("neither it nor its provider names a model"))?),
    };
    if model.as_deref().is_some_and(|model| !is_model(model)) {
        return Err(wrong(MODEL_RULE));
    }
    if model.as_deref().is_some_and(|model| judge.prices.price(model).is_none()) {
        return Err(wrong("its model has no price"));
    }
    if is_usual && rubric.is_none() && known.order.assess.first() == Some(&provider) {
        return Err(wrong("it judges as the first judge does; name another model, rubric or provider"));
    }
    Ok(Trial { provider, model, rubric, share_percent: share })
}
