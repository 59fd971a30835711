//! What the rows say.

use dataflow::events::{AnswerExcluded, AnswerFact, ExclusionReason, Purpose, RatedBy, RatingGiven};
use exporters::Format;
use serde_json::Value;

use crate::support::{DAY_MS, HOUR_MS, OCTOBER_MS, World, agrees, delivered, everything, fact, read, recorded};

#[test]
fn an_answer_has_the_numbers_of_its_measures_and_its_score_of_record() {
    let mut world = World::default();
    world.add([agrees(1, Purpose::Research)]);
    // Half past ten in the evening in UTC is the next day where the learner is.
    world.add(delivered(1, 10, OCTOBER_MS + 22 * HOUR_MS));
    world.add([recorded(1, 11, OCTOBER_MS + DAY_MS + HOUR_MS, 41, 300)]);
    world.add([recorded(1, 12, OCTOBER_MS + 3 * DAY_MS, 41, 320)]);
    world.add([fact(1, 12, AnswerFact::Excluded(AnswerExcluded { reason: ExclusionReason::Trial }))]);
    let out = tempfile::tempdir().unwrap();
    let release = world.release(out.path());
    let answers = read(&release, "answers");
    let by_sequence = |column: &str| {
        let mut cells: Vec<_> = answers.column("sequence").into_iter().zip(answers.column(column)).collect();
        cells.sort();
        cells.into_iter().map(|(_, cell)| cell).collect::<Vec<_>>()
    };
    assert_eq!(by_sequence("day"), ["0", "0", "2"]);
    assert_eq!(by_sequence("status"), ["delivered", "recorded", "recorded"]);
    assert_eq!(by_sequence("score_milli"), ["562", "750", "800"]);
    assert_eq!(by_sequence("is_growth"), ["true", "true", "false"]);
    assert_eq!(by_sequence("speaking_ms"), ["43500", "40000", "40000"]);
    assert_eq!(by_sequence("recogniser"), ["tiny.en", "-", "-"]);
    assert_eq!(read(&release, "exclusions").column("reason"), ["trial"]);
    assert_eq!(read(&release, "pauses").column("duration_ms"), ["300", "1000"]);
    assert_eq!(read(&release, "pauses").column("pause_index"), ["0", "1"]);
    assert_eq!(read(&release, "learners").column("answers"), ["3"]);
    let prompts = read(&release, "prompts");
    assert_eq!(prompts.rows(), 6, "the bank, and one that only the answer knows");
    assert_eq!(prompts.column("is_in_bank").iter().filter(|cell| *cell == "true").count(), 5);
    assert_eq!(exporters::verify::verify(&release.path).reasons, Vec::<String>::new());
}

#[test]
fn raters_who_are_people_are_pseudonyms_and_judges_on_trial_have_names() {
    let mut world = World::default();
    world.add([agrees(1, Purpose::Research)]);
    let answer = delivered(1, 10, OCTOBER_MS);
    let scores = answer.iter().find_map(|event| match event {
        dataflow::events::Event::Answer { fact: AnswerFact::Assessed(scores), .. } => Some(scores.clone()),
        _ => None,
    });
    world.add(answer);
    for (by, rater) in [(RatedBy::Person, "Maria Lopez"), (RatedBy::Trial, "judge-2")] {
        let mut scores = scores.clone().unwrap();
        scores.rater = rater.to_owned();
        world.add([fact(1, 10, AnswerFact::RatingGiven(RatingGiven { by, occurred_at_ms: OCTOBER_MS, scores }))]);
    }
    let out = tempfile::tempdir().unwrap();
    let release = world.release(out.path());
    let rows = read(&release, "scores");
    assert_eq!(rows.column("by"), ["coach", "coach", "person", "person", "trial", "trial"]);
    assert_eq!(rows.column("criterion"), ["delivery", "overall"].repeat(3));
    assert_eq!(rows.column("rater")[4], "judge-2");
    let person = &rows.column("rater")[2];
    assert!(person.len() == 16 && person.bytes().all(|byte| byte.is_ascii_hexdigit()), "{person}");
    assert_eq!(rows.column("score")[0..2], ["2.00", "2.25"]);
}

#[test]
fn an_answer_is_a_grid_that_covers_its_recording() {
    let mut world = World::default();
    world.add([agrees(1, Purpose::Research)]);
    world.add(delivered(1, 10, OCTOBER_MS));
    world.said.insert(10, vec!["the".to_owned(), "say \"library\"".to_owned()]);
    let out = tempfile::tempdir().unwrap();
    let grid = |release: &exporters::Release| {
        let files = everything(&release.path.join("textgrids")).into_iter();
        let mut grids: Vec<_> = files.filter(|(_, bytes)| !bytes.is_empty()).collect();
        assert_eq!(grids.len(), 1);
        String::from_utf8(grids.remove(0).1).unwrap()
    };
    let without = world.release(out.path());
    let text = grid(&without);
    assert!(text.starts_with("File type = \"ooTextFile\"\nObject class = \"TextGrid\"\n\n0\n45.000\n<exists>\n2\n"));
    assert!(text.contains("\"speech\"\n0\n45.000\n7\n0.000\n0.500\n\"silence\"\n0.500\n15.000\n\"speech\"\n"));
    assert!(!text.contains("\"words\"") && text.contains("\"60\""));
    let mut spec = world.spec();
    spec.transcripts = true;
    let with = world.try_release(&spec, out.path()).unwrap();
    assert!(grid(&with).contains("\"words\"\n0\n45.000\n4\n0.000\n0.400\n\"the\"\n0.400\n0.500\n\"\"\n"));
    assert!(grid(&with).contains("\"say \"\"library\"\"\""));
}

#[test]
fn statements_are_one_for_each_answer() {
    let mut world = World::default();
    world.add_learners(1..3, 2);
    let mut spec = world.spec();
    (spec.format, spec.dates) = (Format::Xapi, false);
    let out = tempfile::tempdir().unwrap();
    let release = world.try_release(&spec, out.path()).unwrap();
    let text = std::fs::read_to_string(release.path.join("statements.jsonl")).unwrap();
    let statements: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(statements.len(), 4);
    for statement in &statements {
        assert!(statement["result"]["score"]["scaled"].as_f64().is_some_and(|score| (0.0..=1.0).contains(&score)));
        assert_eq!(statement["verb"]["id"], "http://adlnet.gov/expapi/verbs/answered");
        assert!(statement["timestamp"].is_null(), "no date was asked for");
    }
    let mut ids: Vec<_> = statements.iter().map(|statement| statement["id"].as_str().unwrap()).collect();
    ids.sort_unstable();
    ids.dedup();
    assert!(ids.len() == 4 && ids.iter().all(|id| id.len() == 36));
    assert_eq!(exporters::verify::verify(&release.path).reasons, Vec::<String>::new());
}
