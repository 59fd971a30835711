//! What everybody looks at first.

use std::collections::{BTreeMap, BTreeSet};

use super::{Answers, is_within};
use crate::calendar::Period;
use crate::graph::Row;
use crate::read_model::core::CoreRow;
use crate::views::latest::LATEST_ANSWERS;
use crate::views::practice::PracticeSums;
use crate::views::{ActiveRow, LatestRow, PracticeRow, PromptRow, PromptSums, SpokenAnswer};

pub(super) fn rows(answers: &Answers, now_us: u64) -> BTreeSet<Row> {
    let mut rows = BTreeSet::new();
    rows.extend(practice(answers, now_us).into_iter().map(CoreRow::Practice));
    rows.extend(latest(answers).into_iter().map(CoreRow::Latest));
    rows.extend(prompts(answers, now_us).into_iter().map(CoreRow::Prompt));
    rows.extend(active_days(answers).into_iter().map(CoreRow::ActiveDay));
    rows.into_iter().map(Row::Core).collect()
}

/// What a learner practised in the last so many days.
pub(super) fn practised(answers: &Answers, of: &SpokenAnswer, days: u64, now_us: u64) -> PracticeSums {
    let is_one =
        |answer: &&SpokenAnswer| answer.learner == of.learner && is_within(answer.occurred_at_ms, days, now_us);
    let mut sums = PracticeSums::default();
    for answer in answers.all.iter().filter(is_one) {
        sums.answers += 1;
        sums.practice_ms += i64::from(answer.speech.practice_ms);
        sums.words += i64::from(answer.speech.words);
    }
    for score in answers.counted.iter().filter(is_one).filter_map(|answer| answer.score_milli) {
        sums.scored += 1;
        sums.score_milli += i64::from(score);
        sums.score_milli_squares += i64::from(score).pow(2);
    }
    sums
}

fn practice(answers: &Answers, now_us: u64) -> Vec<PracticeRow> {
    let row = |answer: &SpokenAnswer| PracticeRow {
        learner: answer.learner,
        week: practised(answers, answer, 7, now_us),
        month: practised(answers, answer, 28, now_us),
    };
    answers.all.iter().map(row).filter(|row| row.month.answers > 0).collect()
}

fn latest(answers: &Answers) -> Vec<LatestRow> {
    let mut rows = Vec::new();
    for learner in answers.learners() {
        let of_learner = answers.all.iter().rev().filter(|answer| answer.learner == learner);
        rows.extend(of_learner.take(LATEST_ANSWERS).map(|answer| LatestRow {
            learner,
            occurred_at_ms: answer.occurred_at_ms,
            answer: answer.answer,
            score_milli: answer.score_milli,
            words: answer.speech.words,
            speaking_ms: answer.speech.speaking_ms,
        }));
    }
    rows
}

fn prompts(answers: &Answers, now_us: u64) -> Vec<PromptRow> {
    let mut by_prompt: BTreeMap<_, PromptSums> = BTreeMap::new();
    for answer in answers.all.iter().filter(|answer| is_within(answer.occurred_at_ms, 28, now_us)) {
        let Some(prompt) = answer.prompt else { continue };
        let sums = by_prompt.entry(prompt).or_default();
        sums.answers += 1;
        if let Some(score) = answer.score_milli {
            sums.scored += 1;
            sums.score_milli += i64::from(score);
            sums.score_milli_squares += i64::from(score).pow(2);
        }
    }
    by_prompt.into_iter().map(|(prompt, month)| PromptRow { prompt, month }).collect()
}

fn active_days(answers: &Answers) -> Vec<ActiveRow> {
    let mut learners: BTreeMap<u32, BTreeSet<_>> = BTreeMap::new();
    for answer in &answers.all {
        let day = u32::try_from(answer.occurred_at_ms / 86_400_000).unwrap_or(u32::MAX);
        learners.entry(day).or_default().insert(answer.learner);
    }
    let row = |(start_day, learners): (u32, BTreeSet<_>)| ActiveRow {
        period: Period::Day,
        start_day,
        learners: learners.len() as u64,
    };
    learners.into_iter().map(row).collect()
}
