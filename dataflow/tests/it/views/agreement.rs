use dataflow::events::{AnswerAssessed, AnswerFact, Event, LearnerFact, LearnerId, RatedBy, RatingGiven, Step};
use dataflow::graph::Row;
use expect_test::expect;

use super::check;
use crate::histories::{answer, assessed, of, result};

fn rated(by: RatedBy, rater: &str, score_centi: Option<u32>) -> AnswerFact {
    let scores = AnswerAssessed { rater: rater.into(), criteria: Vec::new(), score_centi, ..assessed() };
    AnswerFact::RatingGiven(RatingGiven { by, occurred_at_ms: 9, scores })
}

#[test]
fn each_judge_is_compared_with_the_score_of_record_as_it_is_now() {
    let again = AnswerAssessed { revision: 1, score_centi: Some(200), ..assessed() };
    let withheld = AnswerAssessed { revision: 2, score_centi: None, criteria: Vec::new(), ..assessed() };
    check(
        &[
            &[answer(1, of(5), rated(RatedBy::Person, "ana", Some(400))), answer(1, of(5), result(Step::Assess))],
            &[answer(1, of(5), rated(RatedBy::Trial, "model-2", Some(100)))],
            &[answer(2, of(6), rated(RatedBy::Person, "ana", Some(100))), answer(2, of(6), result(Step::Assess))],
            &[answer(1, of(5), AnswerFact::Rated(again)), answer(2, of(6), rated(RatedBy::Person, "eva", None))],
            &[answer(1, of(5), AnswerFact::Rated(withheld))],
            &[Event::Learner { learner: LearnerId(2), fact: LearnerFact::Erased }],
        ],
        |row| matches!(row, Row::Agreement(_)),
        &expect![[r#"
            1 + Agreement(AgreementRow { record: Judge { by: Coach, rater: "test", rubric: "toefl-independent" }, beside: Judge { by: Person, rater: "ana", rubric: "toefl-independent" }, sums: AgreementSums { pairs: 1, record_milli: 750, record_milli_squares: 562500, beside_milli: 1000, beside_milli_squares: 1000000, products: 750000 } })
            2 + Agreement(AgreementRow { record: Judge { by: Coach, rater: "test", rubric: "toefl-independent" }, beside: Judge { by: Trial, rater: "model-2", rubric: "toefl-independent" }, sums: AgreementSums { pairs: 1, record_milli: 750, record_milli_squares: 562500, beside_milli: 250, beside_milli_squares: 62500, products: 187500 } })
            3 - Agreement(AgreementRow { record: Judge { by: Coach, rater: "test", rubric: "toefl-independent" }, beside: Judge { by: Person, rater: "ana", rubric: "toefl-independent" }, sums: AgreementSums { pairs: 1, record_milli: 750, record_milli_squares: 562500, beside_milli: 1000, beside_milli_squares: 1000000, products: 750000 } })
            3 + Agreement(AgreementRow { record: Judge { by: Coach, rater: "test", rubric: "toefl-independent" }, beside: Judge { by: Person, rater: "ana", rubric: "toefl-independent" }, sums: AgreementSums { pairs: 2, record_milli: 1500, record_milli_squares: 1125000, beside_milli: 1250, beside_milli_squares: 1062500, products: 937500 } })
            4 + Agreement(AgreementRow { record: Judge { by: Coach, rater: "test", rubric: "toefl-independent" }, beside: Judge { by: Person, rater: "ana", rubric: "toefl-independent" }, sums: AgreementSums { pairs: 2, record_milli: 1250, record_milli_squares: 812500, beside_milli: 1250, beside_milli_squares: 1062500, products: 687500 } })
            4 - Agreement(AgreementRow { record: Judge { by: Coach, rater: "test", rubric: "toefl-independent" }, beside: Judge { by: Person, rater: "ana", rubric: "toefl-independent" }, sums: AgreementSums { pairs: 2, record_milli: 1500, record_milli_squares: 1125000, beside_milli: 1250, beside_milli_squares: 1062500, products: 937500 } })
            4 + Agreement(AgreementRow { record: Judge { by: Coach, rater: "test", rubric: "toefl-independent" }, beside: Judge { by: Trial, rater: "model-2", rubric: "toefl-independent" }, sums: AgreementSums { pairs: 1, record_milli: 500, record_milli_squares: 250000, beside_milli: 250, beside_milli_squares: 62500, products: 125000 } })
            4 - Agreement(AgreementRow { record: Judge { by: Coach, rater: "test", rubric: "toefl-independent" }, beside: Judge { by: Trial, rater: "model-2", rubric: "toefl-independent" }, sums: AgreementSums { pairs: 1, record_milli: 750, record_milli_squares: 562500, beside_milli: 250, beside_milli_squares: 62500, products: 187500 } })
            5 + Agreement(AgreementRow { record: Judge { by: Coach, rater: "test", rubric: "toefl-independent" }, beside: Judge { by: Person, rater: "ana", rubric: "toefl-independent" }, sums: AgreementSums { pairs: 1, record_milli: 750, record_milli_squares: 562500, beside_milli: 250, beside_milli_squares: 62500, products: 187500 } })
            5 - Agreement(AgreementRow { record: Judge { by: Coach, rater: "test", rubric: "toefl-independent" }, beside: Judge { by: Person, rater: "ana", rubric: "toefl-independent" }, sums: AgreementSums { pairs: 2, record_milli: 1250, record_milli_squares: 812500, beside_milli: 1250, beside_milli_squares: 1062500, products: 687500 } })
            5 - Agreement(AgreementRow { record: Judge { by: Coach, rater: "test", rubric: "toefl-independent" }, beside: Judge { by: Trial, rater: "model-2", rubric: "toefl-independent" }, sums: AgreementSums { pairs: 1, record_milli: 500, record_milli_squares: 250000, beside_milli: 250, beside_milli_squares: 62500, products: 125000 } })
            6 - Agreement(AgreementRow { record: Judge { by: Coach, rater: "test", rubric: "toefl-independent" }, beside: Judge { by: Person, rater: "ana", rubric: "toefl-independent" }, sums: AgreementSums { pairs: 1, record_milli: 750, record_milli_squares: 562500, beside_milli: 250, beside_milli_squares: 62500, products: 187500 } })
        "#]],
    );
}
