//! Purses that are empty until the day ends.

use serde::{Deserialize, Serialize};

use super::rules::RuleRow;
use crate::events::{AnswerFact, Event, LearnerId, Record, Rule};
use crate::graph::Rows;
use crate::operators::{sums, totals, until};
use crate::records::Records;

/// A UTC day, in microseconds.
pub const DAY_US: u64 = 86_400_000_000;

/// A purse from which nothing more may be paid today.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct SpentRow {
    /// Whose; none for that of everybody together.
    pub learner: Option<LearnerId>,
    /// The end of the UTC day, in log time.
    pub until_us: u64,
}

sums! {
    /// Sums over the calls of a day.
    PaidSums {
        /// What they cost, in millionths of a US dollar.
        micro_usd,
    }
}

/// One row per purse out of which as much was paid today as the owner allows, or more; gone when the day ends.
///
/// Days are those of the log: a call is paid when that is known.
pub fn spent<'scope>(records: &Records<'scope>, rules: Rows<'scope, RuleRow>) -> Rows<'scope, SpentRow> {
    let paid = until(records.facts(paid), "paid today");
    let purses = totals(
        paid,
        "purses",
        |paid: &Paid| (paid.purse, PaidSums { micro_usd: paid.micro_usd }),
        |purse, sums| Some((*purse, *sums)),
    );
    let paid_by_kind = purses.map(|(purse, sums)| (purse.learner.is_some(), (purse, sums)));
    let limits = rules.flat_map(|row| limit(row.rule));
    let limit_by_kind = limits.arrange_by_key_named("limit_by_kind");
    paid_by_kind
        .arrange_by_key_named("paid_by_kind")
        .join_core(limit_by_kind, |_kind, (purse, sums), limit| (sums.micro_usd >= *limit).then_some(*purse))
}

/// What was paid out of one purse, with what tells the call from others.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
struct Paid {
    purse: SpentRow,
    pos: u64,
    micro_usd: i64,
}

/// A call is paid out of two purses, until the day ends.
fn paid(record: &Record) -> impl Iterator<Item = (Paid, u64)> + use<> {
    let paid = match &record.event {
        Event::Answer { learner, fact: AnswerFact::CallPaid(paid), .. } => Some((*learner, paid.micro_usd)),
        Event::Answer { .. } | Event::Learner { .. } | Event::System(_) => None,
    };
    let (pos, until_us) = (record.pos, (record.at_us / DAY_US + 1).saturating_mul(DAY_US));
    paid.into_iter().flat_map(move |(learner, micro_usd)| {
        let micro_usd = i64::try_from(micro_usd).unwrap_or(i64::MAX);
        [Some(learner), None].map(|learner| (Paid { purse: SpentRow { learner, until_us }, pos, micro_usd }, until_us))
    })
}

/// A limit by the kind of purse: whether it is a learner's.
fn limit(rule: Rule) -> Option<(bool, i64)> {
    let (is_learners, limit) = match rule {
        Rule::SpentPerDay(limit) => (false, limit),
        Rule::SpentPerLearner(limit) => (true, limit),
        Rule::Paused(_) | Rule::AnswersPerDay(_) | Rule::MessagesPerSecond(_) => return None,
    };
    (limit > 0).then(|| (is_learners, i64::try_from(limit).unwrap_or(i64::MAX)))
}
