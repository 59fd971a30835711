use dataflow::events::{AnswerFact, PromptId, PromptSent, Task};
use dataflow::graph::Row;
use dataflow::read_model::chats::ChatRow;
use expect_test::expect;

use super::check;
use crate::histories::{answer, erased, of};

#[test]
fn a_prompt_is_seen_as_often_as_it_was_sent() {
    let sent = |id, occurred_at_ms| {
        let sent = PromptSent { occurred_at_ms, prompt: PromptId(7), task: Task::ListenRepeat, message_id: 3 };
        answer(1, of(id), AnswerFact::PromptSent(sent))
    };
    check(
        &[&[sent(50, 2_000)], &[sent(51, 1_000)], &[erased(1)]],
        |row| matches!(row, Row::Chat(ChatRow::SeenPrompt(_))),
        &expect![[r#"
            1 + Chat(SeenPrompt(SeenPromptRow { learner: LearnerId(1), prompt: PromptId(7), last_sent_ms: 2000, times: 1 }))
            2 - Chat(SeenPrompt(SeenPromptRow { learner: LearnerId(1), prompt: PromptId(7), last_sent_ms: 2000, times: 1 }))
            2 + Chat(SeenPrompt(SeenPromptRow { learner: LearnerId(1), prompt: PromptId(7), last_sent_ms: 2000, times: 2 }))
            3 - Chat(SeenPrompt(SeenPromptRow { learner: LearnerId(1), prompt: PromptId(7), last_sent_ms: 2000, times: 2 }))
        "#]],
    );
}
