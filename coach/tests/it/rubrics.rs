//! The built-in rubrics, which of them is in force, and files that are no rubrics.

use coach::recogniser::Cancel;
use coach::rubrics::{BandLabel, Date, Fault, Part, RubricError, Rubrics, measure_curves};
use dataflow::events::task::Task;

const SOUND: &str = r#"
exam = "an exam"
id = "an-exam"
version = 1
tasks = ["toefl-interview"]
from = 2030-01-01
max = 4
overall = "mean-near-weakest"
full_words = 60
[[criterion]]
name = "delivery"
max = 4
about = "The sound."
parts = [["pace", 40], ["pausing", 60]]
weakest_percent = 10
about_topic = false
spread_milli = 100
levels = [{ points = 0, says = "Nothing." }, { points = 4, says = "Everything." }]
"#;

const MS_PER_DAY: u64 = 86_400_000;
/// Days from the Unix epoch to 2026-01-21.
const NEW_TEST_DAY: u64 = 20_474;

fn fault(change: impl Fn(&str) -> String) -> Fault {
    match Rubrics::default().with(&change(SOUND), "x.toml") {
        Err(RubricError::Unsound { fault, .. }) => fault,
        other => panic!("{other:?}"),
    }
}

#[test]
fn every_task_has_a_rubric_whose_levels_say_something() {
    let rubrics = Rubrics::built_in();
    for task in Task::ALL {
        let rubric = rubrics.in_force(task, None).unwrap();
        let levels: usize = rubric.criteria.iter().map(|criterion| criterion.levels.len()).sum();
        assert!(levels >= 5 * rubric.criteria.len(), "{}", rubric.id);
    }
    let interview = rubrics.in_force(Task::ToeflInterview, None).unwrap();
    assert_eq!(interview.criteria[0].parts, [(Part::Pace, 45), (Part::Pausing, 55)]);
    assert_eq!(interview.criteria.iter().map(|rule| rule.sound_percent()).collect::<Vec<_>>(), [100, 0, 0]);
    assert_eq!(rubrics.all().len(), 5);
}

#[test]
fn bands_are_given_from_their_points_and_say_whose_they_are() {
    let rubrics = Rubrics::built_in();
    let rubric = rubrics.in_force(Task::ToeflInterview, None).unwrap();
    assert_eq!(rubric.bands.as_ref().unwrap().is, BandLabel::Estimate);
    let band = |points| rubric.band(points).map(|band| (band.band, band.cefr.as_str())).unwrap();
    assert_eq!((band(0.0), band(2.9), band(5.0)), ((1.0, "A1"), (3.5, "B1"), (6.0, "C2")));
    assert!(rubrics.in_force(Task::ToeflIndependent, None).unwrap().band(4.0).is_none());
}

#[test]
fn an_answer_is_scored_by_the_rubric_of_its_day() {
    let day = |days: u64| Some(Date::of_ms(days * MS_PER_DAY));
    assert_eq!(Date::of_ms(NEW_TEST_DAY * MS_PER_DAY).to_string(), "2026-01-21");
    let newer = SOUND.replace("2030-01-01", "2026-03-01");
    let rubrics = Rubrics::clone(&Rubrics::built_in()).with(&newer, "x.toml").unwrap();
    let id = |task, day| rubrics.in_force(task, day).unwrap().id.as_str();
    assert_eq!(id(Task::ToeflInterview, day(NEW_TEST_DAY)), "toefl-interview-2026");
    assert_eq!(id(Task::ToeflInterview, day(NEW_TEST_DAY + 38)), "toefl-interview-2026", "the day before");
    assert_eq!(id(Task::ToeflInterview, day(NEW_TEST_DAY + 39)), "an-exam");
    assert_eq!(id(Task::ToeflInterview, None), "an-exam");
    assert_eq!(id(Task::ToeflInterview, day(0)), "toefl-interview-2026", "before the first, the first");
    assert_eq!(id(Task::ToeflIndependent, day(NEW_TEST_DAY + 39)), "toefl-independent-2019", "practised after its end");
    assert!(Rubrics::default().in_force(Task::ToeflInterview, None).is_none());
}

