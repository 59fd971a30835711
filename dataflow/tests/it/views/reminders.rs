use dataflow::events::{Event, LearnerFact, LearnerId, Setting, SettingChanged, Wanted};
use dataflow::graph::Row;
use dataflow::requests::Request;
use expect_test::expect;

use super::check_work_at;
use crate::histories::{MONDAY_MS, asked, voice};

fn is_concerned(row: &Row) -> bool {
    matches!(row, Row::Due(Request::Remind(_)) | Row::Wake(_))
}

#[test]
fn a_day_without_practice_is_reminded_of_once() {
    let changed = SettingChanged { occurred_at_ms: MONDAY_MS, setting: Setting::ReminderHour(Some(18)) };
    let chose = Event::Learner { learner: LearnerId(1), fact: LearnerFact::SettingChanged(changed) };
    let day = u32::try_from(MONDAY_MS / 86_400_000).unwrap();
    check_work_at(
        &[
            (1, &[chose]),
            (17, &[]),
            (18, &[]),
            (19, &[asked(1, 80, Wanted::Reminder { day })]),
            // Tuesday: there was practice before the hour.
            (30, &[voice(1, 5, MONDAY_MS + 30 * 3_600_000, None)]),
            (43, &[]),
            // Wednesday: nobody was there to remind, and the day is over.
            (75, &[]),
        ],
        is_concerned,
        &expect![[r#"
            1 + Wake(Wake { date_us: 1700503200000000, learner: Some(LearnerId(1)) })
            18 + Due(Remind(RemindRequest { learner: LearnerId(1), day: 19681 }))
            18 - Wake(Wake { date_us: 1700503200000000, learner: Some(LearnerId(1)) })
            18 + Wake(Wake { date_us: 1700589600000000, learner: Some(LearnerId(1)) })
            19 - Due(Remind(RemindRequest { learner: LearnerId(1), day: 19681 }))
            43 - Wake(Wake { date_us: 1700589600000000, learner: Some(LearnerId(1)) })
            43 + Wake(Wake { date_us: 1700676000000000, learner: Some(LearnerId(1)) })
            75 - Wake(Wake { date_us: 1700676000000000, learner: Some(LearnerId(1)) })
            75 + Wake(Wake { date_us: 1700762400000000, learner: Some(LearnerId(1)) })
        "#]],
    );
}
