use dataflow::events::{
    AgeBand, Background, BackgroundTold, Event, Language, LearnerFact, LearnerId, LearnerRegistered, Setting,
    SettingChanged, YearsBand,
};
use dataflow::graph::Row;
use expect_test::expect;

use super::check;
use crate::histories::erased;

fn about(fact: LearnerFact) -> Event {
    Event::Learner { learner: LearnerId(1), fact }
}

fn told(occurred_at_ms: u64, background: Background) -> Event {
    about(LearnerFact::BackgroundTold(BackgroundTold { occurred_at_ms, background }))
}

#[test]
fn the_latest_answer_to_each_question_stands() {
    let registered = LearnerRegistered { occurred_at_ms: 5, language: Some(Language::ENGLISH) };
    let chosen = SettingChanged { occurred_at_ms: 7, setting: Setting::Language("ru".parse().unwrap()) };
    check(
        &[
            &[about(LearnerFact::Registered(registered)), told(20, Background::Age(Some(AgeBand::From25)))],
            &[told(10, Background::Age(Some(AgeBand::From18))), about(LearnerFact::SettingChanged(chosen))],
            &[told(30, Background::EnglishYears(Some(YearsBand::From5))), told(30, Background::Age(None))],
            &[told(40, Background::FirstLanguage(Some("ky".parse().unwrap())))],
            &[erased(1)],
            &[told(50, Background::Age(Some(AgeBand::From35)))],
        ],
        |row| matches!(row, Row::Profile(_)),
        &expect![[r#""#]],
    );
}

#[test]
fn a_choice_alone_is_no_profile() {
    let chosen = SettingChanged { occurred_at_ms: 7, setting: Setting::Language(Language::ENGLISH) };
    check(&[&[about(LearnerFact::SettingChanged(chosen))]], |row| matches!(row, Row::Profile(_)), &expect![[""]]);
}
