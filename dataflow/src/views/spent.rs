//! Purses that are empty: as much was paid out of them today as the owner allows, or more.
//!
//! Days are UTC days of the log: a call is paid when that is known, out of its learner's purse and out of everybody's.
//! When the day ends all purses are full again.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::rules::Rules;
use crate::events::{AnswerFact, Event, LearnerId, Record, Rule};
use crate::operators::FOREVER;

/// A UTC day, in microseconds.
pub const DAY_US: u64 = 86_400_000_000;

/// What was paid for a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Paid {
    /// For whose answer.
    pub learner: LearnerId,
    /// The end of the UTC day on which that is known, in log time.
    pub until_us: u64,
    /// Millionths of a US dollar.
    pub micro_usd: i64,
}

/// What a record says was paid, if it does.
pub fn paid(record: &Record) -> Option<Paid> {
    let Event::Answer { learner, fact: AnswerFact::CallPaid(paid), .. } = &record.event else { return None };
    let until_us = (record.at_us / DAY_US + 1).saturating_mul(DAY_US);
    Some(Paid { learner: *learner, until_us, micro_usd: i64::try_from(paid.micro_usd).unwrap_or(i64::MAX) })
}

/// A purse: when its day ends, and whose it is; none for that of everybody together.
type Purse = (u64, Option<LearnerId>);

/// What was paid out of each purse, and which are empty.
#[derive(Default)]
pub struct Purses {
    paid: BTreeMap<Purse, i64>,
    empty: BTreeSet<Purse>,
    /// Millionths of a US dollar a day, for everybody together and for each learner.
    limits: [Option<i64>; 2],
    has_changed: bool,
}

impl Purses {
    /// Takes in a payment, or takes it back. What is paid on a day that is over counts for nothing.
    pub fn note(&mut self, paid: Paid, diff: isize, now_us: u64) {
        if paid.until_us <= now_us {
            return;
        }
        let micro_usd = paid.micro_usd.saturating_mul(i64::try_from(diff).unwrap_or_default());
        for learner in [Some(paid.learner), None] {
            let purse = (paid.until_us, learner);
            let sum = self.paid.entry(purse).or_default();
            *sum = sum.wrapping_add(micro_usd);
            let sum = *sum;
            self.judge(purse, sum);
        }
    }

    /// Takes over what the owner allows.
    pub fn limit(&mut self, rules: &Rules) {
        let mut limits = [None, None];
        for rule in rules.standing() {
            match rule {
                Rule::SpentPerDay(limit) => limits[0] = allowed(limit),
                Rule::SpentPerLearner(limit) => limits[1] = allowed(limit),
                Rule::Paused(_) | Rule::AnswersPerDay(_) | Rule::MessagesPerSecond(_) => {}
            }
        }
        if limits != self.limits {
            self.limits = limits;
            let paid: Vec<_> = self.paid.iter().map(|(purse, sum)| (*purse, *sum)).collect();
            paid.into_iter().for_each(|(purse, sum)| self.judge(purse, sum));
        }
    }

    /// Ends the days that are over, and says whether any purse has become empty or full since the last time.
    pub fn settle(&mut self, now_us: u64) -> bool {
        while let Some((purse, _)) = self.paid.first_key_value().filter(|((until_us, _), _)| *until_us <= now_us) {
            let purse = *purse;
            self.paid.remove(&purse);
            self.has_changed |= self.empty.remove(&purse);
        }
        std::mem::take(&mut self.has_changed)
    }

    /// Until when the purse of a learner, or of everybody, is empty, if it is.
    pub fn empty_until_us(&self, learner: Option<LearnerId>) -> Option<u64> {
        let (today, _) = *self.empty.first()?;
        self.empty.contains(&(today, learner)).then_some(today)
    }

    /// When the first day ends of which anything is known.
    pub fn next_date(&self) -> u64 {
        self.paid.first_key_value().map_or(FOREVER, |((until_us, _), _)| *until_us)
    }

    fn judge(&mut self, purse: Purse, micro_usd: i64) {
        let [everybody, learner] = self.limits;
        let limit = if purse.1.is_some() { learner } else { everybody };
        let is_empty = limit.is_some_and(|limit| micro_usd >= limit);
        let changes = if is_empty { self.empty.insert(purse) } else { self.empty.remove(&purse) };
        self.has_changed |= changes;
    }
}

/// A limit of 0 is none.
fn allowed(limit: u64) -> Option<i64> {
    (limit > 0).then(|| i64::try_from(limit).unwrap_or(i64::MAX))
}
