//! How ratings beside the score of record differ from it: people's, and those of judges on trial.

use serde::{Deserialize, Serialize};

use super::scores::{OVERALL, ScoreRow};
use crate::events::{OverallScore, RatedBy};
use crate::graph::Rows;
use crate::operators::{Made, Values, grouped, sums, totals};

/// Who scored, by what.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Judge {
    /// Whether the coach, a person, or on trial.
    pub by: RatedBy,
    /// A model, or a person.
    pub rater: String,
    /// Rubric with its version.
    pub rubric: String,
}

sums! {
    /// Sums over pairs of overall scores of one answer, each in thousandths of the most that can be given.
    AgreementSums {
        /// Pairs.
        pairs,
        /// Scores of record.
        record_milli,
        /// Their squares.
        record_milli_squares,
        /// Scores beside them.
        beside_milli,
        /// Their squares.
        beside_milli_squares,
        /// Products of the two.
        products,
    }
}

/// How one judge's scores compare with the scores of record by another.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct AgreementRow {
    /// Whose score is of record.
    pub record: Judge,
    /// Whose stands beside it.
    pub beside: Judge,
    /// Over the runs that both have scored; every rating of a run by the same judge is a pair of its own.
    pub sums: AgreementSums,
}

/// One row per pair of judges that have both scored some run of an answer.
///
/// Of the coach's scores of a run the one with the highest revision counts. A withheld score, and one out of nothing, is no
/// part of a pair. Pairs leave when their learner is erased.
pub fn agreement<'scope>(scores: Rows<'scope, ScoreRow>) -> Rows<'scope, AgreementRow> {
    let overall = scores.filter(|row| row.criterion == OVERALL);
    let pairs = grouped(overall, "pairs of scores", |row| (row.of, row.clone()), |_run, scores| pairs(scores));
    totals(
        pairs,
        "agreement",
        |pair| ((pair.record.clone(), pair.beside.clone()), pair.sums()),
        |(record, beside), sums| Some(AgreementRow { record: record.clone(), beside: beside.clone(), sums: *sums }),
    )
}

/// Two scores of one run. Ratings by one judge are told apart by their number.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
struct Pair {
    record: Judge,
    beside: Judge,
    number: u32,
    record_milli: u16,
    beside_milli: u16,
}

impl Pair {
    fn sums(&self) -> AgreementSums {
        let (record, beside) = (i64::from(self.record_milli), i64::from(self.beside_milli));
        AgreementSums {
            pairs: 1,
            record_milli: record,
            record_milli_squares: record * record,
            beside_milli: beside,
            beside_milli_squares: beside * beside,
            products: record * beside,
        }
    }
}

fn pairs(scores: Values<'_, ScoreRow>) -> Made<Pair> {
    let scores: Vec<&ScoreRow> = scores.collect();
    let of_coach = scores.iter().filter(|row| row.by == RatedBy::Coach);
    let Some(record) = of_coach.max_by_key(|row| (row.revision, *row)) else { return Made::new() };
    let Some(record_milli) = milli(record) else { return Made::new() };
    let beside = scores.iter().filter(|row| row.by != RatedBy::Coach);
    let pair = |row: &&ScoreRow| {
        let (record, beside) = (Judge::of(record), Judge::of(row));
        Some(Pair { record, beside, number: row.revision, record_milli, beside_milli: milli(row)? })
    };
    beside.filter_map(pair).collect()
}

fn milli(row: &ScoreRow) -> Option<u16> {
    OverallScore { score_centi: row.score_centi?, max_centi: row.max_centi }.milli()
}

impl Judge {
    fn of(row: &ScoreRow) -> Self {
        Judge { by: row.by, rater: row.rater.clone(), rubric: row.rubric.clone() }
    }
}
