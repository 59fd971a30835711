//! Which crate may use which: arrows point one way, and the crates at one level never know each other.
//!
//! Dependencies for tests and builds count as well: a test that needs the crate above belongs above.

use std::collections::BTreeSet;

use crate::Finding;
use crate::metadata::{Metadata, Package};

/// Each crate with the crates of this workspace that it may use.
const ARROWS: [(&str, &[&str]); 10] = [
    ("dataflow", &[]),
    ("tidy", &[]),
    ("ingest", &["dataflow"]),
    ("coach", &["dataflow", "fakes"]),
    ("exporters", &["ingest", "dataflow"]),
    ("bot", &["ingest", "dataflow"]),
    ("web", &["ingest", "dataflow"]),
    // Servers for tests: they know nothing of ours, so that they cannot agree with our mistakes.
    ("fakes", &[]),
    ("speech-coach", &["bot", "web", "exporters", "coach", "ingest", "dataflow", "fakes"]),
    ("benches", &["speech-coach", "bot", "web", "exporters", "coach", "ingest", "dataflow", "fakes"]),
];

/// What `dataflow` never has, directly or through others.
const RUNTIMES: [&str; 4] = ["tokio", "async-std", "smol", "mio"];

/// Every arrow that points the wrong way, and every crate that has no place yet.
pub fn check(metadata: &Metadata) -> Vec<Finding> {
    metadata.members().flat_map(|package| check_crate(metadata, package)).collect()
}

/// Runtimes among the packages that `dataflow` is built from, one on a line.
pub fn check_runtimes(built_into_dataflow: &str) -> Vec<Finding> {
    let names = built_into_dataflow.lines().filter_map(|line| line.split(' ').next());
    let runtimes: BTreeSet<&str> = names.filter(|name| RUNTIMES.contains(name)).collect();
    let finding = |runtime: &str| {
        let what = format!("dataflow is built with {runtime}");
        Finding::new("dataflow/Cargo.toml", 1, what, "leave waiting to the crates around it")
    };
    runtimes.into_iter().map(finding).collect()
}

fn check_crate(metadata: &Metadata, package: &Package) -> Vec<Finding> {
    let manifest = metadata.manifest_of(package);
    let Some((name, may_use)) = ARROWS.iter().find(|(name, _)| *name == package.name) else {
        let what = format!("crate {} has no place among the others", package.name);
        return vec![Finding::new(manifest, 1, what, "say in tidy/src/arrows.rs what it may use")];
    };
    let ours = package.dependencies.iter().filter(|dependency| dependency.path.is_some());
    let wrong = ours.filter(|dependency| !may_use.contains(&dependency.name.as_str()));
    let finding = |used: &str| {
        let what = format!("{name} uses {used}, an arrow that points the wrong way");
        Finding::new(manifest, 1, what, "move what it needs down, or the use of it up")
    };
    wrong.map(|dependency| finding(&dependency.name)).collect()
}
