//! Bad input: nothing is lost, nothing hangs, and a person reads what is wrong and what to do.

use std::path::Path;
use std::process::Command;

use crate::program::{PHRASE, Place, SENTENCE, assert_invariants};

fn rejected(place: &Place, name: &str, content: &[u8], reason: &str) {
    let file = place.file(name, content);
    place.answer(&[&file], &[]).assert_rejected(reason);
}

#[test]
fn files_that_are_no_recording_are_rejected() {
    let place = Place::new();
    rejected(&place, "empty.ogg", b"", "empty");
    rejected(&place, "text.ogg", b"This is a text and no voice note.\n", "not audio");
    rejected(&place, "large.ogg", &vec![0; 21 * 1024 * 1024], "limit is 20 MB");
    let ogg = std::fs::read(SENTENCE).unwrap();
    rejected(&place, "header.ogg", &ogg[..40], "not audio");
    rejected(&place, "zeros.ogg", &[0; 5_000], "not audio");
    assert_invariants(&place.records());
}

#[test]
fn a_file_that_is_not_there_leaves_the_others() {
    let place = Place::new();
    let answered = place.answer(&[Path::new("no such file.ogg"), Path::new(PHRASE), Path::new("samples")], &[]);
    assert_eq!(answered.code, Some(1));
    assert_eq!(answered.results[0]["status"], "rejected");
    assert!(answered.results[0]["reason"].as_str().unwrap().contains("no such file.ogg"));
    assert_eq!(answered.results[1]["status"], "delivered");
    assert!(answered.results[2]["reason"].as_str().unwrap().contains("not a file"));
}

#[test]
fn damaged_files_end_somehow() {
    let place = Place::new();
    let ogg = std::fs::read(SENTENCE).unwrap();
    let mut files = Vec::new();
    for kept in [200, 1_000, 5_000] {
        files.push(place.file(format!("cut-{kept}.ogg"), &ogg[..kept]));
    }
    for at in [3_usize, 30, 300, 3_000] {
        let mut flipped = ogg.clone();
        flipped[at] ^= 0x55;
        files.push(place.file(format!("flipped-{at}.ogg"), &flipped));
    }
    let files: Vec<_> = files.iter().map(std::path::PathBuf::as_path).collect();
    let answered = place.answer(&files, &[]);
    assert_eq!(answered.results.len(), files.len(), "{}", answered.stderr);
    for result in &answered.results {
        assert!(result["status"] == "delivered" || result["status"] == "rejected", "{result}");
    }
    assert_invariants(&place.records());
}

/// A WAV file of 16-bit samples at 8 kHz.
fn wav(seconds: u32, sample: impl Fn(u32) -> i16) -> Vec<u8> {
    let samples = seconds * 8_000;
    let mut file = Vec::new();
    file.extend(b"RIFF");
    file.extend((36 + samples * 2).to_le_bytes());
    file.extend(b"WAVEfmt ");
    file.extend(16_u32.to_le_bytes());
    file.extend([1, 0, 1, 0]);
    file.extend(8_000_u32.to_le_bytes());
    file.extend(16_000_u32.to_le_bytes());
    file.extend([2, 0, 16, 0]);
    file.extend(b"data");
    file.extend((samples * 2).to_le_bytes());
    file.extend((0..samples).flat_map(|n| sample(n).to_le_bytes()));
    file
}

fn noise(n: u32) -> i16 {
    let mixed = n.wrapping_mul(2_654_435_761) ^ (n >> 3).wrapping_mul(40_503);
    i16::try_from(mixed >> 19).unwrap() - 4_096
}

#[test]
fn silence_and_noise_are_never_graded() {
    let place = Place::new();
    rejected(&place, "silence.wav", &wav(10, |_| 0), "nobody speaks");
    rejected(&place, "noise.wav", &wav(10, noise), "nobody speaks");
    rejected(&place, "ten-minutes.wav", &wav(600, |n| noise(n) / 64), "nobody speaks");
    rejected(&place, "sixteen-minutes.wav", &wav(960, |_| 0), "longer than 15 min");
    place.answer(&[Path::new("samples/chidi-silent.ogg")], &[]).assert_rejected("nobody speaks");
}

#[test]
fn another_language_gets_no_score() {
    let place = Place::new();
    let answered = place.answer(&[Path::new("coach/tests/data/german.ogg")], &[]);
    let result = answered.only();
    assert!(result["status"] == "rejected" || result["assessment"]["score"].is_null(), "{result}");
}

