//! Where somebody speaks.
//!
//! Stretches over a level (islands) are speech if the vocal folds swing in them and a voice detector agrees. Sounds
//! without a voice count only as part of a word: close to a voiced island, or at its edge, and for no longer than a
//! consonant lasts. So breaths, clicks and the noise of the room do not end a pause. Speech within [`RUN_GAP_MS_MIN`]
//! of other speech is one run with it.

use dataflow::events::RUN_GAP_MS_MIN;

use super::levels::{self, SILENCE_DB, decibels, high_passed, power, smoothed};
use super::music::is_music;
use super::voicing::{Voicing, voicings};
use super::{FRAME_MS, FRAME_SAMPLES, Span, percentile};

/// Loudest speech under which nothing is looked for, in decibels under full scale.
const LOUDEST_DB_MIN: f32 = -66.0;

/// Speech is at most this much softer than the loudest speech, in decibels.
const UNDER_LOUDEST_DB: f32 = 25.0;

/// Speech is at least this much louder than the background, in decibels.
const OVER_BACKGROUND_DB: f32 = 6.0;

/// However loud the background seems, this much under the loudest speech is speech, in decibels.
const UNDER_LOUDEST_DB_MIN: f32 = 14.0;

/// Consonants without a voice are at most this much softer than the loudest speech, in decibels; breaths are softer.
const CONSONANT_UNDER_LOUDEST_DB: f32 = 20.0;

/// Longest consonant without a voice at the edge of a word, in frames.
const CONSONANT_FRAMES_MAX: usize = 20;

/// Softer sound than a consonant that still belongs to the word beside it, in frames.
const FADE_FRAMES_MAX: usize = 6;

/// Longest closure between a consonant and the rest of its word, in frames.
const CLOSURE_FRAMES_MAX: usize = 9;

/// Least number of voiced frames in an island of speech.
const VOICED_FRAMES_MIN: usize = 3;

/// The voice detector's score over which a frame is speech.
const SCORE_MIN: f32 = 0.5;

/// Least number of frames that are voiced and that the detector calls speech, in the whole recording: 0.15 s.
const SPEECH_FRAMES_MIN: usize = 15;

/// Level at which the voice detector is shown speech, in decibels under full scale.
const DETECTOR_DB: f32 = -20.0;

/// Samples that the voice detector takes at a time.
const DETECTOR_SAMPLES: usize = 256;

/// Weights of a frame and its neighbours in a level.
const SMOOTHING: [f32; 2] = [1.0, 0.5];

/// A recording described in frames of 10 ms.
pub(super) struct Frames {
    /// Power behind the high-pass.
    pub(super) powers: Vec<f32>,
    /// Level, smoothed over 30 ms.
    pub(super) levels_db: Vec<f32>,
    /// The level that one frame in a hundred exceeds.
    pub(super) loudest_db: f32,
    /// How bright the sound is: level of its slope over its level, in decibels.
    pub(super) tilts_db: Vec<f32>,
    /// Voicing.
    pub(super) voicings: Vec<Voicing>,
    /// The voice detector's score, from 0 to 1.
    pub(super) scores: Vec<f32>,
}

impl Frames {
    /// Describes a recording.
    pub(super) fn of(samples: &[f32]) -> Frames {
        let passed = high_passed(samples);
        let powers = levels::powers(&passed);
        let levels_db: Vec<f32> = smoothed(&powers, &SMOOTHING).into_iter().map(decibels).collect();
        let loudest_db = percentile(&levels_db, 99).unwrap_or(SILENCE_DB);
        let scores = scores(samples, levels_db.len(), loudest_db);
        let slope: Vec<f32> =
            passed.windows(2).map(|pair| pair.iter().fold(0.0, |before, sample| sample - before)).collect();
        let slope_levels_db = smoothed(&levels::powers(&slope), &SMOOTHING).into_iter().map(decibels);
        let tilts_db = slope_levels_db.zip(&levels_db).map(|(slope_db, level_db)| slope_db - level_db).collect();
        Frames { powers, tilts_db, loudest_db, voicings: voicings(samples), scores, levels_db }
    }

    fn voiced(&self, frame: usize) -> bool {
        self.voicings.get(frame).is_some_and(|voicing| voicing.voiced)
    }

    /// Whether the voice detector calls the frame speech.
    pub(super) fn scored(&self, frame: usize) -> bool {
        self.scores.get(frame).is_some_and(|score| *score >= SCORE_MIN)
    }

    fn level_db(&self, frame: usize) -> f32 {
        self.levels_db.get(frame).copied().unwrap_or(SILENCE_DB)
    }
}

/// Frames from `start` to before `end`.
#[derive(Clone, Copy, Debug)]
struct Island {
    start: usize,
    end: usize,
}

