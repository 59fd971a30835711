//! Files of studies: the one of the manual, and what is refused.

use coach::rubrics::RubricError;
use coach::studies::{BYTES_MAX, Study, StudyError, StudyFault};
use dataflow::events::{AgeBand, Language, Purpose, StudyArm, StudyId};

const MANUAL: &str = include_str!("../../../docs/studies.md");

/// The file in the manual.
fn example() -> &'static str {
    MANUAL.split("```toml\n").nth(1).unwrap().split("```").next().unwrap()
}

fn fault(from: &str, to: &str) -> StudyFault {
    assert!(example().contains(from), "{from}");
    match Study::parse(&example().replace(from, to), "x.toml") {
        Err(StudyError::Unsound { fault, .. }) => fault,
        other => panic!("{other:?}"),
    }
}

#[test]
fn the_file_of_the_manual_is_a_study() {
    let study = Study::parse(example(), "cards.toml").unwrap();
    let created = study.created(StudyId(7), 5);
    assert_eq!((created.name.as_str(), created.text_version), ("cards-and-rubric", 1));
    // Midnight of 2026-12-01, and the end of 2027-03-31.
    assert_eq!((created.opens_at_ms, created.closes_at_ms), (1_796_083_200_000, Some(1_806_537_600_000)));
    let short =
        StudyArm { name: "short".into(), weight: 1, rubric: None, short_feedback: Some(true), reminders: Some(false) };
    assert_eq!(created.arms[1], short);
    assert_eq!(study.purposes, [Purpose::AudioRetention]);
    assert!(study.ages.contains(&AgeBand::From25) && !study.ages.contains(&AgeBand::From35));
    assert_eq!(study.first_languages.len(), 2);
    assert_eq!(study.text("es".parse().unwrap()).title, "Comentarios breves o completos");
    assert_eq!(study.text("zh".parse().unwrap()), study.text(Language::ENGLISH));
    assert_eq!(study.rubric(2).unwrap().criteria[0].name, "overall");
    assert!(study.rubric(0).is_none() && study.rubric(9).is_none());
}

#[test]
fn an_arm_may_name_a_built_in_rubric() {
    let text = example().split("[[rubric]]").next().unwrap().to_owned();
    let text = text.replace("one-scale-for-interviews", "listen-repeat-2026");
    let study = Study::parse(&format!("{text}[text.en]\ntitle = \"T\"\nconsent = \"C\"\n"), "x.toml").unwrap();
    assert_eq!(study.rubric(2).unwrap().id, "listen-repeat-2026");
}

#[test]
fn what_breaks_a_rule_is_refused_with_the_rule() {
    let name = |name: &str| fault("\"cards-and-rubric\"", &format!("{name:?}"));
    let long = "a".repeat(41);
    for wrong in ["", "Cards", "42", "-cards", "cards-", "a b", "cards\\u0007", long.as_str()] {
        assert!(matches!(name(wrong), StudyFault::Name { field: "name", .. }), "{wrong}");
    }
    assert!(matches!(fault("name = \"short\"", "name = \"Short\""), StudyFault::Name { field: "name of an arm", .. }));
    assert!(matches!(fault("name = \"short\"", "name = \"one-scale\""), StudyFault::Twice { field: "arm", .. }));
    assert!(matches!(fault("weight = 2 ", "weight = 0 "), StudyFault::Range { value: 0, least: 1, most: 1_000, .. }));
    assert!(matches!(fault("weight = 2 ", "weight = 1001 "), StudyFault::Range { value: 1_001, .. }));
    assert!(matches!(fault("version = 1  ", "version = 0  "), StudyFault::Range { field: "version", .. }));
    assert_eq!(fault("closes = 2027-03-31", "closes = 2026-11-30"), StudyFault::Dates);
    assert_eq!(fault("opens = 2026-12-01", "opens = 2026-12-01T10:00:00Z"), StudyFault::Dates);
    assert_eq!(fault("opens = 2026-12-01", "opens = 1969-12-31"), StudyFault::Dates);
    assert!(matches!(
        fault("rubric = \"one-scale-for-interviews\"", "rubric = \"none\""),
        StudyFault::IdleRubric { .. }
    ));
    assert!(matches!(fault("short_feedback = true", "rubric = \"none\""), StudyFault::UnknownRubric { .. }));
    assert!(matches!(fault("[\"es\", \"pt\"]", "[\"xx\"]"), StudyFault::Unknown { field: "first language", .. }));
    assert!(matches!(fault("\"18-24\"", "\"12-17\""), StudyFault::Unknown { field: "age", .. }));
    assert!(matches!(fault("\"audio\"", "\"service\""), StudyFault::Unknown { field: "purpose", .. }));
    assert!(matches!(fault("\"audio\"", "\"research\""), StudyFault::Twice { field: "purpose", .. }));
    assert_eq!(fault("[text.en]", "[text.fr]"), StudyFault::NoEnglish);
    assert!(matches!(fault("[text.en]", "[text.english]"), StudyFault::Unknown { .. }));
    assert!(matches!(fault("Short or full", &"x".repeat(120)), StudyFault::Text { field: "title", .. }));
    assert!(matches!(fault("You practise", &"x".repeat(2_500)), StudyFault::Text { field: "consent", .. }));
}

#[test]
fn a_study_has_one_arm_to_eight() {
    let arm = |number: u32| format!("[[arms]]\nname = \"arm-{number}\"\n");
    let with = |arms: u32| {
        let arms: String = (0..arms).map(arm).collect();
        let head = "name = \"a\"\nversion = 1\nopens = 2026-12-01\n";
        Study::parse(&format!("{head}{arms}[text.en]\ntitle = \"T\"\nconsent = \"C\"\n"), "x.toml")
    };
    assert_eq!(with(1).unwrap().arms[0].weight, 1);
    assert_eq!(with(8).unwrap().arms.len(), 8);
    let Err(StudyError::Unsound { fault: StudyFault::Range { value: 9, most: 8, .. }, .. }) = with(9) else {
        panic!("nine arms are taken");
    };
    assert!(matches!(with(0), Err(StudyError::Malformed { .. })));
}

#[test]
fn what_is_no_study_names_its_line() {
    let misspelt = example().replace("short_feedback", "short_feedbak");
    let Err(StudyError::Malformed { line, reason, .. }) = Study::parse(&misspelt, "x.toml") else { panic!() };
    assert_eq!(misspelt.lines().nth(line - 1).unwrap().split(' ').next(), Some("short_feedbak"), "{reason}");
    let large = format!("{}#{}", example(), "x".repeat(BYTES_MAX));
    assert!(matches!(Study::parse(&large, "x.toml"), Err(StudyError::TooLarge { .. })));
    let unsound = example().replace("[\"length\", 20]", "[\"length\", 21]");
    assert!(matches!(Study::parse(&unsound, "x.toml"), Err(StudyError::Rubric(RubricError::Unsound { .. }))));
}
