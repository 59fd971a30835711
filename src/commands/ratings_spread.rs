//! How far several scores of one answer lie apart, by criterion: what `ratings repeat` prints.

use std::collections::BTreeMap;

use coach::calibration::pooled_sd;
use dataflow::events::{AnswerAssessed, AnswerRun};
use serde_json::json;

use super::learner::decimal;
use super::print;
use crate::card::words::printable;

/// Scores of one criterion, by answer.
pub(super) type Series = BTreeMap<(String, String), BTreeMap<AnswerRun, Vec<f64>>>;

/// Puts the scores of one judgement beside the others of its answer.
pub(super) fn add(series: &mut Series, of: AnswerRun, scores: &AnswerAssessed) {
    let mut put = |criterion: &str, score: f64| {
        let key = (scores.rubric.clone(), criterion.to_owned());
        series.entry(key).or_default().entry(of).or_default().push(score);
    };
    for criterion in &scores.criteria {
        put(&criterion.criterion, f64::from(criterion.score));
    }
    if let Some(centi) = scores.score_centi {
        put("overall", f64::from(centi) / 100.0);
    }
}

/// How far scores of the same answers lie apart.
struct Apart {
    answers: usize,
    sd: Option<f64>,
    same: usize,
    pairs: usize,
    pairs_same: usize,
}

impl Apart {
    fn of(series: &BTreeMap<AnswerRun, Vec<f64>>) -> Self {
        let repeated = || series.values().filter(|scores| scores.len() > 1).map(Vec::as_slice);
        let pairs = |scores: &[f64]| {
            let of = |n: usize| n * n.saturating_sub(1) / 2;
            let mut sorted = scores.to_vec();
            sorted.sort_by(f64::total_cmp);
            let same = sorted.chunk_by(|left, right| left == right).map(|equal| of(equal.len())).sum::<usize>();
            (of(scores.len()), same)
        };
        let is_same = |scores: &&[f64]| scores.windows(2).all(|both| both.first() == both.last());
        Apart {
            answers: repeated().count(),
            sd: pooled_sd(repeated()),
            same: repeated().filter(is_same).count(),
            pairs: repeated().map(|scores| pairs(scores).0).sum(),
            pairs_same: repeated().map(|scores| pairs(scores).1).sum(),
        }
    }

    /// Share of pairs of judgements of one answer that gave the same.
    fn agreement(&self) -> Option<f64> {
        (self.pairs > 0).then(|| self.pairs_same as f64 / self.pairs as f64)
    }
}

/// Prints how far they lie apart.
pub(super) fn report(series: &Series, rater: &str, paid_micro_usd: u64, failed: u32, json: bool) -> anyhow::Result<()> {
    let paid = decimal(i64::try_from(paid_micro_usd).unwrap_or(i64::MAX), 1_000_000, 4);
    if !json {
        print(&format!("{}, judged again; {paid} US dollars, {failed} judgements failed:", printable(rater)))?;
    }
    for ((rubric, criterion), series) in series {
        let apart = Apart::of(series);
        let Apart { answers, sd, same, .. } = apart;
        let agreement = apart.agreement();
        if json {
            let value = json!({
                "provider": rater, "rubric": rubric, "criterion": criterion, "answers": answers, "sd": sd,
                "same": same, "exact_agreement": agreement,
            });
            print(&value.to_string())?;
            continue;
        }
        let (rubric, criterion) = (printable(rubric), printable(criterion));
        let figures = match (sd, agreement) {
            (Some(sd), Some(agreement)) => {
                format!("SD {sd:.2}, {same} the same each time, {:.0} % of pairs the same", agreement * 100.0)
            }
            _ => "judged only once: no spread".to_owned(),
        };
        print(&format!("  {rubric}  {criterion:<16} {answers} answers: {figures}"))?;
    }
    Ok(())
}
