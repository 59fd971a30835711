//! `cohorts`: who practises, who comes back, and how scores are spread, over everyone.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::ExitCode;

use dataflow::calendar::day;
use dataflow::read_model::Board;
use serde_json::json;

use super::growth::{Growth, written, written_day};
use super::learner::decimal;
use super::print;
use crate::arguments::AsOfArguments;
use crate::card::sparkline::sparkline;
use crate::card::terminal::rule;

/// Days of the line of active learners.
const DAYS_SHOWN: u32 = 60;
/// Weeks of a cohort that are shown; all are in `--json`.
const WEEKS_SHOWN: u32 = 12;

/// Runs the command.
///
/// # Errors
/// The log fails.
pub async fn run(data: &Path, json: bool, arguments: &AsOfArguments) -> anyhow::Result<ExitCode> {
    let growth = Growth::of(data, arguments.as_of).await?;
    let board = growth.engine.board();
    if json {
        let value = json!({
            "as_of_us": growth.as_of_us,
            "active_days": board.core.active_days.sorted(),
            "active_weeks": board.everyone.active_weeks.sorted(),
            "active_months": board.everyone.active_months.sorted(),
            "retention": board.everyone.retention.sorted(),
            "score_distribution": board.everyone.distribution.sorted(),
            "arms": board.everyone.arms.sorted(),
        });
        print(&value.to_string())?;
        return Ok(ExitCode::SUCCESS);
    }
    let mut lines = vec![rule(&format!("everyone, as of {}", written(growth.as_of_us)))];
    if board.core.active_days.is_empty() {
        lines.push("Nobody has practised yet.".to_owned());
    } else {
        lines.extend(active(board, day(growth.as_of_us / 1_000)));
        lines.extend(retention(board));
        lines.extend(distribution(board));
        lines.extend(arms(board));
    }
    print(&lines.join("\n"))?;
    Ok(ExitCode::SUCCESS)
}

fn active(board: &Board, today: u32) -> Vec<String> {
    let learners = |day: u32| board.core.active_days.one(&day).map_or(0, |row| row.learners);
    let first = today.saturating_sub(DAYS_SHOWN - 1);
    let bars = sparkline((first..=today).map(|day| i64::try_from(learners(day)).ok()));
    let peak = (first..=today).map(learners).max().unwrap_or(0);
    let last = |rows: Vec<dataflow::views::ActiveRow>| rows.last().map_or(0, |row| row.learners);
    let (week, month) = (last(board.everyone.active_weeks.sorted()), last(board.everyone.active_months.sorted()));
    vec![
        format!("  active by day  {bars}  {} to {}, at most {peak}", written_day(first), written_day(today)),
        format!("  last week with practice {week} learners, last month {month}"),
    ]
}

/// Each cohort's share that practised so many weeks after its first.
fn retention(board: &Board) -> Vec<String> {
    let mut cohorts: BTreeMap<u32, BTreeMap<u32, u64>> = BTreeMap::new();
    for row in board.everyone.retention.sorted() {
        cohorts.entry(row.cohort_day).or_default().insert(row.weeks_since, row.learners);
    }
    let weeks: Vec<String> = (0..WEEKS_SHOWN).map(|week| format!("{week:>4}")).collect();
    let mut lines =
        vec![String::new(), format!("  first week   learners   % back after so many weeks{}", weeks.join(""))];
    for (cohort, weeks) in cohorts {
        let size = weeks.get(&0).copied().unwrap_or(0);
        let cell = |week: u32| weeks.get(&week).map_or_else(String::new, |learners| share(*learners, size));
        let cells: Vec<String> = (0..WEEKS_SHOWN).map(|week| format!("{:>4}", cell(week))).collect();
        lines.push(format!("  {}   {size:>8}{:26}{}", written_day(cohort), "", cells.join("")));
    }
    lines
}

fn distribution(board: &Board) -> Vec<String> {
    let rows = board.everyone.distribution.sorted();
    let (Some(first), Some(last)) = (rows.first(), rows.last()) else { return Vec::new() };
    let step = usize::from(dataflow::views::distribution::BUCKET_MILLI);
    let buckets = (first.from_milli..=last.from_milli).step_by(step);
    let learners = |from: u16| rows.iter().find(|row| row.from_milli == from).map_or(0, |row| row.learners);
    let bars = sparkline(buckets.map(|from| i64::try_from(learners(from)).ok()));
    let all: u64 = rows.iter().map(|row| row.learners).sum();
    let percent = |milli: u16| decimal(milli.into(), 10, 0);
    let (low, high) = (percent(first.from_milli), percent(last.from_milli));
    vec![
        String::new(),
        format!("  mean scores    {bars}  from {low} % to {high} %, {all} learners with enough answers"),
    ]
}

fn arms(board: &Board) -> Vec<String> {
    let rows = board.everyone.arms.sorted();
    let line = |row: &dataflow::views::ArmRow| {
        let (arm, sums) = (row.arm, row.sums);
        let mean =
            sums.score_milli.checked_div(sums.scored).map_or_else(|| "–".to_owned(), |mean| decimal(mean, 10, 1));
        format!(
            "  study {} arm {}: {} learners, {} active in 28 days, {} answers, mean score {mean} %",
            arm.study.0, arm.arm, sums.learners, sums.active_learners, sums.answers
        )
    };
    let lines: Vec<String> = rows.iter().map(line).collect();
    if lines.is_empty() { lines } else { [vec![String::new()], lines].concat() }
}

fn share(part: u64, whole: u64) -> String {
    (part * 100).checked_div(whole).map_or_else(String::new, |percent| percent.to_string())
}
