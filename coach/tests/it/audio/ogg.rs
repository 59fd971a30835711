//! OGG/Opus files made for a test, with a header and a last page that say what the test wants.

use std::f32::consts::PI;
use std::io::Cursor;

use ::ogg::{PacketWriteEndInfo, PacketWriter};
use ropus::{Application, Bitrate, Channels, Encoder};

/// Serial number of the only stream.
const STREAM: u32 = 7;

/// What the file says of itself.
pub(crate) struct Head {
    pub(crate) bits_per_s: u32,
    pub(crate) pre_skip: u16,
    pub(crate) gain_q8_db: i16,
    /// Granule position of the last page; as it should be if none.
    pub(crate) last_granule: Option<u64>,
}

impl Default for Head {
    fn default() -> Head {
        Head { bits_per_s: 24_000, pre_skip: 312, gain_q8_db: 0, last_granule: None }
    }
}

/// The header packet for one channel.
pub(crate) fn head_packet(head: &Head) -> Vec<u8> {
    let mut packet = b"OpusHead\x01\x01".to_vec();
    packet.extend(head.pre_skip.to_le_bytes());
    packet.extend(16_000_u32.to_le_bytes());
    packet.extend(head.gain_q8_db.to_le_bytes());
    packet.push(0);
    packet
}

/// A file of 20 ms packets, a page for each second.
pub(crate) fn encoded(samples: &[f32], head: &Head) -> Vec<u8> {
    written(&packets(samples, head.bits_per_s), samples.len() as u64, head)
}

/// A file that says one recording so many times.
pub(crate) fn repeated(samples: &[f32], times: usize) -> Vec<u8> {
    let head = Head::default();
    let once = packets(samples, head.bits_per_s);
    let all: Vec<Vec<u8>> =
        once.iter().take(samples.len() / 320).cycle().take(times * samples.len() / 320).cloned().collect();
    written(&all, (times * samples.len()) as u64, &head)
}

fn packets(samples: &[f32], bits_per_s: u32) -> Vec<Vec<u8>> {
    let mut encoder = Encoder::builder(16_000, Channels::Mono, Application::Voip).build().unwrap();
    encoder.set_bitrate(Bitrate::Bits(bits_per_s)).unwrap();
    // The encoder lags behind by its own look-ahead, which pre-skip makes up for.
    let mut padded = samples.to_vec();
    padded.resize((samples.len() + 320).next_multiple_of(320), 0.0);
    let encode = |frame: &[f32]| {
        let mut packet = vec![0; 1_500];
        let length = encoder.encode_float(frame, &mut packet).unwrap();
        packet.truncate(length);
        packet
    };
    padded.chunks(320).map(encode).collect()
}

fn written(packets: &[Vec<u8>], samples: u64, head: &Head) -> Vec<u8> {
    let mut writer = PacketWriter::new(Cursor::new(Vec::new()));
    writer.write_packet(head_packet(head), STREAM, PacketWriteEndInfo::EndPage, 0).unwrap();
    let tags = b"OpusTags\x04\0\0\0test\0\0\0\0".to_vec();
    writer.write_packet(tags, STREAM, PacketWriteEndInfo::EndPage, 0).unwrap();
    for (number, packet) in packets.iter().enumerate() {
        let granule = 960 * (number as u64 + 1);
        let (end, granule) = if number + 1 == packets.len() {
            let last = u64::from(head.pre_skip) + 3 * samples;
            (PacketWriteEndInfo::EndStream, head.last_granule.unwrap_or(last))
        } else if number % 50 == 49 {
            (PacketWriteEndInfo::EndPage, granule)
        } else {
            (PacketWriteEndInfo::NormalPacket, granule)
        };
        writer.write_packet(packet.clone(), STREAM, end, granule).unwrap();
    }
    writer.into_inner().into_inner()
}

/// The checksum of a page whose own checksum is zero (CRC-32, polynomial 0x04c11db7, from zero).
pub(crate) fn checksum(page: &[u8]) -> u32 {
    page.iter().fold(0, |checksum: u32, byte| {
        (0..8).fold(checksum ^ u32::from(*byte) << 24, |bits, _| {
            if bits >> 31 == 1 { bits << 1 ^ 0x04c1_1db7 } else { bits << 1 }
        })
    })
}

/// Makes the checksum of every page right, so that what was changed in it reaches the decoder.
pub(crate) fn correct_checksums(file: &mut [u8]) {
    let mut at = 0;
    while at + 27 <= file.len() {
        let segments = usize::from(file[at + 26]);
        if &file[at..at + 4] != b"OggS" || at + 27 + segments > file.len() {
            at += 1;
            continue;
        }
        let body: usize = file[at + 27..at + 27 + segments].iter().map(|length| usize::from(*length)).sum();
        let end = (at + 27 + segments + body).min(file.len());
        file[at + 22..at + 26].fill(0);
        let right = checksum(&file[at..end]);
        file[at + 22..at + 26].copy_from_slice(&right.to_le_bytes());
        at = end;
    }
}

pub(crate) fn tone(hz: f32, samples: usize) -> Vec<f32> {
    (0..samples).map(|at| 0.3 * (2.0 * PI * hz * at as f32 / 16_000.0).sin()).collect()
}

/// Power of a tone and of everything else, in decibels; the length is to be a multiple of the period.
pub(crate) fn level_db(samples: &[f32], hz: f32) -> (f64, f64) {
    let (mut real, mut imaginary, mut all) = (0.0, 0.0, 0.0);
    for (at, sample) in samples.iter().map(|sample| f64::from(*sample)).enumerate() {
        let angle = 2.0 * std::f64::consts::PI * f64::from(hz) * at as f64 / 16_000.0;
        (real, imaginary, all) = (real + sample * angle.cos(), imaginary + sample * angle.sin(), all + sample * sample);
    }
    let count = samples.len() as f64;
    let tone = 2.0 * (real * real + imaginary * imaginary) / (count * count);
    (10.0 * tone.log10(), 10.0 * (all / count - tone).max(1e-12).log10())
}
