//! No place of one machine, and no address of a package registry, in any file: whoever clones the project has others.

use crate::Finding;
use crate::tree::File;

/// First parts of paths that exist only on some machine. Written without the slash, so that this file passes itself.
const MACHINE_FOLDERS: [&str; 4] = ["work", "root", "home", "tmp"];

/// Hosts of registries, each in two parts for the same reason.
const REGISTRIES: [(&str, &str); 9] = [
    ("crates", ".io"),
    ("pypi", ".org"),
    ("pythonhosted", ".org"),
    ("npmjs", ".org"),
    ("npmjs", ".com"),
    ("maven", ".org"),
    ("proxy.golang", ".org"),
    ("deb.debian", ".org"),
    ("docker", ".io"),
];

/// Paths and addresses in one file. `Cargo.lock` names the registry by its nature.
pub fn check(file: &File) -> Vec<Finding> {
    if file.path.ends_with("Cargo.lock") {
        return Vec::new();
    }
    let mut findings = Vec::new();
    for (index, text) in file.text.lines().enumerate() {
        if let Some(folder) = MACHINE_FOLDERS.iter().find(|folder| names_folder(text, folder)) {
            let what = format!("a path of one machine, /{folder}");
            let way_out = "make it relative, or take it from the environment or mktemp";
            findings.push(Finding::new(&file.path, index + 1, what, way_out));
        }
        if let Some((name, end)) = REGISTRIES.iter().find(|(name, end)| text.contains(&format!("{name}{end}"))) {
            let what = format!("a registry's address, {name}{end}");
            findings.push(Finding::new(&file.path, index + 1, what, "name the package; its client knows where it is"));
        }
    }
    findings
}

/// Whether `text` has an absolute path that begins with `folder`. Something must set it apart: in `a/tmp` and `../tmp`
/// it is part of a relative path, in `example.org/home` of an address.
fn names_folder(text: &str, folder: &str) -> bool {
    let needle = format!("/{folder}");
    text.match_indices(&needle).any(|(at, _)| {
        let before = text.get(..at).unwrap_or("").chars().next_back();
        let after = text.get(at + needle.len()..).unwrap_or("").chars().next();
        let begins = before.is_none_or(|char| char.is_whitespace() || "\"'`(=:,[{<|;".contains(char));
        let ends = after.is_none_or(|char| !char.is_alphanumeric() && !"_-.".contains(char));
        begins && ends
    })
}
