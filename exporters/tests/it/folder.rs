//! The folder of the releases: a release is there whole or not at all, and is never written twice.

use std::fs::{self, File};
use std::path::Path;

use dataflow::events::Purpose;
use exporters::{ExportError, Release};

use crate::support::{OCTOBER_MS, World, agrees, delivered, everything, path};

fn world() -> World {
    let mut world = World::default();
    world.add([agrees(1, Purpose::Research)]);
    world.add(delivered(1, 10, OCTOBER_MS));
    world.said.insert(10, vec!["Good".to_owned()]);
    world
}

fn try_release(out: &Path) -> Result<Release, ExportError> {
    let mut world = world();
    let spec = world.spec();
    world.try_release(&spec, out)
}

#[test]
fn a_release_has_a_folder_of_its_own() {
    let out = tempfile::tempdir().unwrap();
    let folder = out.path().join("made/where missing");
    let mut world = world();
    let release = world.release(&folder);
    assert!(release.is_new);
    assert_eq!(release.path, folder.join(format!("release={}", release.id)));
    assert_eq!(release.id, world.spec().id());
    assert_eq!((release.tables["words"], release.tables["pauses"]), (1, 2));
    assert_eq!(fs::read_dir(&folder).unwrap().count(), 1, "nothing is left beside the release");
    assert_eq!(world.kept.borrow().len(), 1);
}

#[test]
fn the_same_release_is_left_as_it_is() {
    let out = tempfile::tempdir().unwrap();
    let first = try_release(out.path()).unwrap();
    let before = everything(out.path());
    let mut again = world();
    again.fails = true;
    let second = again.release(out.path());
    assert!(!second.is_new && again.kept.borrow().is_empty());
    assert_eq!((&second.tables, &second.manifest_sha256), (&first.tables, &first.manifest_sha256));
    assert_eq!(everything(out.path()), before);
}

#[test]
fn other_releases_stay() {
    let out = tempfile::tempdir().unwrap();
    let mut world = world();
    let mut spec = world.spec();
    spec.as_of_us -= 1;
    let earlier = world.try_release(&spec, out.path()).unwrap();
    let before = everything(out.path());
    let later = world.release(out.path());
    assert_ne!(earlier.path, later.path);
    let after = everything(out.path());
    assert!(before.iter().all(|(path, bytes)| after.get(path) == Some(bytes)));
}

#[test]
fn a_folder_of_other_things_is_refused() {
    let out = tempfile::tempdir().unwrap();
    fs::write(out.path().join("thesis.txt"), "mine").unwrap();
    let error = try_release(out.path()).unwrap_err();
    assert!(matches!(error, ExportError::NotEmpty { .. }), "{error:?}");
    assert_eq!(everything(out.path()).len(), 1);
}

#[test]
fn what_a_crash_left_is_replaced() {
    let clean = tempfile::tempdir().unwrap();
    let expected = try_release(clean.path()).unwrap();
    let out = tempfile::tempdir().unwrap();
    let partial = out.path().join(format!(".release={}.partial", expected.id));
    fs::create_dir_all(partial.join("answers")).unwrap();
    fs::write(partial.join("answers/part-0.parquet"), "PAR1 and then the power went").unwrap();
    assert!(try_release(out.path()).unwrap().is_new);
    assert_eq!(everything(out.path()), everything(clean.path()));
}

#[test]
fn a_document_that_cannot_be_read_stops_the_release() {
    let out = tempfile::tempdir().unwrap();
    let mut world = world();
    world.fails = true;
    let spec = world.spec();
    let error = world.try_release(&spec, out.path()).unwrap_err();
    assert_eq!(error.to_string(), "a transcript cannot be read; nothing was released");
    assert!(everything(out.path()).is_empty() && world.kept.borrow().is_empty());
}

#[test]
fn a_damaged_release_is_named_and_kept() {
    let out = tempfile::tempdir().unwrap();
    let whole = try_release(out.path()).unwrap();
    fs::write(path(&whole, "scores"), "PAR1").unwrap();
    let before = everything(out.path());
    let error = try_release(out.path()).unwrap_err();
    assert!(matches!(&error, ExportError::Damaged { path, .. } if *path == whole.path), "{error:?}");
    assert!(error.to_string().contains("scores/part-0.parquet"), "{error}");
    assert_eq!(everything(out.path()), before);
}

#[test]
fn an_unknown_study_is_named_with_those_there_are() {
    let out = tempfile::tempdir().unwrap();
    let mut world = world();
    let mut spec = world.spec();
    spec.study = Some("pace".to_owned());
    let error = world.try_release(&spec, out.path()).unwrap_err();
    assert_eq!(error.to_string(), "study \"pace\" is not known as of that moment; the studies are: none");
}

#[test]
fn a_file_is_no_folder() {
    let out = tempfile::tempdir().unwrap();
    let file = out.path().join("a \"file\"");
    fs::write(&file, "mine").unwrap();
    for path in [file.clone(), file.join("below")] {
        let error = try_release(&path).unwrap_err();
        assert_eq!(error.to_string(), format!("release folder: {path:?} is not a folder; name another one"));
    }
    assert_eq!(fs::read(&file).unwrap(), b"mine");
}

#[cfg(unix)]
#[test]
fn a_read_only_folder_is_named() {
    use std::os::unix::fs::PermissionsExt;

    let out = tempfile::tempdir().unwrap();
    fs::set_permissions(out.path(), fs::Permissions::from_mode(0o555)).unwrap();
    // The administrator may write everywhere but in the kernel's own folders.
    let is_writable = File::create(out.path().join("release=probe")).is_ok();
    let folder = if is_writable { Path::new("/proc/releases") } else { out.path() };
    let error = try_release(folder).unwrap_err();
    assert_eq!(matches!(error, ExportError::ReadOnly { .. }), !is_writable, "{error:?}");
    assert!(error.to_string().contains(folder.to_str().unwrap()), "{error}");
}

#[cfg(unix)]
#[test]
fn two_exports_do_not_meet() {
    let out = tempfile::tempdir().unwrap();
    let other = File::open(out.path()).unwrap();
    other.lock().unwrap();
    let error = try_release(out.path()).unwrap_err();
    let expected = format!("another export is writing to {:?}; wait for it, or name another folder", out.path());
    assert_eq!(error.to_string(), expected);
    drop(other);
    assert!(try_release(out.path()).unwrap().is_new);
}
