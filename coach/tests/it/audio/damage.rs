//! Files that are cut, flipped, or something else: decoded as far as they go, or rejected, and always soon.

use coach::audio::{AudioError, decode};
use dataflow::events::Rejection;
use proptest::prelude::*;

use super::ogg::{Head, encoded, tone};
use crate::speech::compose::data;

const FILES: [&str; 7] = [
    "sentence.ogg",
    "sentence-stereo.ogg",
    "sentence-vorbis.ogg",
    "sentence.wav",
    "sentence.flac",
    "sentence.mp3",
    "sentence.m4a",
];

/// Decodes what may be anything. What comes out is never longer than what went in, but for a packet or two.
fn check_bounded(bytes: &[u8], duration_ms_max: u32) {
    match decode(bytes) {
        Ok(recording) => {
            assert!(recording.duration_ms() <= duration_ms_max, "{} ms", recording.duration_ms());
            assert!(recording.samples.iter().all(|sample| (-1.0..=1.0).contains(sample)));
        }
        Err(error) => check_message(error),
    }
}

fn check_message(error: AudioError) {
    let Rejection::NotAudio { reason } = error.rejection() else { return };
    assert!(!reason.is_empty() && reason.len() <= 200 && reason.starts_with(char::is_lowercase), "{reason}");
}

#[test]
fn empty_file() {
    assert_eq!(decode(&[]), Err(AudioError::Empty));
    assert_eq!(AudioError::Empty.rejection(), Rejection::Empty);
}

#[test]
fn what_is_not_audio() {
    let text = "This is a letter, and no recording of anybody. ".repeat(2_000);
    let cases: [&[u8]; 6] =
        [text.as_bytes(), b"OggS", b"OggS but no more than a name", &[0; 4_000], b"RIFF", &[0xff; 9_000]];
    for bytes in cases {
        let error = decode(bytes).unwrap_err();
        assert!(matches!(error, AudioError::NotAudio { .. }), "{error:?}");
        check_message(error);
    }
}

#[test]
fn cut_anywhere() {
    for name in FILES {
        let file = data(name);
        let whole_ms = decode(&file).unwrap().duration_ms();
        for cut in (0..file.len()).step_by(file.len() / 60) {
            check_bounded(&file[..cut], whole_ms + 100);
        }
    }
}

#[test]
fn a_cut_voice_note_keeps_what_is_there() {
    let file = encoded(&tone(200.0, 160_000), &Head::default());
    let recording = decode(&file[..file.len() * 6 / 10]).unwrap();
    assert!(recording.truncated);
    assert!((4_900..=6_100).contains(&recording.duration_ms()), "{} ms", recording.duration_ms());
    assert!(!decode(&file).unwrap().truncated);
}

#[test]
fn a_flipped_bit_costs_at_most_two_pages() {
    let file = encoded(&tone(200.0, 160_000), &Head::default());
    for at in (300..file.len()).step_by(file.len() / 150) {
        let mut flipped = file.clone();
        flipped[at] ^= 1 << (at % 8);
        let recording = decode(&flipped).unwrap();
        assert!(recording.truncated, "byte {at}");
        assert!((7_900..=10_000).contains(&recording.duration_ms()), "byte {at}: {} ms", recording.duration_ms());
    }
}

#[test]
fn bits_flipped_in_every_format() {
    for name in FILES {
        let file = data(name);
        let whole_ms = decode(&file).unwrap().duration_ms();
        for at in (0..file.len()).step_by(file.len() / 60) {
            let mut flipped = file.clone();
            flipped[at] ^= 1 << (at % 8);
            // A header may be made to say a rate that is some times lower.
            check_bounded(&flipped, 30 * whole_ms);
        }
    }
}

#[test]
fn empty_packets_invent_no_sound() {
    let file = encoded(&tone(200.0, 16_000), &Head::default());
    let mut empty_page = b"OggS\0\0\0\0\0\0\0\0\0\0\x07\0\0\0\x63\0\0\0\0\0\0\0\xff".to_vec();
    empty_page.extend([0; 255]);
    let checksum = super::ogg::checksum(&empty_page);
    empty_page[22..26].copy_from_slice(&checksum.to_le_bytes());
    let second_page = file[4..].windows(4).position(|four| four == b"OggS").unwrap() + 4;
    let mut stuffed = file[..second_page].to_vec();
    (0..200).for_each(|_| stuffed.extend(&empty_page));
    stuffed.extend(&file[second_page..]);
    let recording = decode(&stuffed).unwrap();
    assert!(recording.truncated && recording.duration_ms() <= 1_000, "{} ms", recording.duration_ms());
}

#[test]
fn a_header_that_overflows_the_decoder() {
    // 65,535 channels of two bytes each.
    let mut file = data("sentence.wav");
    file[20..24].copy_from_slice(&[1, 0, 0xff, 0xff]);
    assert!(matches!(decode(&file), Err(AudioError::NotAudio { .. })));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes(start in 0..5_usize, bytes in prop::collection::vec(any::<u8>(), 0..3_000)) {
        let starts: [&[u8]; 5] =
            [b"", b"OggS\0\x02", b"RIFF\0\0\0\0WAVEfmt ", b"fLaC\0\0\0\x22", b"\0\0\0\x18ftypM4A "];
        check_bounded(&[starts[start], &bytes].concat(), 900_000);
    }

    #[test]
    fn any_change(
        file in 0..FILES.len(),
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..12),
        checked in any::<bool>(),
    ) {
        let mut bytes = data(FILES[file]);
        for (at, value) in changes {
            // Half of the changes hit the headers, where they do most.
            let at = if value % 2 == 0 { at.index(bytes.len().min(500)) } else { at.index(bytes.len()) };
            bytes[at] = value;
        }
        if checked {
            super::ogg::correct_checksums(&mut bytes);
        }
        check_bounded(&bytes, 900_000);
    }
}
