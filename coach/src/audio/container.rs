//! WAV, FLAC, MP3, M4A and OGG/Vorbis, by their contents.
//!
//! What the decoder gives is mixed down and resampled packet by packet. The rate and the channels are those of
//! decoded packets, not of headers. A packet that cannot be decoded is left out and told by `truncated`; so is
//! everything behind an error of the container or a change of the rate. M4A keeps the silence that its encoder starts
//! with, some 25 ms.

use std::io::Cursor;

use symphonia::core::audio::GenericAudioBufferRef;
use symphonia::core::codecs::audio::{AudioDecoder, AudioDecoderOptions};
use symphonia::core::errors::Error;
use symphonia::core::formats::probe::Hint;
use symphonia::core::formats::{FormatOptions, FormatReader, TrackType};
use symphonia::core::io::{MediaSourceStream, MediaSourceStreamOptions};
use symphonia::core::meta::MetadataOptions;

use super::resample::Resampler;
use super::{AudioError, PACKETS_MAX, Recording, append, within_range};

/// Most channels that are mixed down.
const CHANNELS_MAX: usize = 8;

/// Lowest rate, in hertz: that of a telephone.
const RATE_HZ_MIN: u32 = 8_000;

/// Highest rate, in hertz.
const RATE_HZ_MAX: u32 = 192_000;

/// Decodes a file of one of the formats.
///
/// # Errors
/// None of them, nothing in it can be decoded, or a recording that is too long.
pub(super) fn decode(bytes: &[u8]) -> Result<Recording, AudioError> {
    // Symphonia multiplies what headers say unchecked (the WAV reader, channels by bits), which panics where overflow
    // is checked for, as it is here in every build. Nothing but the bytes is shared with it, so nothing is left half
    // done.
    std::panic::catch_unwind(|| decoded(bytes))
        .unwrap_or(Err(AudioError::NotAudio { reason: "its header or its sound is damaged" }))
}

fn decoded(bytes: &[u8]) -> Result<Recording, AudioError> {
    let source = MediaSourceStream::new(Box::new(Cursor::new(bytes)), MediaSourceStreamOptions::default());
    let mut format = symphonia::default::get_probe()
        .probe(&Hint::new(), source, FormatOptions::default(), MetadataOptions::default())
        .map_err(|_| AudioError::NotAudio { reason: "it is not OGG, WAV, FLAC, MP3 or M4A" })?;
    let (track_id, mut decoder) = audio_track(format.as_ref())?;
    let mut sound = Sound { samples: Vec::new(), resampler: None, truncated: false };
    for packets in 0.. {
        let packet = match format.next_packet() {
            Ok(Some(packet)) if packets < PACKETS_MAX => packet,
            Ok(None) => break,
            // A file that ends in the middle of a packet, or a container that goes wrong: what came before stands.
            Ok(Some(_)) | Err(_) => {
                sound.truncated = true;
                break;
            }
        };
        if packet.track_id != track_id {
            continue;
        }
        match decoder.decode(&packet) {
            Ok(decoded) if sound.takes(&decoded) => sound.push(&decoded)?,
            Ok(_) | Err(Error::DecodeError(_) | Error::IoError(_)) => sound.truncated = true,
            Err(_) => {
                sound.truncated = true;
                break;
            }
        }
    }
    sound.finish()
}

fn audio_track(format: &dyn FormatReader) -> Result<(u32, Box<dyn AudioDecoder>), AudioError> {
    let track = format.default_track(TrackType::Audio).ok_or(AudioError::NotAudio { reason: "it holds no sound" })?;
    let unknown = AudioError::NotAudio { reason: "its codec is not supported" };
    let parameters = track.codec_params.as_ref().and_then(|parameters| parameters.audio()).ok_or(unknown)?;
    let decoder = symphonia::default::get_codecs().make_audio_decoder(parameters, &AudioDecoderOptions::default());
    Ok((track.id, decoder.map_err(|_| unknown)?))
}

/// What has been decoded.
struct Sound {
    samples: Vec<f32>,
    resampler: Option<(u32, Resampler)>,
    truncated: bool,
}

impl Sound {
    /// Whether a decoded packet is of a kind that goes on what came before.
    fn takes(&self, decoded: &GenericAudioBufferRef<'_>) -> bool {
        let rate_hz = decoded.spec().rate();
        let same_rate = self.resampler.as_ref().is_none_or(|(before_hz, _)| *before_hz == rate_hz);
        same_rate
            && (RATE_HZ_MIN..=RATE_HZ_MAX).contains(&rate_hz)
            && (1..=CHANNELS_MAX).contains(&decoded.spec().channels().count())
    }

    fn push(&mut self, decoded: &GenericAudioBufferRef<'_>) -> Result<(), AudioError> {
        let rate_hz = decoded.spec().rate();
        let channels = decoded.spec().channels().count();
        let mut interleaved: Vec<f32> = Vec::new();
        decoded.copy_to_vec_interleaved(&mut interleaved);
        let mixed: Vec<f32> = interleaved
            .chunks_exact(channels)
            .map(|frame| frame.iter().copied().map(within_range).sum::<f32>() / channels as f32)
            .collect();
        let (_, resampler) = self.resampler.get_or_insert_with(|| (rate_hz, Resampler::new(rate_hz)));
        append(&mut self.samples, resampler.push(&mixed))
    }

    fn finish(mut self) -> Result<Recording, AudioError> {
        if let Some((_, resampler)) = self.resampler.take() {
            append(&mut self.samples, resampler.finish())?;
        }
        Ok(Recording { samples: self.samples, truncated: self.truncated })
    }
}
