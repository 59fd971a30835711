//! `prompts`: how each prompt has been answered in the last four weeks, and how hard it is.

use std::path::Path;
use std::process::ExitCode;

use dataflow::events::PromptId;
use dataflow::read_model::Board;
use dataflow::views::{DifficultyRow, PromptSums};
use serde_json::json;

use super::growth::{Growth, written};
use super::learner::decimal;
use super::print;
use crate::arguments::AsOfArguments;
use crate::card::terminal::rule;

/// Runs the command.
///
/// # Errors
/// The log fails.
pub async fn run(data: &Path, json: bool, arguments: &AsOfArguments) -> anyhow::Result<ExitCode> {
    let growth = Growth::of(data, arguments.as_of).await?;
    let rows = rows(growth.engine.board());
    if json {
        for (prompt, sums, difficulty) in &rows {
            let value = json!({
                "as_of_us": growth.as_of_us,
                "prompt_id": prompt,
                "answers": sums.answers,
                "scored": sums.scored,
                "mean_score_milli": sums.mean_score_milli(),
                "score_spread_milli": sums.score_spread_milli(),
                "difficulty": difficulty,
            });
            print(&value.to_string())?;
        }
        return Ok(ExitCode::SUCCESS);
    }
    print(&rule(&format!("prompts of the last 28 days, as of {}", written(growth.as_of_us))))?;
    if rows.is_empty() {
        print("No prompt was answered in the last 28 days.")?;
        return Ok(ExitCode::SUCCESS);
    }
    print("  prompt            answers   mean score %   spread   harder than average by (percent points)")?;
    for (prompt, sums, difficulty) in &rows {
        let percent = |milli: Option<i64>| milli.map_or_else(|| "–".to_owned(), |milli| decimal(milli, 10, 1));
        let (mean, spread) = (percent(sums.mean_score_milli()), percent(sums.score_spread_milli()));
        let harder = difficulty.map_or_else(
            || "not estimated yet: counts from the midnight after".to_owned(),
            |row| format!("{} ({} learners)", decimal(row.difficulty_milli, 10, 1), row.learners),
        );
        print(&format!("  {prompt}  {:>7}   {mean:>12}   {spread:>6}   {harder}", sums.answers))?;
    }
    Ok(ExitCode::SUCCESS)
}

/// Every prompt of the window, the hardest first.
fn rows(board: &Board) -> Vec<(PromptId, PromptSums, Option<DifficultyRow>)> {
    let difficulty = |prompt: PromptId| board.prompts.difficulty.one(&prompt);
    let rows = board.core.prompts.sorted();
    let mut rows: Vec<_> = rows.into_iter().map(|row| (row.prompt, row.month, difficulty(row.prompt))).collect();
    rows.sort_by_key(|(prompt, _, difficulty)| {
        (std::cmp::Reverse(difficulty.map(|row| row.difficulty_milli)), *prompt)
    });
    rows
}
