use dataflow::events::{Event, Language, LearnerFact, LearnerId, LearnerRegistered, Setting, SettingChanged};
use dataflow::graph::Row;
use dataflow::read_model::chats::ChatRow;
use expect_test::expect;

use super::check;
use crate::histories::erased;

fn chose(occurred_at_ms: u64, setting: Setting) -> Event {
    let fact = LearnerFact::SettingChanged(SettingChanged { occurred_at_ms, setting });
    Event::Learner { learner: LearnerId(1), fact }
}

#[test]
fn the_latest_choice_of_each_thing_stands() {
    let registered = LearnerRegistered { occurred_at_ms: 5, language: Some(Language::ENGLISH) };
    let registered = Event::Learner { learner: LearnerId(1), fact: LearnerFact::Registered(registered) };
    check(
        &[
            &[registered, chose(10, Setting::ReminderHour(Some(9)))],
            &[chose(30, Setting::ReminderHour(None)), chose(20, Setting::ReminderHour(Some(7)))],
            &[chose(40, Setting::Language("ru".parse().unwrap())), chose(41, Setting::UtcOffsetMin(180))],
            &[erased(1)],
        ],
        |row| matches!(row, Row::Chat(ChatRow::Settings(_))),
        &expect![[r#"
            1 + Chat(Settings(SettingsRow { learner: LearnerId(1), language: Some(Language([101, 110])), utc_offset_min: None, reminder_hour: Some(9), is_short: false, tells_ready: true }))
            2 + Chat(Settings(SettingsRow { learner: LearnerId(1), language: Some(Language([101, 110])), utc_offset_min: None, reminder_hour: None, is_short: false, tells_ready: true }))
            2 - Chat(Settings(SettingsRow { learner: LearnerId(1), language: Some(Language([101, 110])), utc_offset_min: None, reminder_hour: Some(9), is_short: false, tells_ready: true }))
            3 - Chat(Settings(SettingsRow { learner: LearnerId(1), language: Some(Language([101, 110])), utc_offset_min: None, reminder_hour: None, is_short: false, tells_ready: true }))
            3 + Chat(Settings(SettingsRow { learner: LearnerId(1), language: Some(Language([114, 117])), utc_offset_min: Some(180), reminder_hour: None, is_short: false, tells_ready: true }))
            4 - Chat(Settings(SettingsRow { learner: LearnerId(1), language: Some(Language([114, 117])), utc_offset_min: Some(180), reminder_hour: None, is_short: false, tells_ready: true }))
        "#]],
    );
}