/// Where somebody speaks, in time order; empty if nobody does.
pub(super) fn spans(frames: &Frames) -> Vec<Span> {
    if frames.loudest_db < LOUDEST_DB_MIN {
        return Vec::new();
    }
    let islands = islands(frames, threshold_db(frames));
    let voiced: Vec<Island> = islands.iter().filter_map(|island| voiced_part(frames, *island)).collect();
    let sounding: Vec<usize> = voiced.iter().flat_map(|island| island.start..island.end).collect();
    let sure = |frame: &&usize| frames.voiced(**frame) && frames.scored(**frame);
    if sounding.iter().filter(sure).count() < SPEECH_FRAMES_MIN || is_music(frames, &sounding) {
        return Vec::new();
    }
    let mut spoken = voiced.clone();
    spoken.extend(islands.iter().filter(|island| is_consonant(frames, **island, &voiced)));
    spoken.sort_by_key(|island| island.start);
    joined(&spoken)
}

/// The level over which a frame may be speech: relative to the loudest speech, and over the background.
fn threshold_db(frames: &Frames) -> f32 {
    let background_db = percentile(&frames.levels_db, 10).unwrap_or(SILENCE_DB);
    let lowest_db = frames.loudest_db - UNDER_LOUDEST_DB;
    lowest_db.max(background_db + OVER_BACKGROUND_DB).min(frames.loudest_db - UNDER_LOUDEST_DB_MIN)
}

fn islands(frames: &Frames, threshold_db: f32) -> Vec<Island> {
    let mut islands: Vec<Island> = Vec::new();
    for frame in (0..frames.levels_db.len()).filter(|frame| frames.level_db(*frame) >= threshold_db) {
        match islands.last_mut() {
            Some(island) if island.end == frame => island.end = frame + 1,
            _ => islands.push(Island { start: frame, end: frame + 1 }),
        }
    }
    islands
}

/// The part of an island that is speech: its voiced frames, and as much on either side as a consonant lasts.
fn voiced_part(frames: &Frames, island: Island) -> Option<Island> {
    let voiced: Vec<usize> = (island.start..island.end).filter(|frame| frames.voiced(*frame)).collect();
    let scored = (island.start..island.end).any(|frame| frames.scored(frame));
    let (first, last) = (*voiced.first()?, *voiced.last()?);
    if voiced.len() < VOICED_FRAMES_MIN || !scored {
        return None;
    }
    let head = edge_frames(frames, (island.start..first).rev());
    let tail = edge_frames(frames, last + 1..island.end);
    Some(Island { start: first - head, end: last + 1 + tail })
}

/// How many frames, going away from a voiced one, still belong to its word.
fn edge_frames(frames: &Frames, away: impl Iterator<Item = usize>) -> usize {
    let loud = |frame: &usize| frames.level_db(*frame) >= frames.loudest_db - CONSONANT_UNDER_LOUDEST_DB;
    let (mut count, mut soft) = (0, 0);
    for frame in away.take(CONSONANT_FRAMES_MAX) {
        soft = if loud(&frame) { 0 } else { soft + 1 };
        if soft > FADE_FRAMES_MAX {
            return count + 1 - soft + FADE_FRAMES_MAX;
        }
        count += 1;
    }
    count
}

/// Whether an island without a voice is a consonant of a word beside it.
fn is_consonant(frames: &Frames, island: Island, voiced: &[Island]) -> bool {
    let loud = (island.start..island.end)
        .any(|frame| frames.level_db(frame) >= frames.loudest_db - CONSONANT_UNDER_LOUDEST_DB);
    let beside = |word: &Island| {
        (island.start >= word.end && island.start - word.end <= CLOSURE_FRAMES_MAX)
            || (word.start >= island.end && word.start - island.end <= CLOSURE_FRAMES_MAX)
    };
    loud && island.end - island.start <= CONSONANT_FRAMES_MAX && voiced.iter().any(beside)
}

fn joined(spoken: &[Island]) -> Vec<Span> {
    let ms = |frame: usize| u32::try_from(frame).unwrap_or(u32::MAX).saturating_mul(FRAME_MS);
    let mut spans: Vec<Span> = Vec::new();
    for island in spoken {
        let span = Span { start_ms: ms(island.start), end_ms: ms(island.end) };
        match spans.last_mut() {
            Some(last) if span.start_ms < last.end_ms.saturating_add(RUN_GAP_MS_MIN) => {
                last.end_ms = last.end_ms.max(span.end_ms);
            }
            _ => spans.push(span),
        }
    }
    spans
}

/// The voice detector's score of each frame, on a recording brought to one level.
fn scores(samples: &[f32], frames: usize, loudest_db: f32) -> Vec<f32> {
    let gain = power(DETECTOR_DB - loudest_db).sqrt();
    let mut detector = earshot::Detector::default();
    let score = |chunk: &[f32]| {
        let mut shown = [0.0; DETECTOR_SAMPLES];
        for (to, from) in shown.iter_mut().zip(chunk) {
            *to = (from * gain).clamp(-1.0, 1.0);
        }
        detector.predict_f32(&shown)
    };
    let chunks: Vec<f32> = samples.chunks(DETECTOR_SAMPLES).map(score).collect();
    let at = |frame: usize| chunks.get((frame * FRAME_SAMPLES + FRAME_SAMPLES / 2) / DETECTOR_SAMPLES);
    (0..frames).map(|frame| at(frame).copied().unwrap_or(0.0)).collect()
}
