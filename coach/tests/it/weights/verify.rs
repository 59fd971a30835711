//! Weights that are not what they should be, and what a person is told.

use std::fs;
use std::path::{Path, PathBuf};

use coach::weights::{FILE_BYTES, FILE_NAME, Place, WeightsError, cache_folder, install, locate, verify};

/// A ggml file that is right as far as its structure goes: one number in each tensor.
pub(super) fn smallest_ggml() -> Vec<u8> {
    let mut numbers: Vec<u32> = vec![0x6767_6d6c, 51_864, 1_500, 384, 6, 4, 448, 384, 6, 4, 80, 1, 80, 201];
    numbers.extend(vec![0; 80 * 201]);
    numbers.push(50_257);
    numbers.extend(vec![0; 50_257]);
    for _ in 0..15 * 4 + 24 * 4 {
        numbers.extend([1, 4, 0, 1, u32::from_le_bytes(*b"name"), 0]);
    }
    numbers.into_iter().flat_map(u32::to_le_bytes).collect()
}

fn file(folder: &Path, bytes: &[u8]) -> PathBuf {
    let path = folder.join("own.bin");
    fs::write(&path, bytes).unwrap();
    path
}

fn message(path: &Path, known: bool) -> String {
    verify(&Place { path: path.to_owned(), known }).unwrap_err().to_string()
}

#[test]
fn the_named_file_comes_before_the_cache() {
    let place = locate(Some(Path::new("/own/model.bin")), Some(Path::new("/cache"))).unwrap();
    assert_eq!(place, Place { path: "/own/model.bin".into(), known: false });
    let place = locate(None, Some(Path::new("/cache"))).unwrap();
    assert_eq!(place, Place { path: Path::new("/cache").join(FILE_NAME), known: true });
    assert!(matches!(locate(None, None), Err(WeightsError::NoCacheFolder)));
}

#[test]
fn the_cache_folder_follows_the_convention() {
    let folder = |xdg: Option<&str>, home: Option<&str>| cache_folder(xdg.map(PathBuf::from), home.map(PathBuf::from));
    assert_eq!(folder(Some("/x"), Some("/h")), Some("/x/speech-coach".into()));
    assert_eq!(folder(Some("relative"), Some("/h")), Some("/h/.cache/speech-coach".into()));
    assert_eq!(folder(None, Some("/h")), Some("/h/.cache/speech-coach".into()));
    assert_eq!(folder(None, None), None);
}

#[test]
fn missing_weights_name_the_way_out() {
    let folder = tempfile::tempdir().unwrap();
    let text = message(&folder.path().join(FILE_NAME), true);
    assert!(text.contains("make setup") && text.contains("SPEECH_COACH_WEIGHTS"), "{text}");
}

#[test]
fn a_cut_file_is_called_cut_and_a_changed_one_changed() {
    let folder = tempfile::tempdir().unwrap();
    let path = file(folder.path(), &smallest_ggml());
    let text = message(&path, true);
    assert!(text.contains("is cut off") && text.contains(&FILE_BYTES.to_string()), "{text}");

    // Sparse: the right size, nothing in it.
    fs::File::options().write(true).open(&path).unwrap().set_len(FILE_BYTES).unwrap();
    let text = message(&path, true);
    assert!(text.contains("sha256") && text.contains("make setup"), "{text}");
}

#[test]
fn any_ggml_file_is_taken_when_it_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let path = file(folder.path(), &smallest_ggml());
    let weights = verify(&Place { path, known: false }).unwrap();
    assert_eq!(weights.model, format!("own-{}", &weights.sha256[..8]));
    assert_eq!((weights.shape.vocabulary, weights.shape.encoder_layers, weights.shape.decoder_layers), (51_864, 4, 4));
}

#[test]
fn what_is_no_ggml_file_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let whole = smallest_ggml();
    for (bytes, reason) in [
        (Vec::new(), "is cut off"),
        (b"RIFF of no use".to_vec(), "not a ggml file"),
        (whole[..whole.len() - 1].to_vec(), "is cut off"),
        (whole[..4_000].to_vec(), "is cut off"),
    ] {
        let text = message(&file(folder.path(), &bytes), false);
        assert!(text.contains(reason), "{text}");
    }
    assert!(message(folder.path(), false).contains("not a file"));
}

#[test]
fn numbers_that_promise_too_much_are_refused_before_memory_is_taken() {
    let folder = tempfile::tempdir().unwrap();
    let whole = smallest_ggml();
    // Each number of the header, the length of the first token, the header of the first tensor.
    let vocabulary = 14 * 4 + 80 * 201 * 4;
    let tensors = vocabulary + 4 + 50_257 * 4;
    let header = (0..14).map(|index| index * 4);
    for at in header.chain([vocabulary, vocabulary + 4, tensors, tensors + 4, tensors + 8, tensors + 12]) {
        let mut bytes = whole.clone();
        bytes[at..at + 4].copy_from_slice(&u32::MAX.to_le_bytes());
        assert!(verify(&Place { path: file(folder.path(), &bytes), known: false }).is_err(), "number at {at}");
    }
}

#[test]
fn the_weights_of_this_machine_are_the_known_ones() {
    let place = super::super::recogniser::place();
    let weights = verify(&place).unwrap();
    assert!(!place.known || weights.model == "ggml-tiny.en-e2b999c0", "{}", weights.model);
}

#[test]
fn installing_from_a_wrong_model_leaves_nothing_behind() {
    let from = tempfile::tempdir().unwrap();
    let into = tempfile::tempdir().unwrap();
    assert!(matches!(install(from.path(), into.path()), Err(WeightsError::Missing { .. })));
    fs::write(from.path().join("model.bin"), b"short").unwrap();
    assert!(matches!(install(from.path(), into.path()), Err(WeightsError::Truncated { .. })));
    fs::File::create(from.path().join("model.bin")).unwrap().set_len(75_537_502).unwrap();
    assert!(matches!(install(from.path(), into.path()), Err(WeightsError::WrongHash { .. })));
    assert_eq!(fs::read_dir(into.path()).unwrap().count(), 0);
}
