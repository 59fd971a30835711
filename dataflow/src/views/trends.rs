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
    let points = counted.flat_map(|answer| points(&answer));
    sliding(points, "trends", Windows::days([28]), Point::share, |(learner, of), [sums]| {
        let (slope_micro_per_day, slope_se_micro_per_day) = line(sums)?;
        let answers = sums.answers;
        Some(TrendRow { learner: *learner, of: *of, answers, slope_micro_per_day, slope_se_micro_per_day })
    })
}

/// A value at a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
struct Point {
    learner: LearnerId,
    of: TrendOf,
    occurred_at_ms: u64,
    value_milli: i64,
}

fn points(answer: &SpokenAnswer) -> impl Iterator<Item = Point> + use<> {
    let SpokenAnswer { learner, occurred_at_ms, .. } = *answer;
    let is_enough = answer.speech.phonation_ms >= PHONATION_MS_MIN_OPEN;
    let pace = answer.words_per_minute().filter(|_| is_enough);
    let values = [
        (TrendOf::Score, answer.score_milli.map(|score_milli| i64::from(score_milli) * 1_000)),
        (TrendOf::WordsPerMinute, pace.map(|pace| pace * 1_000)),
    ];
    let point = move |(of, value): (TrendOf, Option<i64>)| {
        value.map(|value_milli| Point { learner, of, occurred_at_ms, value_milli })
    };
    values.into_iter().filter_map(point)
}

impl Point {
    fn share(&self) -> Share<(LearnerId, TrendOf), TrendPart> {
        let hours = i64::try_from(self.occurred_at_ms / HOUR_MS).unwrap_or(i64::MAX);
        let part = TrendPart { hours, value_milli: self.value_milli };
        Share { key: (self.learner, self.of), event_ms: self.occurred_at_ms, part }
    }
}

/// What one answer adds to a line.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct TrendPart {
    hours: i64,
    value_milli: i64,
}

impl Part<TrendSums> for TrendPart {
    fn sums(&self) -> TrendSums {
        let TrendPart { hours, value_milli } = *self;
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
