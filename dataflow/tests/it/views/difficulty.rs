use std::collections::BTreeMap;

use dataflow::engine::{Closed, Engine, Extent};
use dataflow::events::{Event, PromptId, Record};
use dataflow::graph::Row;
use dataflow::read_model::prompts::PromptGroupRow;
use expect_test::expect;

use super::check_at;
use crate::histories::{HOUR_US, MONDAY_MS, erased, rated, spoke, spoken};

fn is_difficulty(row: &Row) -> bool {
    matches!(row, Row::Prompt(PromptGroupRow::Difficulty(_)))
}

#[test]
fn answers_enter_at_midnight_and_leave_28_days_later() {
    check_at(
        &[
            (1, &[spoke(1, 1, spoken(1, 7, 600)), spoke(2, 2, spoken(1, 7, 500)), spoke(2, 3, spoken(1, 8, 300))]),
            (23, &[]),
            (24, &[]),
            (30, &[spoke(1, 4, spoken(29, 8, 400))]),
            (48, &[]),
            (28 * 24 + 23, &[]),
            (29 * 24, &[]),
            (30 * 24, &[]),
        ],
        is_difficulty,
        &expect![[r#"
            24 + Prompt(Difficulty(DifficultyRow { prompt: PromptId(7), answers: 2, learners: 2, mean_milli: 550, difficulty_milli: -83 }))
            24 + Prompt(Difficulty(DifficultyRow { prompt: PromptId(8), answers: 1, learners: 1, mean_milli: 300, difficulty_milli: 141 }))
            48 + Prompt(Difficulty(DifficultyRow { prompt: PromptId(7), answers: 2, learners: 2, mean_milli: 550, difficulty_milli: -100 }))
            48 - Prompt(Difficulty(DifficultyRow { prompt: PromptId(7), answers: 2, learners: 2, mean_milli: 550, difficulty_milli: -83 }))
            48 - Prompt(Difficulty(DifficultyRow { prompt: PromptId(8), answers: 1, learners: 1, mean_milli: 300, difficulty_milli: 141 }))
            48 + Prompt(Difficulty(DifficultyRow { prompt: PromptId(8), answers: 2, learners: 2, mean_milli: 350, difficulty_milli: 100 }))
            696 - Prompt(Difficulty(DifficultyRow { prompt: PromptId(7), answers: 2, learners: 2, mean_milli: 550, difficulty_milli: -100 }))
            696 + Prompt(Difficulty(DifficultyRow { prompt: PromptId(8), answers: 1, learners: 1, mean_milli: 400, difficulty_milli: 0 }))
            696 - Prompt(Difficulty(DifficultyRow { prompt: PromptId(8), answers: 2, learners: 2, mean_milli: 350, difficulty_milli: 100 }))
            720 - Prompt(Difficulty(DifficultyRow { prompt: PromptId(8), answers: 1, learners: 1, mean_milli: 400, difficulty_milli: 0 }))
        "#]],
    );
}

#[test]
fn what_is_late_or_corrected_after_its_midnight_counts_at_once_and_an_erasure_takes_back() {
    check_at(
        &[
            (24, &[spoke(1, 1, spoken(1, 7, 600)), spoke(1, 2, spoken(2, 8, 500))]),
            (25, &[rated(1, 1, 1, 800)]),
            (26, &[spoke(2, 3, spoken(3, 7, 700)), spoke(2, 4, spoken(25, 8, 700))]),
            (27, &[rated(2, 4, 1, 100)]),
            (28, &[erased(1)]),
            (48, &[]),
        ],
        is_difficulty,
        &expect![[r#"
            24 + Prompt(Difficulty(DifficultyRow { prompt: PromptId(7), answers: 1, learners: 1, mean_milli: 600, difficulty_milli: -50 }))
            24 + Prompt(Difficulty(DifficultyRow { prompt: PromptId(8), answers: 1, learners: 1, mean_milli: 500, difficulty_milli: 50 }))
            25 - Prompt(Difficulty(DifficultyRow { prompt: PromptId(7), answers: 1, learners: 1, mean_milli: 600, difficulty_milli: -50 }))
            25 + Prompt(Difficulty(DifficultyRow { prompt: PromptId(7), answers: 1, learners: 1, mean_milli: 800, difficulty_milli: -150 }))
            25 - Prompt(Difficulty(DifficultyRow { prompt: PromptId(8), answers: 1, learners: 1, mean_milli: 500, difficulty_milli: 50 }))
            25 + Prompt(Difficulty(DifficultyRow { prompt: PromptId(8), answers: 1, learners: 1, mean_milli: 500, difficulty_milli: 150 }))
            26 - Prompt(Difficulty(DifficultyRow { prompt: PromptId(7), answers: 1, learners: 1, mean_milli: 800, difficulty_milli: -150 }))
            26 + Prompt(Difficulty(DifficultyRow { prompt: PromptId(7), answers: 2, learners: 2, mean_milli: 750, difficulty_milli: -83 }))
            26 - Prompt(Difficulty(DifficultyRow { prompt: PromptId(8), answers: 1, learners: 1, mean_milli: 500, difficulty_milli: 150 }))
            26 + Prompt(Difficulty(DifficultyRow { prompt: PromptId(8), answers: 1, learners: 1, mean_milli: 500, difficulty_milli: 191 }))
            28 + Prompt(Difficulty(DifficultyRow { prompt: PromptId(7), answers: 1, learners: 1, mean_milli: 700, difficulty_milli: 0 }))
            28 - Prompt(Difficulty(DifficultyRow { prompt: PromptId(7), answers: 2, learners: 2, mean_milli: 750, difficulty_milli: -83 }))
            28 - Prompt(Difficulty(DifficultyRow { prompt: PromptId(8), answers: 1, learners: 1, mean_milli: 500, difficulty_milli: 191 }))
            48 + Prompt(Difficulty(DifficultyRow { prompt: PromptId(7), answers: 1, learners: 1, mean_milli: 700, difficulty_milli: -300 }))
            48 - Prompt(Difficulty(DifficultyRow { prompt: PromptId(7), answers: 1, learners: 1, mean_milli: 700, difficulty_milli: 0 }))
            48 + Prompt(Difficulty(DifficultyRow { prompt: PromptId(8), answers: 1, learners: 1, mean_milli: 100, difficulty_milli: 300 }))
        "#]],
    );
}

#[test]
fn repeats_and_answers_without_a_score_do_not_count() {
    let mut unscored = spoken(1, 7, 0);
    unscored.score = None;
    let mut unprompted = spoken(1, 7, 100);
    unprompted.prompt = None;
    check_at(
        &[(
            24,
            &[
                spoke(1, 1, spoken(1, 7, 600)),
                spoke(1, 2, spoken(2, 7, 900)),
                spoke(2, 3, unscored),
                spoke(2, 4, unprompted),
            ],
        )],
        is_difficulty,
        &expect![[r#"
            24 + Prompt(Difficulty(DifficultyRow { prompt: PromptId(7), answers: 1, learners: 1, mean_milli: 600, difficulty_milli: 0 }))
        "#]],
    );
}

/// Numbers that depend on nothing but the seed.
struct Dice(u64);

impl Dice {
    /// Between 0 and 1.
    fn share(&mut self) -> f64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as f64 / (1_u64 << 31) as f64
    }

    /// Between −1 and 1.
    fn around_zero(&mut self) -> f64 {
        2.0 * self.share() - 1.0
    }
}

fn correlation(points: &[(f64, f64)]) -> f64 {
    let n = points.len() as f64;
    let mean = |of: fn(&(f64, f64)) -> f64| points.iter().map(of).sum::<f64>() / n;
    let (mean_x, mean_y) = (mean(|point| point.0), mean(|point| point.1));
    let sum = |of: &dyn Fn(f64, f64) -> f64| points.iter().map(|(x, y)| of(x - mean_x, y - mean_y)).sum::<f64>();
    sum(&|x, y| x * y) / (sum(&|x, _| x * x) * sum(&|_, y| y * y)).sqrt()
}

/// Strong learners mostly choose hard prompts, so much so that by the raw means the hard ones look easy.
#[test]
fn planted_difficulties_are_found_where_the_raw_mean_is_misled() {
    const PROMPTS: usize = 40;
    let mut dice = Dice(20_260_131);
    let planted: Vec<f64> = (0..PROMPTS).map(|_| 0.15 * dice.around_zero()).collect();
    let mut events: Vec<Event> = Vec::new();
    for learner in 1..=300 {
        let ability = 0.3 * dice.around_zero();
        for (prompt, difficulty) in planted.iter().enumerate() {
            // As hard as the learner is strong, in most cases.
            let is_chosen = (ability / 0.3 - difficulty / 0.15).abs() < 0.4;
            if dice.share() < if is_chosen { 0.6 } else { 0.05 } {
                let score = 0.5 + ability - difficulty + 0.05 * dice.around_zero();
                let score_milli = milli(score);
                let id = events.len() as u64 + 1;
                events.push(spoke(learner, id, spoken(id % 20, prompt as u64, score_milli)));
            }
        }
    }
    let closed_us = MONDAY_MS * 1_000 + 24 * HOUR_US;
    let record = |event: &Event| Record { pos: 1, at_us: closed_us, event: event.clone() };
    let mut engine = Engine::of(Extent::Growth);
    let board = engine.follow(Closed { records: events.iter().map(record).collect(), closed_us });
    let rows: BTreeMap<PromptId, _> =
        board.prompts.difficulty.sorted().into_iter().map(|row| (row.prompt, row)).collect();
    assert_eq!(rows.len(), PROMPTS);
    let points = |of: &dyn Fn(&dataflow::views::DifficultyRow) -> i64| -> Vec<(f64, f64)> {
        rows.values().zip(&planted).map(|(row, planted)| (of(row) as f64, *planted)).collect()
    };
    let (found, raw) =
        (correlation(&points(&|row| row.difficulty_milli)), correlation(&points(&|row| -row.mean_milli)));
    assert!(found > 0.95, "estimated {found}, raw {raw}");
    assert!(raw < 0.0, "estimated {found}, raw {raw}");
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the value is from 0 to 1,000")]
fn milli(share: f64) -> u32 {
    (share * 1_000.0).clamp(0.0, 1_000.0) as u32
}
