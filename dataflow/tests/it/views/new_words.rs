use dataflow::events::{AnswerFact, AnswerRun};
use dataflow::graph::Row;
use dataflow::read_model::learners::LearnerRow;
use expect_test::expect;

use super::check_at;
use super::words::saying;
use crate::histories::{answer, erased, of, spoke};

fn is_new_word(row: &Row) -> bool {
    matches!(row, Row::Learner(LearnerRow::NewWord(_)))
}

#[test]
fn a_late_answer_shows_an_earlier_use_and_taking_it_back_shows_the_next() {
    let again = AnswerRun { run: 1, ..of(12) };
    check_at(
        &[
            (300, &[spoke(1, 10, saying(290, &[(5, 1), (9, 3)]))]),
            // Within the week: the word is new since then.
            (301, &[spoke(1, 11, saying(250, &[(5, 1)]))]),
            // Before the week: the word is not new.
            (302, &[spoke(1, 12, saying(100, &[(9, 1)]))]),
            (303, &[answer(1, again, AnswerFact::Recorded(saying(100, &[(6, 1)])))]),
            (304, &[erased(1)]),
        ],
        is_new_word,
        &expect![[r#"
            300 + Learner(NewWord(NewWordRow { learner: LearnerId(1), lemma: LemmaId(5), first_used_ms: 1701482400000 }))
            300 + Learner(NewWord(NewWordRow { learner: LearnerId(1), lemma: LemmaId(9), first_used_ms: 1701482400000 }))
            301 + Learner(NewWord(NewWordRow { learner: LearnerId(1), lemma: LemmaId(5), first_used_ms: 1701338400000 }))
            301 - Learner(NewWord(NewWordRow { learner: LearnerId(1), lemma: LemmaId(5), first_used_ms: 1701482400000 }))
            302 - Learner(NewWord(NewWordRow { learner: LearnerId(1), lemma: LemmaId(9), first_used_ms: 1701482400000 }))
            303 + Learner(NewWord(NewWordRow { learner: LearnerId(1), lemma: LemmaId(9), first_used_ms: 1701482400000 }))
            304 - Learner(NewWord(NewWordRow { learner: LearnerId(1), lemma: LemmaId(5), first_used_ms: 1701338400000 }))
            304 - Learner(NewWord(NewWordRow { learner: LearnerId(1), lemma: LemmaId(9), first_used_ms: 1701482400000 }))
        "#]],
    );
}

#[test]
fn a_word_is_new_for_a_week_after_its_first_use() {
    check_at(
        &[
            (1, &[spoke(1, 10, saying(1, &[(5, 1)]))]),
            (90, &[spoke(1, 11, saying(90, &[(5, 1)]))]),
            (7 * 24, &[]),
            (7 * 24 + 1, &[]),
        ],
        is_new_word,
        &expect![[r#"
            1 + Learner(NewWord(NewWordRow { learner: LearnerId(1), lemma: LemmaId(5), first_used_ms: 1700442000000 }))
            169 - Learner(NewWord(NewWordRow { learner: LearnerId(1), lemma: LemmaId(5), first_used_ms: 1700442000000 }))
        "#]],
    );
}
