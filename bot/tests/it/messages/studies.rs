//! Studies and questions about the learner, in English; updates and presses that belong to them.

use std::collections::BTreeMap;

use bot::Press;
use bot::messages::{
    Agreed, Decided, Standing, StudyOffer, background, consents, privacy, settings, study_joined, study_offer,
};
use bot::update::{Says, read};
use dataflow::events::{
    AgeBand, Background, BackgroundQuestion, Event, Language, LearnerFact, LearnerId, Purpose, StudyId, YearsBand,
};
use expect_test::expect;

use crate::support::{all, shown, texts};

#[test]
fn a_study_is_read_and_agreed_to_or_not() {
    let offer = StudyOffer {
        study: StudyId(7),
        title: "Pauses & <breath>".to_owned(),
        consent: "You practise as always.\n\nQuestions: a@b.example".to_owned(),
        version: 3,
        purposes: vec![Purpose::AudioRetention],
    };
    expect![[r#"
        <b>Pauses &amp; &lt;breath&gt;</b>

        You practise as always.

        Questions: a@b.example

        By agreeing you let numbers and transcripts of your answers, without your name, be used for research (text 3).

        You also agree to:
        · Keep my recordings

        Taking part is up to you. You can leave at any time under /privacy, and everything else works without it.
        [I am 18 or older and I agree → join:7]
        [I am under 18 → decline]
        [No, thank you → decline]
    "#]]
    .assert_eq(&shown(&study_offer(texts("en"), &offer)));
    expect![[r#"
        <b>You take part</b>
        Thank you! Practise as always. You can leave the study at any time under /privacy.

        Three questions about you would help: first language, age and years of English. Each is optional, and researchers see coarse groups only.
        [About me → about:first]
        [Continue → menu]
    "#]].assert_eq(&shown(&study_joined(texts("en"))));
}

#[test]
fn questions_have_plain_answers() {
    expect![[r#"
        <b>Which language did you speak first at home?</b>
        This study is for some groups only, so it needs your answer. Nobody sees it but as part of a group.
        [العربية → first:ar:7] [বাংলা → first:bn:7] [Deutsch → first:de:7]
        [Español → first:es:7] [فارسی → first:fa:7] [Français → first:fr:7]
        [हिन्दी → first:hi:7] [Bahasa Indonesia → first:id:7] [Italiano → first:it:7]
        [日本語 → first:ja:7] [Қазақша → first:kk:7] [한국어 → first:ko:7]
        [Кыргызча → first:ky:7] [Polski → first:pl:7] [Português → first:pt:7]
        [Русский → first:ru:7] [Türkçe → first:tr:7] [Українська → first:uk:7]
        [Tiếng Việt → first:vi:7] [中文 → first:zh:7] [Another one → first:xx:7]
        [I would rather not say → first:none:7]
        [Menu → menu]
    "#]]
    .assert_eq(&shown(&background(texts("en"), BackgroundQuestion::FirstLanguage, Some(StudyId(7)))));
    expect![[r#"
        <b>For how many years have you learnt English?</b>
        Answer or not, as you like. Researchers see coarse groups only.
        [0–1 → years:0-1] [2–4 → years:2-4]
        [5–9 → years:5-9] [10+ → years:10+]
        [I would rather not say → years:none]
        [Menu → menu]
    "#]]
    .assert_eq(&shown(&background(texts("en"), BackgroundQuestion::EnglishYears, None)));
}

#[test]
fn a_study_can_be_left_and_says_what_it_decides() {
    let agreed = [Agreed { purpose: Purpose::Research, version: 3, day: 20_000 }];
    let html = shown(&privacy(texts("en"), &agreed, &[(StudyId(7), "Pauses & <breath>".to_owned())]));
    let html: String = html.lines().skip(7).map(|line| format!("{line}\n")).collect();
    expect![[r#"

        Agreed on Oct 4: Use for research (text 3)

        You take part in a study: Pauses &amp; &lt;breath&gt;
        [What I agreed to → consents] [My data as a file → export]
        [Erase everything → forget?] [Menu → menu]
        [Leave “Pauses & <breath>” → leave:7]
    "#]]
    .assert_eq(&html);
    let decided = Decided { is_short: Some(true), has_reminders: Some(false) };
    let html = shown(&settings(texts("en"), &all::choices(texts("en")), &decided));
    let told: Vec<&str> = html.lines().filter(|line| line.contains("study")).collect();
    expect![[r#"
        While you take part in a study, it decides the length of feedback: short. Your own choice waits.
        While you take part in a study, it sends no reminders. Your own choice waits."#]]
    .assert_eq(&told.join("\n"));
}

#[test]
fn an_earlier_text_can_be_agreed_to_again_or_not() {
    let given = BTreeMap::from([(Purpose::Service, Standing::Earlier)]);
    let html = shown(&consents(texts("en"), &given));
    let about: Vec<&str> = html.lines().filter(|line| line.contains("Grade my answers")).collect();
    expect![[r#"
        ↻ <b>Grade my answers</b> (agreed to an earlier text)
        [↻ Grade my answers → consent:service:1]
        [✖ Grade my answers → consent:service:0]"#]]
    .assert_eq(&about.join("\n"));
    assert!(!html.contains("clock"), "nobody goes on before they have decided");
}

/// What a press says about its learner, as it comes from the chat's server.
fn said(data: &str) -> Vec<Event> {
    let body = serde_json::json!({
        "update_id": 5,
        "callback_query": {
            "id": "9", "chat_instance": "1", "data": data,
            "from": {"id": 1001, "is_bot": false, "first_name": "A"},
        }
    });
    let incoming = read(&body.to_string(), &Default::default()).unwrap();
    let events = incoming.events(42, LearnerId(1), 700);
    events.into_iter().filter(|event| matches!(event, Event::Learner { .. })).collect()
}

#[test]
fn what_a_press_says_of_its_learner_is_a_fact() {
    let told = |data: &str| match said(data).as_slice() {
        [Event::Learner { fact: LearnerFact::BackgroundTold(told), .. }] => {
            Some((told.occurred_at_ms, told.background))
        }
        [] => None,
        other => panic!("{other:?}"),
    };
    let language = |code: &str| Some(code.parse::<Language>().unwrap());
    assert_eq!(told("first:ru"), Some((700, Background::FirstLanguage(language("ru")))));
    assert_eq!(told("first:xx:7"), Some((700, Background::FirstLanguage(Some(Language::OTHER)))));
    assert_eq!(told("age:none"), Some((700, Background::Age(None))));
    assert_eq!(told("age:50+"), Some((700, Background::Age(Some(AgeBand::From50)))));
    assert_eq!(told("years:2-4"), Some((700, Background::EnglishYears(Some(YearsBand::From2)))));
    for foreign in ["first:qq", "first:", "age:12", "years:ru", "age:50+:x", "age:50+:7:8", "join:x", "leave:-1"] {
        assert_eq!(Press::read(foreign), None, "{foreign}");
    }
    let [Event::Learner { fact: LearnerFact::StudyLeft(left), .. }] = said("leave:7")[..] else {
        panic!("no StudyLeft")
    };
    assert_eq!((left.study, left.occurred_at_ms), (StudyId(7), 700));
    // Who may not take part and who does not want to say the same: nothing.
    assert_eq!(said("decline"), []);
    assert_eq!(said("join:7"), []);
}

#[test]
fn an_invitation_names_a_study_by_number_or_name() {
    let study = |text: &str| {
        let body = serde_json::json!({
            "update_id": 5,
            "message": {
                "message_id": 1, "date": 1_700_000_000, "text": text,
                "chat": {"id": 1001, "type": "private", "first_name": "A"},
                "from": {"id": 1001, "is_bot": false, "first_name": "A"},
            }
        });
        let says = read(&body.to_string(), &Default::default()).unwrap().says;
        let Says::Command(bot::command::Command::Start(study)) = says else { panic!("{says:?}") };
        study
    };
    assert_eq!(study("/start study-7"), Some(StudyId(7)));
    assert_eq!(study("/start study-short-cards"), Some(ingest::hashing::study_id("short-cards")));
    assert_eq!(study("/start study-"), None);
    assert_eq!(study("/start"), None);
}
