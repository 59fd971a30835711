//! The tables of what is known about everyone together.

use super::group::group;
use crate::events::StudyId;
use crate::views::distribution::percentile_rank;
use crate::views::{ActiveRow, ArmRow, DistributionRow, RetentionRow};

group! {
    /// What is known about everyone together.
    EveryoneViews, EveryoneRow, EveryoneTables;
    /// Learners by week.
    active_weeks: ActiveWeek(ActiveRow);
    /// Learners by month.
    active_months: ActiveMonth(ActiveRow);
    /// Who came back, by the week in which they began.
    retention: Retention(RetentionRow) by u32 = |row| row.cohort_day;
    /// How mean scores are spread.
    distribution: Distribution(DistributionRow) by u16 = |row| row.from_milli;
    /// How the arms of each study compare.
    arms: Arm(ArmRow) by StudyId = |row| row.arm.study;
}

impl EveryoneTables {
    /// Where a mean score stands among all, as in [`percentile_rank`].
    pub fn percentile_rank(&self, score_milli: u16) -> Option<u16> {
        percentile_rank(&self.distribution.sorted(), score_milli)
    }
}
