//! How well a judge agrees with people who scored the same answers.
//!
//! Reads pairs of scores from a file (`docs/calibration.md`), a human's and the judge's of one criterion of one answer,
//! and says for each criterion and each group of answers how close they are: correlations, quadratic weighted kappa,
//! differences of means, and the judge's own spread where it judged an answer several times. Figures that would mislead
//! are withheld with their reason. Nothing here changes a score or fits anything to these figures, and no file is opened.
//! An answer counts once, with the first judgement that the file has of it: that is what a learner gets.

mod error;
mod ratings;
mod report;
mod rows;
mod statistics;

pub use self::error::{CalibrationError, Fault};
pub use self::ratings::{Judgement, Rated, Ratings};
pub use self::report::{Agreement, Correlation, Figures, Note, PAIRS_MIN, Spread, Withheld, report};
pub use self::rows::{BYTES_MAX, COLUMNS, ROWS_MAX};
pub use self::statistics::{
    Pair, difference_sd, mean_difference, pearson, pearson_interval, pooled_sd, quadratic_weighted_kappa, spearman,
    standardised_difference,
};
