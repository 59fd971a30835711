use dataflow::events::{
    AnswerFact, AnswerRecorded, AnswerRun, ExclusionReason, LemmaCount, LemmaId, RecordedDetails, Step,
};
use dataflow::graph::Row;
use dataflow::read_model::learners::LearnerRow;
use expect_test::expect;

use super::check_at;
use crate::histories::{answer, erased, of, received, result, spoke, spoken};

/// An answer so many hours after the Monday with these lemmas, each so often.
pub(super) fn saying(hours: u64, lemmas: &[(u32, u16)]) -> AnswerRecorded {
    let counted = |(lemma, count): &(u32, u16)| LemmaCount { lemma: LemmaId(*lemma), count: *count };
    let details = RecordedDetails { lemmas: lemmas.iter().map(counted).collect(), ..RecordedDetails::default() };
    AnswerRecorded { details: Some(Box::new(details)), ..spoken(hours, 7, 500) }
}

fn is_word(row: &Row) -> bool {
    matches!(row, Row::Learner(LearnerRow::Word(_)))
}

#[test]
fn uses_add_up_and_leave_with_their_answers() {
    let again = AnswerRun { run: 1, ..of(11) };
    check_at(
        &[
            (1, &[spoke(1, 10, saying(1, &[(5, 2), (9, 1)]))]),
            // A repeat of the prompt is no growth, but its words were said.
            (2, &[spoke(1, 11, saying(2, &[(9, 1), (7, 1)])), spoke(2, 20, saying(2, &[(5, 1)]))]),
            (3, &[answer(1, again, AnswerFact::Recorded(saying(2, &[(7, 4)])))]),
            (30 * 24 + 1, &[]),
            (30 * 24 + 1, &[erased(1)]),
            (30 * 24 + 2, &[]),
        ],
        is_word,
        &expect![[r#"
            1 + Learner(Word(WordRow { learner: LearnerId(1), lemma: LemmaId(5), uses: 2 }))
            1 + Learner(Word(WordRow { learner: LearnerId(1), lemma: LemmaId(9), uses: 1 }))
            2 + Learner(Word(WordRow { learner: LearnerId(1), lemma: LemmaId(7), uses: 1 }))
            2 - Learner(Word(WordRow { learner: LearnerId(1), lemma: LemmaId(9), uses: 1 }))
            2 + Learner(Word(WordRow { learner: LearnerId(1), lemma: LemmaId(9), uses: 2 }))
            2 + Learner(Word(WordRow { learner: LearnerId(2), lemma: LemmaId(5), uses: 1 }))
            3 - Learner(Word(WordRow { learner: LearnerId(1), lemma: LemmaId(7), uses: 1 }))
            3 + Learner(Word(WordRow { learner: LearnerId(1), lemma: LemmaId(7), uses: 4 }))
            3 + Learner(Word(WordRow { learner: LearnerId(1), lemma: LemmaId(9), uses: 1 }))
            3 - Learner(Word(WordRow { learner: LearnerId(1), lemma: LemmaId(9), uses: 2 }))
            721 - Learner(Word(WordRow { learner: LearnerId(1), lemma: LemmaId(5), uses: 2 }))
            721 - Learner(Word(WordRow { learner: LearnerId(1), lemma: LemmaId(9), uses: 1 }))
            721 - Learner(Word(WordRow { learner: LearnerId(1), lemma: LemmaId(7), uses: 4 }))
            722 - Learner(Word(WordRow { learner: LearnerId(2), lemma: LemmaId(5), uses: 1 }))
        "#]],
    );
}

#[test]
fn a_thirty_first_word_waits_until_it_is_said_more() {
    let all: Vec<_> = (1..=31).map(|lemma| (lemma, 1)).collect();
    check_at(
        &[(1, &[spoke(1, 10, saying(1, &all))]), (2, &[spoke(1, 11, saying(2, &[(31, 1)]))]), (30 * 24 + 1, &[])],
        |row| matches!(row, Row::Learner(LearnerRow::Word(row)) if row.lemma > LemmaId(28)),
        &expect![[r#"
            1 + Learner(Word(WordRow { learner: LearnerId(1), lemma: LemmaId(29), uses: 1 }))
            1 + Learner(Word(WordRow { learner: LearnerId(1), lemma: LemmaId(30), uses: 1 }))
            2 - Learner(Word(WordRow { learner: LearnerId(1), lemma: LemmaId(30), uses: 1 }))
            2 + Learner(Word(WordRow { learner: LearnerId(1), lemma: LemmaId(31), uses: 2 }))
            721 - Learner(Word(WordRow { learner: LearnerId(1), lemma: LemmaId(29), uses: 1 }))
            721 + Learner(Word(WordRow { learner: LearnerId(1), lemma: LemmaId(31), uses: 1 }))
            721 - Learner(Word(WordRow { learner: LearnerId(1), lemma: LemmaId(31), uses: 2 }))
        "#]],
    );
}

#[test]
fn words_that_were_recognised_count_once_the_answer_is_scored() {
    let excluded = AnswerFact::Excluded(dataflow::events::AnswerExcluded { reason: ExclusionReason::Trial });
    check_at(
        &[
            (1, &[received(1, of(5)), answer(1, of(5), result(Step::Transcribe))]),
            (2, &[answer(1, of(5), result(Step::Measure))]),
            (3, &[answer(1, of(5), result(Step::Assess))]),
            (4, &[answer(1, of(5), excluded)]),
            (5, &[erased(1)]),
        ],
        is_word,
        &expect![[r#"
            3 + Learner(Word(WordRow { learner: LearnerId(1), lemma: LemmaId(5), uses: 2 }))
            3 + Learner(Word(WordRow { learner: LearnerId(1), lemma: LemmaId(40), uses: 1 }))
            5 - Learner(Word(WordRow { learner: LearnerId(1), lemma: LemmaId(5), uses: 2 }))
            5 - Learner(Word(WordRow { learner: LearnerId(1), lemma: LemmaId(40), uses: 1 }))
        "#]],
    );
}
