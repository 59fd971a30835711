use dataflow::events::{AnswerAssessed, AnswerFact, AnswerRun, Step};
use dataflow::graph::Row;
use dataflow::read_model::core::CoreRow;
use expect_test::expect;

use super::check_at;
use crate::histories::{answer, assessed, of, rated, received, result, spoke, spoken};

fn is_latest(row: &Row) -> bool {
    matches!(row, Row::Core(CoreRow::Latest(_)))
}

#[test]
fn an_answer_that_was_worked_on_counts_when_it_has_a_score_and_a_replay_replaces_it() {
    let again = AnswerRun { run: 1, ..of(5) };
    let receipt = crate::histories::receipt(dataflow::events::Task::ToeflIndependent, 1);
    let better = AnswerAssessed { score_centi: Some(400), ..assessed() };
    check_at(
        &[
            (1, &[received(1, of(5)), answer(1, of(5), result(Step::Measure))]),
            (2, &[answer(1, of(5), result(Step::Transcribe))]),
            (3, &[answer(1, of(5), result(Step::Assess))]),
            (4, &[answer(1, again, AnswerFact::Replayed(receipt)), answer(1, again, result(Step::Measure))]),
            (5, &[answer(1, again, result(Step::Transcribe)), answer(1, again, AnswerFact::Assessed(better))]),
        ],
        is_latest,
        &expect![[r#"
            3 + Core(Latest(LatestRow { learner: LearnerId(1), occurred_at_ms: 1700000000000, answer: AnswerId(5), score_milli: Some(750), words: 90, speaking_ms: 39900 }))
            5 - Core(Latest(LatestRow { learner: LearnerId(1), occurred_at_ms: 1700000000000, answer: AnswerId(5), score_milli: Some(750), words: 90, speaking_ms: 39900 }))
            5 + Core(Latest(LatestRow { learner: LearnerId(1), occurred_at_ms: 1700000000000, answer: AnswerId(5), score_milli: Some(1000), words: 90, speaking_ms: 39900 }))
        "#]],
    );
}

#[test]
fn the_score_of_record_has_the_highest_revision_whenever_it_came() {
    check_at(
        &[
            (1, &[rated(1, 5, 2, 700)]),
            (2, &[spoke(1, 5, spoken(0, 7, 500))]),
            (3, &[rated(1, 5, 1, 600)]),
            (4, &[rated(1, 5, 3, 800)]),
        ],
        is_latest,
        &expect![[r#"
            2 + Core(Latest(LatestRow { learner: LearnerId(1), occurred_at_ms: 1700438400000, answer: AnswerId(5), score_milli: Some(700), words: 80, speaking_ms: 40000 }))
            4 - Core(Latest(LatestRow { learner: LearnerId(1), occurred_at_ms: 1700438400000, answer: AnswerId(5), score_milli: Some(700), words: 80, speaking_ms: 40000 }))
            4 + Core(Latest(LatestRow { learner: LearnerId(1), occurred_at_ms: 1700438400000, answer: AnswerId(5), score_milli: Some(800), words: 80, speaking_ms: 40000 }))
        "#]],
    );
}
