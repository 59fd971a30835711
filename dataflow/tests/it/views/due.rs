use dataflow::events::{
    AnswerFact, AttemptFailed, Event, FailureClass, LearnerFact, LearnerId, ProviderId, Step, SystemFact,
};
use dataflow::graph::Row;
use expect_test::expect;

use super::check;
use crate::histories::{SECOND_US, answer, of, received, result, started};

fn is_work(row: &Row) -> bool {
    matches!(row, Row::Due(_) | Row::Held(_))
}

fn failed(step: Step, attempt: u16, retry_at_us: u64, class: FailureClass) -> Event {
    let lease_until_us = 60 * SECOND_US;
    let failure = AttemptFailed {
        step,
        attempt,
        epoch: 1,
        lease_until_us,
        retry_at_us,
        class,
        reason: String::new(),
        provider: ProviderId::HERE,
        shut_until_us: None,
    };
    answer(1, of(5), AnswerFact::AttemptFailed(failure))
}

#[test]
fn a_step_is_due_runs_fails_waits_and_is_due_again() {
    let start = started(1, of(5), Step::Acknowledge, 1, 60 * SECOND_US);
    let failure = failed(Step::Acknowledge, 1, 4 * SECOND_US, FailureClass::Transient);
    check(
        &[&[received(1, of(5))], &[start], &[failure], &[]],
        is_work,
        &expect![[r#"
            1 + Due(Attempt(AttemptRequest { learner: LearnerId(1), of: AnswerRun { answer: AnswerId(5), run: 0 }, step: Acknowledge, attempt: 1, provider: ProviderId(0) }))
            2 - Due(Attempt(AttemptRequest { learner: LearnerId(1), of: AnswerRun { answer: AnswerId(5), run: 0 }, step: Acknowledge, attempt: 1, provider: ProviderId(0) }))
            2 + Held(Held { of: RunStep { learner: LearnerId(1), of: AnswerRun { answer: AnswerId(5), run: 0 }, step: Acknowledge }, reason: Step(Running { until_us: 60000000 }) })
            3 - Held(Held { of: RunStep { learner: LearnerId(1), of: AnswerRun { answer: AnswerId(5), run: 0 }, step: Acknowledge }, reason: Step(Running { until_us: 60000000 }) })
            3 + Held(Held { of: RunStep { learner: LearnerId(1), of: AnswerRun { answer: AnswerId(5), run: 0 }, step: Acknowledge }, reason: Step(BackingOff { until_us: 4000000 }) })
            4 + Due(Attempt(AttemptRequest { learner: LearnerId(1), of: AnswerRun { answer: AnswerId(5), run: 0 }, step: Acknowledge, attempt: 2, provider: ProviderId(0) }))
            4 - Held(Held { of: RunStep { learner: LearnerId(1), of: AnswerRun { answer: AnswerId(5), run: 0 }, step: Acknowledge }, reason: Step(BackingOff { until_us: 4000000 }) })
        "#]],
    );
}

#[test]
fn a_lease_that_is_over_makes_the_step_due_again() {
    check(
        &[&[received(1, of(5)), started(1, of(5), Step::Acknowledge, 1, 3 * SECOND_US)], &[], &[]],
        is_work,
        &expect![[r#"
            1 + Held(Held { of: RunStep { learner: LearnerId(1), of: AnswerRun { answer: AnswerId(5), run: 0 }, step: Acknowledge }, reason: Step(Running { until_us: 3000000 }) })
            3 + Due(Attempt(AttemptRequest { learner: LearnerId(1), of: AnswerRun { answer: AnswerId(5), run: 0 }, step: Acknowledge, attempt: 2, provider: ProviderId(0) }))
            3 - Held(Held { of: RunStep { learner: LearnerId(1), of: AnswerRun { answer: AnswerId(5), run: 0 }, step: Acknowledge }, reason: Step(Running { until_us: 3000000 }) })
        "#]],
    );
}

#[test]
fn a_new_epoch_ends_what_ran_and_the_suspect_runs_alone() {
    let events = [received(1, of(5)), received(2, of(6)), started(1, of(5), Step::Acknowledge, 1, 60 * SECOND_US)];
    let opened = Event::System(SystemFact::EpochOpened { epoch: 2 });
    check(
        &[&events, &[opened], &[answer(1, of(5), result(Step::Acknowledge))]],
        is_work,
        &expect![[r#"
            1 + Due(Attempt(AttemptRequest { learner: LearnerId(2), of: AnswerRun { answer: AnswerId(6), run: 0 }, step: Acknowledge, attempt: 1, provider: ProviderId(0) }))
            1 + Held(Held { of: RunStep { learner: LearnerId(1), of: AnswerRun { answer: AnswerId(5), run: 0 }, step: Acknowledge }, reason: Step(Running { until_us: 60000000 }) })
            2 + Due(Attempt(AttemptRequest { learner: LearnerId(1), of: AnswerRun { answer: AnswerId(5), run: 0 }, step: Acknowledge, attempt: 2, provider: ProviderId(0) }))
            2 - Due(Attempt(AttemptRequest { learner: LearnerId(2), of: AnswerRun { answer: AnswerId(6), run: 0 }, step: Acknowledge, attempt: 1, provider: ProviderId(0) }))
            2 - Held(Held { of: RunStep { learner: LearnerId(1), of: AnswerRun { answer: AnswerId(5), run: 0 }, step: Acknowledge }, reason: Step(Running { until_us: 60000000 }) })
            2 + Held(Held { of: RunStep { learner: LearnerId(2), of: AnswerRun { answer: AnswerId(6), run: 0 }, step: Acknowledge }, reason: RunsAlone })
            3 - Due(Attempt(AttemptRequest { learner: LearnerId(1), of: AnswerRun { answer: AnswerId(5), run: 0 }, step: Acknowledge, attempt: 2, provider: ProviderId(0) }))
            3 + Due(Attempt(AttemptRequest { learner: LearnerId(1), of: AnswerRun { answer: AnswerId(5), run: 0 }, step: Store, attempt: 1, provider: ProviderId(0) }))
            3 + Due(Attempt(AttemptRequest { learner: LearnerId(2), of: AnswerRun { answer: AnswerId(6), run: 0 }, step: Acknowledge, attempt: 1, provider: ProviderId(0) }))
            3 - Held(Held { of: RunStep { learner: LearnerId(2), of: AnswerRun { answer: AnswerId(6), run: 0 }, step: Acknowledge }, reason: RunsAlone })
        "#]],
    );
}

#[test]
fn a_permanent_failure_is_given_up_without_waiting() {
    let events = [
        received(1, of(5)),
        started(1, of(5), Step::Acknowledge, 1, 60 * SECOND_US),
        failed(Step::Acknowledge, 1, 100 * SECOND_US, FailureClass::Permanent),
    ];
    check(
        &[&events, &[answer(1, of(5), AnswerFact::Cancelled)]],
        is_work,
        &expect![[r#"
            1 + Due(GiveUp(GiveUpRequest { learner: LearnerId(1), of: AnswerRun { answer: AnswerId(5), run: 0 }, step: Acknowledge, failures: 1, deaths: 0 }))
            2 - Due(GiveUp(GiveUpRequest { learner: LearnerId(1), of: AnswerRun { answer: AnswerId(5), run: 0 }, step: Acknowledge, failures: 1, deaths: 0 }))
    "#]],
    );
}

#[test]
fn the_older_answer_goes_first_and_an_erased_learner_has_no_work() {
    let stored = |answer_id| [Step::Acknowledge, Step::Store].map(|step| answer(1, of(answer_id), result(step)));
    let [told_5, stored_5] = stored(5);
    let [told_6, stored_6] = stored(6);
    check(
        &[
            &[received(1, of(5)), received(1, of(6)), told_5, stored_5, told_6, stored_6],
            &[answer(1, of(5), AnswerFact::Cancelled)],
            &[Event::Learner { learner: LearnerId(1), fact: LearnerFact::Erased }],
        ],
        is_work,
        &expect![[r#"
            1 + Due(Attempt(AttemptRequest { learner: LearnerId(1), of: AnswerRun { answer: AnswerId(5), run: 0 }, step: Measure, attempt: 1, provider: ProviderId(0) }))
            1 + Due(Attempt(AttemptRequest { learner: LearnerId(1), of: AnswerRun { answer: AnswerId(5), run: 0 }, step: Transcribe, attempt: 1, provider: ProviderId(0) }))
            1 + Held(Held { of: RunStep { learner: LearnerId(1), of: AnswerRun { answer: AnswerId(6), run: 0 }, step: Measure }, reason: OlderAnswers })
            1 + Held(Held { of: RunStep { learner: LearnerId(1), of: AnswerRun { answer: AnswerId(6), run: 0 }, step: Transcribe }, reason: OlderAnswers })
            2 - Due(Attempt(AttemptRequest { learner: LearnerId(1), of: AnswerRun { answer: AnswerId(5), run: 0 }, step: Measure, attempt: 1, provider: ProviderId(0) }))
            2 - Due(Attempt(AttemptRequest { learner: LearnerId(1), of: AnswerRun { answer: AnswerId(5), run: 0 }, step: Transcribe, attempt: 1, provider: ProviderId(0) }))
            2 + Due(Attempt(AttemptRequest { learner: LearnerId(1), of: AnswerRun { answer: AnswerId(6), run: 0 }, step: Measure, attempt: 1, provider: ProviderId(0) }))
            2 + Due(Attempt(AttemptRequest { learner: LearnerId(1), of: AnswerRun { answer: AnswerId(6), run: 0 }, step: Transcribe, attempt: 1, provider: ProviderId(0) }))
            2 - Held(Held { of: RunStep { learner: LearnerId(1), of: AnswerRun { answer: AnswerId(6), run: 0 }, step: Measure }, reason: OlderAnswers })
            2 - Held(Held { of: RunStep { learner: LearnerId(1), of: AnswerRun { answer: AnswerId(6), run: 0 }, step: Transcribe }, reason: OlderAnswers })
            3 - Due(Attempt(AttemptRequest { learner: LearnerId(1), of: AnswerRun { answer: AnswerId(6), run: 0 }, step: Measure, attempt: 1, provider: ProviderId(0) }))
            3 - Due(Attempt(AttemptRequest { learner: LearnerId(1), of: AnswerRun { answer: AnswerId(6), run: 0 }, step: Transcribe, attempt: 1, provider: ProviderId(0) }))
        "#]],
    );
}
