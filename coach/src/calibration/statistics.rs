//! The formulas: each from pairs of scores to one figure, or none where it does not exist.
//!
//! Sums run twice over the pairs, first for the means, so that no precision is lost on scores that are nearly the same.
//! How many pairs are too few to say anything is decided in `report`.

/// The scores of one answer in one criterion.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pair {
    /// What a person gave.
    pub human: f64,
    /// What the judge gave.
    pub judge: f64,
}

/// Half the width of a 95 % interval of the normal distribution, in standard deviations.
pub(super) const NORMAL_95: f64 = 1.959_963_984_540_054;

/// Means and sums of squares about them.
struct Moments {
    n: f64,
    human_mean: f64,
    judge_mean: f64,
    human_squares: f64,
    judge_squares: f64,
    products: f64,
}

impl Moments {
    /// None without a pair.
    fn of(pairs: &[Pair]) -> Option<Self> {
        let n = number(pairs.len());
        if pairs.is_empty() {
            return None;
        }
        let human_mean = pairs.iter().map(|pair| pair.human).sum::<f64>() / n;
        let judge_mean = pairs.iter().map(|pair| pair.judge).sum::<f64>() / n;
        let off = |pair: &Pair| (pair.human - human_mean, pair.judge - judge_mean);
        Some(Moments {
            n,
            human_mean,
            judge_mean,
            human_squares: pairs.iter().map(off).map(|(human, _)| human * human).sum(),
            judge_squares: pairs.iter().map(off).map(|(_, judge)| judge * judge).sum(),
            products: pairs.iter().map(off).map(|(human, judge)| human * judge).sum(),
        })
    }
}

/// Pearson's product-moment correlation; none where either side has one value only.
pub fn pearson(pairs: &[Pair]) -> Option<f64> {
    if !varies(pairs.iter().map(|pair| pair.human)) || !varies(pairs.iter().map(|pair| pair.judge)) {
        return None;
    }
    let moments = Moments::of(pairs)?;
    let scale = (moments.human_squares * moments.judge_squares).sqrt();
    finite((moments.products / scale).clamp(-1.0, 1.0))
}

/// The 95 % interval of a correlation of `n` pairs, by Fisher's transformation: atanh r is about normal with the
/// standard error 1/√(n − 3). None for fewer than four pairs.
///
/// R. A. Fisher, *On the "probable error" of a coefficient of correlation deduced from a small sample*, Metron 1 (1921).
pub fn pearson_interval(r: f64, n: usize) -> Option<(f64, f64)> {
    let free = number(n) - 3.0;
    if free < 1.0 || !(-1.0..=1.0).contains(&r) {
        return None;
    }
    let half = NORMAL_95 / free.sqrt();
    Some(((r.atanh() - half).tanh(), (r.atanh() + half).tanh()))
}

/// Spearman's rank correlation: Pearson's of the ranks, where equal scores share the mean of their ranks.
///
/// C. Spearman, *The proof and measurement of association between two things*, American Journal of Psychology 15 (1904).
pub fn spearman(pairs: &[Pair]) -> Option<f64> {
    let human = ranks(&pairs.iter().map(|pair| pair.human).collect::<Vec<f64>>());
    let judge = ranks(&pairs.iter().map(|pair| pair.judge).collect::<Vec<f64>>());
    let ranked: Vec<Pair> = human.into_iter().zip(judge).map(|(human, judge)| Pair { human, judge }).collect();
    pearson(&ranked)
}

