use dataflow::events::{AnswerExcluded, AnswerFact, ExclusionReason};
use dataflow::graph::Row;
use dataflow::read_model::learners::LearnerRow;
use dataflow::views::FluencySums;
use expect_test::expect;

use super::check_at;
use crate::histories::{answer, erased, of, spoke, spoken};

#[test]
fn only_what_counts_as_growth_is_in_the_sums() {
    let excluded = AnswerFact::Excluded(AnswerExcluded { reason: ExclusionReason::BadRecording });
    check_at(
        &[
            (2, &[spoke(1, 10, spoken(2, 7, 600))]),
            (3, &[spoke(1, 11, spoken(3, 8, 600))]),
            (4, &[answer(1, of(11), excluded)]),
            (7 * 24 + 2, &[]),
            (7 * 24 + 3, &[erased(1)]),
        ],
        |row| matches!(row, Row::Learner(LearnerRow::Fluency(_))),
        &expect![[r#"
            2 + Learner(Fluency(FluencyRow { learner: LearnerId(1), week: FluencySums { answers: 1, speaking_ms: 40000, phonation_ms: 30000, syllables: 120, words: 80, pauses: 10, mtld_answers: 1, mtld_milli: 60000 }, month: FluencySums { answers: 1, speaking_ms: 40000, phonation_ms: 30000, syllables: 120, words: 80, pauses: 10, mtld_answers: 1, mtld_milli: 60000 }, season: FluencySums { answers: 1, speaking_ms: 40000, phonation_ms: 30000, syllables: 120, words: 80, pauses: 10, mtld_answers: 1, mtld_milli: 60000 } }))
            3 - Learner(Fluency(FluencyRow { learner: LearnerId(1), week: FluencySums { answers: 1, speaking_ms: 40000, phonation_ms: 30000, syllables: 120, words: 80, pauses: 10, mtld_answers: 1, mtld_milli: 60000 }, month: FluencySums { answers: 1, speaking_ms: 40000, phonation_ms: 30000, syllables: 120, words: 80, pauses: 10, mtld_answers: 1, mtld_milli: 60000 }, season: FluencySums { answers: 1, speaking_ms: 40000, phonation_ms: 30000, syllables: 120, words: 80, pauses: 10, mtld_answers: 1, mtld_milli: 60000 } }))
            3 + Learner(Fluency(FluencyRow { learner: LearnerId(1), week: FluencySums { answers: 2, speaking_ms: 80000, phonation_ms: 60000, syllables: 240, words: 160, pauses: 20, mtld_answers: 2, mtld_milli: 120000 }, month: FluencySums { answers: 2, speaking_ms: 80000, phonation_ms: 60000, syllables: 240, words: 160, pauses: 20, mtld_answers: 2, mtld_milli: 120000 }, season: FluencySums { answers: 2, speaking_ms: 80000, phonation_ms: 60000, syllables: 240, words: 160, pauses: 20, mtld_answers: 2, mtld_milli: 120000 } }))
            4 + Learner(Fluency(FluencyRow { learner: LearnerId(1), week: FluencySums { answers: 1, speaking_ms: 40000, phonation_ms: 30000, syllables: 120, words: 80, pauses: 10, mtld_answers: 1, mtld_milli: 60000 }, month: FluencySums { answers: 1, speaking_ms: 40000, phonation_ms: 30000, syllables: 120, words: 80, pauses: 10, mtld_answers: 1, mtld_milli: 60000 }, season: FluencySums { answers: 1, speaking_ms: 40000, phonation_ms: 30000, syllables: 120, words: 80, pauses: 10, mtld_answers: 1, mtld_milli: 60000 } }))
            4 - Learner(Fluency(FluencyRow { learner: LearnerId(1), week: FluencySums { answers: 2, speaking_ms: 80000, phonation_ms: 60000, syllables: 240, words: 160, pauses: 20, mtld_answers: 2, mtld_milli: 120000 }, month: FluencySums { answers: 2, speaking_ms: 80000, phonation_ms: 60000, syllables: 240, words: 160, pauses: 20, mtld_answers: 2, mtld_milli: 120000 }, season: FluencySums { answers: 2, speaking_ms: 80000, phonation_ms: 60000, syllables: 240, words: 160, pauses: 20, mtld_answers: 2, mtld_milli: 120000 } }))
            170 + Learner(Fluency(FluencyRow { learner: LearnerId(1), week: FluencySums { answers: 0, speaking_ms: 0, phonation_ms: 0, syllables: 0, words: 0, pauses: 0, mtld_answers: 0, mtld_milli: 0 }, month: FluencySums { answers: 1, speaking_ms: 40000, phonation_ms: 30000, syllables: 120, words: 80, pauses: 10, mtld_answers: 1, mtld_milli: 60000 }, season: FluencySums { answers: 1, speaking_ms: 40000, phonation_ms: 30000, syllables: 120, words: 80, pauses: 10, mtld_answers: 1, mtld_milli: 60000 } }))
            170 - Learner(Fluency(FluencyRow { learner: LearnerId(1), week: FluencySums { answers: 1, speaking_ms: 40000, phonation_ms: 30000, syllables: 120, words: 80, pauses: 10, mtld_answers: 1, mtld_milli: 60000 }, month: FluencySums { answers: 1, speaking_ms: 40000, phonation_ms: 30000, syllables: 120, words: 80, pauses: 10, mtld_answers: 1, mtld_milli: 60000 }, season: FluencySums { answers: 1, speaking_ms: 40000, phonation_ms: 30000, syllables: 120, words: 80, pauses: 10, mtld_answers: 1, mtld_milli: 60000 } }))
            171 - Learner(Fluency(FluencyRow { learner: LearnerId(1), week: FluencySums { answers: 0, speaking_ms: 0, phonation_ms: 0, syllables: 0, words: 0, pauses: 0, mtld_answers: 0, mtld_milli: 0 }, month: FluencySums { answers: 1, speaking_ms: 40000, phonation_ms: 30000, syllables: 120, words: 80, pauses: 10, mtld_answers: 1, mtld_milli: 60000 }, season: FluencySums { answers: 1, speaking_ms: 40000, phonation_ms: 30000, syllables: 120, words: 80, pauses: 10, mtld_answers: 1, mtld_milli: 60000 } }))
        "#]],
    );
}

#[test]
fn measures_are_ratios_of_sums() {
    let sums = FluencySums {
        answers: 2,
        speaking_ms: 80_000,
        phonation_ms: 60_000,
        syllables: 240,
        words: 160,
        pauses: 20,
        mtld_answers: 2,
        mtld_milli: 120_000,
    };
    assert_eq!(sums.words_per_minute_milli(), Some(120_000));
    assert_eq!(sums.articulation_rate_milli(), Some(4_000));
    assert_eq!(sums.phonation_ratio_milli(), Some(750));
    assert_eq!(sums.pauses_per_minute_milli(), Some(15_000));
    assert_eq!(sums.mean_mtld_milli(), Some(60_000));
    assert_eq!(FluencySums::default().words_per_minute_milli(), None);
}
