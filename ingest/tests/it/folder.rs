use std::fs;
use std::io::{Seek, Write};

use ingest::{DataFolder, EngineLock, IngestError};

use crate::data_folder;

#[test]
fn is_made_for_its_owner_only() {
    let (_place, folder) = data_folder();
    assert!(folder.blobs_path().is_dir());
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = |path: &std::path::Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode(folder.path()), 0o700);
        assert_eq!(mode(&folder.blobs_path()), 0o700);
        assert_eq!(mode(&folder.log_path()), 0o600);
    }
    DataFolder::open(folder.path()).unwrap();
}

#[test]
fn a_file_is_no_data_folder() {
    let place = tempfile::tempdir().unwrap();
    let path = place.path().join("data");
    fs::write(&path, "a file").unwrap();
    for path in [path.clone(), path.join("below")] {
        let error = DataFolder::open(path).unwrap_err();
        assert!(matches!(error, IngestError::NotAFolder { .. }), "{error:?}");
        assert!(error.to_string().contains("name another one with --data"), "{error}");
    }
}

#[cfg(unix)]
#[test]
fn a_read_only_folder_is_said_to_be_one() {
    use std::os::unix::fs::PermissionsExt;
    let place = tempfile::tempdir().unwrap();
    let mut path = place.path().join("data");
    fs::create_dir(&path).unwrap();
    fs::set_permissions(&path, fs::Permissions::from_mode(0o500)).unwrap();
    if fs::write(path.join("probe"), "").is_ok() {
        path = "/sys/speech-coach".into(); // we are root, to whom only the kernel's folders are closed
    }
    let error = DataFolder::open(path).unwrap_err();
    assert!(matches!(error, IngestError::ReadOnly { .. }), "{error:?}");
}

#[test]
fn one_engine_has_the_lock() {
    let (_place, folder) = data_folder();
    let lock = EngineLock::try_acquire(&folder).unwrap().expect("nobody has it");
    assert!(EngineLock::try_acquire(&folder).unwrap().is_none());
    let error = EngineLock::acquire(&folder).unwrap_err();
    let ours = std::process::id();
    assert_eq!(
        error.to_string(),
        format!(
            "another engine (process {ours}) works on this data folder; wait for it, stop it, or name another folder \
             with --data"
        )
    );
    drop(lock);
    EngineLock::acquire(&folder).unwrap();
}

#[test]
fn what_a_dead_engine_left_in_the_lock_is_replaced() {
    let (_place, folder) = data_folder();
    let path = folder.path().join("engine.lock");
    fs::write(&path, "4294967295 and more than that\n").unwrap();
    assert_eq!(EngineLock::holder(&folder), None);
    let _lock = EngineLock::acquire(&folder).unwrap();
    assert_eq!(EngineLock::holder(&folder), Some(std::process::id()));
    // Somebody else's writing does not take the lock away.
    let mut file = fs::File::options().write(true).open(&path).unwrap();
    file.rewind().and_then(|()| file.write_all(b"nonsense")).unwrap();
    assert!(EngineLock::try_acquire(&folder).unwrap().is_none());
}
