//! OGG/Opus as voice notes have it (RFC 7845), straight to 16 kHz and one channel.
//!
//! The decoder itself mixes stereo down and renders at 16 kHz, so there is nothing to resample. Honoured: pre-skip,
//! output gain, and the end trim that the last page's granule position asks for. Granule positions are otherwise not
//! believed: only decoded samples make a duration. A page whose checksum is wrong is left out, and reading goes on
//! with the next; the first Opus stream is decoded and others are not.

use std::io::Cursor;

use ogg::{Packet, PacketReader};
use ropus::{Channels, DecodeMode, Decoder};

use super::{AudioError, PACKETS_MAX, Recording, SAMPLE_RATE_HZ, append};

/// Granule positions and pre-skip count samples at 48 kHz, whatever the rate of the sound.
const GRANULES_PER_SAMPLE: u64 = 3;

/// The longest packet, 120 ms, in samples.
const PACKET_SAMPLES_MAX: usize = 1_920;

/// Packets of other streams that may come before the header.
const HEADER_WITHIN_PACKETS: u32 = 16;

/// A granule position that says that no packet ends on its page.
const NO_GRANULE: u64 = u64::MAX;

/// What a file's header says.
struct Header {
    stream: u32,
    pre_skip_samples: usize,
    gain_q8_db: i16,
}

/// Decodes a file if it is OGG/Opus; none if it is something else.
///
/// # Errors
/// Opus of a kind that is not supported, or a recording that is too long.
pub(super) fn decode(bytes: &[u8]) -> Result<Option<Recording>, AudioError> {
    if !bytes.starts_with(b"OggS") {
        return Ok(None);
    }
    let mut pages = Pages { reader: PacketReader::new(Cursor::new(bytes)), packets: 0, damaged: false };
    let mut header = None;
    while header.is_none() && pages.packets < HEADER_WITHIN_PACKETS {
        let Some(packet) = pages.next() else { break };
        header = Header::read(&packet)?;
    }
    let Some(header) = header else { return Ok(None) };
    let mut sound = Sound::new(&header)?;
    while let Some(packet) = pages.next() {
        if packet.stream_serial() == header.stream && !packet.data.starts_with(b"OpusTags") {
            sound.decode(&packet)?;
        }
    }
    let truncated = pages.damaged || sound.damaged || !sound.ended;
    let mut samples = sound.samples;
    samples.drain(..header.pre_skip_samples.min(samples.len()));
    Ok(Some(Recording { samples, truncated }))
}

impl Header {
    /// The header, if the packet is one.
    fn read(packet: &Packet) -> Result<Option<Header>, AudioError> {
        let Some(fields) = packet.data.strip_prefix(b"OpusHead") else { return Ok(None) };
        let &[version, channels, skip_low, skip_high, _, _, _, _, gain_low, gain_high, family, ref mapping @ ..] =
            fields
        else {
            return Err(AudioError::NotAudio { reason: "its opus header is cut" });
        };
        if version >> 4 != 0 {
            return Err(AudioError::NotAudio { reason: "its version of opus is not known" });
        }
        // Streams beside the first would need a decoder each; one stream is at most two channels.
        let one_stream = family == 0 || mapping.first() == Some(&1);
        if !one_stream || !(1..=2).contains(&channels) {
            return Err(AudioError::NotAudio { reason: "opus of more than two channels is not supported" });
        }
        let pre_skip_granules = u64::from(u16::from_le_bytes([skip_low, skip_high]));
        Ok(Some(Header {
            stream: packet.stream_serial(),
            pre_skip_samples: usize::try_from(pre_skip_granules / GRANULES_PER_SAMPLE).unwrap_or(usize::MAX),
            gain_q8_db: i16::from_le_bytes([gain_low, gain_high]),
        }))
    }
}

/// Packets in the order of the file, as far as there are any.
struct Pages<'a> {
    reader: PacketReader<Cursor<&'a [u8]>>,
    packets: u32,
    damaged: bool,
}

impl Pages<'_> {
    /// The next packet; none at the end of the file and behind [`PACKETS_MAX`]. Errors count as packets, so that a
    /// file of nothing but damage ends as well.
    fn next(&mut self) -> Option<Packet> {
        while self.packets < PACKETS_MAX {
            self.packets += 1;
            match self.reader.read_packet() {
                Ok(packet) => return packet,
                Err(ogg::OggReadError::ReadError(_)) => break,
                Err(_) => self.damaged = true,
            }
        }
        self.damaged = true;
        None
    }
}

/// What has been decoded.
struct Sound {
    decoder: Decoder,
    samples: Vec<f32>,
    page_samples: u64,
    page_end_granule: Option<u64>,
    damaged: bool,
    ended: bool,
}

impl Sound {
    fn new(header: &Header) -> Result<Sound, AudioError> {
        let unusable = AudioError::NotAudio { reason: "its opus header is not usable" };
        let mut decoder = Decoder::new(SAMPLE_RATE_HZ, Channels::Mono).map_err(|_| unusable)?;
        decoder.set_gain(header.gain_q8_db.into()).map_err(|_| unusable)?;
        Ok(Sound {
            decoder,
            samples: Vec::new(),
            page_samples: 0,
            page_end_granule: Some(0),
            damaged: false,
            ended: false,
        })
    }

    fn decode(&mut self, packet: &Packet) -> Result<(), AudioError> {
        let mut decoded = [0.0; PACKET_SAMPLES_MAX];
        // To the decoder, an empty packet is a lost one of unknown length: it would invent 120 ms for each.
        let count = match packet.data.is_empty() {
            true => None,
            false => self.decoder.decode_float(&packet.data, &mut decoded, DecodeMode::Normal).ok(),
        };
        match count {
            Some(count) => {
                append(&mut self.samples, decoded.into_iter().take(count))?;
                self.page_samples += u64::try_from(count.min(PACKET_SAMPLES_MAX)).unwrap_or(0);
            }
            None => self.damaged = true,
        }
        if packet.last_in_page() {
            self.end_page(packet.absgp_page(), packet.last_in_stream());
        }
        Ok(())
    }

    /// Trims what the encoder only added to fill its last packet: the last page may end before its samples do, but
    /// nothing before that page is ever cut.
    fn end_page(&mut self, granule: u64, last: bool) {
        if let (true, Some(start)) = (last, self.page_end_granule.filter(|start| *start <= granule)) {
            let excess = self.page_samples.saturating_sub((granule - start).div_ceil(GRANULES_PER_SAMPLE));
            let kept = self.samples.len().saturating_sub(usize::try_from(excess).unwrap_or(0));
            self.samples.truncate(kept);
        }
        self.ended |= last;
        self.page_samples = 0;
        self.page_end_granule = Some(granule).filter(|granule| *granule != NO_GRANULE);
    }
}
