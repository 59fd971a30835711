//! Who is asked.

use super::chats;
use super::outstanding::Candidate;
use crate::events::{AnswerFact, Event, FailureClass, LearnerId, Offer, ProviderId, Record, Rule, Step, SystemFact};
use crate::views::HeldReason;

const DAY_US: u64 = 86_400_000_000;

/// What the log says about those who can be asked.
pub(super) struct Providers<'a> {
    records: &'a [Record],
    now_us: u64,
}

impl<'a> Providers<'a> {
    pub(super) fn of(records: &'a [Record], now_us: u64) -> Self {
        Providers { records, now_us }
    }

    /// Who is asked for this; if nobody, why not.
    pub(super) fn asked(&self, candidate: &Candidate) -> Result<ProviderId, HeldReason> {
        let step = candidate.of.step;
        if candidate.is_hopeless || !matches!(step, Step::Transcribe | Step::Assess) {
            return Ok(ProviderId::HERE);
        }
        let offers = self.offers(step);
        let mut opens: Vec<(u64, HeldReason)> = Vec::new();
        let next = offers.iter().cycle().skip(usize::from(candidate.failures)).take(offers.len());
        for offer in next {
            match self.shut(step, offer, candidate.of.learner) {
                None => return Ok(offer.provider),
                Some(shut) => opens.push(shut),
            }
        }
        // Of two that open together, failures come before money.
        let rank = |reason: &HeldReason| matches!(reason, HeldReason::Spent { .. });
        match opens.into_iter().min_by_key(|(until_us, reason)| (*until_us, rank(reason))) {
            None => Ok(ProviderId::HERE),
            Some((_, reason)) => Err(reason),
        }
    }

    fn offers(&self, step: Step) -> Vec<Offer> {
        let mut offered = self.records.iter().filter_map(|record| match &record.event {
            Event::System(SystemFact::Offered(offered)) if offered.step == step => Some(offered.offers.clone()),
            _ => None,
        });
        offered.next_back().unwrap_or_default()
    }

    /// Until when a provider is left alone, and why.
    fn shut(&self, step: Step, offer: &Offer, learner: LearnerId) -> Option<(u64, HeldReason)> {
        let day_end_us = (self.now_us / DAY_US + 1) * DAY_US;
        if offer.is_paid && (self.is_spent(None) || self.is_spent(Some(learner))) {
            return Some((day_end_us, HeldReason::Spent { until_us: day_end_us }));
        }
        if offer.provider == ProviderId::HERE {
            return None;
        }
        let failures: Vec<(u64, Option<u64>)> = self
            .records
            .iter()
            .filter_map(|record| match &record.event {
                Event::Answer { fact: AnswerFact::AttemptFailed(failed), .. }
                    if failed.step == step
                        && failed.provider == offer.provider
                        && (failed.class == FailureClass::Unavailable || failed.shut_until_us.is_some()) =>
                {
                    Some((record.at_us, failed.shut_until_us.map(|us| us.min(record.at_us + 3_600_000_000))))
                }
                _ => None,
            })
            .collect();
        let said = failures.iter().filter_map(|(_, until_us)| *until_us).max().unwrap_or(0);
        let last_us = failures.iter().map(|(at_us, _)| *at_us).max().unwrap_or(0);
        let within_a_minute = failures.iter().filter(|(at_us, _)| at_us + 60_000_000 > last_us).count();
        let tripped = if within_a_minute >= 5 { last_us + 30_000_000 } else { 0 };
        let until_us = said.max(tripped);
        (self.now_us < until_us).then_some((until_us, HeldReason::ProvidersShut { until_us }))
    }

    /// Whether a purse is empty today.
    fn is_spent(&self, learner: Option<LearnerId>) -> bool {
        let limit = chats::last_rule(self.records, |rule| match (rule, learner) {
            (Rule::SpentPerDay(limit), None) | (Rule::SpentPerLearner(limit), Some(_)) => Some(limit),
            _ => None,
        });
        let paid = self.records.iter().filter_map(|record| match &record.event {
            Event::Answer { learner: of, fact: AnswerFact::CallPaid(paid), .. } => {
                let is_today = record.at_us / DAY_US == self.now_us / DAY_US;
                (is_today && learner.is_none_or(|learner| learner == *of)).then_some(paid.micro_usd)
            }
            _ => None,
        });
        let calls: Vec<u64> = paid.collect();
        limit.is_some_and(|limit| limit > 0 && !calls.is_empty() && calls.iter().sum::<u64>() >= limit)
    }
}