#[test]
fn an_answer_can_be_scored_by_a_rubric_from_a_file() {
    use coach::rater::{Assess as _, OfflineRater};
    let rubrics = Rubrics::default().with(SOUND, "x.toml").unwrap();
    let answer = crate::rater::Answer::spoken(
        Task::ToeflInterview,
        Some(crate::rater::STUDY_PROMPT),
        &crate::rater::STUDY.join(" "),
        crate::rater::FLUENT,
    );
    let judgement = OfflineRater::by(rubrics.into()).assess(&answer.input(), &Cancel::default()).unwrap().judgement;
    assert_eq!((judgement.assessment.rubric.as_str(), judgement.assessment.criteria.len()), ("an-exam", 1));
    assert_eq!(judgement.assessment.max, 4.0);
}

#[test]
fn a_file_that_is_no_rubric_is_refused_with_its_place() {
    let read = |text: &str| Rubrics::default().with(text, "x.toml").unwrap_err();
    let error = read(&SOUND.replace("full_words", "ful_words"));
    assert!(matches!(&error, RubricError::Malformed { reason, .. } if reason.contains("ful_words")), "{error}");
    let error = read(&SOUND.replace("toefl-interview", "toefl"));
    assert!(matches!(&error, RubricError::Malformed { line: 5, .. }), "{error}");
    assert!(matches!(read(&SOUND.replace("\"pace\"", "\"charm\"")), RubricError::Malformed { .. }));
    assert!(matches!(read(&SOUND.replace("version = 1", "version = -1")), RubricError::Malformed { .. }));
    assert!(matches!(read(&"#\n".repeat(150_000)), RubricError::TooLarge { bytes: 300_000, .. }));
}

#[test]
fn a_rubric_that_breaks_a_rule_is_refused_by_name() {
    Rubrics::default().with(SOUND, "x.toml").unwrap();
    assert_eq!(fault(|text| text.replace("60]]", "61]]")), Fault::Weights);
    assert_eq!(fault(|text| text.replace("pausing", "pace")), Fault::Weights);
    assert_eq!(fault(|text| text.replace("points = 4", "points = 3")), Fault::Levels);
    assert_eq!(
        fault(|text| text.replace("mean-near-weakest", "sum").replace("max = 4\nover", "max = 5\nover")),
        Fault::Points
    );
    assert_eq!(fault(|text| text.replace("2030-01-01", "2030-01-01T10:00:00Z")), Fault::Dates);
    assert_eq!(fault(|text| text.replace("max = 4\nover", "until = 2029-01-01\nmax = 4\nover")), Fault::Dates);
    assert_eq!(fault(|text| text.replace("[\"toefl-interview\"]", "[]")), Fault::Tasks);
    assert!(matches!(fault(|text| text.replace("\"an-exam\"", "\"An Exam\"")), Fault::Name { field: "id", .. }));
    assert!(matches!(fault(|text| text.replace("full_words = 60", "full_words = 0")), Fault::Range { .. }));
    assert!(matches!(fault(|text| text.replace("Everything.", "\\u0007")), Fault::Text { field: "says", .. }));
    let curve = |corners: &str| fault(|text| text.replace("full_words", &format!("curve = {corners}\nfull_words")));
    assert_eq!(curve("[[0.0, 0.0]]"), Fault::Curve);
    assert_eq!(curve("[[0.0, 0.5], [1.0, 0.2]]"), Fault::Curve, "more worth less");
    assert_eq!(curve("[[0.0, 0.5], [1.0, nan]]"), Fault::Curve);
    let bands = |rows: &str| fault(|text| format!("{text}\n[bands]\nis = \"official\"\nnote = \"n\"\nrows = {rows}"));
    assert_eq!(bands("[]"), Fault::Bands);
    assert_eq!(bands("[{ from = 1.0, band = 1.0, cefr = \"A1\" }]"), Fault::Bands);
    let twice = Rubrics::default().with(SOUND, "x.toml").unwrap().with(&SOUND.replace("an-exam", "b"), "y.toml");
    assert!(matches!(twice, Err(RubricError::Unsound { fault: Fault::SameDay { .. }, .. })));
}

#[test]
fn curves_are_level_beyond_their_ends() {
    let curves = measure_curves();
    assert_eq!((curves.pace.at(-5.0), curves.pace.at(100.0)), (0.0, 0.1));
    assert!((curves.pace.at(3.25) - 0.875).abs() < 1e-9);
}
