//! How difficult each prompt is, allowing for who answered it.
//!
//! The mean score of a prompt says as much about its learners as about the prompt: where the strong ones choose the hard
//! prompts, hard and easy look alike. So abilities and difficulties are estimated together, from the model
//! score = mean + ability(learner) − difficulty(prompt), by least squares in whole numbers. One answer must not stir the
//! estimate of everything on the hot path: answers enter and leave it at midnight.

mod estimate;

use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

use self::estimate::estimated;
use super::spoken::SpokenAnswer;
use crate::events::{LearnerId, PromptId};
use crate::graph::Rows;
use crate::operators::{DAY_MS, Overall, Stay, between, make_room, overall};

/// Days for which an answer counts.
pub const DIFFICULTY_DAYS: u64 = 28;

/// A learner's ability is shrunk as if so many more answers had got just the score that was to be expected of anybody, so
/// that a learner of few answers is taken to be like the others.
///
/// The best number is the variance of one answer about what was to be expected, over the variance of abilities; we take
/// them to be alike. More would hide again who answered: with ten answers a learner, three of these were too many.
pub const SHRINKAGE_ANSWERS: i64 = 1;

/// Sweeps of the estimate at most.
pub const SWEEPS_MAX: usize = 12;

/// It ends early with the first sweep that moves no difficulty by more than so many millionths, a tenth of what is shown.
pub const SETTLED_MICRO: i64 = 100;

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

/// All scored answers. Sums wrap, and their order does not matter.
#[derive(Default)]
struct Ratings {
    /// Learners with any marks, each in a place that changes when others leave.
    learners: Vec<LearnerMarks>,
    learner_places: FxHashMap<LearnerId, u32>,
    /// Prompts that were ever answered, each in a place of its own.
    prompts: Vec<PromptMarks>,
    prompt_places: FxHashMap<PromptId, u32>,
    all: Scored,
}

/// Sums over answers.
#[derive(Clone, Copy, Default, PartialEq)]
struct Scored {
    answers: i64,
    score_milli: i64,
}

/// How a learner answered.
struct LearnerMarks {
    learner: LearnerId,
    scored: Scored,
    /// In no order, one for each prompt.
    marks: Vec<Mark>,
}

/// How a learner answered a prompt.
struct Mark {
    /// Its place.
    prompt: u32,
    scored: Scored,
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

    fn is_nothing(&self) -> bool {
        *self == Scored::default()
    }
}

impl LearnerMarks {
    /// Adds to the mark of a prompt; says by how much the number of prompts with a mark has changed.
    fn add(&mut self, prompt: u32, score_milli: u16, count: i64) -> i64 {
        self.scored.add(score_milli, count);
        let Some(place) = self.marks.iter().position(|mark| mark.prompt == prompt) else {
            let mut scored = Scored::default();
            scored.add(score_milli, count);
            make_room(&mut self.marks);
            self.marks.push(Mark { prompt, scored });
            return 1;
        };
        let Some(mark) = self.marks.get_mut(place) else { return 0 };
        mark.scored.add(score_milli, count);
        if !mark.scored.is_nothing() {
            return 0;
        }
        self.marks.swap_remove(place);
        -1
    }
}

impl Ratings {
    fn prompt_place(&mut self, prompt: PromptId) -> u32 {
        let next = u32::try_from(self.prompts.len()).unwrap_or(u32::MAX);
        let place = *self.prompt_places.entry(prompt).or_insert(next);
        if place == next {
            self.prompts.push(PromptMarks { prompt, learners: 0, scored: Scored::default() });
        }
        place
    }

    fn learner_place(&mut self, learner: LearnerId) -> u32 {
        let next = u32::try_from(self.learners.len()).unwrap_or(u32::MAX);
        let place = *self.learner_places.entry(learner).or_insert(next);
        if place == next {
            self.learners.push(LearnerMarks { learner, scored: Scored::default(), marks: Vec::new() });
        }
        place
    }

    /// Forgets a learner without marks; the last one takes the place.
    fn forget(&mut self, place: u32) {
        let gone = self.learners.swap_remove(place as usize);
        self.learner_places.remove(&gone.learner);
        if let Some(moved) = self.learners.get(place as usize) {
            self.learner_places.insert(moved.learner, place);
        }
    }
}

impl Overall<Rating> for Ratings {
    type Out = DifficultyRow;

    fn add(&mut self, rating: &Rating, diff: isize) {
        let Rating { learner, prompt, score_milli } = *rating;
        let count = i64::try_from(diff).unwrap_or(0);
        let (place, learner_place) = (self.prompt_place(prompt), self.learner_place(learner));
        let (Some(of_prompt), Some(of_learner)) =
            (self.prompts.get_mut(place as usize), self.learners.get_mut(learner_place as usize))
        else {
            return;
        };
        self.all.add(score_milli, count);
        of_prompt.scored.add(score_milli, count);
        of_prompt.learners += of_learner.add(place, score_milli, count);
        if of_learner.marks.is_empty() {
            self.forget(learner_place);
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
