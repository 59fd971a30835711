//! Numbers that follow from other tables, computed again in another way: from the base tables, by whoever has only them.
//!
//! What depends on the release's moment (windows) is taken from the tables of learners and followed from there; a
//! script beside the tests recomputes windows too, where a release has dates.

use std::collections::BTreeMap;
use std::path::Path;

use super::{Report, frames};
use crate::metadata::Label;

/// By learner and day: answers and milliseconds.
type Days = BTreeMap<(u64, i64), (i64, i64)>;

pub(super) fn check(folder: &Path, _label: &Label, report: &mut Report) -> Result<(), String> {
    let mut answers: BTreeMap<u64, i64> = BTreeMap::new();
    let mut days = Days::new();
    let mut excluded = 0_i64;
    let mut best: BTreeMap<u64, i64> = BTreeMap::new();
    let columns = ["learner", "day", "is_growth", "practice_ms", "score_milli"];
    frames::each(folder, "answers", &columns, |row| {
        let Some(learner) = row.id(0) else { return };
        *answers.entry(learner).or_default() += 1;
        let (Some(is_growth), Some(day)) = (row.flag(2), row.whole(1)) else { return };
        let sums = days.entry((learner, day)).or_default();
        *sums = (sums.0 + 1, sums.1 + row.whole(3).unwrap_or(0));
        excluded += i64::from(!is_growth);
        if let Some(score) = row.whole(4).filter(|_| is_growth) {
            best.entry(learner).and_modify(|best| *best = score.max(*best)).or_insert(score);
        }
    })?;
    let mut told = BTreeMap::new();
    frames::each(folder, "learners", &["learner", "answers"], |row| told.extend(row.id(0).zip(row.whole(1))))?;
    answers.retain(|_, count| *count > 0);
    told.retain(|_, count| *count > 0);
    same("learners", "answers", &told, &answers, report);
    check_days(folder, &days, report)?;
    let mut rows = 0_i64;
    frames::each(folder, "exclusions", &["learner"], |_| rows += 1)?;
    if rows != excluded {
        report.wrong(format!("exclusions: has {rows} rows, answers has {excluded} that do not count"));
    }
    let mut bests = BTreeMap::new();
    frames::each(folder, "bests", &["learner", "best_of", "value"], |row| {
        bests.extend(row.id(0).zip(row.whole(2)).filter(|_| row.text(1) == Some("score")));
    })?;
    same("bests", "best scores", &bests, &best, report);
    check_everyone(folder, report)?;
    report.checked("answers, days, streaks, bests, exclusions, distribution and arms from the base tables".to_owned());
    Ok(())
}

fn check_days(folder: &Path, days: &Days, report: &mut Report) -> Result<(), String> {
    let mut told = Days::new();
    let columns = ["learner", "day", "answers", "practice_ms"];
    frames::each(folder, "practice_days", &columns, |row| {
        if let (Some(learner), Some(day)) = (row.id(0), row.whole(1)) {
            told.insert((learner, day), (row.whole(2).unwrap_or(0), row.whole(3).unwrap_or(0)));
        }
    })?;
    same("practice_days", "days", &told, days, report);
    let mut streaks: BTreeMap<u64, (i64, i64, i64)> = BTreeMap::new();
    for (learner, day) in days.keys() {
        let (last, run, longest) = streaks.get(learner).copied().unwrap_or((day - 1, 0, 0));
        let run = if last + 1 == *day { run + 1 } else { 1 };
        streaks.insert(*learner, (*day, run, longest.max(run)));
    }
    let mut told = BTreeMap::new();
    frames::each(folder, "streaks", &["learner", "last_day", "days", "longest_days"], |row| {
        let whole = |column| row.whole(column).unwrap_or(0);
        told.extend(row.id(0).map(|learner| (learner, (whole(1), whole(2), whole(3)))));
    })?;
    same("streaks", "days in a row", &told, &streaks, report);
    Ok(())
}

/// Aggregates that follow from `practice` and `participations`; what is withheld cannot be compared.
fn check_everyone(folder: &Path, report: &mut Report) -> Result<(), String> {
    /// Answers, scored answers and their scores.
    type Month = [i64; 3];
    let mut months: BTreeMap<u64, Month> = BTreeMap::new();
    let mut buckets: BTreeMap<i64, i64> = BTreeMap::new();
    let columns = ["learner", "window_days", "answers", "scored", "score_milli", "mean_score_milli"];
    frames::each(folder, "practice", &columns, |row| {
        let whole = |column| row.whole(column).unwrap_or(0);
        let Some(learner) = row.id(0).filter(|_| whole(1) == 28) else { return };
        months.insert(learner, [whole(2), whole(3), whole(4)]);
        if whole(3) >= 3 {
            *buckets.entry((whole(5) / 20 * 20).min(980)).or_default() += 1;
        }
    })?;
    frames::each(folder, "distribution", &["from_milli", "learners"], |row| {
        if let (Some(from), Some(learners)) = (row.whole(0), row.whole(1))
            && buckets.get(&from) != Some(&learners)
        {
            report.wrong(format!("distribution: the bucket from {from} is not that of practice"));
        }
    })?;
    let mut arms: BTreeMap<(String, String), [i64; 5]> = BTreeMap::new();
    frames::each(folder, "participations", &["learner", "study", "arm"], |row| {
        let (Some(learner), Some(study), Some(arm)) = (row.id(0), row.text(1), row.text(2)) else { return };
        let month = months.get(&learner).copied().unwrap_or_default();
        let sums = arms.entry((study.to_owned(), arm.to_owned())).or_default();
        let part = [1, i64::from(month.first().is_some_and(|answers| *answers > 0))];
        for (sum, add) in sums.iter_mut().zip(part.into_iter().chain(month)) {
            *sum += add;
        }
    })?;
    let columns = ["study", "arm", "learners", "active_learners", "answers", "scored", "score_milli"];
    frames::each(folder, "arms", &columns, |row| {
        let (Some(study), Some(arm)) = (row.text(0), row.text(1)) else { return };
        let told: Option<Vec<i64>> = (2..7).map(|column| row.whole(column)).collect();
        if let Some(told) = told
            && arms.get(&(study.to_owned(), arm.to_owned())).is_none_or(|sums| sums.as_slice() != told)
        {
            report.wrong("arms: an arm is not what participations and practice add up to".to_owned());
        }
    })
}

fn same<K: Ord, V: PartialEq>(
    table: &str,
    what: &str,
    told: &BTreeMap<K, V>,
    found: &BTreeMap<K, V>,
    report: &mut Report,
) {
    let differing = told.iter().filter(|(key, value)| found.get(key) != Some(*value)).count();
    let missing = found.keys().filter(|key| !told.contains_key(key)).count();
    if differing + missing > 0 {
        report.wrong(format!("{table}: {} {what} do not follow from the base tables", differing + missing));
    }
}
