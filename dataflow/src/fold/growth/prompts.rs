//! What is known about each prompt.

use std::collections::{BTreeMap, BTreeSet};

use super::Answers;
use crate::events::{LearnerId, PromptId};
use crate::graph::Row;
use crate::read_model::prompts::PromptGroupRow;
use crate::views::DifficultyRow;
use crate::views::difficulty::{DIFFICULTY_DAYS, SETTLED_MICRO, SHRINKAGE_ANSWERS, SWEEPS_MAX};

/// A scored answer in the estimate, with its score in millionths.
struct Scored {
    learner: LearnerId,
    prompt: PromptId,
    score_milli: i64,
    score_micro: i64,
}

pub(super) fn rows(answers: &Answers, now_us: u64) -> BTreeSet<Row> {
    let scored =
        answers.counted.iter().filter(|answer| is_counted(answer.occurred_at_ms, now_us)).filter_map(|answer| {
            let score_milli = i64::from(answer.score_milli?);
            let (learner, prompt) = (answer.learner, answer.prompt?);
            Some(Scored { learner, prompt, score_milli, score_micro: score_milli * 1_000 })
        });
    difficulty(&scored.collect::<Vec<_>>()).into_iter().map(PromptGroupRow::Difficulty).map(Row::Prompt).collect()
}

/// Whether the midnight at or after an answer has come, and the one of so many days later has not.
fn is_counted(occurred_at_ms: u64, now_us: u64) -> bool {
    const DAY_US: u128 = 86_400_000_000;
    let midnight_us = (u128::from(occurred_at_ms) * 1_000).div_ceil(DAY_US) * DAY_US;
    let now_us = u128::from(now_us);
    midnight_us <= now_us && now_us < midnight_us + u128::from(DIFFICULTY_DAYS) * DAY_US
}

fn count(items: impl Iterator) -> i64 {
    i64::try_from(items.count()).unwrap_or(i64::MAX)
}

fn difficulty(answers: &[Scored]) -> Vec<DifficultyRow> {
    if answers.is_empty() {
        return Vec::new();
    }
    let prompts: BTreeSet<PromptId> = answers.iter().map(|answer| answer.prompt).collect();
    let learners: BTreeSet<LearnerId> = answers.iter().map(|answer| answer.learner).collect();
    let mean = answers.iter().map(|answer| answer.score_micro).sum::<i64>() / count(answers.iter());
    let mut difficulty: BTreeMap<PromptId, i64> = prompts.iter().map(|prompt| (*prompt, 0)).collect();
    let mut ability: BTreeMap<LearnerId, i64> = BTreeMap::new();
    for _ in 0..SWEEPS_MAX {
        for learner in &learners {
            let theirs = || answers.iter().filter(|answer| answer.learner == *learner);
            let harder = |answer: &Scored| difficulty.get(&answer.prompt).copied().unwrap_or(0);
            let above = theirs().map(|answer| answer.score_micro - (mean - harder(answer))).sum::<i64>();
            ability.insert(*learner, above / (count(theirs()) + SHRINKAGE_ANSWERS));
        }
        let mut moved_micro = 0;
        for prompt in &prompts {
            let of_prompt = || answers.iter().filter(|answer| answer.prompt == *prompt);
            let better = |answer: &Scored| ability.get(&answer.learner).copied().unwrap_or(0);
            let lost = of_prompt().map(|answer| mean + better(answer) - answer.score_micro).sum::<i64>();
            let now = lost / count(of_prompt());
            let before = difficulty.insert(*prompt, now).unwrap_or(0);
            moved_micro = moved_micro.max((now - before).abs());
        }
        if moved_micro <= SETTLED_MICRO {
            break;
        }
    }
    let row = |(prompt, difficulty_micro): (PromptId, i64)| {
        let of_prompt = || answers.iter().filter(|answer| answer.prompt == prompt);
        DifficultyRow {
            prompt,
            answers: count(of_prompt()),
            learners: count(of_prompt().map(|answer| answer.learner).collect::<BTreeSet<_>>().into_iter()),
            mean_milli: of_prompt().map(|answer| answer.score_milli).sum::<i64>() / count(of_prompt()),
            difficulty_milli: difficulty_micro / 1_000,
        }
    };
    difficulty.into_iter().map(row).collect()
}
