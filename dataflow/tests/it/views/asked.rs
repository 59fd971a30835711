use dataflow::events::{
    AnswerFact, AttemptFailed, CallPaid, Event, FailureClass, Offer, Offered, ProviderId, Rule, Step, SystemFact,
};
use dataflow::graph::Row;
use expect_test::expect;

use super::check;
use crate::histories::{LEASE_US, SECOND_US, answer, of, received, result};

/// Whoever costs something, and whoever does not.
const PAID: ProviderId = ProviderId(1);
const FREE: ProviderId = ProviderId(2);

fn is_transcribing(row: &Row) -> bool {
    let text = format!("{row:?}");
    matches!(row, Row::Due(_) | Row::Held(_)) && text.contains("Transcribe") && !text.contains("OlderAnswers")
}

fn offered(providers: &[ProviderId]) -> Event {
    let offer = |provider: &ProviderId| Offer {
        provider: *provider,
        name: format!("p{}", provider.0),
        is_paid: *provider == PAID,
    };
    let offers = providers.iter().map(offer).collect();
    Event::System(SystemFact::Offered(Offered { occurred_at_ms: 1, step: Step::Transcribe, offers }))
}

/// An answer whose audio is stored, so that its words are wanted.
fn stored(id: u64) -> [Event; 3] {
    let done = |step| answer(id, of(id), result(step));
    [received(id, of(id)), done(Step::Acknowledge), done(Step::Store)]
}

fn failed(id: u64, attempt: u16, provider: ProviderId, shut_until_us: Option<u64>) -> Event {
    let failure = AttemptFailed {
        step: Step::Transcribe,
        attempt,
        epoch: 1,
        lease_until_us: LEASE_US,
        retry_at_us: 0,
        class: FailureClass::Unavailable,
        reason: "planted".into(),
        provider,
        shut_until_us,
    };
    answer(id, of(id), AnswerFact::AttemptFailed(failure))
}

fn ordered(rule: Rule) -> Event {
    Event::System(SystemFact::Ordered { occurred_at_ms: 1, rule })
}

fn paid(id: u64, call: u8, micro_usd: u64) -> Event {
    let (provider, model) = ("p1".into(), "m".into());
    let paid = CallPaid { step: Step::Transcribe, attempt: 1, call, provider, model, micro_usd, occurred_at_ms: 1 };
    answer(id, of(id), AnswerFact::CallPaid(paid))
}

