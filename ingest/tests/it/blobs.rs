use std::fs;

use ingest::{BlobKey, Blobs, FolderBlobs, IngestError};

use crate::data_folder;

fn key(text: &str) -> BlobKey {
    BlobKey::new(text).unwrap()
}

#[test]
fn what_is_put_is_there_until_it_is_deleted() {
    let (_place, folder) = data_folder();
    let blobs = FolderBlobs::open(&folder).unwrap();
    let audio = key("answers/00000000000000aa/0/audio");
    assert_eq!(blobs.get(&audio, 10).unwrap(), None);
    assert!(!blobs.exists(&audio).unwrap());
    blobs.put(&audio, b"one").unwrap();
    blobs.put(&audio, b"one").unwrap();
    assert_eq!(blobs.get(&audio, 10).unwrap().as_deref(), Some(&b"one"[..]));
    blobs.put(&audio, b"").unwrap();
    assert_eq!(blobs.get(&audio, 0).unwrap().as_deref(), Some(&b""[..]));
    assert!(FolderBlobs::open(&folder).unwrap().exists(&audio).unwrap());
    blobs.delete(&audio).unwrap();
    blobs.delete(&audio).unwrap();
    assert!(!blobs.exists(&audio).unwrap());
}

#[test]
fn a_blob_larger_than_its_reader_takes_is_refused() {
    let (_place, folder) = data_folder();
    let blobs = FolderBlobs::open(&folder).unwrap();
    blobs.put(&key("a"), &[1; 100]).unwrap();
    assert_eq!(blobs.get(&key("a"), 100).unwrap().unwrap().len(), 100);
    let error = blobs.get(&key("a"), 99).unwrap_err();
    assert!(matches!(error, IngestError::BlobTooLarge { bytes_max: 99, .. }), "{error:?}");
}

#[test]
fn a_prefix_lists_its_own_keys_in_order() {
    let (_place, folder) = data_folder();
    let blobs = FolderBlobs::open(&folder).unwrap();
    let ours = ["answers/a/0/audio", "answers/a/0/transcript.json", "answers/a/1/card.json"];
    for text in ours.into_iter().rev().chain(["answers/ab/0/audio", "answers/b/0/audio"]) {
        blobs.put(&key(text), text.as_bytes()).unwrap();
    }
    // Neither of these was put by us.
    fs::write(folder.blobs_path().join("answers/a/Not A Key"), "").unwrap();
    fs::write(folder.blobs_path().join("answers/a/.hidden"), "").unwrap();
    assert_eq!(blobs.list(&key("answers/a")).unwrap(), ours.map(key));
    assert_eq!(blobs.list(&key("answers")).unwrap().len(), 5);
    assert_eq!(blobs.list(&key("nothing")).unwrap(), []);
    assert_eq!(blobs.list(&key("answers/a/0/audio")).unwrap(), []);
}

#[test]
fn hostile_keys_are_no_keys() {
    let long = "a".repeat(201);
    let hostile = [
        "",
        "/",
        "/etc/passwd",
        "a/",
        "/a",
        "a//b",
        "..",
        "../a",
        "a/../b",
        "a/..",
        ".",
        "a/./b",
        ".hidden",
        "a/.b",
        "A",
        "a b",
        "a\\b",
        "a\0",
        "a\nb",
        "ä",
        "a:b",
        "~",
        "*",
        &long,
    ];
    for text in hostile {
        assert!(matches!(BlobKey::new(text), Err(IngestError::Key { .. })), "{text:?}");
    }
    for text in ["a", "a/b", "a.b", "0_1-2.json", "a..b", &long[..200]] {
        assert_eq!(BlobKey::new(text).unwrap().as_str(), text);
    }
}

#[test]
fn a_blob_under_a_blob_is_an_error() {
    let (_place, folder) = data_folder();
    let blobs = FolderBlobs::open(&folder).unwrap();
    blobs.put(&key("a"), b"1").unwrap();
    assert!(blobs.put(&key("a/b"), b"2").is_err());
    assert_eq!(blobs.get(&key("a/b"), 9).unwrap(), None);
    blobs.put(&key("c/d"), b"3").unwrap();
    assert!(blobs.put(&key("c"), b"4").is_err());
    assert!(!blobs.exists(&key("c")).unwrap());
    assert_eq!(fs::read_dir(folder.blobs_path().join(".unfinished")).unwrap().count(), 0);
}

#[cfg(unix)]
#[test]
fn files_are_for_their_owner_only() {
    use std::os::unix::fs::PermissionsExt;
    let (_place, folder) = data_folder();
    let blobs = FolderBlobs::open(&folder).unwrap();
    blobs.put(&key("answers/a/0/audio"), b"1").unwrap();
    let mode = |path: &str| fs::metadata(folder.blobs_path().join(path)).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode("answers/a/0/audio"), 0o600);
    assert_eq!(mode("answers/a/0"), 0o700);
}

#[test]
fn what_dead_processes_left_goes_when_it_is_old() {
    let (_place, folder) = data_folder();
    FolderBlobs::open(&folder).unwrap();
    let unfinished = folder.blobs_path().join(".unfinished");
    for (name, age_s) in [("old", 7_200), ("young", 60)] {
        let file = fs::File::create(unfinished.join(name)).unwrap();
        let at_us = std::time::Duration::from_micros(ingest::now_us());
        file.set_modified(std::time::UNIX_EPOCH + at_us - std::time::Duration::from_secs(age_s)).unwrap();
    }
    FolderBlobs::open(&folder).unwrap();
    assert!(!unfinished.join("old").exists());
    assert!(unfinished.join("young").exists());
}

#[test]
fn many_writers_of_one_key_leave_one_of_theirs() {
    let (_place, folder) = data_folder();
    let blobs = FolderBlobs::open(&folder).unwrap();
    std::thread::scope(|scope| {
        for writer in 0..8_u8 {
            let blobs = &blobs;
            scope.spawn(move || {
                for _ in 0..5 {
                    blobs.put(&key("a/b/c"), &[writer; 10_000]).unwrap();
                    let seen = blobs.get(&key("a/b/c"), 10_000).unwrap().unwrap();
                    assert_eq!(seen, vec![seen[0]; 10_000], "never seen in part");
                }
            });
        }
    });
}
