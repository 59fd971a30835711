//! Whom each step can be asked of right now.
//!
//! A provider that said when it can be asked again is left alone until then. One that failed five times within a minute,
//! whatever it was asked, is left alone for half a minute after the last time; then it is asked again, and the next
//! failure leaves it alone again. What costs something is left alone while the purse is empty.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::events::{AnswerFact, AnswerRun, AttemptFailed, Event, FailureClass, ProviderId, Record, Step, SystemFact};
use crate::operators::{FOREVER, add};

/// Failures after which a provider is left alone.
pub const BREAKER_FAILURES: usize = 5;
/// The time within which they come, in microseconds.
pub const BREAKER_WITHIN_US: u64 = 60_000_000;
/// How long a provider is left alone after the last of them, in microseconds.
pub const BREAKER_SHUT_US: u64 = 30_000_000;
/// How long a provider is left alone at most when it says so itself, in microseconds.
pub const SHUT_US_MAX: u64 = 3_600_000_000;

/// Whom a step can be asked of.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Choice {
    /// Which step.
    pub step: Step,
    /// Everybody who is offered, in their order; never nobody.
    pub providers: Vec<Candidate>,
}

/// Somebody who could be asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Candidate {
    /// Who.
    pub provider: ProviderId,
    /// Whether a call costs anything.
    pub is_paid: bool,
    /// Why not now, and until when.
    pub shut: Option<Shut>,
}

/// Why somebody is not asked, the earlier to open first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Shut {
    /// Until when, in log time.
    pub until_us: u64,
    /// Whether because the purse is empty, not because they do not work.
    pub is_spent: bool,
}

/// What decides about one step.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum News {
    /// Who can be asked, and whether that costs anything.
    Offered {
        /// Of several offers the last in the log stands.
        pos: u64,
        /// Who, in their order.
        providers: Vec<(ProviderId, bool)>,
    },
    /// Somebody did not work.
    Failed(Failed),
}

/// Somebody did not work. Two at one time are two.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Failed {
    /// From then on it says nothing any more, in log time.
    over_us: u64,
    provider: ProviderId,
    at_us: u64,
    shut_until_us: Option<u64>,
    of: AnswerRun,
    attempt: u16,
}

/// What a record says about who can be asked for a step, if it does.
pub fn news(record: &Record) -> Option<(Step, News)> {
    match &record.event {
        Event::System(SystemFact::Offered(offered)) => {
            let providers = offered.offers.iter().map(|offer| (offer.provider, offer.is_paid)).collect();
            offered.step.is_asked().then_some((offered.step, News::Offered { pos: record.pos, providers }))
        }
        Event::Answer { of, fact: AnswerFact::AttemptFailed(failure), .. } => {
            failed(record.at_us, *of, failure).map(|failed| (failure.step, News::Failed(failed)))
        }
        Event::Answer { .. } | Event::Learner { .. } | Event::System(_) => None,
    }
}

/// A failure that says something about whoever was asked.
fn failed(at_us: u64, of: AnswerRun, failure: &AttemptFailed) -> Option<Failed> {
    let AttemptFailed { step, attempt, class, provider, shut_until_us, .. } = *failure;
    let is_theirs = class == FailureClass::Unavailable || shut_until_us.is_some();
    if !is_theirs || !step.is_asked() || provider == ProviderId::HERE {
        return None;
    }
    let shut_until_us = shut_until_us.map(|until_us| until_us.min(at_us.saturating_add(SHUT_US_MAX)));
    let over_us = at_us.saturating_add(BREAKER_WITHIN_US + BREAKER_SHUT_US).max(shut_until_us.unwrap_or(0));
    Some(Failed { over_us, provider, at_us, shut_until_us, of, attempt })
}

/// Whom each step can be asked of. What nobody is offered for is for this machine.
#[derive(Default)]
pub struct Choices {
    steps: BTreeMap<Step, Noted>,
    purse_empty_until_us: Option<u64>,
}

