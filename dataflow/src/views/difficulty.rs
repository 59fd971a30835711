//! How difficult each prompt is, allowing for who answered it.
//!
//! The mean score of a prompt says as much about its learners as about the prompt: where the strong ones choose the hard
//! prompts, hard and easy look alike. So abilities and difficulties are estimated together, from the model
//! score = mean + ability(learner) − difficulty(prompt), by least squares in whole numbers. One answer must not stir the
//! estimate of everything on the hot path: answers enter and leave it at midnight.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

use super::spoken::SpokenAnswer;
use crate::events::{LearnerId, PromptId};
use crate::graph::Rows;
use crate::operators::{DAY_MS, Overall, Stay, between, overall};

/// Days for which an answer counts.
pub const DIFFICULTY_DAYS: u64 = 28;

/// A learner's ability is shrunk as if so many more answers had got just the score that was to be expected of anybody, so
/// that a learner of few answers is taken to be like the others.
///
/// The best number is the variance of one answer about what was to be expected, over the variance of abilities; we take
/// them to be alike. More would hide again who answered: with ten answers a learner, three of these were too many.
pub const SHRINKAGE_ANSWERS: i64 = 1;

/// Rounds of the estimate; it ends early when one changes nothing.
pub const SWEEPS_MAX: usize = 12;

/// A prompt's difficulty.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct DifficultyRow {
    /// Which prompt.
    pub prompt: PromptId,
    /// Answers that it rests on.
    pub answers: i64,
    /// Learners who gave them.
    pub learners: i64,
    /// Their mean score, in thousandths of the most that can be given, rounded down: raw, whoever answered.
    pub mean_milli: i64,
    /// What a learner of mean ability loses here against the mean of all answers, in the same unit: above 0 the prompt is
    /// harder than most, below it easier. A difference of two prompts is the difference between the scores that one and
    /// the same learner is to expect. It means little for a prompt of few answers.
    pub difficulty_milli: i64,
}

/// One row per prompt with a scored answer in the estimate.
///
/// An answer that counts as growth enters at the first UTC midnight at or after it was spoken and leaves 28 days later;
/// one that becomes known or is corrected after its midnight counts at once, and an erased learner's leave at once. A
/// row changes with any answer to any prompt. Unscored answers, repeats, and those without a prompt are not in it.
pub fn difficulty<'scope>(counted: Rows<'scope, SpokenAnswer>) -> Rows<'scope, DifficultyRow> {
    let ratings = counted.flat_map(|answer| Rating::of(&answer).map(|rating| (rating, stay(answer.occurred_at_ms))));
    overall(between(ratings, "ratings"), "difficulty", Ratings::default())
}

/// One scored answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
struct Rating {
    learner: LearnerId,
    prompt: PromptId,
    score_milli: u16,
}

impl Rating {
    fn of(answer: &SpokenAnswer) -> Option<Self> {
        let SpokenAnswer { learner, prompt, score_milli, .. } = *answer;
        Some(Rating { learner, prompt: prompt?, score_milli: score_milli? })
    }
}

/// When an answer is in the estimate.
fn stay(occurred_at_ms: u64) -> Stay {
    let enters_day = occurred_at_ms.div_ceil(DAY_MS);
    let midnight_us = |day: u64| day.saturating_mul(DAY_MS).saturating_mul(1_000);
    Stay { enters_at: midnight_us(enters_day), leaves_at: midnight_us(enters_day.saturating_add(DIFFICULTY_DAYS)) }
}

/// All scored answers, summed by learner and prompt.
#[derive(Default)]
struct Ratings {
    by_pair: BTreeMap<(LearnerId, PromptId), Scored>,
    all: Scored,
}

/// Sums over answers.
#[derive(Clone, Copy, Default, PartialEq)]
struct Scored {
    answers: i64,
    score_milli: i64,
}

impl Scored {
    fn add(&mut self, other: Scored, count: i64) {
        self.answers += count * other.answers;
        self.score_milli += count * other.score_milli;
    }

    fn mean_micro(&self) -> Option<i64> {
        (self.score_milli * 1_000).checked_div(self.answers)
    }
}

impl Overall<Rating> for Ratings {
    type Out = DifficultyRow;

    fn add(&mut self, rating: &Rating, diff: isize) {
        let pair = (rating.learner, rating.prompt);
        let one = Scored { answers: 1, score_milli: rating.score_milli.into() };
        let count = i64::try_from(diff).unwrap_or(0);
        let scored = self.by_pair.entry(pair).or_default();
        scored.add(one, count);
        self.all.add(one, count);
        if *scored == Scored::default() {
            self.by_pair.remove(&pair);
        }
    }

    fn conclude(&self) -> Vec<DifficultyRow> {
        let sheet = Sheet::of(self);
        let difficulties = estimated(&sheet);
        sheet.prompts.iter().zip(difficulties).filter_map(|(prompt, micro)| prompt.row(micro)).collect()
    }
}

