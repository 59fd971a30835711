use dataflow::events::{AnswerFact, AnswerGivenUp, AnswerRun, Event, LearnerFact, LearnerId, Step, Task};
use dataflow::graph::Row;
use expect_test::expect;

use super::check;
use crate::histories::{answer, of, receipt, received, result};

#[test]
fn an_answer_ends_is_run_again_and_is_erased() {
    let given_up = AnswerFact::GivenUp(AnswerGivenUp { step: Step::Transcribe, failures: 4, deaths: 0 });
    let again = AnswerRun { run: 1, ..of(5) };
    check(
        &[
            &[received(1, of(5))],
            &[answer(1, of(5), given_up)],
            &[answer(1, again, AnswerFact::Replayed(receipt(Task::ToeflInterview, 1)))],
            &[answer(1, again, result(Step::Deliver))],
            &[Event::Learner { learner: LearnerId(1), fact: LearnerFact::Erased }],
        ],
        |row| matches!(row, Row::Answer(_)),
        &expect![[r#"
            1 + Answer(AnswerRow { answer: AnswerId(5), learner: LearnerId(1), run: 0, occurred_at_ms: 1700000000000, source: Command, task: ToeflIndependent, prompt: Some(PromptId(7)), bytes: 1000, status: Outstanding })
            2 - Answer(AnswerRow { answer: AnswerId(5), learner: LearnerId(1), run: 0, occurred_at_ms: 1700000000000, source: Command, task: ToeflIndependent, prompt: Some(PromptId(7)), bytes: 1000, status: Outstanding })
            2 + Answer(AnswerRow { answer: AnswerId(5), learner: LearnerId(1), run: 0, occurred_at_ms: 1700000000000, source: Command, task: ToeflIndependent, prompt: Some(PromptId(7)), bytes: 1000, status: GivenUp(Transcribe) })
            3 - Answer(AnswerRow { answer: AnswerId(5), learner: LearnerId(1), run: 0, occurred_at_ms: 1700000000000, source: Command, task: ToeflIndependent, prompt: Some(PromptId(7)), bytes: 1000, status: GivenUp(Transcribe) })
            3 + Answer(AnswerRow { answer: AnswerId(5), learner: LearnerId(1), run: 1, occurred_at_ms: 1700000000000, source: Command, task: ToeflInterview, prompt: Some(PromptId(7)), bytes: 1000, status: Outstanding })
            4 - Answer(AnswerRow { answer: AnswerId(5), learner: LearnerId(1), run: 1, occurred_at_ms: 1700000000000, source: Command, task: ToeflInterview, prompt: Some(PromptId(7)), bytes: 1000, status: Outstanding })
            4 + Answer(AnswerRow { answer: AnswerId(5), learner: LearnerId(1), run: 1, occurred_at_ms: 1700000000000, source: Command, task: ToeflInterview, prompt: Some(PromptId(7)), bytes: 1000, status: Delivered })
            5 - Answer(AnswerRow { answer: AnswerId(5), learner: LearnerId(1), run: 1, occurred_at_ms: 1700000000000, source: Command, task: ToeflInterview, prompt: Some(PromptId(7)), bytes: 1000, status: Delivered })
        "#]],
    );
}
