//! Studies, created and shown by the program.

use serde_json::{Value, json};

use crate::program::Place;

const FILE: &str = include_str!("../studies/for-some.toml");

/// Exit code, what was printed, and what was complained of.
fn study(place: &Place, arguments: &[&str]) -> (Option<i32>, String, String) {
    let output = place.run(&[&["study"], arguments].concat());
    let [out, err] = [output.stdout, output.stderr].map(|bytes| String::from_utf8(bytes).unwrap());
    (output.status.code(), out, err)
}

#[test]
fn a_study_is_created_once_and_never_changes() {
    let place = Place::new();
    let create = |content: &str, arguments: &[&str]| {
        let file = place.file("mine.toml", content.as_bytes());
        study(&place, &[&["create", file.to_str().unwrap()], arguments].concat())
    };
    let (code, out, err) = create(FILE, &["--json"]);
    assert_eq!(code, Some(0), "{err}");
    let said: Value = serde_json::from_str(&out).unwrap();
    let number = ingest::hashing::study_id("for-some").0;
    assert_eq!(said, json!({"study": number, "name": "for-some", "payload": "study-for-some", "new": true}));
    let head = place.head();
    let (code, out, _) = create(FILE, &[]);
    assert_eq!((code, out.contains("there already, unchanged")), (Some(0), true), "{out}");
    let (code, _, err) = create(&FILE.replace("as always", "as never"), &[]);
    assert_eq!(code, Some(1));
    assert!(err.contains("studies never change"), "{err}");
    let (code, _, err) = create(&FILE.replace("[[arms]]\nname = \"second\"", "[[arms]]\nname = \"first\""), &[]);
    assert_eq!((code, err.contains("arm \"first\" is there twice")), (Some(1), true), "{err}");
    assert_eq!(place.head(), head, "nothing is said of what was refused");
}

#[test]
fn a_study_is_shown_with_its_arms_and_its_link() {
    let place = Place::new();
    let (code, out, _) = study(&place, &["list"]);
    assert_eq!((code, out.contains("No studies yet")), (Some(0), true), "{out}");
    assert_eq!(study(&place, &["create", "tests/studies/short-cards.toml"]).0, Some(0));
    let (_, out, _) = study(&place, &["show", "short-cards", "--json"]);
    let said: Value = serde_json::from_str(&out).unwrap();
    assert_eq!(said["text_version"], 3);
    let arm = json!({
        "name": "short", "weight": 1, "rubric": "repeat-in-study/2", "short_feedback": true, "reminders": false,
        "participants": 0,
    });
    assert_eq!(said["arms"], json!([arm]));
    let (_, out, _) = study(&place, &["show", &said["study"].to_string()]);
    assert!(out.contains("arm short: 0 take part, weight 1 of 1, rubric repeat-in-study/2, short feedback"), "{out}");
    let (_, out, _) = study(&place, &["list"]);
    assert!(out.contains("short-cards  0 take part, joined from 2020-01-01 00:00:00 UTC"), "{out}");
    assert_eq!(study(&place, &["link", "short-cards"]).1, "study-short-cards\n");
    let (_, out, _) = study(&place, &["link", "short-cards", "--bot", "my_coach_bot"]);
    assert_eq!(out, "https://t.me/my_coach_bot?start=study-short-cards\n");
}

#[test]
fn what_nobody_knows_is_refused() {
    let place = Place::new();
    let (code, _, err) = study(&place, &["show", "nowhere"]);
    assert_eq!((code, err.contains("no study \"nowhere\" is there")), (Some(1), true), "{err}");
    let (code, _, err) = study(&place, &["create", "nowhere.toml"]);
    assert_eq!((code, err.contains("reading nowhere.toml failed")), (Some(1), true), "{err}");
    let file = place.file("large.toml", &vec![b'#'; 200_001]);
    let (code, _, err) = study(&place, &["create", file.to_str().unwrap()]);
    assert_eq!((code, err.contains("larger than 200000 bytes")), (Some(1), true), "{err}");
    assert_eq!(study(&place, &["link", "nowhere", "--bot", "@x"]).0, Some(2));
}
