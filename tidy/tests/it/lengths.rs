use tidy::exceptions::Exceptions;
use tidy::lengths::check;
use tidy::source::Source;
use tidy::tree::{File, Tree};

use crate::shown;

fn checked(files: &[(&str, String)], exceptions: &str) -> Vec<String> {
    let tree = Tree { files: files.iter().map(|(path, text)| File::new(path, text)).collect() };
    let sources: Vec<Source> = tree.rust_files().map(|file| Source::new(&file.path, &file.text)).collect();
    let mut row = Exceptions::default();
    if !exceptions.is_empty() {
        let text = format!(r#"[{{"path": "{exceptions}", "reason": "because"}}]"#);
        row.long_files = serde_json::from_str(&text).unwrap();
    }
    shown(&check(&tree, &sources, &row))
}

fn code(lines: usize) -> String {
    "fn a() {}\n".repeat(lines)
}

#[test]
fn files_have_at_most_300_lines_or_500_with_a_reason() {
    assert!(checked(&[("src/a.rs", code(300))], "").is_empty());
    assert_eq!(checked(&[("src/a.rs", code(301))], ""), ["301: 301 lines, the limit is 300"]);
    assert!(checked(&[("src/a.rs", code(500))], "src/a.rs").is_empty());
    assert_eq!(checked(&[("src/a.rs", code(501))], "src/a.rs"), ["501: 501 lines, the limit is 500"]);
}

#[test]
fn tests_do_not_count_in_a_module_and_have_500_lines_of_their_own() {
    let with_tests = format!("{}#[cfg(test)]\nmod tests {{\n{}}}\n", code(300), code(100));
    assert!(checked(&[("src/a.rs", with_tests)], "").is_empty());
    assert!(checked(&[("tests/it/a.rs", code(500))], "").is_empty());
    assert_eq!(checked(&[("tests/it/a.rs", code(501))], ""), ["501: 501 lines, the limit is 500"]);
}

#[test]
fn an_exception_that_excuses_nothing_is_a_finding() {
    let stale = ["1: src/a.rs needs no exception from the limit of 300 lines"];
    assert_eq!(checked(&[("src/a.rs", code(300))], "src/a.rs"), stale);
    assert_eq!(checked(&[], "src/a.rs"), stale);
}

#[test]
fn the_readme_has_at_most_150_lines() {
    assert!(checked(&[("README.md", code(150))], "").is_empty());
    assert_eq!(checked(&[("README.md", code(151))], ""), ["151: 151 lines, the limit is 150"]);
}
