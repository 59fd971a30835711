//! Abilities and difficulties, estimated together.

use rustc_hash::FxHashMap;

use super::{LearnerMarks, Mark, Ratings, SETTLED_MICRO, SHRINKAGE_ANSWERS, SWEEPS_MAX};

/// The ratings as a sweep reads them: small and in one piece, because it does so again and again.
///
/// Learners of equally many answers stand together: a processor that does not have to guess where the answers of one
/// end takes half the time. The order does not matter, because sums wrap.
#[derive(Default)]
struct Sheet {
    /// By the number of answers, which is never 0.
    groups: FxHashMap<usize, Group>,
}

/// Learners of equally many answers.
#[derive(Default)]
struct Group {
    /// The place of the prompt of each answer, learner by learner.
    prompts: Vec<u32>,
    learners: Vec<LearnerLine>,
}

/// How a learner answered.
struct LearnerLine {
    answers: i64,
    /// What they scored in all, above the mean of all answers.
    surplus_micro: i64,
}

impl Sheet {
    fn of(ratings: &Ratings, mean_micro: i64) -> Self {
        let mut sheet = Sheet::default();
        for LearnerMarks { scored, marks, .. } in &ratings.learners {
            let count = |mark: &Mark| usize::try_from(mark.scored.answers).unwrap_or(0);
            let answers: usize = marks.iter().map(count).sum();
            if answers > 0 {
                let group = sheet.groups.entry(answers).or_default();
                group.prompts.extend(marks.iter().flat_map(|mark| std::iter::repeat_n(mark.prompt, count(mark))));
                let surplus_micro = scored.surplus_micro(mean_micro);
                group.learners.push(LearnerLine { answers: scored.answers, surplus_micro });
            }
        }
        sheet
    }
}

/// The difficulty of each prompt, in millionths, by its place.
///
/// Begins with none at all and takes up to [`SWEEPS_MAX`] sweeps. It always begins anew, so that it depends on the
/// ratings alone, and not on what was known or estimated when.
pub(super) fn estimated(ratings: &Ratings) -> Vec<i64> {
    let mean_micro = ratings.all.mean_micro().unwrap_or(0);
    let sheet = Sheet::of(ratings, mean_micro);
    let mut difficulties = vec![0; ratings.prompts.len()];
    for _ in 0..SWEEPS_MAX {
        let abilities = abilities(&sheet, &difficulties);
        let mut is_settled = true;
        for ((difficulty, prompt), abilities) in difficulties.iter_mut().zip(&ratings.prompts).zip(abilities) {
            let lost = abilities.wrapping_sub(prompt.scored.surplus_micro(mean_micro));
            let before = std::mem::replace(difficulty, lost.checked_div(prompt.scored.answers).unwrap_or(0));
            is_settled &= before.wrapping_sub(*difficulty).saturating_abs() <= SETTLED_MICRO;
        }
        if is_settled {
            break;
        }
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
    for (answers, Group { prompts, learners }) in &sheet.groups {
        for (learner, prompts) in learners.iter().zip(prompts.chunks_exact(*answers)) {
            let above = prompts.iter().fold(learner.surplus_micro, |above, prompt| {
                above.wrapping_add(difficulties.get(*prompt as usize).copied().unwrap_or(0))
            });
            let ability = above.checked_div(learner.answers + SHRINKAGE_ANSWERS).unwrap_or(0);
            for prompt in prompts {
                if let Some(sum) = abilities.get_mut(*prompt as usize) {
                    *sum = sum.wrapping_add(ability);
                }
            }
        }
    }
    abilities
}