#[test]
fn a_header_that_promises_hours_is_not_believed() {
    let place = Place::new();
    let mut file = wav(2, noise);
    file[40..44].copy_from_slice(&u32::MAX.to_le_bytes());
    rejected(&place, "promises.wav", &file, "");
}

#[test]
fn two_seconds_are_not_measured_beyond_what_they_say() {
    let place = Place::new();
    let answered = place.answer(&[Path::new(PHRASE)], &[]);
    let result = answered.assert_delivered();
    assert!(result["measures"]["words_per_minute"].is_null());
    let withheld = result["measures"]["withheld"].as_array().unwrap();
    let of_rate = withheld.iter().find(|withheld| withheld["measure"] == "words_per_minute").unwrap();
    assert!(of_rate["reason"].as_str().unwrap().contains("20 s"), "{of_rate}");
}

#[test]
fn wrong_use_says_what_is_right() {
    let place = Place::new();
    let long = "why ".repeat(2_500);
    let cases: [(&[&str], &str); 5] = [
        (&["answer", PHRASE, "--task", "juggling"], "toefl-independent"),
        (&["answer", PHRASE, "--prompt", &long], "limit is 2000"),
        (&["answer"], "<FILE>"),
        (&["answer", PHRASE, "--consent", "everything"], "research"),
        (&["fly"], "subcommand"),
    ];
    for (arguments, expected) in cases {
        let output = place.run(arguments);
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(2), "{arguments:?}: {said}");
        assert!(said.contains(expected), "{said}");
    }
    assert!(!place.data().exists(), "wrong use leaves nothing behind");
}

#[test]
fn a_strange_file_name_is_only_a_name() {
    let place = Place::new();
    let name = "a \"voice\" note;\n$(rm -rf x) \u{202e}gpj.ogg";
    let file = place.file(name, &std::fs::read(PHRASE).unwrap());
    let answered = place.answer(&[&file], &[]);
    assert!(answered.assert_delivered()["file"].as_str().unwrap().ends_with(name));
    let text = place.run(&["answer", file.to_str().unwrap()]);
    let text = String::from_utf8_lossy(&text.stdout).into_owned();
    assert!(!text.contains("note;\n") && !text.contains('\u{202e}'), "the name steers the terminal: {text}");
}

#[test]
fn missing_or_wrong_weights_stop_the_work_and_lose_nothing() {
    let place = Place::new();
    let garbage = place.file("garbage.bin", &[7; 1_000]);
    let nowhere = place.data().join("nowhere.bin");
    for weights in [&nowhere, &garbage] {
        let output = place.command(&["answer", PHRASE]).env("SPEECH_COACH_WEIGHTS", weights).output().unwrap();
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(1), "{said}");
        assert!(said.contains("SPEECH_COACH_WEIGHTS") || said.contains("make setup"), "{said}");
    }
    let cut = place.data().join("cache/speech-coach");
    std::fs::create_dir_all(&cut).unwrap();
    std::fs::write(cut.join("ggml-tiny.en.bin"), [7; 1_000]).unwrap();
    let output = place.command(&["answer", PHRASE]).env("XDG_CACHE_HOME", place.data().join("cache")).output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(said.contains("make setup"), "{said}");
    // Nothing was lost or given up: with the right weights the same call goes on.
    place.answer(&[Path::new(PHRASE)], &[]).assert_delivered();
}

#[test]
fn a_data_folder_that_cannot_be_is_named() {
    let place = Place::new();
    let file = place.file("file", b"");
    for folder in [file.to_str().unwrap(), "/proc/no/such/place"] {
        let output = Command::new(env!("CARGO_BIN_EXE_speech-coach"))
            .args(["answer", PHRASE, "--data", folder])
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(1), "{said}");
        assert!(said.contains(folder), "{said}");
    }
}

/// A limit on the size of files stands in for a full disk: writing fails in the middle of the work.
#[test]
fn a_disk_without_space_is_said_and_the_same_call_finishes_later() {
    let place = Place::new();
    let program = env!("CARGO_BIN_EXE_speech-coach");
    let mut failed = 0;
    for kib in [4, 40, 60, 90] {
        let script = format!("trap '' XFSZ; ulimit -f {kib}; exec '{program}' answer {PHRASE} --data \"$0\"");
        let output = Command::new("bash").arg("-c").arg(script).arg(place.data()).output().unwrap();
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(matches!(output.status.code(), Some(0 | 1)), "{:?} {said}", output.status);
        failed += u32::from(output.status.code() == Some(1) && said.contains("speech-coach: "));
    }
    assert!(failed > 0, "no limit was small enough to fail");
    place.answer(&[Path::new(PHRASE)], &[]).assert_delivered();
    assert_invariants(&place.records());
}
