//! What is found in a release that is not what it says.

use std::fs;
use std::path::Path;

use exporters::verify::verify;

use crate::support::{OCTOBER_MS, World, delivered, everything};

fn released(out: &Path) -> exporters::Release {
    let mut world = World::default();
    world.add_learners(1..13, 3);
    world.add(delivered(1, 77, OCTOBER_MS));
    world.said.insert(77, vec!["Good".to_owned()]);
    world.release(out)
}

#[test]
fn a_sound_release_is_said_to_be_sound() {
    let out = tempfile::tempdir().unwrap();
    let release = released(out.path());
    let report = verify(&release.path);
    assert_eq!(report.reasons, Vec::<String>::new());
    assert_eq!(report.release, Some(release.id));
    assert!(report.checked.len() >= 7, "{:?}", report.checked);
}

#[test]
fn one_changed_byte_is_named_in_every_file() {
    let out = tempfile::tempdir().unwrap();
    let release = released(out.path());
    let files: Vec<_> = everything(&release.path).into_iter().filter(|(_, bytes)| !bytes.is_empty()).collect();
    assert!(files.len() > 40, "{}", files.len());
    for (path, bytes) in files {
        let full = release.path.join(&path);
        let mut changed = bytes.clone();
        let middle = changed.len() / 2;
        changed[middle] ^= 1;
        fs::write(&full, &changed).unwrap();
        let reasons = verify(&release.path).reasons;
        let name = path.to_str().unwrap();
        // A changed digest is noticed at the file that it is about.
        let is_named = reasons.iter().any(|reason| reason.contains(name));
        assert!(is_named || (name == "manifest.sha256" && !reasons.is_empty()), "{name}: {reasons:?}");
        fs::write(&full, &bytes).unwrap();
    }
    assert_eq!(verify(&release.path).reasons, Vec::<String>::new());
}

#[test]
fn files_that_are_missing_or_too_many_are_named() {
    let out = tempfile::tempdir().unwrap();
    let release = released(out.path());
    fs::write(release.path.join("extra.txt"), "mine").unwrap();
    let codebook = fs::read(release.path.join("codebook.md")).unwrap();
    fs::remove_file(release.path.join("codebook.md")).unwrap();
    let reasons = verify(&release.path).reasons.join("\n");
    assert!(reasons.contains("extra.txt: is not in the manifest"), "{reasons}");
    assert!(reasons.contains("codebook.md: is in the manifest and not there"), "{reasons}");
    fs::write(release.path.join("codebook.md"), codebook).unwrap();
    let reasons = verify(&out.path().join("nowhere")).reasons;
    assert!(!reasons.is_empty());
}

/// Somebody who also writes the manifest anew is found out by what tables say of each other.
#[test]
fn a_table_of_another_release_does_not_fit() {
    let out = tempfile::tempdir().unwrap();
    let release = released(out.path());
    let mut other = World::default();
    other.add_learners(1..14, 2);
    let elsewhere = tempfile::tempdir().unwrap();
    let other = other.release(elsewhere.path());
    for (table, reason) in [("practice_days", "practice_days"), ("learners", "rows"), ("active_days", "rows")] {
        let place = release.path.join(table).join("part-0.parquet");
        let own = fs::read(&place).unwrap();
        fs::copy(other.path.join(table).join("part-0.parquet"), &place).unwrap();
        let manifest = fs::read_to_string(release.path.join("manifest.sha256")).unwrap();
        let sealed = sealed(&manifest, &format!("{table}/part-0.parquet"), &place);
        fs::write(release.path.join("manifest.sha256"), sealed).unwrap();
        let reasons = verify(&release.path).reasons;
        assert!(reasons.iter().any(|said| said.contains(reason)), "{table}: {reasons:?}");
        fs::write(&place, own).unwrap();
        fs::write(release.path.join("manifest.sha256"), manifest).unwrap();
    }
}

/// The manifest with the digest that a file has now.
fn sealed(manifest: &str, name: &str, file: &Path) -> String {
    use sha2::{Digest, Sha256};
    let digest: String = Sha256::digest(fs::read(file).unwrap()).iter().map(|byte| format!("{byte:02x}")).collect();
    let line =
        |line: &str| if line.ends_with(&format!("  {name}")) { format!("{digest}  {name}") } else { line.to_owned() };
    manifest.lines().map(line).collect::<Vec<_>>().join("\n") + "\n"
}
