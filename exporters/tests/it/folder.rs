//! The folder of the releases: a release is there whole or not at all, and is never written twice.

use std::convert::Infallible;
use std::fs::{self, File};
use std::path::Path;

use dataflow::read_model::Tables;
use exporters::{ExportError, Release};

use crate::support::{NAMES, consent, everything, path, release, tables, transcribed, transcript};

fn spoken() -> Tables {
    tables([transcribed(1, 10), vec![consent(1, true)]].concat())
}

fn try_release(out: &Path) -> Result<Release, ExportError> {
    exporters::release(&spoken(), |_of| Ok::<_, Infallible>(Some(transcript(&["good", "morning."]))), out)
}

#[test]
fn a_release_has_a_folder_per_table() {
    let out = tempfile::tempdir().unwrap();
    let folder = out.path().join("made/where missing");
    let release = release(&spoken(), &folder);
    assert!(release.is_new);
    assert_eq!(release.path, folder.join(format!("release={}", release.id)));
    let rows = [1, 0, 1, 0, 1, 2, 1];
    assert_eq!(release.tables, NAMES.into_iter().zip(rows).collect::<Vec<_>>());
    let files = everything(&release.path).into_iter().filter(|(_, bytes)| !bytes.is_empty());
    let mut expected = NAMES.map(|name| Path::new(name).join("part-0.parquet"));
    expected.sort();
    assert_eq!(files.map(|(path, _)| path).collect::<Vec<_>>(), expected);
    let beside = fs::read_dir(&folder).unwrap().count();
    assert_eq!(beside, 1, "nothing is left beside the release");
}

#[test]
fn the_same_release_is_left_as_it_is() {
    let out = tempfile::tempdir().unwrap();
    let first = release(&spoken(), out.path());
    let before = everything(out.path());
    let modified = || fs::metadata(path(&first, "words")).unwrap().modified().unwrap();
    let written = modified();
    let never = |_of| -> Result<_, &str> { Err("asked again") };
    let second = exporters::release(&spoken(), never, out.path()).unwrap();
    assert_eq!(second, Release { is_new: false, ..first.clone() });
    assert_eq!(everything(out.path()), before);
    assert_eq!(modified(), written);
}

#[test]
fn other_releases_and_files_stay() {
    let out = tempfile::tempdir().unwrap();
    let earlier = release(&Tables::default(), out.path());
    fs::write(out.path().join("notes.txt"), "mine").unwrap();
    let before = everything(out.path());
    let later = release(&spoken(), out.path());
    assert_ne!(earlier.path, later.path);
    let after = everything(out.path());
    assert!(before.iter().all(|(path, bytes)| after.get(path) == Some(bytes)));
}

#[test]
fn what_a_crash_left_is_replaced() {
    let clean = tempfile::tempdir().unwrap();
    let expected = release(&spoken(), clean.path());
    let out = tempfile::tempdir().unwrap();
    let partial = out.path().join(format!(".release={}.partial", expected.id));
    fs::create_dir_all(partial.join("answers")).unwrap();
    fs::create_dir_all(partial.join("forgotten")).unwrap();
    fs::write(partial.join("answers/part-0.parquet"), "PAR1 and then the power went").unwrap();
    let release = release(&spoken(), out.path());
    assert!(release.is_new);
    assert_eq!(everything(out.path()), everything(clean.path()));
}

#[test]
fn a_damaged_release_is_named_and_kept() {
    let out = tempfile::tempdir().unwrap();
    let whole = release(&spoken(), out.path());
    let damages: [&dyn Fn(&Path); 3] =
        [&|file| fs::write(file, "PAR1").unwrap(), &|file| fs::remove_file(file).unwrap(), &|file| {
            fs::remove_dir_all(file.parent().unwrap().parent().unwrap())
                .and_then(|()| fs::write(&whole.path, ""))
                .unwrap()
        }];
    for damage in damages {
        damage(&path(&whole, "scores"));
        let before = everything(out.path());
        let error = try_release(out.path()).unwrap_err();
        assert!(matches!(&error, ExportError::Damaged { path, .. } if *path == whole.path), "{error:?}");
        let expected = format!("release {:?} is there already and not whole; remove it and export again", whole.path);
        assert_eq!(error.to_string(), expected);
        assert_eq!(everything(out.path()), before);
    }
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
    let is_writable = File::create(out.path().join("probe")).is_ok();
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
