use dataflow::graph::Row;
use dataflow::read_model::core::CoreRow;
use expect_test::expect;

use super::check_at;
use crate::histories::{erased, rated, spoke, spoken};

#[test]
fn a_prompt_is_the_sum_of_its_answers_of_28_days() {
    check_at(
        &[
            (2, &[spoke(1, 10, spoken(2, 7, 600)), spoke(2, 20, spoken(2, 7, 300))]),
            (3, &[rated(2, 20, 1, 400)]),
            (4, &[erased(1)]),
            (28 * 24 + 2, &[]),
        ],
        |row| matches!(row, Row::Core(CoreRow::Prompt(_))),
        &expect![[r#"
            2 + Core(Prompt(PromptRow { prompt: PromptId(7), month: PromptSums { answers: 2, scored: 2, score_milli: 900, score_milli_squares: 450000 } }))
            3 - Core(Prompt(PromptRow { prompt: PromptId(7), month: PromptSums { answers: 2, scored: 2, score_milli: 900, score_milli_squares: 450000 } }))
            3 + Core(Prompt(PromptRow { prompt: PromptId(7), month: PromptSums { answers: 2, scored: 2, score_milli: 1000, score_milli_squares: 520000 } }))
            4 + Core(Prompt(PromptRow { prompt: PromptId(7), month: PromptSums { answers: 1, scored: 1, score_milli: 400, score_milli_squares: 160000 } }))
            4 - Core(Prompt(PromptRow { prompt: PromptId(7), month: PromptSums { answers: 2, scored: 2, score_milli: 1000, score_milli_squares: 520000 } }))
            674 - Core(Prompt(PromptRow { prompt: PromptId(7), month: PromptSums { answers: 1, scored: 1, score_milli: 400, score_milli_squares: 160000 } }))
        "#]],
    );
}
