//! Who of those that began in a week came back in later ones.

use serde::{Deserialize, Serialize};

use super::active::Seen;
use crate::graph::Rows;
use crate::operators::{Made, Values, grouped, totals};

/// Learners of a cohort in one of the weeks since they began.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct RetentionRow {
    /// The Monday of the UTC week of their first answer of all, counted in days from the Unix epoch.
    pub cohort_day: u32,
    /// Weeks since then; 0 is the week itself, so its row says how many began.
    pub weeks_since: u32,
    /// Of these learners, those who practised in that week.
    pub learners: u64,
}

/// One row per cohort and week since in which anybody of it practised.
///
/// A late answer from an earlier week moves its learner to an earlier cohort, with all weeks; an erased learner leaves.
/// A week in which nobody of the cohort practised yields no row.
pub fn retention<'scope>(seen_weeks: Rows<'scope, Seen>) -> Rows<'scope, RetentionRow> {
    let kept = grouped(seen_weeks, "kept", |seen| (seen.learner, seen.start_day), |_, weeks| kept(weeks));
    totals(
        kept,
        "retention",
        |kept| (*kept, 1_isize),
        |kept, learners| {
            let Kept { cohort_day, weeks_since } = *kept;
            Some(RetentionRow { cohort_day, weeks_since, learners: u64::try_from(*learners).unwrap_or(0) })
        },
    )
}

/// Somebody of a cohort practised in a week.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
struct Kept {
    cohort_day: u32,
    weeks_since: u32,
}

/// The weeks of one learner, by their first days, the first of which is the cohort's.
fn kept(weeks: Values<'_, u32>) -> Made<Kept> {
    let Some(cohort_day) = weeks.next().copied() else { return Made::new() };
    let kept = |day: u32| Kept { cohort_day, weeks_since: (day - cohort_day).div_ceil(7) };
    std::iter::once(cohort_day).chain(weeks.copied()).map(kept).collect()
}
