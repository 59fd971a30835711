//! Whom each step can be asked of right now.
//!
//! A provider that said when it can be asked again is left alone until then. One that failed five times within a minute,
//! whatever it was asked, is left alone for half a minute after the last time; then it is asked again, and the next
//! failure leaves it alone again. What costs something is left alone while the purse is empty.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::spent::SpentRow;
use crate::events::{AnswerFact, AnswerRun, AttemptFailed, Event, FailureClass, ProviderId, Record, Step, SystemFact};
use crate::graph::Rows;
use crate::operators::{FOREVER, Values, Verdict, dated, until};
use crate::records::Records;

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

/// One row per step that can be asked of several. What nobody is offered for is for this machine.
pub fn choices<'scope>(records: &Records<'scope>, spent: Rows<'scope, SpentRow>) -> Rows<'scope, Choice> {
    let failures = until(records.facts(failure), "failures of providers");
    let empty = spent.filter(|row| row.learner.is_none()).flat_map(|row| asked_steps(News::Spent(row.until_us)));
    let nobody = records.always(asked_steps(News::Nobody));
    let news = records.facts(offered).concatenate([nobody, failures, empty]);
    dated(news, "choices", |(step, news)| (*step, news.clone()), |step, news, now_us| chosen(*step, news, now_us))
}

/// What decides about one step, in the order in which the rule wants to see it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
enum News {
    /// Nobody is offered yet.
    Nobody,
    /// Who can be asked, and whether that costs anything.
    Offered { pos: u64, providers: Vec<(ProviderId, bool)> },
    /// Somebody did not work.
    Failed(Failed),
    /// The purse of everybody is empty until then.
    Spent(u64),
}

/// Somebody did not work. Two at one time are two.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
struct Failed {
    provider: ProviderId,
    at_us: u64,
    shut_until_us: Option<u64>,
    of: AnswerRun,
    attempt: u16,
}

fn asked_steps(news: News) -> impl Iterator<Item = (Step, News)> {
    Step::ALL.into_iter().filter(|step| step.is_asked()).map(move |step| (step, news.clone()))
}

fn offered(record: &Record) -> Option<(Step, News)> {
    let Event::System(SystemFact::Offered(offered)) = &record.event else { return None };
    let providers = offered.offers.iter().map(|offer| (offer.provider, offer.is_paid)).collect();
    offered.step.is_asked().then_some((offered.step, News::Offered { pos: record.pos, providers }))
}

/// A failure that says something about whoever was asked, until it says nothing any more.
fn failure(record: &Record) -> Option<((Step, News), u64)> {
    let Event::Answer { of, fact: AnswerFact::AttemptFailed(failure), .. } = &record.event else { return None };
    let AttemptFailed { step, attempt, class, provider, shut_until_us, .. } = *failure;
    let is_theirs = class == FailureClass::Unavailable || shut_until_us.is_some();
    if !is_theirs || !step.is_asked() || provider == ProviderId::HERE {
        return None;
    }
    let shut_until_us = shut_until_us.map(|until_us| until_us.min(record.at_us.saturating_add(SHUT_US_MAX)));
    let failed = Failed { provider, at_us: record.at_us, shut_until_us, of: *of, attempt };
    let over_us = record.at_us.saturating_add(BREAKER_WITHIN_US + BREAKER_SHUT_US).max(shut_until_us.unwrap_or(0));
    Some(((step, News::Failed(failed)), over_us))
}

fn chosen(step: Step, news: Values<'_, News>, now_us: u64) -> Verdict<Choice> {
    let mut offered = Vec::new();
    let mut failed: BTreeMap<ProviderId, Vec<Failed>> = BTreeMap::new();
    let mut empty_until_us = None;
    for news in news {
        match news {
            News::Nobody => {}
            News::Offered { providers, .. } => offered.clone_from(providers),
            News::Failed(failure) => failed.entry(failure.provider).or_default().push(*failure),
            News::Spent(until_us) => empty_until_us = Some(*until_us),
        }
    }
    if offered.is_empty() {
        offered.push((ProviderId::HERE, false));
    }
    let mut look_at_us = FOREVER;
    let candidate = |(provider, is_paid)| {
        let failures = failed.get(&provider).map_or(&[][..], Vec::as_slice);
        let shut_us = shut_until_us(failures).filter(|until_us| now_us < *until_us);
        look_at_us = look_at_us.min(shut_us.unwrap_or(FOREVER));
        let empty = empty_until_us.filter(|_| is_paid).map(|until_us| Shut { until_us, is_spent: true });
        let shut = empty.or(shut_us.map(|until_us| Shut { until_us, is_spent: false }));
        Candidate { provider, is_paid, shut }
    };
    let providers = offered.into_iter().map(candidate).collect();
    Verdict { rows: vec![Choice { step, providers }], look_at_us }
}

/// Until when a provider with these failures is left alone, if it is.
fn shut_until_us(failures: &[Failed]) -> Option<u64> {
    let said = failures.iter().filter_map(|failure| failure.shut_until_us).max();
    let last_us = failures.iter().map(|failure| failure.at_us).max()?;
    let within = failures.iter().filter(|failure| failure.at_us.saturating_add(BREAKER_WITHIN_US) > last_us).count();
    let tripped = (within >= BREAKER_FAILURES).then(|| last_us.saturating_add(BREAKER_SHUT_US));
    said.max(tripped)
}
