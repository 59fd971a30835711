use tidy::exceptions::Exceptions;
use tidy::source::Source;
use tidy::tree::File;
use tidy::wording::{check_clocks, check_source, check_text};

use crate::{lines, shown};

fn in_file(path: &str, text: &str) -> Vec<usize> {
    lines(&check_source(&Source::new(path, text)))
}

#[test]
fn silenced_lints_and_ignored_tests_are_found() {
    assert_eq!(in_file("src/a.rs", "#[allow(dead_code)]\nfn a() {}\n"), [1]);
    assert_eq!(in_file("src/a.rs", "#![allow(dead_code)]\n"), [1]);
    assert_eq!(in_file("src/a.rs", "#[cfg_attr(test, allow(dead_code))]\n"), [1]);
    assert_eq!(in_file("tests/a.rs", "#[test]\n#[ignore = \"slow\"]\nfn a() {}\n"), [2]);
    assert!(in_file("src/a.rs", "#[expect(dead_code, reason = \"#[allow(x)]\")]\n// #[ignore]\n").is_empty());
}

#[test]
fn a_test_sleeps_only_with_a_reason_above() {
    let call = "fn a() {\n    thread::sleep(SECOND);\n}\n";
    assert_eq!(in_file("tests/it/a.rs", call), [2]);
    assert!(in_file("src/a.rs", call).is_empty());
    assert_eq!(in_file("tests/it/a.rs", "let a = 1; // why\ntokio::time::sleep(SECOND).await;\n"), [2]);
    assert!(in_file("tests/it/a.rs", "// The clock must move.\nthread::sleep(SECOND);\n").is_empty());
    assert!(in_file("tests/it/a.rs", "fn sleep(a: u8) {}\nfn b() { oversleep(1) }\n").is_empty());
}

#[test]
fn notes_of_undone_work_are_found_in_comments_and_texts() {
    let note = ["TO", "DO"].concat();
    assert_eq!(in_file("src/a.rs", &format!("fn a() {{}} // {note}: finish\n")), [1]);
    assert!(in_file("src/a.rs", &format!("let a = \"{note}\"; // {note}S\n")).is_empty());
    assert_eq!(lines(&check_text(&File::new("docs/a.md", &format!("One.\n{note} two.\n")))), [2]);
    assert!(check_text(&File::new("src/a.rs", &note)).is_empty());
}

#[test]
fn only_ingest_and_benches_read_the_clock() {
    let text = "let a = Instant::now();\nlet b = std::time::SystemTime::now();\n";
    let found = |path: &str, exceptions: &Exceptions| shown(&check_clocks(&[Source::new(path, text)], exceptions));
    let none = Exceptions::default();
    assert_eq!(found("src/a.rs", &none), ["1: only ingest reads the clock", "2: only ingest reads the clock"]);
    assert!(found("ingest/src/clock.rs", &none).is_empty());
    assert!(found("benches/src/main.rs", &none).is_empty());

    let rows = serde_json::from_str(r#"[{"path": "src/a.rs", "reason": "because"}]"#).unwrap();
    let excused = Exceptions { clock_readers: rows, ..Exceptions::default() };
    assert!(found("src/a.rs", &excused).is_empty());
    assert_eq!(found("ingest/src/a.rs", &excused), ["1: src/a.rs needs no exception from the rule on clocks"]);
}