/// What is known about who can be asked for a step, and what follows.
#[derive(Default)]
struct Noted {
    news: BTreeMap<News, isize>,
    choice: Option<Choice>,
    look_at_us: u64,
}

impl Choices {
    /// Takes in news about a step, or takes them back. A failure that says nothing any more counts for nothing.
    pub fn note(&mut self, step: Step, news: News, diff: isize, now_us: u64) {
        if matches!(&news, News::Failed(failed) if failed.over_us <= now_us) {
            return;
        }
        let noted = self.steps.entry(step).or_default();
        add(&mut noted.news, news, diff);
        noted.look_at_us = 0;
    }

    /// Chooses anew where something has changed, and says whether any choice has.
    pub fn settle(&mut self, purse_empty_until_us: Option<u64>, now_us: u64) -> bool {
        let is_purse_new = self.purse_empty_until_us != purse_empty_until_us;
        self.purse_empty_until_us = purse_empty_until_us;
        let mut has_changed = false;
        for (step, noted) in &mut self.steps {
            if !is_purse_new && noted.look_at_us > now_us {
                continue;
            }
            noted.news.retain(|news, _| !matches!(news, News::Failed(failed) if failed.over_us <= now_us));
            let (choice, look_at_us) = chosen(*step, noted.news.keys(), purse_empty_until_us, now_us);
            has_changed |= noted.choice != choice;
            *noted = Noted { news: std::mem::take(&mut noted.news), choice, look_at_us };
        }
        self.steps.retain(|_, noted| !noted.news.is_empty());
        has_changed
    }

    /// Whom a step can be asked of; none for this machine alone.
    pub fn of(&self, step: Step) -> Option<&Choice> {
        self.steps.get(&step)?.choice.as_ref()
    }

    /// When something changes by itself.
    pub fn next_date(&self) -> u64 {
        self.steps.values().map(|noted| noted.look_at_us).min().unwrap_or(FOREVER)
    }
}

/// Whom a step can be asked of, none for this machine alone, and when to choose again.
fn chosen<'a>(
    step: Step,
    news: impl Iterator<Item = &'a News>,
    purse_empty_until_us: Option<u64>,
    now_us: u64,
) -> (Option<Choice>, u64) {
    let mut offered = Vec::new();
    let mut failed: BTreeMap<ProviderId, Vec<Failed>> = BTreeMap::new();
    let mut look_at_us = FOREVER;
    for news in news {
        match news {
            News::Offered { providers, .. } => offered.clone_from(providers),
            News::Failed(failure) => {
                look_at_us = look_at_us.min(failure.over_us);
                failed.entry(failure.provider).or_default().push(*failure);
            }
        }
    }
    let candidate = |(provider, is_paid)| {
        let failures = failed.get(&provider).map_or(&[][..], Vec::as_slice);
        let shut_us = shut_until_us(failures).filter(|until_us| now_us < *until_us);
        look_at_us = look_at_us.min(shut_us.unwrap_or(FOREVER));
        let empty = purse_empty_until_us.filter(|_| is_paid).map(|until_us| Shut { until_us, is_spent: true });
        let shut = empty.or(shut_us.map(|until_us| Shut { until_us, is_spent: false }));
        Candidate { provider, is_paid, shut }
    };
    let providers: Vec<Candidate> = offered.into_iter().map(candidate).collect();
    ((!providers.is_empty()).then_some(Choice { step, providers }), look_at_us)
}

/// Until when a provider with these failures is left alone, if it is.
fn shut_until_us(failures: &[Failed]) -> Option<u64> {
    let said = failures.iter().filter_map(|failure| failure.shut_until_us).max();
    let last_us = failures.iter().map(|failure| failure.at_us).max()?;
    let within = failures.iter().filter(|failure| failure.at_us.saturating_add(BREAKER_WITHIN_US) > last_us).count();
    let tripped = (within >= BREAKER_FAILURES).then(|| last_us.saturating_add(BREAKER_SHUT_US));
    said.max(tripped)
}
