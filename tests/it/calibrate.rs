//! What the program says about a judge and the people whose scores it is compared with.

use std::process::Output;

use serde_json::Value;

use crate::program::Place;

/// Forty answers of two groups, scored by two people and, some of them twice, by a judge that is a point too high in one.
fn scores() -> String {
    let mut rows = vec!["answer,criterion,human,judge,group,run,human2".to_owned()];
    for answer in 0..40 {
        let human = answer % 5;
        let (group, too_high) = if answer % 2 == 0 { ("es", 0) } else { ("zh", 1) };
        let (judge, second) = (human + too_high, if answer % 8 == 0 { human + 1 } else { human });
        rows.push(format!("a{answer},delivery,{human},{judge},{group},1,{second}"));
        if answer % 4 == 0 {
            rows.push(format!("a{answer},delivery,{human},{},{group},2,{second}", judge + answer / 8 % 2));
        }
    }
    rows.join("\n") + "\n"
}

fn lines(output: &Output) -> Vec<Value> {
    let text = String::from_utf8(output.stdout.clone()).unwrap();
    assert!(output.status.success(), "{text}{}", String::from_utf8_lossy(&output.stderr));
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[test]
fn a_file_of_scores_gives_figures_notes_and_a_picture() {
    let place = Place::new();
    let file = place.file("scores.csv", scores().as_bytes());
    let (file, picture) = (file.to_str().unwrap(), place.data().with_file_name("scores.png"));
    let output = place.run(&["calibrate", file, "--plot", picture.to_str().unwrap()]);
    let text = String::from_utf8(output.stdout.clone()).unwrap();
    assert!(output.status.success(), "{text}{}", String::from_utf8_lossy(&output.stderr));
    for part in ["delivery", "all answers", "two humans", "note: ", "judged again: SD ", "Williamson"] {
        assert!(text.contains(part), "{part} is missing in {text}");
    }
    assert!(std::fs::read(picture).unwrap().starts_with(b"\x89PNG"));
    assert!(!place.data().exists(), "a file that has all scores needs no data folder");

    let rows = lines(&place.run(&["calibrate", file, "--json"]));
    let groups: Vec<&Value> = rows.iter().map(|row| &row["group"]).collect();
    assert_eq!(groups, [&Value::Null, &"es".into(), &"zh".into()]);
    assert_eq!((&rows[1]["judge"]["n"], &rows[1]["judge"]["quadratic_weighted_kappa"]), (&20.into(), &1.0.into()));
    assert_eq!((&rows[2]["judge"]["mean_difference"], &rows[2]["judge"]["difference_sd"]), (&1.0.into(), &0.0.into()));
    let notes: Vec<&str> = rows[2]["notes"].as_array().unwrap().iter().map(|note| note.as_str().unwrap()).collect();
    assert!(matches!(notes[..], [kappa, shift] if kappa.starts_with("QWK is 0.20 under") && shift.contains("0.10")));
    assert_eq!((&rows[0]["spread"]["answers"], &rows[0]["spread"]["same"]), (&10.into(), &6.into()));
    assert_eq!(rows[0]["humans"]["n"], 40);
}

#[test]
fn scores_that_the_file_leaves_out_are_those_of_the_log() {
    let place = Place::new();
    let mut facts = Vec::new();
    let mut rows = vec!["answer,criterion,human,judge".to_owned()];
    for answer in 1..=6_u64 {
        let recorded = serde_json::json!({
            "occurred_at_ms": 1_790_812_800_000_u64, "task": "toefl-independent", "prompt": format!("{answer:016x}"),
            "speech": {"practice_ms": 45_000, "speaking_ms": 40_000, "phonation_ms": 30_000, "syllables": 120,
                       "pauses": 10, "words": 80, "mtld_milli": 61_000},
            "score": {"score_centi": answer * 50, "max_centi": 400},
        });
        let fact = serde_json::json!({
            "at_us": 1_790_812_800_000_000_u64 + answer, "kind": "AnswerRecorded", "version": 1, "body": recorded,
            "learner": format!("{:016x}", 1), "answer": format!("{answer:016x}"),
        });
        facts.push(fact.to_string());
        rows.push(format!("{answer:016x},overall,{},", answer * 2));
    }
    rows.push("00000000000000ff,overall,3,".to_owned());
    let facts = place.file("facts.jsonl", facts.join("\n").as_bytes());
    let scores = place.file("scores.csv", rows.join("\n").as_bytes());
    let scores = scores.to_str().unwrap();
    let without = place.run(&["calibrate", scores]);
    assert_eq!(without.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&without.stderr).contains("there is no log at"), "{without:?}");

    assert!(place.run(&["replay", facts.to_str().unwrap()]).status.success());
    let output = place.run(&["calibrate", scores, "--json"]);
    let row = &lines(&output)[0]["judge"];
    assert_eq!((&row["n"], &row["pearson"], &row["mean_difference"]), (&6.into(), &1.0.into(), &(-5.25).into()));
    assert!(String::from_utf8_lossy(&output.stderr).contains("1 rows left out"), "{output:?}");
}

#[test]
fn what_is_wrong_is_said_with_its_line() {
    let place = Place::new();
    let says = |name: &str, text: &str, arguments: &[&str]| {
        let file = place.file(name, text.as_bytes());
        let output = place.run(&[&["calibrate", file.to_str().unwrap()], arguments].concat());
        assert_eq!(output.status.code(), Some(1), "{output:?}");
        assert!(output.stdout.is_empty(), "{output:?}");
        String::from_utf8(output.stderr).unwrap()
    };
    let said = says("a.csv", "answer,criterion,human,judge\na,c,three,1\n", &[]);
    assert!(said.contains("a.csv, line 2: human \"three\" is not a number"), "{said}");
    let two = "answer,criterion,human,judge\na,c,1,1\na,d,1,1\n";
    assert!(says("b.csv", two, &["--plot", "x.png"]).contains("choose with --criterion"));
    assert!(says("b.csv", two, &["--criterion", "e"]).contains("it has c, d"));
    let unknown = says("c.csv", "answer,criterion,human,judge\nessay,c,1,\n", &[]);
    assert!(unknown.contains("no answer id of 16 hex digits"), "{unknown}");
    assert!(says("d.csv", "answer,criterion,human,judge\n", &[]).contains("has no scores"));
    let missing = place.run(&["calibrate", "nowhere.csv"]);
    assert!(String::from_utf8_lossy(&missing.stderr).contains("reading nowhere.csv failed"), "{missing:?}");
}
