//! Where each learner's score and speech rate are going, over the last four weeks.
//!
//! A straight line by least squares, from sums alone: slope and standard error come out of six integers that are added
//! and taken back exactly.

use serde::{Deserialize, Serialize};

use super::spoken::SpokenAnswer;
use crate::events::LearnerId;
use crate::graph::Rows;
use crate::measures::PHONATION_MS_MIN_OPEN;
use crate::operators::{HOUR_MS, Part, Share, Windows, sliding, sums};

/// Fewest answers from which a trend is told; under it there is none.
pub const TREND_ANSWERS_MIN: i64 = 5;

/// What is going somewhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TrendOf {
    /// The score, in thousandths of the most that can be given.
    Score,
    /// Words per minute of speaking time, of answers with enough speech.
    WordsPerMinute,
}

sums! {
    /// Sums for a straight line of value over time.
    TrendSums {
        /// Answers.
        answers,
        /// Times t, in hours since the Unix epoch.
        hours,
        /// Squares of t.
        hours_squares,
        /// Values y, in thousandths of the unit.
        value_milli,
        /// Squares of y.
        value_milli_squares,
        /// t times y.
        hours_value_milli,
    }
}

/// A learner's trend.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct TrendRow {
    /// Who.
    pub learner: LearnerId,
    /// What of.
    pub of: TrendOf,
    /// Answers that it rests on.
    pub answers: i64,
    /// Change per day, in millionths of the unit.
    pub slope_micro_per_day: i64,
    /// Standard error of the slope, in millionths of the unit per day.
    pub slope_se_micro_per_day: i64,
}

/// One row per learner and kind of trend with at least [`TREND_ANSWERS_MIN`] answers that count as growth in the last 28
/// days of event time, not all in one hour. Answers leave at the first full UTC hour after the window.
pub fn trends<'scope>(counted: Rows<'scope, SpokenAnswer>) -> Rows<'scope, TrendRow> {
    let points = counted.map(|answer| Point::of(&answer));
    let pairs = sliding(points, "trends", Windows::days([28]), Point::share, |learner, [(score, pace)]| {
        let pair = [row(*learner, TrendOf::Score, score), row(*learner, TrendOf::WordsPerMinute, pace)];
        pair.iter().any(Option::is_some).then_some(pair)
    });
    pairs.flat_map(|pair| pair.into_iter().flatten())
}

fn row(learner: LearnerId, of: TrendOf, sums: &TrendSums) -> Option<TrendRow> {
    let (slope_micro_per_day, slope_se_micro_per_day) = line(sums)?;
    Some(TrendRow { learner, of, answers: sums.answers, slope_micro_per_day, slope_se_micro_per_day })
}

/// The values of an answer at its time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
struct Point {
    learner: LearnerId,
    occurred_at_ms: u64,
    words_per_minute: Option<i64>,
    score_milli: Option<u16>,
}

impl Point {
    fn of(answer: &SpokenAnswer) -> Self {
        let SpokenAnswer { learner, occurred_at_ms, score_milli, .. } = *answer;
        let is_enough = answer.speech.phonation_ms >= PHONATION_MS_MIN_OPEN;
        let words_per_minute = answer.words_per_minute().filter(|_| is_enough);
        Point { learner, occurred_at_ms, words_per_minute, score_milli }
    }

    fn share(&self) -> Share<LearnerId, TrendPart> {
        let Point { learner, occurred_at_ms, words_per_minute, score_milli } = *self;
        let hours = i64::try_from(occurred_at_ms / HOUR_MS).unwrap_or(i64::MAX);
        Share { key: learner, event_ms: occurred_at_ms, part: TrendPart { hours, words_per_minute, score_milli } }
    }
}

/// What one answer adds to its learner's lines.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct TrendPart {
    hours: i64,
    words_per_minute: Option<i64>,
    score_milli: Option<u16>,
}

impl Part<(TrendSums, TrendSums)> for TrendPart {
    fn sums(&self) -> (TrendSums, TrendSums) {
        let of = |value: Option<i64>| value.map(|value| TrendSums::of(self.hours, value * 1_000)).unwrap_or_default();
        (of(self.score_milli.map(i64::from)), of(self.words_per_minute))
    }
}

impl TrendSums {
    /// Of one value, in thousandths of the unit, at a time.
    fn of(hours: i64, value_milli: i64) -> Self {
        TrendSums {
            answers: 1,
            hours,
            hours_squares: hours.wrapping_mul(hours),
            value_milli,
            value_milli_squares: value_milli.wrapping_mul(value_milli),
            hours_value_milli: hours.wrapping_mul(value_milli),
        }
    }
}

/// Slope and standard error of a least-squares line, in millionths of the unit per day, rounded towards zero.
///
/// With n answers, Sxx = nΣt² − (Σt)², Syy and Sxy alike: slope = Sxy / Sxx, and its squared standard error is
/// (Syy − Sxy² / Sxx) / ((n − 2) Sxx). None for too few answers, or for times that are all the same.
fn line(sums: &TrendSums) -> Option<(i64, i64)> {
    /// From thousandths per hour to millionths per day.
    const PER_DAY: i128 = 24 * 1_000;
    if sums.answers < TREND_ANSWERS_MIN {
        return None;
    }
    let n = i128::from(sums.answers);
    let spread = |of_products: i64, x: i64, y: i64| {
        n.checked_mul(of_products.into())?.checked_sub(i128::from(x).checked_mul(y.into())?)
    };
    let s_xx = spread(sums.hours_squares, sums.hours, sums.hours)?;
    let s_yy = spread(sums.value_milli_squares, sums.value_milli, sums.value_milli)?;
    let s_xy = spread(sums.hours_value_milli, sums.hours, sums.value_milli)?;
    let slope = s_xy.checked_mul(PER_DAY)?.checked_div(s_xx)?;
    let rest = s_yy.checked_mul(s_xx)?.checked_sub(s_xy.checked_mul(s_xy)?)?.checked_div(s_xx)?;
    let squared_error = rest.checked_mul(PER_DAY * PER_DAY)?.checked_div((n - 2).checked_mul(s_xx)?)?;
    Some((i64::try_from(slope).ok()?, i64::try_from(squared_error.max(0).isqrt()).ok()?))
}