/// The ratings as the estimate reads them, a dozen times from end to end: small and in one piece.
#[derive(Default)]
struct Sheet {
    /// By learner.
    marks: Vec<Mark>,
    /// In the order of the marks.
    learners: Vec<LearnerMarks>,
    prompts: Vec<PromptMarks>,
}

/// How a learner answered a prompt.
struct Mark {
    /// Place of the prompt.
    prompt: u32,
    answers: u32,
    /// What they scored in all, above the mean of all answers.
    surplus_micro: i64,
}

/// How a learner answered.
struct LearnerMarks {
    learner: LearnerId,
    /// How many of the marks are theirs.
    marks: usize,
    answers: i64,
}

/// How a prompt was answered.
struct PromptMarks {
    prompt: PromptId,
    learners: i64,
    scored: Scored,
    surplus_micro: i64,
}

impl Sheet {
    fn of(ratings: &Ratings) -> Self {
        let mean_micro = ratings.all.mean_micro().unwrap_or(0);
        let mut sheet = Sheet::default();
        let mut places: FxHashMap<PromptId, u32> = FxHashMap::default();
        sheet.marks.reserve_exact(ratings.by_pair.len());
        for (&(learner, prompt), scored) in &ratings.by_pair {
            let surplus_micro = scored.score_milli * 1_000 - scored.answers * mean_micro;
            let next = u32::try_from(sheet.prompts.len()).unwrap_or(u32::MAX);
            let place = *places.entry(prompt).or_insert(next);
            if place == next {
                sheet.prompts.push(PromptMarks { prompt, learners: 0, scored: Scored::default(), surplus_micro: 0 });
            }
            if let Some(of_prompt) = sheet.prompts.get_mut(place as usize) {
                of_prompt.learners += 1;
                of_prompt.scored.add(*scored, 1);
                of_prompt.surplus_micro += surplus_micro;
            }
            match sheet.learners.last_mut().filter(|last| last.learner == learner) {
                Some(of_learner) => {
                    of_learner.marks += 1;
                    of_learner.answers += scored.answers;
                }
                None => sheet.learners.push(LearnerMarks { learner, marks: 1, answers: scored.answers }),
            }
            let answers = u32::try_from(scored.answers).unwrap_or(0);
            sheet.marks.push(Mark { prompt: place, answers, surplus_micro });
        }
        sheet
    }
}

impl PromptMarks {
    fn row(&self, difficulty_micro: i64) -> Option<DifficultyRow> {
        let PromptMarks { prompt, learners, scored, .. } = *self;
        let (answers, mean_milli) = (scored.answers, scored.mean_micro()? / 1_000);
        Some(DifficultyRow { prompt, answers, learners, mean_milli, difficulty_milli: difficulty_micro / 1_000 })
    }
}

/// The difficulty of each prompt, in millionths.
///
/// Begins with none at all and takes up to [`SWEEPS_MAX`] sweeps. It always begins anew, so that it depends on the
/// ratings alone, and not on what was known or estimated when.
fn estimated(sheet: &Sheet) -> Vec<i64> {
    let mut difficulties = vec![0; sheet.prompts.len()];
    for _ in 0..SWEEPS_MAX {
        let better = swept(sheet, &difficulties);
        if better == difficulties {
            break;
        }
        difficulties = better;
    }
    difficulties
}

/// One sweep of alternating least squares, in millionths, each division rounded towards zero.
///
/// With n answers of learner l to prompt p that scored s in all above n times the mean of all answers, and with
/// k = [`SHRINKAGE_ANSWERS`]: ability(l) = Σₚ (s + n difficulty(p)) / (Σₚ n + k), given the difficulties, and then
/// difficulty(p) = Σₗ (n ability(l) − s) / Σₗ n, given these abilities. What it comes to minimises
/// Σ n (s/n − ability + difficulty)² + k Σ ability², and there the abilities add up to nothing.
fn swept(sheet: &Sheet, difficulties: &[i64]) -> Vec<i64> {
    let mut abilities = vec![0; difficulties.len()]; // of the learners of each prompt, added up
    let mut later = sheet.marks.as_slice();
    for learner in &sheet.learners {
        let Some((marks, others)) = later.split_at_checked(learner.marks) else { break };
        later = others;
        let above = |mark: &Mark| {
            let difficulty = difficulties.get(mark.prompt as usize).copied().unwrap_or(0);
            mark.surplus_micro + i64::from(mark.answers) * difficulty
        };
        let above: i64 = marks.iter().map(above).sum();
        let ability = above.checked_div(learner.answers + SHRINKAGE_ANSWERS).unwrap_or(0);
        for mark in marks {
            if let Some(sum) = abilities.get_mut(mark.prompt as usize) {
                *sum += i64::from(mark.answers) * ability;
            }
        }
    }
    let difficulty = |(prompt, abilities): (&PromptMarks, i64)| {
        (abilities - prompt.surplus_micro).checked_div(prompt.scored.answers).unwrap_or(0)
    };
    sheet.prompts.iter().zip(abilities).map(difficulty).collect()
}
