//! Syllable nuclei: peaks of intensity that are voiced and have a dip on both sides.
//!
//! After de Jong & Wempe 2009 (10.3758/BRM.41.2.385), with the same dip of 2 dB. Intensity is smoothed over some 60
//! ms, as there. A constant floor is added to it, so that a quiet room shows no dips that a noisy one would hide: the
//! count must not depend on the room.

use super::activity::Frames;
use super::levels::{decibels, power, smoothed};
use super::{FRAME_MS, percentile};

/// Least fall of the intensity on either side of a nucleus, in decibels.
const DIP_DB_MIN: f32 = 2.0;

/// The floor, in decibels under the loudest speech.
const FLOOR_UNDER_LOUDEST_DB: f32 = 25.0;

/// A nucleus is at most this much softer than the loudest speech, in decibels.
const NUCLEUS_UNDER_LOUDEST_DB: f32 = 22.0;

/// A bell of some 60 ms, as weights by distance.
const BELL: [f32; 5] = [1.0, 0.88, 0.61, 0.32, 0.14];

/// Where the nuclei are, in milliseconds, in time order.
pub(super) fn nuclei_ms(frames: &Frames) -> Vec<u32> {
    let floor = power(frames.loudest_db - FLOOR_UNDER_LOUDEST_DB);
    let powers: Vec<f32> = smoothed(&frames.powers, &BELL).into_iter().map(|power| power + floor).collect();
    let levels: Vec<f32> = powers.into_iter().map(decibels).collect();
    let loudest_db = percentile(&levels, 99).unwrap_or_default();
    let mut nuclei = Vec::new();
    // The highest level since the last dip, and the lowest since the last peak.
    let (mut peak, mut dip_db): (Option<(usize, f32)>, f32) = (None, f32::INFINITY);
    for (frame, level_db) in levels.iter().copied().enumerate() {
        match peak {
            Some((_, peak_db)) if level_db > peak_db => peak = Some((frame, level_db)),
            Some((at, peak_db)) if level_db < peak_db - DIP_DB_MIN => {
                nuclei.push((at, peak_db));
                (peak, dip_db) = (None, level_db);
            }
            Some(_) => {}
            None => {
                dip_db = dip_db.min(level_db);
                if level_db > dip_db + DIP_DB_MIN {
                    peak = Some((frame, level_db));
                }
            }
        }
    }
    // A recording that ends in the middle of a syllable has its last dip behind its end.
    nuclei.extend(peak);
    let is_voiced = |at: usize| {
        frames.voicings.get(at.saturating_sub(1)..).unwrap_or_default().iter().take(3).any(|voicing| voicing.voiced)
    };
    nuclei.retain(|(at, level_db)| is_voiced(*at) && *level_db > loudest_db - NUCLEUS_UNDER_LOUDEST_DB);
    nuclei.into_iter().filter_map(|(at, _)| u32::try_from(at).ok()).map(|at| at.saturating_mul(FRAME_MS)).collect()
}
