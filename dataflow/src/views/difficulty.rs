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
    /// By learner and place of the prompt.
    by_pair: BTreeMap<(LearnerId, u32), Scored>,
    /// Prompts that were ever answered, each in a place of its own.
    prompts: Vec<PromptMarks>,
    places: FxHashMap<PromptId, u32>,
    all: Scored,
}

/// Sums over answers.
#[derive(Clone, Copy, Default, PartialEq)]
struct Scored {
    answers: i64,
    score_milli: i64,
}

/// How a prompt was answered.
struct PromptMarks {
    prompt: PromptId,
    learners: i64,
    scored: Scored,
}

impl Scored {
    fn add(&mut self, score_milli: u16, count: i64) {
        self.answers = self.answers.wrapping_add(count);
        self.score_milli = self.score_milli.wrapping_add(count.wrapping_mul(score_milli.into()));
    }

    /// In millionths; none without answers.
    fn mean_micro(&self) -> Option<i64> {
        self.score_milli.wrapping_mul(1_000).checked_div(self.answers)
    }

    /// What was scored in all above so much for each answer.
    fn surplus_micro(&self, mean_micro: i64) -> i64 {
        self.score_milli.wrapping_mul(1_000).wrapping_sub(self.answers.wrapping_mul(mean_micro))
    }
}

impl Overall<Rating> for Ratings {
    type Out = DifficultyRow;

    fn add(&mut self, rating: &Rating, diff: isize) {
        let Rating { learner, prompt, score_milli } = *rating;
        let count = i64::try_from(diff).unwrap_or(0);
        let next = u32::try_from(self.prompts.len()).unwrap_or(u32::MAX);
        let place = *self.places.entry(prompt).or_insert(next);
        if place == next {
            self.prompts.push(PromptMarks { prompt, learners: 0, scored: Scored::default() });
        }
        let Some(of_prompt) = self.prompts.get_mut(place as usize) else { return };
        let of_pair = self.by_pair.entry((learner, place)).or_default();
        of_prompt.learners += i64::from(*of_pair == Scored::default());
        of_pair.add(score_milli, count);
        of_prompt.scored.add(score_milli, count);
        self.all.add(score_milli, count);
        if *of_pair == Scored::default() {
            of_prompt.learners -= 1;
            self.by_pair.remove(&(learner, place));
        }
    }

    fn conclude(&self) -> Vec<DifficultyRow> {
        self.prompts.iter().zip(estimated(self)).filter_map(|(prompt, micro)| prompt.row(micro)).collect()
    }
}

impl PromptMarks {
    fn row(&self, difficulty_micro: i64) -> Option<DifficultyRow> {
        let PromptMarks { prompt, learners, scored } = *self;
        let (answers, mean_milli) = (scored.answers, scored.mean_micro()? / 1_000);
        Some(DifficultyRow { prompt, answers, learners, mean_milli, difficulty_milli: difficulty_micro / 1_000 })
    }
}

/// The ratings as a sweep reads them: small and in one piece, because it does so a dozen times.
#[derive(Default)]
struct Sheet {
    /// By learner.
    marks: Vec<Mark>,
    /// In the order of the marks.
    learners: Vec<LearnerMarks>,
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

impl Sheet {
    fn of(ratings: &Ratings, mean_micro: i64) -> Self {
        let mut sheet = Sheet::default();
        sheet.marks.reserve_exact(ratings.by_pair.len());
        for (&(learner, prompt), scored) in &ratings.by_pair {
            match sheet.learners.last_mut().filter(|last| last.learner == learner) {
                Some(of_learner) => {
                    of_learner.marks += 1;
                    of_learner.answers += scored.answers;
                }
                None => sheet.learners.push(LearnerMarks { learner, marks: 1, answers: scored.answers }),
            }
            let answers = u32::try_from(scored.answers).unwrap_or(0);
            sheet.marks.push(Mark { prompt, answers, surplus_micro: scored.surplus_micro(mean_micro) });
        }
        sheet
    }
}

/// The difficulty of each prompt, in millionths, by its place.
///
/// Begins with none at all and takes up to [`SWEEPS_MAX`] sweeps. It always begins anew, so that it depends on the
/// ratings alone, and not on what was known or estimated when.
fn estimated(ratings: &Ratings) -> Vec<i64> {
    let mean_micro = ratings.all.mean_micro().unwrap_or(0);
    let sheet = Sheet::of(ratings, mean_micro);
    let mut difficulties = vec![0; ratings.prompts.len()];
    for _ in 0..SWEEPS_MAX {
        let abilities = abilities(&sheet, &difficulties);
        let difficulty = |(prompt, abilities): (&PromptMarks, i64)| {
            let lost = abilities.wrapping_sub(prompt.scored.surplus_micro(mean_micro));
            lost.checked_div(prompt.scored.answers).unwrap_or(0)
        };
        let better: Vec<i64> = ratings.prompts.iter().zip(abilities).map(difficulty).collect();
        if better == difficulties {
            break;
        }
        difficulties = better;
    }
    difficulties
}

/// The abilities that the difficulties suggest: for each prompt the sum of those of its learners, one for each answer.
///
/// The first half of a sweep of alternating least squares, in millionths, each division rounded towards zero. With n
/// answers of learner l to prompt p that scored s in all above n times the mean of all answers, and with
/// k = [`SHRINKAGE_ANSWERS`]: ability(l) = Σₚ (s + n difficulty(p)) / (Σₚ n + k). The other half is then
/// difficulty(p) = Σₗ (n ability(l) − s) / Σₗ n. What it comes to minimises
/// Σ n (s/n − ability + difficulty)² + k Σ ability², and there the abilities add up to nothing.
fn abilities(sheet: &Sheet, difficulties: &[i64]) -> Vec<i64> {
    let mut abilities: Vec<i64> = vec![0; difficulties.len()];
    let mut later = sheet.marks.as_slice();
    for learner in &sheet.learners {
        let Some((marks, others)) = later.split_at_checked(learner.marks) else { break };
        later = others;
        let above = marks.iter().fold(0, |sum: i64, mark| {
            let difficulty = difficulties.get(mark.prompt as usize).copied().unwrap_or(0);
            sum.wrapping_add(mark.surplus_micro).wrapping_add(i64::from(mark.answers).wrapping_mul(difficulty))
        });
        let ability = above.checked_div(learner.answers + SHRINKAGE_ANSWERS).unwrap_or(0);
        for mark in marks {
            if let Some(sum) = abilities.get_mut(mark.prompt as usize) {
                *sum = sum.wrapping_add(i64::from(mark.answers).wrapping_mul(ability));
            }
        }
    }
    abilities
}
