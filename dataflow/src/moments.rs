//! Mean and spread from sums, in whole numbers.

/// The mean of `n` values from their sum, rounded towards zero; none of no values.
pub fn mean(n: i64, sum: i64) -> Option<i64> {
    sum.checked_div(n)
}

/// The standard deviation of `n` values, that of a sample (n − 1), from their sum and the sum of their squares, rounded
/// down; none under two values.
pub fn spread(n: i64, sum: i64, sum_of_squares: i64) -> Option<i64> {
    let (n, sum) = (i128::from(n), i128::from(sum));
    let variance = (n * i128::from(sum_of_squares) - sum * sum).checked_div(n * (n - 1))?;
    i64::try_from(variance.max(0).isqrt()).ok()
}
