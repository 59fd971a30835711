use dataflow::events::{AnswerExcluded, AnswerFact, AnswerRecorded, ExclusionReason};
use dataflow::graph::Row;
use dataflow::read_model::learners::LearnerRow;
use expect_test::expect;

use super::check_at;
use crate::histories::{answer, erased, of, spoke, spoken};

#[test]
fn repeats_copies_and_what_an_operator_says_do_not_count() {
    let copied = AnswerRecorded { sample_overlap_milli: Some(700), ..spoken(4, 8, 900) };
    let excluded = AnswerFact::Excluded(AnswerExcluded { reason: ExclusionReason::Trial });
    check_at(
        &[
            (5, &[spoke(1, 10, spoken(2, 7, 600)), spoke(1, 11, spoken(3, 7, 700))]),
            (6, &[spoke(1, 12, copied)]),
            // An earlier answer that becomes known late takes the place of the one that counted.
            (7, &[spoke(1, 13, spoken(1, 7, 500))]),
            (8, &[answer(1, of(13), excluded)]),
            (9, &[erased(1)]),
        ],
        |row| matches!(row, Row::Learner(LearnerRow::Exclusion(_))),
        &expect![[r#"
            5 + Learner(Exclusion(ExclusionRow { answer: SpokenAnswer { learner: LearnerId(1), occurred_at_ms: 1700449200000, answer: AnswerId(11), prompt: Some(PromptId(7)), speech: SpeechSums { practice_ms: 45000, speaking_ms: 40000, phonation_ms: 30000, syllables: 120, pauses: 10, words: 80, mtld_milli: Some(60000) }, utc_offset_min: 0, task: ToeflIndependent, score_milli: Some(700), sample_overlap_milli: None, excluded: None }, exclusion: Repeat }))
            6 + Learner(Exclusion(ExclusionRow { answer: SpokenAnswer { learner: LearnerId(1), occurred_at_ms: 1700452800000, answer: AnswerId(12), prompt: Some(PromptId(8)), speech: SpeechSums { practice_ms: 45000, speaking_ms: 40000, phonation_ms: 30000, syllables: 120, pauses: 10, words: 80, mtld_milli: Some(60000) }, utc_offset_min: 0, task: ToeflIndependent, score_milli: Some(900), sample_overlap_milli: Some(700), excluded: None }, exclusion: NearCopy }))
            7 + Learner(Exclusion(ExclusionRow { answer: SpokenAnswer { learner: LearnerId(1), occurred_at_ms: 1700445600000, answer: AnswerId(10), prompt: Some(PromptId(7)), speech: SpeechSums { practice_ms: 45000, speaking_ms: 40000, phonation_ms: 30000, syllables: 120, pauses: 10, words: 80, mtld_milli: Some(60000) }, utc_offset_min: 0, task: ToeflIndependent, score_milli: Some(600), sample_overlap_milli: None, excluded: None }, exclusion: Repeat }))
            8 + Learner(Exclusion(ExclusionRow { answer: SpokenAnswer { learner: LearnerId(1), occurred_at_ms: 1700442000000, answer: AnswerId(13), prompt: Some(PromptId(7)), speech: SpeechSums { practice_ms: 45000, speaking_ms: 40000, phonation_ms: 30000, syllables: 120, pauses: 10, words: 80, mtld_milli: Some(60000) }, utc_offset_min: 0, task: ToeflIndependent, score_milli: Some(500), sample_overlap_milli: None, excluded: Some(Trial) }, exclusion: Operator(Trial) }))
            8 - Learner(Exclusion(ExclusionRow { answer: SpokenAnswer { learner: LearnerId(1), occurred_at_ms: 1700445600000, answer: AnswerId(10), prompt: Some(PromptId(7)), speech: SpeechSums { practice_ms: 45000, speaking_ms: 40000, phonation_ms: 30000, syllables: 120, pauses: 10, words: 80, mtld_milli: Some(60000) }, utc_offset_min: 0, task: ToeflIndependent, score_milli: Some(600), sample_overlap_milli: None, excluded: None }, exclusion: Repeat }))
            9 - Learner(Exclusion(ExclusionRow { answer: SpokenAnswer { learner: LearnerId(1), occurred_at_ms: 1700442000000, answer: AnswerId(13), prompt: Some(PromptId(7)), speech: SpeechSums { practice_ms: 45000, speaking_ms: 40000, phonation_ms: 30000, syllables: 120, pauses: 10, words: 80, mtld_milli: Some(60000) }, utc_offset_min: 0, task: ToeflIndependent, score_milli: Some(500), sample_overlap_milli: None, excluded: Some(Trial) }, exclusion: Operator(Trial) }))
            9 - Learner(Exclusion(ExclusionRow { answer: SpokenAnswer { learner: LearnerId(1), occurred_at_ms: 1700449200000, answer: AnswerId(11), prompt: Some(PromptId(7)), speech: SpeechSums { practice_ms: 45000, speaking_ms: 40000, phonation_ms: 30000, syllables: 120, pauses: 10, words: 80, mtld_milli: Some(60000) }, utc_offset_min: 0, task: ToeflIndependent, score_milli: Some(700), sample_overlap_milli: None, excluded: None }, exclusion: Repeat }))
            9 - Learner(Exclusion(ExclusionRow { answer: SpokenAnswer { learner: LearnerId(1), occurred_at_ms: 1700452800000, answer: AnswerId(12), prompt: Some(PromptId(8)), speech: SpeechSums { practice_ms: 45000, speaking_ms: 40000, phonation_ms: 30000, syllables: 120, pauses: 10, words: 80, mtld_milli: Some(60000) }, utc_offset_min: 0, task: ToeflIndependent, score_milli: Some(900), sample_overlap_milli: Some(700), excluded: None }, exclusion: NearCopy }))
        "#]],
    );
}
