//! How the system itself is doing.

use std::collections::{BTreeMap, BTreeSet};

use crate::events::{AnswerFact, AnswerRun, Event, Record};
use crate::graph::Row;
use crate::read_model::operations::OperationsRow;
use crate::views::{FailureRow, LatencyRow, SpendRow, SpendSums, Stretch, Within};

const MINUTE_MS: u64 = 60_000;
const HOUR_MS: u64 = 60 * MINUTE_MS;
const DAY_MS: u64 = 24 * HOUR_MS;

pub(super) fn rows(records: &[Record], now_us: u64) -> BTreeSet<Row> {
    let mut rows = BTreeSet::new();
    rows.extend(latencies(records, now_us).into_iter().map(OperationsRow::Latency));
    rows.extend(failures(records, now_us).into_iter().map(OperationsRow::Failure));
    rows.extend(spend(records).into_iter().map(OperationsRow::Spend));
    rows.into_iter().map(Row::Operations).collect()
}

/// Whether what happened then still counts in a window of that length: it leaves at the first full second at or after
/// its end, where the milliseconds of the time count and its microseconds do not.
fn is_within(at_us: u64, length_ms: u64, now_us: u64) -> bool {
    let second_s = (at_us / 1_000 + length_ms).div_ceil(1_000);
    now_us < second_s * 1_000_000
}

fn facts(records: &[Record]) -> impl Iterator<Item = (AnswerRun, &AnswerFact, u64)> {
    records.iter().filter_map(|record| match &record.event {
        Event::Answer { of, fact, .. } => Some((*of, fact, record.at_us)),
        Event::Learner { .. } | Event::System(_) => None,
    })
}

fn begins(fact: &AnswerFact) -> Option<Stretch> {
    match fact {
        AnswerFact::Received(_) | AnswerFact::Replayed(_) | AnswerFact::VoiceReceived(_) => Some(Stretch::Whole),
        AnswerFact::AttemptStarted(start) => Some(Stretch::Step(start.step)),
        _ => None,
    }
}

fn ends(fact: &AnswerFact) -> Vec<Stretch> {
    let whole = matches!(fact, AnswerFact::Delivered(_)).then_some(Stretch::Whole);
    fact.completes().map(Stretch::Step).into_iter().chain(whole).collect()
}

fn latencies(records: &[Record], now_us: u64) -> Vec<LatencyRow> {
    let gone = crate::fold::erased(records);
    let is_there = |record: &&Record| record.event.learner().is_none_or(|learner| !gone.contains(&learner));
    let records: Vec<Record> = records.iter().filter(is_there).cloned().collect();
    let mut ended: BTreeSet<(AnswerRun, Stretch, u64)> = BTreeSet::new();
    for (of, fact, at_us) in facts(&records) {
        ended.extend(ends(fact).into_iter().map(|stretch| (of, stretch, at_us)));
    }
    let mut rows: BTreeMap<(Stretch, u16), LatencyRow> = BTreeMap::new();
    for (of, stretch, ended_at_us) in ended {
        if !is_within(ended_at_us, DAY_MS, now_us) {
            continue;
        }
        let began = facts(&records)
            .filter(|(run, fact, at_us)| *run == of && begins(fact) == Some(stretch) && *at_us <= ended_at_us)
            .map(|(_, _, at_us)| at_us)
            .max();
        let day_us = DAY_MS * 1_000;
        let bucket = bucket(began.map_or(day_us, |began_at_us| (ended_at_us - began_at_us).min(day_us)));
        let nothing = LatencyRow { of: stretch, bucket, minutes_5: 0, hour: 0, day: 0 };
        let row = rows.entry((stretch, bucket)).or_insert(nothing);
        row.minutes_5 += i64::from(is_within(ended_at_us, 5 * MINUTE_MS, now_us));
        row.hour += i64::from(is_within(ended_at_us, HOUR_MS, now_us));
        row.day += 1;
    }
    rows.into_values().collect()
}

/// Walks over the buckets: sixteen of 1 µs, and from there eight of each width, which doubles.
fn bucket(length_us: u64) -> u16 {
    let (mut bucket, mut end_us, mut width_us) = (0, 1, 1);
    while length_us >= end_us {
        bucket += 1;
        if bucket >= 16 && bucket % 8 == 0 {
            width_us *= 2;
        }
        end_us += width_us;
    }
    bucket
}

fn failures(records: &[Record], now_us: u64) -> Vec<FailureRow> {
    let mut counts: BTreeMap<_, i64> = BTreeMap::new();
    for (_, fact, at_us) in facts(records) {
        let AnswerFact::AttemptFailed(failure) = fact else { continue };
        let is_in = |within| match within {
            Within::Hour => is_within(at_us, HOUR_MS, now_us),
            Within::Day => is_within(at_us, DAY_MS, now_us),
            Within::Ever => true,
        };
        for within in [Within::Hour, Within::Day, Within::Ever].into_iter().filter(|within| is_in(*within)) {
            *counts.entry((failure.step, failure.class, within)).or_default() += 1;
        }
    }
    let row = |((step, class, within), attempts)| FailureRow { step, class, within, attempts };
    counts.into_iter().map(row).collect()
}

fn spend(records: &[Record]) -> Vec<SpendRow> {
    let mut sums: BTreeMap<(u64, &str, &str), SpendSums> = BTreeMap::new();
    for (_, fact, _) in facts(records) {
        let AnswerFact::CallPaid(paid) = fact else { continue };
        let bill = sums.entry((paid.occurred_at_ms / DAY_MS, &paid.provider, &paid.model)).or_default();
        bill.calls += 1;
        bill.micro_usd += i64::try_from(paid.micro_usd).unwrap_or(i64::MAX);
    }
    let row = |((day, provider, model), sums): ((u64, &str, &str), SpendSums)| SpendRow {
        day: u32::try_from(day).unwrap_or(u32::MAX),
        provider: provider.to_owned(),
        model: model.to_owned(),
        sums,
    };
    sums.into_iter().map(row).collect()
}
