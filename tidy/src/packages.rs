//! What the project is built from: licences, where packages come from, and packages in several versions.

use std::collections::{BTreeMap, BTreeSet};

use crate::Finding;
use crate::exceptions::{self, DuplicateException, Exceptions};
use crate::metadata::{Metadata, Package};
use crate::tree::Tree;

/// How the source of a package from cargo's default registry ends. In two parts, so that this file passes `places`.
const DEFAULT_REGISTRY: &str = concat!("/rust-lang/crates", ".io-index");
const LOCK: &str = "Cargo.lock";

/// Every package that breaks a rule, and every exception that is not needed.
pub fn check(metadata: &Metadata, tree: &Tree, exceptions: &Exceptions) -> Vec<Finding> {
    let lock = tree.file(LOCK).map_or("", |file| file.text.as_str());
    let mut findings = check_licences(metadata, lock, exceptions);
    findings.extend(metadata.foreign().filter_map(|package| check_source(package, lock)));
    findings.extend(check_duplicates(metadata, lock, &exceptions.duplicates));
    findings
}

fn check_licences(metadata: &Metadata, lock: &str, exceptions: &Exceptions) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut needed = BTreeSet::new();
    for package in metadata.foreign() {
        let licence = package.license.as_deref().unwrap_or("none named");
        if is_satisfied(licence, &|name| exceptions.licences.iter().any(|allowed| allowed == name)) {
            continue;
        }
        match exceptions.licence_exceptions.iter().find(|row| row.excuses(&package.name, licence)) {
            Some(row) => {
                needed.insert(row.name.as_str());
            }
            None => {
                let what = format!("the licence of {} is not one of those allowed: {licence}", package.name);
                let way_out = format!("use another package, or allow it in {}", exceptions::PATH);
                findings.push(Finding::new(LOCK, line_in_lock(lock, &package.name), what, way_out));
            }
        }
    }
    let stale = exceptions.licence_exceptions.iter().filter(|row| !needed.contains(row.name.as_str()));
    findings.extend(stale.map(|row| exceptions::stale(&row.name, "the list of licences")));
    findings
}

fn check_source(package: &Package, lock: &str) -> Option<Finding> {
    let source = package.source.as_deref().unwrap_or("a folder");
    if source.starts_with("registry+") && source.ends_with(DEFAULT_REGISTRY) {
        return None;
    }
    let what = format!("{} comes from {source}", package.name);
    let way_out = "take it from cargo's default registry";
    Some(Finding::new(LOCK, line_in_lock(lock, &package.name), what, way_out))
}

fn check_duplicates(metadata: &Metadata, lock: &str, excused: &[DuplicateException]) -> Vec<Finding> {
    let mut versions_by_name: BTreeMap<&str, BTreeSet<Vec<u64>>> = BTreeMap::new();
    for package in metadata.foreign() {
        versions_by_name.entry(&package.name).or_default().insert(compatible(&package.version));
    }
    let written = |versions: &BTreeSet<Vec<u64>>| versions.iter().map(|parts| join(parts)).collect::<Vec<_>>();
    let duplicates: BTreeMap<&str, Vec<String>> = versions_by_name
        .iter()
        .filter(|(_, versions)| versions.len() > 1)
        .map(|(name, versions)| (*name, written(versions)))
        .collect();

    let is_excused =
        |name: &str, versions: &[String]| excused.iter().any(|row| row.name == name && row.versions == versions);
    let unlisted = duplicates.iter().filter(|(name, versions)| !is_excused(name, versions));
    let mut findings: Vec<Finding> = unlisted
        .map(|(name, versions)| {
            let what = format!("{name} is built in several versions: {}", versions.join(", "));
            let way_out = format!("choose packages that agree, or give the reason in {}", exceptions::PATH);
            Finding::new(LOCK, line_in_lock(lock, name), what, way_out)
        })
        .collect();
    let is_needed = |row: &&DuplicateException| duplicates.get(row.name.as_str()) == Some(&row.versions);
    let stale = excused.iter().filter(|row| !is_needed(row));
    findings
        .extend(stale.map(|row| exceptions::stale(&row.name, "the rule on several versions (with these versions)")));
    findings
}

/// The parts of a version that tell incompatible ones apart: `[0, 3]` of 0.3.4, `[2]` of 2.1.0.
fn compatible(version: &str) -> Vec<u64> {
    let parts: Vec<u64> = version.split(['.', '-', '+']).map_while(|part| part.parse().ok()).take(3).collect();
    let significant = parts.iter().position(|&part| part != 0).unwrap_or(0);
    parts.into_iter().take(significant + 1).collect()
}

fn join(parts: &[u64]) -> String {
    parts.iter().map(u64::to_string).collect::<Vec<_>>().join(".")
}

fn line_in_lock(lock: &str, name: &str) -> usize {
    let wanted = format!("name = \"{name}\"");
    lock.lines().position(|line| line == wanted).map_or(1, |index| index + 1)
}

/// Whether an SPDX expression can be met with allowed licences only; what is no expression cannot.
///
/// `AND` binds closer than `OR`; a slash, which older packages write, is `OR`; a licence `WITH` an exception is one name.
pub fn is_satisfied(expression: &str, is_allowed: &dyn Fn(&str) -> bool) -> bool {
    let spaced = expression.replace('(', " ( ").replace(')', " ) ").replace('/', " OR ");
    let words: Vec<&str> = spaced.split_whitespace().collect();
    let mut rest = words.as_slice();
    any_of(&mut rest, is_allowed).is_some_and(|satisfied| satisfied && rest.is_empty())
}

fn any_of(rest: &mut &[&str], is_allowed: &dyn Fn(&str) -> bool) -> Option<bool> {
    let mut satisfied = all_of(rest, is_allowed)?;
    while take(rest, "OR") {
        satisfied |= all_of(rest, is_allowed)?;
    }
    Some(satisfied)
}

fn all_of(rest: &mut &[&str], is_allowed: &dyn Fn(&str) -> bool) -> Option<bool> {
    let mut satisfied = one_of(rest, is_allowed)?;
    while take(rest, "AND") {
        satisfied &= one_of(rest, is_allowed)?;
    }
    Some(satisfied)
}

fn one_of(rest: &mut &[&str], is_allowed: &dyn Fn(&str) -> bool) -> Option<bool> {
    if take(rest, "(") {
        let satisfied = any_of(rest, is_allowed)?;
        return take(rest, ")").then_some(satisfied);
    }
    let name = next(rest)?;
    if !take(rest, "WITH") {
        return Some(is_allowed(name));
    }
    let exception = next(rest)?;
    Some(is_allowed(&format!("{name} WITH {exception}")))
}

fn next<'a>(rest: &mut &[&'a str]) -> Option<&'a str> {
    let (first, after) = rest.split_first()?;
    *rest = after;
    Some(first)
}

fn take(rest: &mut &[&str], word: &str) -> bool {
    match rest.split_first() {
        Some((first, after)) if *first == word => {
            *rest = after;
            true
        }
        _ => false,
    }
}
