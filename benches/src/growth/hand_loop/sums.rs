//! Sums over windows, and what an answer adds to them.

use super::super::digest::{field, row};

/// Sums over a window.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Sums {
    pub(super) answers: i64,
    practice_ms: i64,
    words: i64,
    scored: i64,
    score_milli: i64,
    squares: i64,
}

/// What an answer adds to sums; small, because it waits in two calendars.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Share {
    pub(crate) practice_ms: u32,
    pub(crate) words: u32,
    /// 1 if there is a score; a number because the prototype's rows have one here.
    pub(crate) scored: u32,
    pub(crate) score_milli: u32,
}

impl Sums {
    pub(super) fn add(&mut self, share: &Share, sign: i32) {
        let (sign, score) = (i64::from(sign), i64::from(share.score_milli));
        self.answers = self.answers.wrapping_add(sign);
        self.practice_ms = self.practice_ms.wrapping_add(sign * i64::from(share.practice_ms));
        self.words = self.words.wrapping_add(sign * i64::from(share.words));
        self.scored = self.scored.wrapping_add(sign * i64::from(share.scored));
        self.score_milli = self.score_milli.wrapping_add(sign * score);
        self.squares = self.squares.wrapping_add(sign * score * score);
    }

    /// As a row of a learner's practice.
    pub(super) fn digest(&self, learner: u64) -> u64 {
        let sums = [self.answers, self.practice_ms, self.words, self.scored, self.score_milli, self.squares].map(field);
        let [answers, practice_ms, words, scored, score, squares] = sums;
        row(&[learner, answers, practice_ms, words, scored, score, squares])
    }

    /// As a row of a prompt, which has fewer.
    pub(super) fn prompt_digest(&self, prompt: u64) -> u64 {
        let [answers, scored, score, squares] = [self.answers, self.scored, self.score_milli, self.squares].map(field);
        row(&[prompt, answers, scored, score, squares])
    }
}

impl Share {
    /// The same answer with another score.
    pub(super) fn scored(self, score_milli: Option<u16>) -> Self {
        let scored = u32::from(score_milli.is_some());
        Share { scored, score_milli: score_milli.unwrap_or(0).into(), ..self }
    }

    pub(super) fn score(&self) -> Option<u16> {
        if self.scored == 0 { None } else { u16::try_from(self.score_milli).ok() }
    }
}
