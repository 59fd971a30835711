//! Words that have no place in the code: silenced lints, ignored tests, notes to self, clocks, sleeps for luck.

use crate::Finding;
use crate::exceptions::{self, Exceptions};
use crate::source::Source;
use crate::tree::File;

/// Words that mark work left undone.
const NOTES: [&str; 3] = ["TODO", "FIXME", "XXX"];
const CLOCKS: [&str; 2] = ["SystemTime::now", "Instant::now"];
/// The folders whose code reads the clock.
const CLOCK_FOLDERS: [&str; 2] = ["ingest/", "benches/"];

/// The rules on one Rust file, clocks apart.
pub fn check_source(source: &Source) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (line, code) in source.code_lines() {
        let mut report = |what: &str, way_out: &str| findings.push(Finding::new(&source.path, line, what, way_out));
        if code.contains("#[allow(")
            || code.contains("#![allow(")
            || has_word(code, "cfg_attr") && has_word(code, "allow")
        {
            report("a lint is silenced by allow", "write #[expect(lint, reason = \"…\")]");
        }
        if code.contains("#[ignore") {
            report("a test is ignored", "make it pass, or remove it");
        }
        if is_sleep(code) && source.is_test_line(line) && !is_explained(source, line) {
            report("a test sleeps", "wait for what happens, or say in a comment on the line above why it must");
        }
        if NOTES.iter().any(|note| has_word(source.comment_on(line), note)) {
            report("a comment leaves work undone", "do it, or file an issue and say here what holds today");
        }
    }
    findings
}

/// Files that read a clock and may not, and exceptions that are not needed.
pub fn check_clocks(sources: &[Source], exceptions: &Exceptions) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut readers = Vec::new();
    for source in sources.iter().filter(|source| !CLOCK_FOLDERS.iter().any(|folder| source.path.starts_with(folder))) {
        let reads = source.code_lines().filter(|(_, code)| CLOCKS.iter().any(|clock| code.contains(clock)));
        let reads: Vec<usize> = reads.map(|(line, _)| line).collect();
        if reads.is_empty() {
            continue;
        }
        readers.push(source.path.as_str());
        if exceptions.clock_readers.iter().any(|exception| exception.path == source.path) {
            continue;
        }
        let way_out = format!("take the time as an argument, or give the reason in {}", exceptions::PATH);
        let finding = |line| Finding::new(&source.path, line, "only ingest reads the clock", way_out.clone());
        findings.extend(reads.into_iter().map(finding));
    }
    let stale = exceptions.clock_readers.iter().filter(|exception| !readers.contains(&exception.path.as_str()));
    findings.extend(stale.map(|exception| exceptions::stale(&exception.path, "the rule on clocks")));
    findings
}

/// The rules on files that are not Rust.
pub fn check_text(file: &File) -> Vec<Finding> {
    if file.path.ends_with(".rs") || file.path.ends_with(".lock") {
        return Vec::new();
    }
    let notes = file.text.lines().enumerate().filter(|(_, text)| NOTES.iter().any(|note| has_word(text, note)));
    let finding = |(index, _)| Finding::new(&file.path, index + 1, "work is left undone", "do it, or file an issue");
    notes.map(finding).collect()
}

/// A call of a function named `sleep`, not its definition.
fn is_sleep(code: &str) -> bool {
    let mut calls = code.match_indices("sleep(").map(|(at, _)| code.get(..at).unwrap_or(""));
    calls.any(|before| !before.ends_with(is_word) && !before.trim_end().ends_with("fn"))
}

fn is_explained(source: &Source, line: usize) -> bool {
    let above = line.saturating_sub(1);
    let is_only_comment =
        source.code_lines().nth(above.saturating_sub(1)).is_some_and(|(_, code)| code.trim().is_empty());
    is_only_comment && !source.comment_on(above).is_empty()
}

fn is_word(char: char) -> bool {
    char.is_alphanumeric() || char == '_'
}

/// Whether `word` stands in `text` by itself.
fn has_word(text: &str, word: &str) -> bool {
    text.match_indices(word).any(|(at, _)| {
        let before = text.get(..at).unwrap_or("");
        let after = text.get(at + word.len()..).unwrap_or("");
        !before.ends_with(is_word) && !after.starts_with(is_word)
    })
}
