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
        &expect![[""]],
    );
}
