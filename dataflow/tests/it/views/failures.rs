use dataflow::events::{AnswerFact, AttemptFailed, Event, FailureClass, ProviderId, Step};
use dataflow::graph::Row;
use dataflow::read_model::operations::OperationsRow;
use expect_test::expect;

use super::check_at;
use crate::histories::{answer, erased, of};

fn failed(id: u64, step: Step, class: FailureClass) -> Event {
    let failure = AttemptFailed {
        step,
        attempt: 1,
        epoch: 1,
        lease_until_us: 0,
        retry_at_us: 0,
        class,
        reason: "planted".into(),
        provider: ProviderId::HERE,
        shut_until_us: None,
    };
    answer(1, of(id), AnswerFact::AttemptFailed(failure))
}

#[test]
fn failures_are_counted_by_window_and_stay_counted_when_the_learner_is_erased() {
    check_at(
        &[
            (0, &[failed(5, Step::Transcribe, FailureClass::Timeout), failed(5, Step::Store, FailureClass::Transient)]),
            (2, &[failed(6, Step::Transcribe, FailureClass::Timeout)]),
            (4, &[erased(1)]),
            (24, &[]),
            (26, &[]),
        ],
        |row| matches!(row, Row::Operations(OperationsRow::Failure(_))),
        &expect![[r#"
            0 + Operations(Failure(FailureRow { step: Store, class: Transient, within: Hour, attempts: 1 }))
            0 + Operations(Failure(FailureRow { step: Store, class: Transient, within: Day, attempts: 1 }))
            0 + Operations(Failure(FailureRow { step: Store, class: Transient, within: Ever, attempts: 1 }))
            0 + Operations(Failure(FailureRow { step: Transcribe, class: Timeout, within: Hour, attempts: 1 }))
            0 + Operations(Failure(FailureRow { step: Transcribe, class: Timeout, within: Day, attempts: 1 }))
            0 + Operations(Failure(FailureRow { step: Transcribe, class: Timeout, within: Ever, attempts: 1 }))
            2 - Operations(Failure(FailureRow { step: Store, class: Transient, within: Hour, attempts: 1 }))
            2 - Operations(Failure(FailureRow { step: Transcribe, class: Timeout, within: Day, attempts: 1 }))
            2 + Operations(Failure(FailureRow { step: Transcribe, class: Timeout, within: Day, attempts: 2 }))
            2 - Operations(Failure(FailureRow { step: Transcribe, class: Timeout, within: Ever, attempts: 1 }))
            2 + Operations(Failure(FailureRow { step: Transcribe, class: Timeout, within: Ever, attempts: 2 }))
            4 - Operations(Failure(FailureRow { step: Transcribe, class: Timeout, within: Hour, attempts: 1 }))
            24 - Operations(Failure(FailureRow { step: Store, class: Transient, within: Day, attempts: 1 }))
            24 + Operations(Failure(FailureRow { step: Transcribe, class: Timeout, within: Day, attempts: 1 }))
            24 - Operations(Failure(FailureRow { step: Transcribe, class: Timeout, within: Day, attempts: 2 }))
            26 - Operations(Failure(FailureRow { step: Transcribe, class: Timeout, within: Day, attempts: 1 }))
        "#]],
    );
}
