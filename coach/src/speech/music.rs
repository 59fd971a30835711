//! Telling speech from music and machine tones, which are voiced too and which a voice detector lets through.
//!
//! In speech the spectrum moves all the time, because the mouth does; its pitch glides; and there are syllables.
//! Tones keep their timbre, stand on a pitch or glide without any syllable. The limits lie well outside of what
//! recordings of speech show (synthetic and real, clean and in noise), so that a doubtful recording counts as speech:
//! it is worse to refuse a learner than to grade a song.

use super::activity::Frames;
use super::{FRAMES_PER_S, syllables};

/// A spectrum that moves less than this is no mouth's, in decibels (standard deviation of the tilt).
const TILT_DB_MIN: f32 = 1.9;

/// The same where the pitch stands still, in decibels.
const TILT_DB_MIN_AT_STILL_PITCH: f32 = 3.5;

/// Part of the pitched frames at which the pitch counts as still.
const STILL_MAX: f32 = 0.6;

/// Distance over which the pitch is compared, in frames: 0.1 s.
const STILL_FRAMES: usize = 10;

/// Change of the pitch over that distance under which it is still: a quarter of a semitone.
const STILL_RATIO: f32 = 1.0145;

/// Least number of comparisons of the pitch to say that it is still.
const COMPARISONS_MIN: usize = 30;

/// Least part of the frames that the voice detector calls speech.
const SCORED_MIN: f32 = 0.6;

/// Sound longer than this has to have syllables, in frames: 3 s.
const FRAMES_WITHOUT_SYLLABLES_MAX: usize = 300;

/// Least number of syllables in a second of sound.
const SYLLABLES_PER_S_MIN: f32 = 1.0;

/// Whether what sounds in these frames is no speech.
pub(super) fn is_music(frames: &Frames, sounding: &[usize]) -> bool {
    let count = sounding.len() as f32;
    let scored = sounding.iter().filter(|frame| frames.scored(**frame)).count() as f32 / count;
    let tilt_db = deviation(sounding.iter().filter_map(|frame| frames.tilts_db.get(*frame)));
    let syllables_per_s = syllables::nuclei_ms(frames).len() as f32 * FRAMES_PER_S as f32 / count;
    scored < SCORED_MIN
        || tilt_db < TILT_DB_MIN
        || (tilt_db < TILT_DB_MIN_AT_STILL_PITCH && pitch_is_still(frames))
        || (sounding.len() > FRAMES_WITHOUT_SYLLABLES_MAX && syllables_per_s < SYLLABLES_PER_S_MIN)
}

/// Whether the pitch mostly stays where it is over [`STILL_FRAMES`] without a break.
fn pitch_is_still(frames: &Frames) -> bool {
    let (mut still, mut compared) = (0, 0);
    for stretch in frames.voicings.windows(STILL_FRAMES + 1) {
        let (Some(first), Some(last)) = (stretch.first(), stretch.last()) else { continue };
        if let (Some(first_hz), Some(last_hz)) = (first.f0_hz, last.f0_hz)
            && stretch.iter().all(|voicing| voicing.f0_hz.is_some())
        {
            compared += 1;
            still += usize::from((last_hz / first_hz).max(first_hz / last_hz) < STILL_RATIO);
        }
    }
    compared >= COMPARISONS_MIN && still as f32 > STILL_MAX * compared as f32
}

fn deviation<'a>(values: impl Iterator<Item = &'a f32> + Clone) -> f32 {
    let count = values.clone().count() as f32;
    let mean = values.clone().sum::<f32>() / count;
    (values.map(|value| (value - mean) * (value - mean)).sum::<f32>() / count).sqrt()
}
