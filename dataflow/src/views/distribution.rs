//! How the learners' mean scores are spread, and where one of them stands.

use serde::{Deserialize, Serialize};

use super::practice::PracticeRow;
use crate::graph::Rows;
use crate::operators::totals;

/// Fewest scores of a learner for their mean to be compared with others.
pub const RANKED_SCORES_MIN: i64 = 3;

/// Width of a bucket, in thousandths of the most that can be given.
pub const BUCKET_MILLI: u16 = 20;

/// The learners of one bucket.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct DistributionRow {
    /// The least mean score of the bucket, in thousandths of the most that can be given.
    pub from_milli: u16,
    /// Learners whose mean lies in it.
    pub learners: u64,
}

/// One row per bucket of [`BUCKET_MILLI`] in which the mean score of any learner lies: that of the answers of the last
/// 28 days that count as growth, as in `practice`, where there are at least [`RANKED_SCORES_MIN`]. The last bucket holds
/// full marks too.
///
/// Changes as means move and learners come and go. An empty bucket yields no row.
pub fn distribution<'scope>(practice: Rows<'scope, PracticeRow>) -> Rows<'scope, DistributionRow> {
    let buckets = practice.flat_map(|row| ranked_mean_milli(&row).map(bucket));
    totals(
        buckets,
        "distribution",
        |from_milli| (*from_milli, 1_isize),
        |from_milli, learners| {
            let learners = u64::try_from(*learners).unwrap_or(0);
            Some(DistributionRow { from_milli: *from_milli, learners })
        },
    )
}

/// The mean score by which a learner is compared with others, in thousandths rounded down; none under
/// [`RANKED_SCORES_MIN`] scores.
pub fn ranked_mean_milli(practice: &PracticeRow) -> Option<u16> {
    let month = Some(practice.month).filter(|month| month.scored >= RANKED_SCORES_MIN)?;
    month.mean_score_milli().and_then(|mean| u16::try_from(mean).ok())
}

/// The least score of the bucket that holds a score.
fn bucket(score_milli: u16) -> u16 {
    (score_milli / BUCKET_MILLI * BUCKET_MILLI).min(1_000 - BUCKET_MILLI)
}

/// The share of learners who do worse than a score, in thousandths rounded down, by mid-ranks: who is in the same bucket
/// counts half. So it is 500 for everyone if all are in one bucket, and the mean of all ranks is 500 whatever the
/// spread. None where no learner is known.
pub fn percentile_rank<'a>(
    distribution: impl IntoIterator<Item = &'a DistributionRow>,
    score_milli: u16,
) -> Option<u16> {
    let from_milli = bucket(score_milli);
    let (mut halves, mut all) = (0_u128, 0_u128);
    for row in distribution {
        let learners = u128::from(row.learners);
        all += learners;
        halves += match row.from_milli.cmp(&from_milli) {
            std::cmp::Ordering::Less => 2 * learners,
            std::cmp::Ordering::Equal => learners,
            std::cmp::Ordering::Greater => 0,
        };
    }
    (halves * 1_000).checked_div(2 * all).and_then(|milli| u16::try_from(milli).ok())
}
