//! The secret of a data folder.

use crate::data_folder;

#[test]
fn it_is_drawn_once_and_for_the_owner_alone() {
    let (_place, folder) = data_folder();
    let (_other_place, other) = data_folder();
    let secret = folder.secret().unwrap();
    assert_eq!(folder.secret().unwrap(), secret);
    assert_ne!(other.secret().unwrap(), secret);
    let names: Vec<_> = std::fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(names.iter().filter(|name| name.to_str().unwrap().starts_with("release.secret")).count(), 1);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = std::fs::metadata(folder.path().join("release.secret")).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }
}

#[test]
fn one_that_is_damaged_is_not_taken_for_a_secret() {
    let (_place, folder) = data_folder();
    for bytes in [&[1; 31][..], &[1; 33], &[]] {
        std::fs::write(folder.path().join("release.secret"), bytes).unwrap();
        let error = folder.secret().unwrap_err();
        assert!(format!("{error:?}").contains("32 bytes"), "{error:?}");
    }
}