#[test]
fn a_failure_passes_the_step_on_and_who_asked_to_wait_is_passed_over() {
    let shut = failed(5, 1, PAID, Some(4 * SECOND_US + 1));
    check(
        &[&[offered(&[PAID, FREE])], &stored(5), &[shut], &stored(6), &[]],
        is_transcribing,
        &expect![[r#"
        2 + Due(Attempt(AttemptRequest { learner: LearnerId(5), of: AnswerRun { answer: AnswerId(5), run: 0 }, step: Transcribe, attempt: 1, provider: ProviderId(1) }))
        3 - Due(Attempt(AttemptRequest { learner: LearnerId(5), of: AnswerRun { answer: AnswerId(5), run: 0 }, step: Transcribe, attempt: 1, provider: ProviderId(1) }))
        3 + Due(Attempt(AttemptRequest { learner: LearnerId(5), of: AnswerRun { answer: AnswerId(5), run: 0 }, step: Transcribe, attempt: 1, provider: ProviderId(2) }))
        4 + Due(Attempt(AttemptRequest { learner: LearnerId(6), of: AnswerRun { answer: AnswerId(6), run: 0 }, step: Transcribe, attempt: 1, provider: ProviderId(2) }))
        5 + Due(Attempt(AttemptRequest { learner: LearnerId(6), of: AnswerRun { answer: AnswerId(6), run: 0 }, step: Transcribe, attempt: 1, provider: ProviderId(1) }))
        5 - Due(Attempt(AttemptRequest { learner: LearnerId(6), of: AnswerRun { answer: AnswerId(6), run: 0 }, step: Transcribe, attempt: 1, provider: ProviderId(2) }))
    "#]],
    );
}

#[test]
fn when_nobody_works_the_step_waits_until_somebody_may() {
    let failures: Vec<Event> = (1..=5).map(|attempt| failed(5, attempt, PAID, None)).collect();
    let mut rounds: Vec<&[Event]> = vec![&[]; 34];
    let (offer, first) = ([offered(&[PAID])], stored(5));
    (rounds[0], rounds[1], rounds[2]) = (&offer, &first, &failures);
    check(
        &rounds,
        is_transcribing,
        &expect![[r#"
        2 + Due(Attempt(AttemptRequest { learner: LearnerId(5), of: AnswerRun { answer: AnswerId(5), run: 0 }, step: Transcribe, attempt: 1, provider: ProviderId(1) }))
        3 - Due(Attempt(AttemptRequest { learner: LearnerId(5), of: AnswerRun { answer: AnswerId(5), run: 0 }, step: Transcribe, attempt: 1, provider: ProviderId(1) }))
        3 + Held(Held { of: RunStep { learner: LearnerId(5), of: AnswerRun { answer: AnswerId(5), run: 0 }, step: Transcribe }, reason: ProvidersShut { until_us: 33000000 } })
        33 + Due(Attempt(AttemptRequest { learner: LearnerId(5), of: AnswerRun { answer: AnswerId(5), run: 0 }, step: Transcribe, attempt: 1, provider: ProviderId(1) }))
        33 - Held(Held { of: RunStep { learner: LearnerId(5), of: AnswerRun { answer: AnswerId(5), run: 0 }, step: Transcribe }, reason: ProvidersShut { until_us: 33000000 } })
    "#]],
    );
}

#[test]
fn an_empty_purse_leaves_those_who_cost_nothing() {
    let limit = ordered(Rule::SpentPerLearner(100));
    let more = ordered(Rule::SpentPerLearner(101));
    check(
        &[
            &[offered(&[PAID, FREE]), limit],
            &stored(5),
            &[paid(5, 0, 60)],
            &[paid(5, 1, 40)],
            &stored(6),
            &[offered(&[PAID])],
            &[more],
        ],
        is_transcribing,
        &expect![[r#"
            2 + Due(Attempt(AttemptRequest { learner: LearnerId(5), of: AnswerRun { answer: AnswerId(5), run: 0 }, step: Transcribe, attempt: 1, provider: ProviderId(1) }))
            4 - Due(Attempt(AttemptRequest { learner: LearnerId(5), of: AnswerRun { answer: AnswerId(5), run: 0 }, step: Transcribe, attempt: 1, provider: ProviderId(1) }))
            4 + Due(Attempt(AttemptRequest { learner: LearnerId(5), of: AnswerRun { answer: AnswerId(5), run: 0 }, step: Transcribe, attempt: 1, provider: ProviderId(2) }))
            5 + Due(Attempt(AttemptRequest { learner: LearnerId(6), of: AnswerRun { answer: AnswerId(6), run: 0 }, step: Transcribe, attempt: 1, provider: ProviderId(1) }))
            6 - Due(Attempt(AttemptRequest { learner: LearnerId(5), of: AnswerRun { answer: AnswerId(5), run: 0 }, step: Transcribe, attempt: 1, provider: ProviderId(2) }))
            6 + Held(Held { of: RunStep { learner: LearnerId(5), of: AnswerRun { answer: AnswerId(5), run: 0 }, step: Transcribe }, reason: Spent { until_us: 86400000000 } })
            7 + Due(Attempt(AttemptRequest { learner: LearnerId(5), of: AnswerRun { answer: AnswerId(5), run: 0 }, step: Transcribe, attempt: 1, provider: ProviderId(1) }))
            7 - Held(Held { of: RunStep { learner: LearnerId(5), of: AnswerRun { answer: AnswerId(5), run: 0 }, step: Transcribe }, reason: Spent { until_us: 86400000000 } })
        "#]],
    );
}
