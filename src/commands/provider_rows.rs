//! Rows of providers for `status`: who is asked to do what, who is left alone and why, and what is spent of the limits.
//!
//! The decisions are those of the graph: the same facts go through the same code. Only names and money come besides.

use std::collections::{BTreeMap, BTreeSet};

use dataflow::events::{AnswerFact, Event, FailureClass, Offer, ProviderId, Record, Rule, Step, SystemFact};
use dataflow::views::choices::{Choices, news};
use dataflow::views::rules::{Rules, given};
use dataflow::views::spent::{DAY_US, Purses, paid};
use dataflow::views::{Candidate, Shut, SpendRow};
use serde_json::{Value, json};

use super::growth::written;
use super::learner::decimal;
use crate::card::words::printable;

/// What the log says about providers, up to the moment that is asked about.
pub struct Asking {
    now_us: u64,
    choices: Choices,
    purses: Purses,
    rules: Rules,
    offers: BTreeMap<Step, Vec<Offer>>,
    failed: BTreeMap<(ProviderId, Step), FailureClass>,
}

/// A provider as it stands.
struct ProviderRow {
    name: String,
    is_paid: bool,
    /// What it is asked for, and whether it is left alone there.
    steps: Vec<(Step, Option<(Shut, Option<FailureClass>)>)>,
    /// On this UTC day, in millionths of a US dollar.
    spent_micro_usd: i64,
}

impl Asking {
    /// Nothing yet, as of a moment of log time.
    pub fn at(now_us: u64) -> Self {
        let (choices, purses, rules) = (Choices::default(), Purses::default(), Rules::default());
        Asking { now_us, choices, purses, rules, offers: BTreeMap::new(), failed: BTreeMap::new() }
    }

    /// Takes in a record of the log, in order.
    pub fn note(&mut self, record: &Record) {
        if let Some((step, news)) = news(record) {
            self.choices.note(step, news, 1, self.now_us);
        }
        if let Some(paid) = paid(record) {
            self.purses.note(paid, 1, self.now_us);
        }
        if let Some(given) = given(record) {
            self.rules.note(given, 1);
        }
        if let Event::System(SystemFact::Offered(offered)) = &record.event {
            self.offers.insert(offered.step, offered.offers.clone());
        } else if let Event::Answer { fact: AnswerFact::AttemptFailed(failure), .. } = &record.event {
            self.failed.insert((failure.provider, failure.step), failure.class);
        }
    }

    /// The rows, by name. None where nobody but this machine was ever asked.
    fn rows(&mut self, spend: &[SpendRow]) -> Vec<ProviderRow> {
        self.purses.limit(&self.rules);
        self.purses.settle(self.now_us);
        self.choices.settle(self.purses.empty_until_us(None), self.now_us);
        let names: BTreeSet<(&str, bool, ProviderId)> =
            self.offers.values().flatten().map(|offer| (offer.name.as_str(), offer.is_paid, offer.provider)).collect();
        let row = |(name, is_paid, provider): (&str, bool, ProviderId)| {
            let steps = self.offers.keys().filter_map(|step| {
                let all = &self.choices.of(*step)?.providers;
                let Candidate { shut, .. } = all.iter().find(|one| one.provider == provider)?;
                Some((*step, shut.map(|shut| (shut, self.failed.get(&(provider, *step)).copied()))))
            });
            let spent = spend.iter().filter(|row| row.provider == name && row.day == self.day());
            let spent_micro_usd = spent.map(|row| row.sums.micro_usd).sum();
            ProviderRow { name: name.to_owned(), is_paid, steps: steps.collect(), spent_micro_usd }
        };
        names.into_iter().map(row).collect()
    }

    fn day(&self) -> u32 {
        u32::try_from(self.now_us / DAY_US).unwrap_or(u32::MAX)
    }

    /// The most that may be spent on a day, by everybody together and for each learner, in millionths of a US dollar; 0 for no limit.
    fn limits(&self) -> (u64, u64) {
        let (mut everybody, mut learner) = (0, 0);
        for rule in self.rules.standing() {
            match rule {
                Rule::SpentPerDay(limit) => everybody = limit,
                Rule::SpentPerLearner(limit) => learner = limit,
                Rule::Paused(_) | Rule::AnswersPerDay(_) | Rule::MessagesPerSecond(_) => {}
            }
        }
        (everybody, learner)
    }

    /// The rows as lines.
    pub fn lines(&mut self, spend: &[SpendRow]) -> Vec<String> {
        let rows = self.rows(spend);
        let mut lines: Vec<String> = rows.iter().map(|row| line(row, self.now_us)).collect();
        let (everybody, learner) = self.limits();
        let spent: i64 = spend.iter().filter(|row| row.day == self.day()).map(|row| row.sums.micro_usd).sum();
        if everybody > 0 {
            lines.push(format!("  spent today   {} of {} US dollars", dollars(spent), dollars(signed(everybody))));
        }
        if learner > 0 {
            lines.push(format!("  spent today   at most {} US dollars for each learner", dollars(signed(learner))));
        }
        lines
    }

    /// The rows as JSON, with the limits.
    pub fn value(&mut self, spend: &[SpendRow]) -> Value {
        let rows: Vec<Value> = self.rows(spend).iter().map(as_json).collect();
        let (everybody, learner) = self.limits();
        json!({"rows": rows, "micro_usd_per_day": everybody, "micro_usd_per_learner": learner})
    }
}

fn line(row: &ProviderRow, now_us: u64) -> String {
    let state = |(step, shut): &(Step, Option<(Shut, Option<FailureClass>)>)| {
        let name = step.name();
        let Some((shut, class)) = shut else { return format!("{name} open") };
        let until = format!("{} s, until {}", in_s(shut.until_us, now_us), written(shut.until_us));
        if shut.is_spent {
            return format!("{name} left alone for {until}: the money of the day is spent");
        }
        let class = class.map_or_else(String::new, |class| format!(", the last {class:?}"));
        format!("{name} left alone for {until}: calls failed{class}")
    };
    let steps: Vec<String> = row.steps.iter().map(state).collect();
    let spent = if row.is_paid {
        format!("; spent today {} US dollars", dollars(row.spent_micro_usd))
    } else {
        "; costs nothing".to_owned()
    };
    format!("  provider {}: {}{spent}", printable(&row.name), steps.join(", "))
}

fn as_json(row: &ProviderRow) -> Value {
    let step = |(step, shut): &(Step, Option<(Shut, Option<FailureClass>)>)| {
        let (until_us, because) = match shut {
            None => (None, None),
            Some((shut, _)) if shut.is_spent => (Some(shut.until_us), Some(json!("spent"))),
            Some((shut, class)) => (Some(shut.until_us), class.map(|class| json!(class))),
        };
        json!({"step": step, "open": shut.is_none(), "left_alone_until_us": until_us, "because": because})
    };
    let steps: Vec<Value> = row.steps.iter().map(step).collect();
    json!({"provider": row.name, "paid": row.is_paid, "steps": steps, "spent_today_micro_usd": row.spent_micro_usd})
}

fn dollars(micro_usd: i64) -> String {
    decimal(micro_usd, 1_000_000, 4)
}

fn signed(micro_usd: u64) -> i64 {
    i64::try_from(micro_usd).unwrap_or(i64::MAX)
}

fn in_s(until_us: u64, now_us: u64) -> u64 {
    until_us.saturating_sub(now_us).div_ceil(1_000_000)
}
