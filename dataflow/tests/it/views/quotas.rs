use dataflow::events::{AnswerFact, AnswerRejected, Event, LearnerFact, LearnerId, Rejection, Setting, SettingChanged};
use dataflow::graph::Row;
use dataflow::read_model::chats::ChatRow;
use expect_test::expect;

use super::check;
use crate::histories::{answer, erased, of, voice};

#[test]
fn what_counts_is_counted_by_the_learners_days_and_what_fails_is_given_back() {
    let day_ms = 86_400_000;
    let rejected = |id, reason| answer(1, of(id), AnswerFact::Rejected(AnswerRejected { reason }));
    let changed = SettingChanged { occurred_at_ms: 9, setting: Setting::UtcOffsetMin(60) };
    let moved = Event::Learner { learner: LearnerId(1), fact: LearnerFact::SettingChanged(changed) };
    check(
        &[
            &[voice(1, 5, day_ms, None), voice(1, 6, day_ms + 1, None), voice(1, 7, 2 * day_ms - 1, None)],
            // Nobody listened to the first; to the second somebody did.
            &[rejected(5, Rejection::Unavailable), rejected(6, Rejection::NoSpeech)],
            // East of Greenwich the third was sent on the next day.
            &[moved],
            &[erased(1)],
        ],
        |row| matches!(row, Row::Chat(ChatRow::Quota(_))),
        &expect![[r#"
            1 + Chat(Quota(QuotaRow { learner: LearnerId(1), day: 1, used: [AnswerId(5), AnswerId(6), AnswerId(7)] }))
            2 - Chat(Quota(QuotaRow { learner: LearnerId(1), day: 1, used: [AnswerId(5), AnswerId(6), AnswerId(7)] }))
            2 + Chat(Quota(QuotaRow { learner: LearnerId(1), day: 1, used: [AnswerId(6), AnswerId(7)] }))
            3 + Chat(Quota(QuotaRow { learner: LearnerId(1), day: 1, used: [AnswerId(6)] }))
            3 - Chat(Quota(QuotaRow { learner: LearnerId(1), day: 1, used: [AnswerId(6), AnswerId(7)] }))
            3 + Chat(Quota(QuotaRow { learner: LearnerId(1), day: 2, used: [AnswerId(7)] }))
            4 - Chat(Quota(QuotaRow { learner: LearnerId(1), day: 1, used: [AnswerId(6)] }))
            4 - Chat(Quota(QuotaRow { learner: LearnerId(1), day: 2, used: [AnswerId(7)] }))
        "#]],
    );
}