/// Cohen's kappa with quadratic weights: one minus the mean squared difference over that of scores dealt at random.
///
/// With these weights the table of counts is not needed: what chance gives is the sum of both variances and of the
/// squared difference of the means. So the steps of the scale and its unused ends change nothing. None where both sides
/// have one value only.
///
/// J. Cohen, *Weighted kappa: nominal scale agreement with provision for scaled disagreement or partial credit*,
/// Psychological Bulletin 70 (1968); the form by moments is that of J. L. Fleiss and J. Cohen, *The equivalence of
/// weighted kappa and the intraclass correlation coefficient*, Educational and Psychological Measurement 33 (1973).
pub fn quadratic_weighted_kappa(pairs: &[Pair]) -> Option<f64> {
    let moments = Moments::of(pairs)?;
    let seen = pairs.iter().map(|pair| (pair.human - pair.judge).powi(2)).sum::<f64>() / moments.n;
    let shift = moments.judge_mean - moments.human_mean;
    let by_chance = (moments.human_squares + moments.judge_squares) / moments.n + shift * shift;
    finite((1.0 - seen / by_chance).clamp(-1.0, 1.0))
}

/// Mean of judge minus human, over the root of the mean of both variances; none where neither varies.
///
/// The form of D. M. Williamson, X. Xi and F. J. Breyer, *A framework for evaluation and use of automated scoring*,
/// Educational Measurement: Issues and Practice 31 (2012).
pub fn standardised_difference(pairs: &[Pair]) -> Option<f64> {
    let moments = Moments::of(pairs)?;
    let free = moments.n - 1.0;
    let pooled = ((moments.human_squares + moments.judge_squares) / (2.0 * free)).sqrt();
    finite((moments.judge_mean - moments.human_mean) / pooled)
}

/// Mean of judge minus human; none without a pair.
pub fn mean_difference(pairs: &[Pair]) -> Option<f64> {
    let moments = Moments::of(pairs)?;
    Some(moments.judge_mean - moments.human_mean)
}

/// Standard deviation of judge minus human; none for fewer than two pairs. Mean and 1.96 of it to each side are the
/// limits of agreement.
///
/// J. M. Bland and D. G. Altman, *Statistical methods for assessing agreement between two methods of clinical
/// measurement*, The Lancet 327 (1986).
pub fn difference_sd(pairs: &[Pair]) -> Option<f64> {
    let differences: Vec<f64> = pairs.iter().map(|pair| pair.judge - pair.human).collect();
    pooled_sd([differences.as_slice()])
}

/// Standard deviation within the series, pooled over them by their degrees of freedom: with one series the usual one.
/// None where no series has two values.
pub fn pooled_sd<'a>(series: impl IntoIterator<Item = &'a [f64]>) -> Option<f64> {
    let (mut squares, mut free) = (0.0, 0.0);
    for values in series.into_iter().filter(|values| values.len() > 1) {
        let mean = values.iter().sum::<f64>() / number(values.len());
        squares += values.iter().map(|value| (value - mean).powi(2)).sum::<f64>();
        free += number(values.len()) - 1.0;
    }
    (free > 0.0).then(|| (squares / free).sqrt())
}

/// The rank of each value, from 1; equal ones share the mean of their ranks.
fn ranks(values: &[f64]) -> Vec<f64> {
    let mut order: Vec<(usize, f64)> = values.iter().copied().enumerate().collect();
    order.sort_by(|(_, left), (_, right)| left.total_cmp(right));
    let mut ranked = Vec::with_capacity(order.len());
    for equal in order.chunk_by(|(_, left), (_, right)| left == right) {
        // The mean of the ranks from `before + 1` to `before + equal.len()`.
        let rank = number(ranked.len()) + (number(equal.len()) + 1.0) / 2.0;
        ranked.extend(equal.iter().map(|(place, _)| (*place, rank)));
    }
    ranked.sort_by_key(|(place, _)| *place);
    ranked.into_iter().map(|(_, rank)| rank).collect()
}

/// Whether there are two different values.
pub(super) fn varies(mut values: impl Iterator<Item = f64>) -> bool {
    let first = values.next();
    first.is_some_and(|first| values.any(|value| value != first))
}

fn finite(value: f64) -> Option<f64> {
    value.is_finite().then_some(value)
}

#[expect(clippy::cast_precision_loss, reason = "rows are far below the 52 bits that are exact")]
fn number(count: usize) -> f64 {
    count as f64
}
