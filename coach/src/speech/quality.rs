//! How clean the recording is: speech over background, and clipping.
//!
//! Background is what is heard where nobody speaks, some way off the speech on either side. Where there is too little
//! of that, or it is digital silence, there is nothing to compare.

use super::levels::{SILENCE_DB, decibels, powers};
use super::{FRAME_MS, Span, percentile, rounded};

/// Distance from speech at which background begins, in milliseconds.
const GUARD_MS: u32 = 50;

/// Least number of frames of background: 0.2 s.
const BACKGROUND_FRAMES_MIN: usize = 20;

/// From here on a sample counts as at full scale: resampling and Opus move a flat top a little.
const FULL_SCALE: f32 = 0.985;

/// Speech level over background level, in hundredths of a decibel; none where there is no background to compare.
pub(super) fn snr_centidb(samples: &[f32], spans: &[Span]) -> Option<i32> {
    let (mut speech, mut background) = (Vec::new(), Vec::new());
    for (frame, power) in powers(samples).into_iter().enumerate() {
        let at_ms = u32::try_from(frame).ok()?.saturating_mul(FRAME_MS);
        if spans.iter().any(|span| (span.start_ms..span.end_ms).contains(&at_ms)) {
            speech.push(power);
        } else if !spans
            .iter()
            .any(|span| (span.start_ms.saturating_sub(GUARD_MS)..span.end_ms.saturating_add(GUARD_MS)).contains(&at_ms))
        {
            background.push(power);
        }
    }
    if background.len() < BACKGROUND_FRAMES_MIN || speech.is_empty() {
        return None;
    }
    // The median, so that a breath or a cough does not pass for the room.
    let background = percentile(&background, 50)?;
    let background_db = decibels(background);
    if background_db <= SILENCE_DB {
        return None;
    }
    let speech = speech.iter().sum::<f32>() / speech.len() as f32;
    let snr_db = decibels((speech - background).max(0.0)) - background_db;
    let centidb = i32::try_from(rounded(snr_db.abs() * 100.0)).ok()?;
    Some(if snr_db < 0.0 { -centidb } else { centidb })
}

/// Samples at full scale, in millionths.
pub(super) fn clipped_ppm(samples: &[f32]) -> u32 {
    let clipped = samples.iter().filter(|sample| sample.abs() >= FULL_SCALE).count();
    let ppm = clipped.saturating_mul(1_000_000).checked_div(samples.len()).unwrap_or(0);
    u32::try_from(ppm).unwrap_or(1_000_000)
}
