//! From the bytes of a file to samples: 16 kHz, one channel.
//!
//! OGG/Opus, which is what a voice note is, is decoded straight to that rate; WAV, FLAC, MP3, M4A and OGG/Vorbis are
//! decoded at their own rate, mixed down and resampled as they come, so that a long file at a high rate never lies in
//! memory whole. Files are hostile: the size is bounded before anything is read, the length while decoding and
//! whatever a header promises, and nothing is reserved on a file's word. A damaged or cut file gives what can be
//! decoded.
//!
//! Nothing here knows what speech is; see [`crate::speech`].

mod container;
mod error;
mod opus;
mod resample;

pub use error::AudioError;

/// Rate of every recording, in hertz.
pub const SAMPLE_RATE_HZ: u32 = 16_000;

/// Largest file taken, in bytes.
pub const BYTES_MAX: u64 = 20 * 1024 * 1024;

/// Longest recording taken, in milliseconds.
pub const DURATION_MS_MAX: u64 = 15 * 60 * 1_000;

/// Most packets looked at, decodable or not: a recording of [`DURATION_MS_MAX`] in the shortest frames that Opus has.
const PACKETS_MAX: u32 = 360_000;

/// Samples per millisecond.
const SAMPLES_PER_MS: usize = 16;

/// Most samples of a recording.
const SAMPLES_MAX: usize = 15 * 60 * 1_000 * SAMPLES_PER_MS;

/// A decoded recording.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Recording {
    /// One channel at [`SAMPLE_RATE_HZ`], each from -1 to 1.
    pub samples: Vec<f32>,
    /// Whether some of the file was cut off or could not be decoded, so that the recording is shorter than what was
    /// said.
    pub truncated: bool,
}

impl Recording {
    /// Length in milliseconds.
    pub fn duration_ms(&self) -> u32 {
        u32::try_from(self.samples.len() / SAMPLES_PER_MS).unwrap_or(u32::MAX)
    }
}

/// Decodes a file, whatever its name says.
///
/// # Errors
/// Empty, larger than [`BYTES_MAX`], longer than [`DURATION_MS_MAX`], or nothing in it that can be decoded.
pub fn decode(bytes: &[u8]) -> Result<Recording, AudioError> {
    if bytes.is_empty() {
        return Err(AudioError::Empty);
    }
    let size = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
    if size > BYTES_MAX {
        return Err(AudioError::TooLarge { bytes: size, bytes_max: BYTES_MAX });
    }
    let recording = match opus::decode(bytes)? {
        Some(recording) => recording,
        None => container::decode(bytes)?,
    };
    if recording.samples.is_empty() {
        return Err(AudioError::NotAudio { reason: "no sound in it could be decoded" });
    }
    Ok(recording)
}

/// Adds decoded samples to a recording, each within range.
///
/// # Errors
/// The recording is longer than [`DURATION_MS_MAX`].
fn append(samples: &mut Vec<f32>, decoded: impl IntoIterator<Item = f32>) -> Result<(), AudioError> {
    samples.extend(decoded.into_iter().map(within_range));
    if samples.len() > SAMPLES_MAX {
        let duration_ms = u64::try_from(samples.len() / SAMPLES_PER_MS).unwrap_or(u64::MAX);
        return Err(AudioError::TooLong { duration_ms, duration_ms_max: DURATION_MS_MAX });
    }
    Ok(())
}

/// Files of floating-point samples may hold anything.
fn within_range(sample: f32) -> f32 {
    if sample.is_finite() { sample.clamp(-1.0, 1.0) } else { 0.0 }
}
