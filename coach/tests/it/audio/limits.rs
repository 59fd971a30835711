//! Files that are too much, or say so.

use coach::audio::{AudioError, BYTES_MAX, DURATION_MS_MAX, decode};
use dataflow::events::Rejection;

use super::ogg::{Head, encoded, head_packet, repeated, tone};

#[test]
fn a_file_of_21_mb() {
    let bytes = 21 * 1024 * 1024;
    let error = decode(&vec![0; bytes]).unwrap_err();
    assert_eq!(error, AudioError::TooLarge { bytes: bytes as u64, bytes_max: BYTES_MAX });
    assert_eq!(error.rejection(), Rejection::TooLarge { bytes: bytes as u64, bytes_max: BYTES_MAX });
}

#[test]
fn a_granule_position_that_promises_hours() {
    let samples = tone(200.0, 48_000);
    for last_granule in [48_000 * 3_600 * 7, u64::MAX - 1, u64::MAX, 0, 1] {
        let recording =
            decode(&encoded(&samples, &Head { last_granule: Some(last_granule), ..Head::default() })).unwrap();
        assert!((1_990..=3_030).contains(&recording.duration_ms()), "{last_granule}: {} ms", recording.duration_ms());
    }
}

#[test]
fn a_header_that_promises_hours() {
    let mut wav =
        b"RIFF\xff\xff\xff\xffWAVEfmt \x10\0\0\0\x01\0\x01\0\x40\x1f\0\0\x80\x3e\0\0\x02\0\x10\0data\xf0\xff\xff\xff"
            .to_vec();
    wav.extend([7; 16_000]);
    assert_eq!(decode(&wav).unwrap().duration_ms(), 1_000);
}

#[test]
fn ten_minutes_are_taken() {
    let recording = decode(&repeated(&tone(200.0, 16_000), 600)).unwrap();
    assert!(recording.duration_ms().abs_diff(600_000) <= 30, "{} ms", recording.duration_ms());
}

#[test]
fn more_than_fifteen_minutes_are_not() {
    for seconds in [902, 6_000] {
        let error = decode(&repeated(&tone(200.0, 16_000), seconds)).unwrap_err();
        let AudioError::TooLong { duration_ms, duration_ms_max } = error else { panic!("{error:?}") };
        // Decoding stopped at the limit, however much would have followed.
        assert!(duration_ms.abs_diff(DURATION_MS_MAX) <= 200 && duration_ms_max == DURATION_MS_MAX, "{duration_ms} ms");
        assert_eq!(error.rejection(), Rejection::TooLong { duration_ms, duration_ms_max });
    }
}

#[test]
fn a_pre_skip_of_everything() {
    let samples = tone(200.0, 8_000);
    let error = decode(&encoded(&samples, &Head { pre_skip: u16::MAX, ..Head::default() })).unwrap_err();
    assert!(matches!(error, AudioError::NotAudio { .. }), "{error:?}");
}

#[test]
fn opus_of_many_channels() {
    let mut file = encoded(&tone(200.0, 16_000), &Head::default());
    let head = head_packet(&Head::default());
    let at = file.windows(head.len()).position(|bytes| bytes == head).unwrap();
    for channels in [0, 3, 255] {
        file[at + 9] = channels;
        super::ogg::correct_checksums(&mut file);
        assert!(matches!(decode(&file), Err(AudioError::NotAudio { .. })), "{channels} channels");
    }
}
