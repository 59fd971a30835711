use dataflow::events::{AnswerFact, CallPaid, Event, Step};
use dataflow::graph::Row;
use dataflow::read_model::operations::OperationsRow;
use expect_test::expect;

use super::check_at;
use crate::histories::{HOUR_US, MONDAY_MS, answer, erased, of};

fn paid(hour: u64, model: &str, micro_usd: u64) -> Event {
    let paid = CallPaid {
        step: Step::Assess,
        attempt: 1,
        call: 0,
        provider: "planted".into(),
        model: model.into(),
        micro_usd,
        occurred_at_ms: MONDAY_MS + hour * HOUR_US / 1_000,
    };
    answer(1, of(hour), AnswerFact::CallPaid(paid))
}

#[test]
fn money_is_summed_by_the_day_of_the_call_and_an_erasure_brings_none_back() {
    check_at(
        &[
            (1, &[paid(0, "small", 100), paid(1, "large", 900)]),
            (30, &[paid(29, "small", 50)]),
            (31, &[paid(23, "small", 7)]),
            (32, &[erased(1)]),
        ],
        |row| matches!(row, Row::Operations(OperationsRow::Spend(_))),
        &expect![[r#"
            1 + Operations(Spend(SpendRow { day: 19681, provider: "planted", model: "large", sums: SpendSums { calls: 1, micro_usd: 900 } }))
            1 + Operations(Spend(SpendRow { day: 19681, provider: "planted", model: "small", sums: SpendSums { calls: 1, micro_usd: 100 } }))
            30 + Operations(Spend(SpendRow { day: 19682, provider: "planted", model: "small", sums: SpendSums { calls: 1, micro_usd: 50 } }))
            31 - Operations(Spend(SpendRow { day: 19681, provider: "planted", model: "small", sums: SpendSums { calls: 1, micro_usd: 100 } }))
            31 + Operations(Spend(SpendRow { day: 19681, provider: "planted", model: "small", sums: SpendSums { calls: 2, micro_usd: 107 } }))
        "#]],
    );
}
