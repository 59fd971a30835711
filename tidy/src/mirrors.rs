//! Tests mirror the code: a folder of a crate's `tests/it` has the name of a module in its `src`.
//!
//! Only folders are compared, since a file there may as well be a helper or a law over many modules. The root's tests
//! are sessions from end to end and mirror nothing.

use std::collections::BTreeSet;

use crate::Finding;
use crate::tree::Tree;

/// Folders whose tests mirror nothing: helpers, and data.
const FREE: [&str; 3] = ["support", "data", "fixtures"];

/// Every folder of tests that stands for no module.
pub fn check(tree: &Tree) -> Vec<Finding> {
    let folders: BTreeSet<(&str, &str)> = tree.rust_files().filter_map(|file| folder_of_tests(&file.path)).collect();
    let is_module = |krate: &str, folder: &str| {
        let inside = format!("{krate}/src/{folder}/");
        let beside = format!("{krate}/src/{folder}.rs");
        tree.files.iter().any(|file| file.path == beside || file.path.starts_with(&inside))
    };
    let strays = folders.into_iter().filter(|(krate, folder)| !FREE.contains(folder) && !is_module(krate, folder));
    let finding = |(krate, folder): (&str, &str)| {
        let what = format!("no module of {krate}/src is named {folder}");
        Finding::new(&format!("{krate}/tests/it/{folder}"), 1, what, "name the folder after what it tests")
    };
    strays.map(finding).collect()
}

/// The crate and the first folder below `tests/it` of a test's path.
fn folder_of_tests(path: &str) -> Option<(&str, &str)> {
    let (krate, rest) = path.split_once("/tests/it/")?;
    let (folder, _) = rest.split_once('/')?;
    Some((krate, folder))
}
