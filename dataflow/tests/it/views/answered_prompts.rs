use dataflow::events::{AnswerFact, Event, PromptId, PromptSent, Task};
use dataflow::graph::Row;
use dataflow::read_model::chats::ChatRow;
use expect_test::expect;

use super::check;
use crate::histories::{answer, erased, of, voice};

fn is_concerned(row: &Row) -> bool {
    matches!(row, Row::Chat(ChatRow::AnsweredPrompt(_)))
}

fn sent(id: u64, occurred_at_ms: u64, prompt: u64, message_id: i32) -> Event {
    let sent = PromptSent { occurred_at_ms, prompt: PromptId(prompt), task: Task::ToeflInterview, message_id };
    answer(1, of(id), AnswerFact::PromptSent(sent))
}

#[test]
fn a_note_belongs_to_what_it_replies_to_and_else_to_what_was_asked_last() {
    check(
        &[
            &[sent(50, 1_000, 7, 10), sent(51, 2_000, 8, 11)],
            &[voice(1, 5, 3_000, Some(10)), voice(1, 6, 3_500, None), voice(1, 9, 500, None)],
            // A prompt that becomes known late takes over what was spoken after it.
            &[sent(52, 3_200, 9, 12)],
            &[erased(1)],
        ],
        is_concerned,
        &expect![[r#"
            2 + Chat(AnsweredPrompt(AnsweredPromptRow { learner: LearnerId(1), answer: AnswerId(5), run: 0, prompt: PromptId(7), task: ToeflInterview, is_reply: true, utc_offset_min: None, occurred_at_ms: 3000, bytes: 1000 }))
            2 + Chat(AnsweredPrompt(AnsweredPromptRow { learner: LearnerId(1), answer: AnswerId(6), run: 0, prompt: PromptId(8), task: ToeflInterview, is_reply: false, utc_offset_min: None, occurred_at_ms: 3500, bytes: 1000 }))
            3 - Chat(AnsweredPrompt(AnsweredPromptRow { learner: LearnerId(1), answer: AnswerId(6), run: 0, prompt: PromptId(8), task: ToeflInterview, is_reply: false, utc_offset_min: None, occurred_at_ms: 3500, bytes: 1000 }))
            3 + Chat(AnsweredPrompt(AnsweredPromptRow { learner: LearnerId(1), answer: AnswerId(6), run: 0, prompt: PromptId(9), task: ToeflInterview, is_reply: false, utc_offset_min: None, occurred_at_ms: 3500, bytes: 1000 }))
            4 - Chat(AnsweredPrompt(AnsweredPromptRow { learner: LearnerId(1), answer: AnswerId(5), run: 0, prompt: PromptId(7), task: ToeflInterview, is_reply: true, utc_offset_min: None, occurred_at_ms: 3000, bytes: 1000 }))
            4 - Chat(AnsweredPrompt(AnsweredPromptRow { learner: LearnerId(1), answer: AnswerId(6), run: 0, prompt: PromptId(9), task: ToeflInterview, is_reply: false, utc_offset_min: None, occurred_at_ms: 3500, bytes: 1000 }))
        "#]],
    );
}
