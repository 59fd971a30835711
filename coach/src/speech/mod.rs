//! What the sound says without its words: where there is speech, its syllables, its pitch, how clean the recording
//! is.
//!
//! Stored are intervals, which no threshold of a pause has touched; the measures of fluency are derived from them in
//! [`dataflow::measures`]. Levels are relative to the recording's own loudest speech, so that a quiet microphone
//! gives the same intervals. Each step is in a file of its own: `levels` and `voicing` describe frames of 10 ms,
//! `activity` finds runs in them, `syllables` counts nuclei in the runs, `quality` compares speech and background.
//!
//! No words are known here and nothing is judged.

mod activity;
mod levels;
mod music;
mod quality;
mod syllables;
mod voicing;

use dataflow::events::{AnswerMeasured, SpeechRun};

use crate::audio::{Recording, SAMPLE_RATE_HZ};
use activity::Frames;

/// Frames per second.
const FRAMES_PER_S: usize = 100;

/// Milliseconds from one frame to the next.
const FRAME_MS: u32 = 10;

/// Samples from one frame to the next.
const FRAME_SAMPLES: usize = 160;

const _: () = assert!(FRAME_SAMPLES * FRAMES_PER_S == SAMPLE_RATE_HZ as usize);

/// A stretch of speech.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// Where it starts, in milliseconds from the start of the recording.
    pub start_ms: u32,
    /// Where it ends.
    pub end_ms: u32,
}

/// Nobody speaks: silence, noise, music.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("recording has no speech")]
pub struct NoSpeech;

/// Measures the first `graded_ms_max` milliseconds of a recording.
///
/// # Errors
/// Nobody speaks in them.
pub fn measure(recording: &Recording, graded_ms_max: u32) -> Result<AnswerMeasured, NoSpeech> {
    let recording_ms = recording.duration_ms();
    let graded_ms = recording_ms.min(graded_ms_max);
    let graded_samples = usize::try_from(graded_ms).unwrap_or(usize::MAX).saturating_mul(FRAME_SAMPLES / 10);
    let samples = recording.samples.get(..graded_samples).unwrap_or(&recording.samples);
    let frames = Frames::of(samples);
    let spans = activity::spans(&frames);
    if spans.is_empty() {
        return Err(NoSpeech);
    }
    let nuclei_ms = syllables::nuclei_ms(&frames);
    let run = |span: &Span| {
        let inside = nuclei_ms.iter().filter(|at_ms| (span.start_ms..span.end_ms).contains(at_ms)).count();
        let end_ms = span.end_ms.min(graded_ms);
        SpeechRun { start_ms: span.start_ms, end_ms, syllables: u32::try_from(inside).unwrap_or(u32::MAX) }
    };
    Ok(AnswerMeasured {
        recording_ms,
        graded_ms,
        runs: spans.iter().map(run).collect(),
        pitch: voicing::pitch(&frames, &spans),
        snr_centidb: quality::snr_centidb(samples, &spans),
        clipped_ppm: quality::clipped_ppm(samples),
    })
}

/// Whether anybody speaks in the recording.
pub fn has_speech(recording: &Recording) -> bool {
    !speech_spans(recording).is_empty()
}

/// Where somebody speaks, in the whole recording: in time order, apart by at least
/// [`dataflow::events::RUN_GAP_MS_MIN`].
pub fn speech_spans(recording: &Recording) -> Vec<Span> {
    activity::spans(&Frames::of(&recording.samples))
}

/// A non-negative number as an integer.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a cast from floating point saturates, and gives 0 for what is no number"
)]
fn rounded(value: f32) -> u32 {
    value.round() as u32
}

/// The value below which `percent` of the values lie; none of none.
fn percentile(values: &[f32], percent: usize) -> Option<f32> {
    let mut sorted = values.to_vec();
    sorted.sort_by(f32::total_cmp);
    sorted.get(sorted.len().saturating_sub(1) * percent / 100).copied()
}
