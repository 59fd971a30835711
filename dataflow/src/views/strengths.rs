//! Each learner's strongest and weakest criterion.

use std::cmp::Reverse;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::criteria::CriterionRow;
use crate::events::LearnerId;
use crate::graph::Rows;
use crate::operators::{Values, grouped};

/// Fewest answers with a score in a criterion for it to be compared.
pub const STRENGTH_ANSWERS_MIN: i64 = 3;

/// A learner's strongest and weakest criterion.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct StrengthRow {
    /// Who.
    pub learner: LearnerId,
    /// The criterion with the best mean score.
    pub strongest: Arc<str>,
    /// Its mean over the last 28 days, in thousandths of the most that can be given.
    pub strongest_milli: i64,
    /// The criterion with the worst mean score.
    pub weakest: Arc<str>,
    /// Its mean.
    pub weakest_milli: i64,
}

/// One row per learner with at least two criteria of [`STRENGTH_ANSWERS_MIN`] answers each in `criteria`.
///
/// Criteria stand in the order of their means, equals in that of their names; the first and the last are told, so they
/// are never the same. Changes with the means; retracted when fewer than two criteria have enough answers.
pub fn strengths<'scope>(criteria: Rows<'scope, CriterionRow>) -> Rows<'scope, StrengthRow> {
    let compared = criteria.filter(|row| row.month.answers >= STRENGTH_ANSWERS_MIN);
    grouped(
        compared,
        "strengths",
        |row| (row.learner, standing(row)),
        |learner, standings| strength(*learner, standings).into_iter().collect(),
    )
}

/// The better, the less.
type Standing = (Reverse<i64>, Arc<str>);

fn standing(row: &CriterionRow) -> Standing {
    (Reverse(row.month.mean_milli().unwrap_or(0)), Arc::clone(&row.criterion))
}

fn strength(learner: LearnerId, standings: Values<'_, Standing>) -> Option<StrengthRow> {
    let (Reverse(strongest_milli), strongest) = standings.next()?.clone();
    let (Reverse(weakest_milli), weakest) = standings.last()?.clone();
    Some(StrengthRow { learner, strongest, strongest_milli, weakest, weakest_milli })
}
