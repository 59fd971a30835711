//! How long files may be: 300 lines without their tests, 500 with a reason; files of tests 500; the README 150.

use crate::exceptions::{self, Exceptions};
use crate::source::Source;
use crate::tree::Tree;
use crate::{Finding, exceptions::PathException};

const LINES_MAX: usize = 300;
const LINES_MAX_EXCUSED: usize = 500;
const README_LINES_MAX: usize = 150;

/// Every file that is too long, and every exception that is not needed.
pub fn check(tree: &Tree, sources: &[Source], exceptions: &Exceptions) -> Vec<Finding> {
    let mut findings: Vec<Finding> =
        sources.iter().filter_map(|source| check_file(source, &exceptions.long_files)).collect();
    let is_long = |path: &str| {
        let mut long = sources.iter().filter(|source| !is_all_tests(source) && counted_lines(source) > LINES_MAX);
        long.any(|source| source.path == path)
    };
    let stale = exceptions.long_files.iter().filter(|exception| !is_long(&exception.path));
    findings.extend(stale.map(|exception| exceptions::stale(&exception.path, "the limit of 300 lines")));
    findings.extend(check_readme(tree));
    findings
}

fn check_file(source: &Source, excused: &[PathException]) -> Option<Finding> {
    let lines = counted_lines(source);
    let may_be_longer = is_all_tests(source) || excused.iter().any(|exception| exception.path == source.path);
    let (limit, way_out) = if may_be_longer {
        (LINES_MAX_EXCUSED, "split it: no exception goes further".to_owned())
    } else {
        (LINES_MAX, format!("split it, or give the reason in {}", exceptions::PATH))
    };
    (lines > limit)
        .then(|| Finding::new(&source.path, limit + 1, format!("{lines} lines, the limit is {limit}"), way_out))
}

fn is_all_tests(source: &Source) -> bool {
    source.tests.iter().all(|&is_test| is_test)
}

/// The lines of test modules count only in files of tests.
fn counted_lines(source: &Source) -> usize {
    let is_all_tests = is_all_tests(source);
    source.tests.iter().filter(|&&is_test| is_all_tests || !is_test).count()
}

fn check_readme(tree: &Tree) -> Option<Finding> {
    let lines = tree.file("README.md")?.text.lines().count();
    let what = format!("{lines} lines, the limit is {README_LINES_MAX}");
    (lines > README_LINES_MAX)
        .then(|| Finding::new("README.md", README_LINES_MAX + 1, what, "move detail to docs/ or ARCHITECTURE.md"))
}
