//! The rules of tidy, each on small texts that keep it and that break it.
#![cfg(test)]

mod arrows;
mod exceptions;
mod graph_forms;
mod lengths;
mod mirrors;
mod packages;
mod places;
mod source;
mod wording;

use tidy::Finding;

/// `line: what` of each finding.
fn shown(findings: &[Finding]) -> Vec<String> {
    findings.iter().map(|finding| format!("{}: {}", finding.line, finding.what)).collect()
}

/// The lines of the findings.
fn lines(findings: &[Finding]) -> Vec<usize> {
    findings.iter().map(|finding| finding.line).collect()
}
