//! A recording as a voice note: OGG with Opus at 16 kHz, one channel, as RFC 7845 lays it out.

use ogg::{PacketWriteEndInfo, PacketWriter};
use ropus::{Application, Bitrate, Channels, Encoder, Signal};

use crate::audio::{Recording, SAMPLE_RATE_HZ};

/// Samples of a frame: 20 ms.
const FRAME_SAMPLES: usize = 320;
/// Granule positions and pre-skip count at 48 kHz.
const GRANULES_PER_SAMPLE: u64 = 3;
/// Largest packet, in bytes.
const PACKET_BYTES_MAX: usize = 1_275;
/// Rate of speech that is easy to follow.
const BITS_PER_S: u32 = 24_000;
/// Frames of a page: one second.
const PAGE_FRAMES: usize = 50;
/// Number of the stream in the file. Any will do: there is one.
const SERIAL: u32 = 1;

/// A recording cannot be made a voice note.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("sound cannot be made a voice note")]
pub struct NoteError;

/// A recording as a voice note.
///
/// # Errors
/// There is no sound in it, or the encoder does not take it.
pub fn encode(recording: &Recording) -> Result<Vec<u8>, NoteError> {
    if recording.samples.is_empty() {
        return Err(NoteError);
    }
    let mut encoder = Encoder::builder(SAMPLE_RATE_HZ, Channels::Mono, Application::Voip)
        .bitrate(Bitrate::Bits(BITS_PER_S))
        .signal(Signal::Voice)
        .build()
        .map_err(|_| NoteError)?;
    let skip = usize::try_from(encoder.lookahead()).map_err(|_| NoteError)?;
    let mut writer = PacketWriter::new(Vec::new());
    let mut write =
        |packet: Vec<u8>, end, granule| writer.write_packet(packet, SERIAL, end, granule).map_err(|_| NoteError);
    write(head(skip)?, PacketWriteEndInfo::EndPage, 0)?;
    write(tags(), PacketWriteEndInfo::EndPage, 0)?;
    // The encoder is late by `skip`, so as much silence follows for the end to come out.
    let mut samples = recording.samples.clone();
    samples.resize(samples.len() + skip, 0.0);
    let frames = samples.len().div_ceil(FRAME_SAMPLES);
    let total = granules(samples.len());
    let mut packet = vec![0; PACKET_BYTES_MAX];
    for (index, frame) in samples.chunks(FRAME_SAMPLES).enumerate() {
        let mut whole = frame.to_vec();
        whole.resize(FRAME_SAMPLES, 0.0);
        let length = encoder.encode_float(&whole, &mut packet).map_err(|_| NoteError)?;
        let end = match index + 1 {
            last if last == frames => PacketWriteEndInfo::EndStream,
            full if full % PAGE_FRAMES == 0 => PacketWriteEndInfo::EndPage,
            _ => PacketWriteEndInfo::NormalPacket,
        };
        let encoded = packet.get(..length).ok_or(NoteError)?.to_vec();
        write(encoded, end, granules((index + 1) * FRAME_SAMPLES).min(total))?;
    }
    Ok(writer.into_inner())
}

fn granules(samples: usize) -> u64 {
    u64::try_from(samples).unwrap_or(u64::MAX).saturating_mul(GRANULES_PER_SAMPLE)
}

/// The identification header: version, channels, pre-skip, input rate, gain, mapping.
fn head(skip_samples: usize) -> Result<Vec<u8>, NoteError> {
    let skip = u16::try_from(granules(skip_samples)).map_err(|_| NoteError)?;
    let mut head = b"OpusHead\x01\x01".to_vec();
    head.extend(skip.to_le_bytes());
    head.extend(SAMPLE_RATE_HZ.to_le_bytes());
    head.extend([0, 0, 0]);
    Ok(head)
}

/// The comment header, which names nobody.
fn tags() -> Vec<u8> {
    let vendor = b"speech-coach";
    let mut tags = b"OpusTags".to_vec();
    tags.extend(u32::try_from(vendor.len()).unwrap_or(0).to_le_bytes());
    tags.extend(vendor);
    tags.extend(0_u32.to_le_bytes());
    tags
}
