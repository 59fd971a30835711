//! What is known about everyone together.

use std::collections::{BTreeMap, BTreeSet};

use super::super::studies::participants;
use super::{Answers, is_within};
use crate::calendar::Period;
use crate::events::{LearnerId, Record};
use crate::graph::Row;
use crate::read_model::everyone::EveryoneRow;
use crate::views::distribution::{BUCKET_MILLI, RANKED_SCORES_MIN};
use crate::views::{ActiveRow, Arm, ArmRow, ArmSums, DistributionRow, ParticipantRow, RetentionRow, SpokenAnswer};

pub(super) fn rows(answers: &Answers, records: &[Record], now_us: u64) -> BTreeSet<Row> {
    let mut rows = BTreeSet::new();
    rows.extend(active(answers, Period::Week, monday).into_iter().map(EveryoneRow::ActiveWeek));
    rows.extend(active(answers, Period::Month, first_of_month).into_iter().map(EveryoneRow::ActiveMonth));
    rows.extend(retention(answers).into_iter().map(EveryoneRow::Retention));
    rows.extend(distribution(answers, now_us).into_iter().map(EveryoneRow::Distribution));
    rows.extend(arms(answers, records, now_us).into_iter().map(EveryoneRow::Arm));
    rows.into_iter().map(Row::Everyone).collect()
}

fn day(answer: &SpokenAnswer) -> u32 {
    u32::try_from(answer.occurred_at_ms / 86_400_000).unwrap_or(u32::MAX)
}

/// The fifth day of 1970 was the first Monday.
fn monday(day: u32) -> u32 {
    (0..=day).rev().find(|day| day % 7 == 4).unwrap_or(0)
}

/// Counts months from 1970 on.
fn first_of_month(day: u32) -> u32 {
    let mut first = 0;
    for year in 1970_u32.. {
        let is_leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
        let february = if is_leap { 29 } else { 28 };
        for days in [31, february, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] {
            if day < first + days {
                return first;
            }
            first += days;
        }
    }
    first
}

fn active(answers: &Answers, period: Period, start: impl Fn(u32) -> u32) -> Vec<ActiveRow> {
    let mut learners: BTreeMap<u32, BTreeSet<LearnerId>> = BTreeMap::new();
    for answer in &answers.all {
        learners.entry(start(day(answer))).or_default().insert(answer.learner);
    }
    let row =
        |(start_day, all): (u32, BTreeSet<LearnerId>)| ActiveRow { period, start_day, learners: all.len() as u64 };
    learners.into_iter().map(row).collect()
}

fn retention(answers: &Answers) -> Vec<RetentionRow> {
    let mut learners: BTreeMap<(u32, u32), BTreeSet<LearnerId>> = BTreeMap::new();
    for answer in &answers.all {
        let of_learner = answers.all.iter().filter(|other| other.learner == answer.learner);
        let began = of_learner.map(|other| monday(day(other))).min().unwrap_or(0);
        let weeks = u32::try_from((began..monday(day(answer))).step_by(7).count()).unwrap_or(u32::MAX);
        learners.entry((began, weeks)).or_default().insert(answer.learner);
    }
    let row = |((cohort_day, weeks_since), all): ((u32, u32), BTreeSet<LearnerId>)| RetentionRow {
        cohort_day,
        weeks_since,
        learners: all.len() as u64,
    };
    learners.into_iter().map(row).collect()
}

/// Scores of a learner that count in the last 28 days.
fn scores(answers: &Answers, learner: LearnerId, now_us: u64) -> Vec<i64> {
    let recent = answers.counted.iter().filter(|answer| is_within(answer.occurred_at_ms, 28, now_us));
    recent.filter(|answer| answer.learner == learner).filter_map(|answer| answer.score_milli).map(i64::from).collect()
}

fn distribution(answers: &Answers, now_us: u64) -> Vec<DistributionRow> {
    let mut means = Vec::new();
    for learner in answers.learners() {
        let scores = scores(answers, learner, now_us);
        let count = i64::try_from(scores.len()).unwrap_or(i64::MAX);
        if count >= RANKED_SCORES_MIN {
            means.push(scores.iter().sum::<i64>() / count);
        }
    }
    let row = |from_milli: u16| {
        let is_last = from_milli == 1_000 - BUCKET_MILLI;
        let to_milli = if is_last { 1_001 } else { from_milli + BUCKET_MILLI };
        let within = means.iter().filter(|mean| (i64::from(from_milli)..i64::from(to_milli)).contains(mean));
        DistributionRow { from_milli, learners: within.count() as u64 }
    };
    (0..1_000).step_by(usize::from(BUCKET_MILLI)).map(row).filter(|row| row.learners > 0).collect()
}

fn arms(answers: &Answers, records: &[Record], now_us: u64) -> Vec<ArmRow> {
    let mut arms: BTreeMap<Arm, ArmSums> = BTreeMap::new();
    for ParticipantRow { learner, study, arm, .. } in participants(records) {
        let sums = arms.entry(Arm { study, arm }).or_default();
        let of_learner = answers.all.iter().filter(|answer| answer.learner == learner);
        let recent = of_learner.filter(|answer| is_within(answer.occurred_at_ms, 28, now_us)).count();
        sums.learners += 1;
        sums.active_learners += if recent == 0 { 0 } else { 1 };
        sums.answers += i64::try_from(recent).unwrap_or(i64::MAX);
        for score in scores(answers, learner, now_us) {
            sums.scored += 1;
            sums.score_milli += score;
            sums.score_milli_squares += score * score;
        }
    }
    arms.into_iter().map(|(arm, sums)| ArmRow { arm, sums }).collect()
}
