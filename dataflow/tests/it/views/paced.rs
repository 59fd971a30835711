use dataflow::events::{AnswerId, Event, Rule, Step, SystemFact, Wanted};
use dataflow::graph::Row;
use expect_test::expect;

use super::check;
use crate::histories::{SECOND_US, asked, of, started};

#[test]
fn two_a_second_go_out_and_one_in_a_chat() {
    let limit = Event::System(SystemFact::Ordered { occurred_at_ms: 1, rule: Rule::MessagesPerSecond(2) });
    let notice = Wanted::Notice { notice: 4 };
    check(
        &[
            // What nobody asked for waits behind what somebody did, and one learner's second message behind the first.
            &[
                limit,
                asked(9, 61, notice),
                asked(1, 62, Wanted::Menu),
                asked(1, 63, Wanted::Help),
                asked(2, 64, Wanted::Menu),
            ],
            &[started(1, of(62), Step::Send, 1, 90 * SECOND_US), started(2, of(64), Step::Send, 1, 90 * SECOND_US)],
            &[],
        ],
        |row| matches!(row, Row::Due(_) | Row::Held(_) | Row::Wake(_)),
        &expect![[r#"
            1 + Due(Attempt(AttemptRequest { learner: LearnerId(1), of: AnswerRun { answer: AnswerId(62), run: 0 }, step: Send, attempt: 1, provider: ProviderId(0) }))
            1 + Due(Attempt(AttemptRequest { learner: LearnerId(2), of: AnswerRun { answer: AnswerId(64), run: 0 }, step: Send, attempt: 1, provider: ProviderId(0) }))
            1 + Held(Held { of: RunStep { learner: LearnerId(1), of: AnswerRun { answer: AnswerId(63), run: 0 }, step: Send }, reason: Paced })
            1 + Held(Held { of: RunStep { learner: LearnerId(9), of: AnswerRun { answer: AnswerId(61), run: 0 }, step: Send }, reason: Paced })
            2 - Due(Attempt(AttemptRequest { learner: LearnerId(1), of: AnswerRun { answer: AnswerId(62), run: 0 }, step: Send, attempt: 1, provider: ProviderId(0) }))
            2 - Due(Attempt(AttemptRequest { learner: LearnerId(2), of: AnswerRun { answer: AnswerId(64), run: 0 }, step: Send, attempt: 1, provider: ProviderId(0) }))
            2 + Held(Held { of: RunStep { learner: LearnerId(1), of: AnswerRun { answer: AnswerId(62), run: 0 }, step: Send }, reason: Step(Running { until_us: 90000000 }) })
            2 + Held(Held { of: RunStep { learner: LearnerId(2), of: AnswerRun { answer: AnswerId(64), run: 0 }, step: Send }, reason: Step(Running { until_us: 90000000 }) })
            2 + Wake(Wake { date_us: 3000000, learner: None })
            3 + Due(Attempt(AttemptRequest { learner: LearnerId(1), of: AnswerRun { answer: AnswerId(63), run: 0 }, step: Send, attempt: 1, provider: ProviderId(0) }))
            3 + Due(Attempt(AttemptRequest { learner: LearnerId(9), of: AnswerRun { answer: AnswerId(61), run: 0 }, step: Send, attempt: 1, provider: ProviderId(0) }))
            3 - Held(Held { of: RunStep { learner: LearnerId(1), of: AnswerRun { answer: AnswerId(63), run: 0 }, step: Send }, reason: Paced })
            3 - Held(Held { of: RunStep { learner: LearnerId(9), of: AnswerRun { answer: AnswerId(61), run: 0 }, step: Send }, reason: Paced })
            3 - Wake(Wake { date_us: 3000000, learner: None })
        "#]],
    );
}

#[test]
fn two_starts_of_one_chat_in_one_commit_are_two() {
    let limit = Event::System(SystemFact::Ordered { occurred_at_ms: 1, rule: Rule::MessagesPerSecond(2) });
    check(
        &[
            &[limit, asked(1, 62, Wanted::Menu), asked(1, 63, Wanted::Help)],
            &[
                started(1, of(62), Step::Send, 1, 90 * SECOND_US),
                started(1, of(63), Step::Send, 1, 90 * SECOND_US),
                asked(2, 64, Wanted::Menu),
            ],
            &[],
        ],
        |row| matches!(row, Row::Held(held) if held.of.of.answer == AnswerId(64)),
        &expect![[r#"
            2 + Held(Held { of: RunStep { learner: LearnerId(2), of: AnswerRun { answer: AnswerId(64), run: 0 }, step: Send }, reason: Paced })
            3 - Held(Held { of: RunStep { learner: LearnerId(2), of: AnswerRun { answer: AnswerId(64), run: 0 }, step: Send }, reason: Paced })
        "#]],
    );
}
