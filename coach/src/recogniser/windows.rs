//! Which stretches of a recording are recognised at once.
//!
//! Whisper hears at most 30 s, and what it costs grows with what it hears. So silence at the ends is left out, a long
//! recording is cut where it is quietest, and a stretch in which nobody speaks is not recognised at all.

use std::ops::Range;

use crate::speech::Span;

/// Samples per millisecond.
pub(super) const SAMPLES_PER_MS: usize = 16;

/// Longest window, well under the 30 s that Whisper can hear: on halting speech fewer words are lost than with 28 s,
/// and with 10 s context is missing.
const WINDOW_SAMPLES_MAX: usize = 18_000 * SAMPLES_PER_MS;

/// A cut is looked for only behind this much of the longest window.
const WINDOW_SAMPLES_MIN: usize = WINDOW_SAMPLES_MAX / 2;

/// Kept on both sides of speech, so that a soft first or last sound is not lost.
const PADDING_SAMPLES: usize = 400 * SAMPLES_PER_MS;

/// Step in which a quiet place is looked for.
const STEP_SAMPLES: usize = 10 * SAMPLES_PER_MS;

/// A quiet place is this many steps long.
const QUIET_STEPS: usize = 30;

/// The windows over a recording, in samples, in time order and without overlap; none where nobody speaks.
pub(super) fn windows(samples: &[f32], spans: &[Span]) -> Vec<Range<usize>> {
    let mut windows = Vec::new();
    let mut from = 0;
    while from < samples.len() {
        let Some(around) = around_speech(from..samples.len(), spans) else { break };
        let end = if around.len() > WINDOW_SAMPLES_MAX { quietest(samples, around.start) } else { around.end };
        windows.extend(around_speech(around.start..end, spans));
        from = end;
    }
    windows
}

/// The part of a stretch from its first to its last speech, with padding.
fn around_speech(stretch: Range<usize>, spans: &[Span]) -> Option<Range<usize>> {
    let inside = |span: &&Span| in_samples(span.end_ms) > stretch.start && in_samples(span.start_ms) < stretch.end;
    let first = spans.iter().find(inside)?;
    let last = spans.iter().rev().find(inside)?;
    let start = in_samples(first.start_ms).saturating_sub(PADDING_SAMPLES).max(stretch.start);
    let end = in_samples(last.end_ms).saturating_add(PADDING_SAMPLES).min(stretch.end);
    Some(start..end)
}

/// Where to cut a window that starts at `from`: the middle of the quietest place, the last one of equals.
fn quietest(samples: &[f32], from: usize) -> usize {
    let search = from + WINDOW_SAMPLES_MIN..from + WINDOW_SAMPLES_MAX;
    let start = search.start;
    let stretch = samples.get(search).unwrap_or_default();
    let energies: Vec<f32> =
        stretch.chunks(STEP_SAMPLES).map(|step| step.iter().map(|sample| sample * sample).sum()).collect();
    let quiet = energies.windows(QUIET_STEPS).map(|place| place.iter().sum::<f32>()).enumerate();
    let step = quiet.min_by(|(at, energy), (other_at, other)| energy.total_cmp(other).then(other_at.cmp(at)));
    start + step.map_or(0, |(step, _)| step + QUIET_STEPS / 2) * STEP_SAMPLES
}

/// Milliseconds as samples.
fn in_samples(ms: u32) -> usize {
    usize::try_from(ms).unwrap_or(usize::MAX).saturating_mul(SAMPLES_PER_MS)
}
