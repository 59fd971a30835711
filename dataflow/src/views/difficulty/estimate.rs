//! Abilities and difficulties, estimated together.

use rustc_hash::FxHashMap;

use super::{LearnerMarks, Ratings, SETTLED_MICRO, SHRINKAGE_ANSWERS, SWEEPS_MAX};

/// The ratings as a sweep reads them: small and in one piece, because it does so again and again.
///
/// Learners of equally many prompts stand together, so that nobody has to look where the answers of one end. The order
/// does not matter, because sums wrap.
#[derive(Default)]
struct Sheet {
    /// By the number of prompts, which is never 0.
    groups: FxHashMap<usize, Group>,
}

/// Learners of equally many prompts.
#[derive(Default)]
struct Group {
    /// Learner by learner.
    answers: Vec<Answers>,
    learners: Vec<LearnerLine>,
}

/// How often a learner answered a prompt.
struct Answers {
    /// Its place.
    prompt: u32,
    answers: u32,
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
        for LearnerMarks { scored, marks, .. } in ratings.learners.iter().filter(|learner| !learner.marks.is_empty()) {
            let group = sheet.groups.entry(marks.len()).or_default();
            let surplus_micro = scored.surplus_micro(mean_micro);
            group.learners.push(LearnerLine { answers: scored.answers, surplus_micro });
            group.answers.extend(
                marks.iter().map(|mark| Answers {
                    prompt: mark.prompt,
                    answers: u32::try_from(mark.scored.answers).unwrap_or(0),
                }),
            );
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
    for (prompts, group) in &sheet.groups {
        for (learner, theirs) in group.learners.iter().zip(group.answers.chunks_exact(*prompts)) {
            let above = theirs.iter().fold(learner.surplus_micro, |above, Answers { prompt, answers }| {
                let difficulty = difficulties.get(*prompt as usize).copied().unwrap_or(0);
                above.wrapping_add(i64::from(*answers).wrapping_mul(difficulty))
            });
            let ability = quotient(above, learner.answers + SHRINKAGE_ANSWERS);
            for Answers { prompt, answers } in theirs {
                if let Some(sum) = abilities.get_mut(*prompt as usize) {
                    *sum = sum.wrapping_add(i64::from(*answers).wrapping_mul(ability));
                }
            }
        }
    }
    abilities
}

/// Rounded towards zero; 0 where nothing can be divided. A sweep is made of divisions, and many processors divide short
/// numbers several times as fast as long ones.
fn quotient(dividend: i64, divisor: i64) -> i64 {
    match (i32::try_from(dividend), i32::try_from(divisor)) {
        (Ok(dividend), Ok(divisor)) if divisor > 0 => i64::from(dividend / divisor),
        _ => dividend.checked_div(divisor).unwrap_or(0),
    }
}
