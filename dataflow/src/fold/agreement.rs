//! How other raters differ from the score of record.

use std::collections::BTreeMap;

use crate::events::{AnswerRun, RatedBy};
use crate::views::{AgreementRow, AgreementSums, Judge, ScoreRow};

pub(super) fn rows(scores: &[ScoreRow]) -> Vec<AgreementRow> {
    let mut sums: BTreeMap<(Judge, Judge), AgreementSums> = BTreeMap::new();
    let overall: Vec<&ScoreRow> = scores.iter().filter(|score| score.criterion == "overall").collect();
    for beside in overall.iter().filter(|score| score.by != RatedBy::Coach) {
        let Some(record) = of_record(&overall, beside.of) else { continue };
        let (Some(x), Some(y)) = (milli(record), milli(beside)) else { continue };
        let sums = sums.entry((judge(record), judge(beside))).or_default();
        sums.pairs += 1;
        sums.record_milli += x;
        sums.record_milli_squares += x * x;
        sums.beside_milli += y;
        sums.beside_milli_squares += y * y;
        sums.products += x * y;
    }
    sums.into_iter().map(|((record, beside), sums)| AgreementRow { record, beside, sums }).collect()
}

fn of_record<'a>(overall: &[&'a ScoreRow], of: AnswerRun) -> Option<&'a ScoreRow> {
    let mut of_coach: Vec<&ScoreRow> =
        overall.iter().copied().filter(|score| score.of == of && score.by == RatedBy::Coach).collect();
    of_coach.sort_by(|one, other| one.revision.cmp(&other.revision).then_with(|| one.cmp(other)));
    of_coach.pop()
}

fn milli(score: &ScoreRow) -> Option<i64> {
    let (score_centi, max_centi) = (i64::from(score.score_centi?), i64::from(score.max_centi));
    (max_centi > 0).then(|| (score_centi * 1_000 / max_centi).min(1_000))
}

fn judge(score: &ScoreRow) -> Judge {
    Judge { by: score.by, rater: score.rater.clone(), rubric: score.rubric.clone() }
}
