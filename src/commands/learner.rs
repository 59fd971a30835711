//! `learner NAME`: how one learner is doing, as a card or as JSON.
//!
//! Everything is a row of a view; nothing is computed here but ratios of sums that a row already holds. What rests on
//! too little is left out, and the card says on what it rests.

use std::path::Path;
use std::process::ExitCode;

use anyhow::Context as _;
use coach::language::lemma_text;
use dataflow::calendar::local_day;
use dataflow::events::{LearnerId, LemmaId};
use dataflow::read_model::Board;
use dataflow::views::distribution::{percentile_rank, ranked_mean_milli};
use dataflow::views::{BestOf, FluencySums, LatestRow, PracticeSums, TREND_ANSWERS_MIN, TrendOf, TrendRow};
use serde_json::{Value, json};

use super::growth::{Growth, written, written_day};
use super::print;
use crate::arguments::LearnerArguments;
use crate::card::sparkline::sparkline;
use crate::card::terminal::{hanging, rule};
use crate::card::words::printable;

/// Fewest learners among whom a rank is told: of fewer it would say who is who.
const RANKED_LEARNERS_MIN: u64 = 10;
/// New words that are shown; all are in `--json`.
const NEW_WORDS_SHOWN: usize = 40;

/// Runs the command.
///
/// # Errors
/// Nobody has that name, or the log fails.
pub async fn run(data: &Path, json: bool, arguments: &LearnerArguments) -> anyhow::Result<ExitCode> {
    let mut growth = Growth::of(data, arguments.as_of).await?;
    let name = &arguments.name;
    let learner = growth.store.find_learner(name).await?.or_else(|| name.parse().ok());
    let shown = printable(name);
    let learner = learner.with_context(|| format!("nobody is called {shown}; `answer --learner {shown}` begins"))?;
    let (board, as_of_us) = (growth.engine.board(), growth.as_of_us);
    let text = if json { value(board, learner, as_of_us).to_string() } else { card(board, learner, &shown, as_of_us) };
    print(&text)?;
    Ok(ExitCode::SUCCESS)
}

/// Everything about the learner, rows as they are.
fn value(board: &Board, learner: LearnerId, as_of_us: u64) -> Value {
    let practice = board.core.practice.one(&learner);
    let fluency = board.learners.fluency.one(&learner);
    json!({
        "as_of": written(as_of_us),
        "as_of_us": as_of_us,
        "learner_id": learner,
        "practice": {
            "days_7": practice.map(|row| row.week),
            "days_28": practice.map(|row| row.month),
            "days_90": board.learners.season.one(&learner).map(|row| row.season),
        },
        "fluency": {
            "days_7": fluency.map(|row| measures(&row.week)),
            "days_28": fluency.map(|row| measures(&row.month)),
            "days_90": fluency.map(|row| measures(&row.season)),
        },
        "latest": board.core.latest.get(&learner),
        "days": board.learners.practice_days.get(&learner),
        "streak": board.learners.streaks.one(&learner),
        "bests": board.learners.bests.get(&learner),
        "trends": board.learners.trends.get(&learner),
        "attempts": board.learners.attempts.get(&learner),
        "exclusions": board.learners.exclusions.get(&learner),
        "words": words_value(board, learner),
        "criteria": board.learners.criteria.get(&learner),
        "strengths": board.learners.strengths.one(&learner),
        "percentile_rank_milli": percentile(board, learner),
    })
}

fn words_value(board: &Board, learner: LearnerId) -> Value {
    let active = board.learners.words.get(&learner);
    let active = active.iter().map(|row| json!({"word": lemma_text(row.lemma), "uses": row.uses}));
    let fresh = board.learners.new_words.get(&learner);
    let fresh = fresh.iter().map(|row| json!({"word": lemma_text(row.lemma), "first_used_ms": row.first_used_ms}));
    json!({"days_30": active.collect::<Vec<_>>(), "new_in_7_days": fresh.collect::<Vec<_>>()})
}

/// Share of the ranked learners who are behind this one, in thousandths.
fn percentile(board: &Board, learner: LearnerId) -> Option<u16> {
    let mean = ranked_mean_milli(&board.core.practice.one(&learner)?)?;
    percentile_rank(&board.everyone.distribution.sorted(), mean)
}

fn rank(board: &Board, learner: LearnerId) -> Option<String> {
    let milli = percentile(board, learner)?;
    let learners: u64 = board.everyone.distribution.sorted().iter().map(|row| row.learners).sum();
    if learners < RANKED_LEARNERS_MIN {
        return None;
    }
    Some(format!(
        "  rank          ahead of {} % of {learners} learners of the last 28 days",
        decimal(milli.into(), 10, 0)
    ))
}

fn measures(sums: &FluencySums) -> Value {
    json!({
        "answers": sums.answers,
        "speaking_ms": sums.speaking_ms,
        "words_per_minute_milli": sums.words_per_minute_milli(),
        "articulation_rate_milli": sums.articulation_rate_milli(),
        "phonation_ratio_milli": sums.phonation_ratio_milli(),
        "pauses_per_minute_milli": sums.pauses_per_minute_milli(),
        "mtld_milli": sums.mean_mtld_milli(),
    })
}

fn card(board: &Board, learner: LearnerId, name: &str, as_of_us: u64) -> String {
    let latest = board.core.latest.get(&learner);
    let mut lines = vec![rule(&format!("{name}, as of {}", written(as_of_us)))];
    if latest.is_empty() {
        lines.push("No answer has been measured and scored yet.".to_owned());
        return lines.join("\n");
    }
    lines.extend(windows(board, learner));
    lines.push(String::new());
    lines.extend(last_answers(&latest));
    lines.extend(board.learners.trends.get(&learner).iter().map(trend));
    if board.learners.trends.get(&learner).is_empty() {
        lines.push(format!("  trend         needs {TREND_ANSWERS_MIN} answers in 28 days"));
    }
    lines.extend(strengths(board, learner));
    lines.extend(rank(board, learner));
    lines.push(String::new());
    lines.extend(days(board, learner, as_of_us));
    lines.extend(bests(board, learner));
    lines.extend(words(board, learner));
    lines.extend(left_out(board, learner));
    lines.join("\n")
}

/// A table of the three windows.
fn windows(board: &Board, learner: LearnerId) -> Vec<String> {
    let practice = board.core.practice.one(&learner);
    let fluency = board.learners.fluency.one(&learner);
    let season = board.learners.season.one(&learner).map(|row| row.season);
    let practice = [practice.map(|row| row.week), practice.map(|row| row.month), season].map(Option::unwrap_or_default);
    let fluency = [fluency.map(|row| row.week), fluency.map(|row| row.month), fluency.map(|row| row.season)];
    let fluency = fluency.map(Option::unwrap_or_default);
    let row =
        |label: &str, cells: [String; 3]| format!("  {label:<28}{:>12}{:>12}{:>12}", cells[0], cells[1], cells[2]);
    let tenths = |milli: Option<i64>| milli.map_or_else(|| "–".to_owned(), |milli| decimal(milli, 1_000, 1));
    vec![
        row("", ["7 days", "28 days", "90 days"].map(str::to_owned)),
        row("answers", practice.map(|sums| sums.answers.to_string())),
        row("minutes of practice", practice.map(|sums| decimal(sums.practice_ms, 60_000, 1))),
        row("mean score, % of the most", practice.map(|sums| mean_score(&sums))),
        row("words per minute", fluency.map(|sums| tenths(sums.words_per_minute_milli()))),
        row("syllables per second", fluency.map(|sums| tenths(sums.articulation_rate_milli()))),
        row(
            "share of time speaking, %",
            fluency.map(|sums| tenths(sums.phonation_ratio_milli().map(|milli| milli * 100))),
        ),
        row("pauses per minute", fluency.map(|sums| tenths(sums.pauses_per_minute_milli()))),
        row("lexical diversity (MTLD)", fluency.map(|sums| tenths(sums.mean_mtld_milli()))),
    ]
}

/// Mean and standard deviation of the scores that count.
fn mean_score(sums: &PracticeSums) -> String {
    let Some(mean) = sums.mean_score_milli() else { return "–".to_owned() };
    let spread = sums.score_spread_milli().map_or_else(String::new, |spread| format!(" ±{}", decimal(spread, 10, 0)));
    format!("{}{spread}", decimal(mean, 10, 0))
}

fn strengths(board: &Board, learner: LearnerId) -> Option<String> {
    let row = board.learners.strengths.one(&learner)?;
    let named = |name: &str, milli: i64| format!("{} {} %", printable(name), decimal(milli, 10, 0));
    let (strongest, weakest) = (named(&row.strongest, row.strongest_milli), named(&row.weakest, row.weakest_milli));
    Some(format!("  strongest     {strongest}; to work on: {weakest}"))
}

fn last_answers(latest: &[LatestRow]) -> Vec<String> {
    let score = |row: &LatestRow| row.score_milli.map(i64::from);
    let pace = |row: &LatestRow| (i64::from(row.words) * 60_000).checked_div(i64::from(row.speaking_ms));
    let line = |label: &str, values: Vec<Option<i64>>, unit: &str, per: i64| {
        let known = || values.iter().flatten();
        let ends = known().next().zip(known().next_back());
        let ends = ends.map_or_else(String::new, |(first, last)| {
            format!("{} → {} {unit}", decimal(*first, per, 0), decimal(*last, per, 0))
        });
        format!("  {label:<14}{:<12}{ends}", sparkline(values))
    };
    vec![
        format!("  last {} answers", latest.len()),
        line("score", latest.iter().map(score).collect(), "% of the most", 10),
        line("pace", latest.iter().map(pace).collect(), "words per minute", 1),
    ]
}

fn trend(row: &TrendRow) -> String {
    let (label, unit, per) = match row.of {
        TrendOf::Score => ("score", "percent points a week", 10_000_000),
        TrendOf::WordsPerMinute => ("pace", "words per minute a week", 1_000_000),
    };
    let week = |micro_per_day: i64| decimal(micro_per_day.saturating_mul(7), per, 1);
    let sign = if row.slope_micro_per_day > 0 { "+" } else { "" };
    let (slope, error) = (week(row.slope_micro_per_day), week(row.slope_se_micro_per_day));
    let is_clear = row.slope_micro_per_day.unsigned_abs() > row.slope_se_micro_per_day.unsigned_abs().saturating_mul(2);
    let verdict = if is_clear { "" } else { "; not yet told from chance" };
    format!(
        "  {:<14}{sign}{slope} ± {error} {unit}, from {} answers in 28 days{verdict}",
        format!("{label} trend"),
        row.answers
    )
}

/// The last four weeks by the learner's own days, and the streak.
fn days(board: &Board, learner: LearnerId, as_of_us: u64) -> Vec<String> {
    let rows = board.learners.practice_days.get(&learner);
    let today = local_day(as_of_us / 1_000, 0);
    let practised = |day: u32| rows.iter().find(|row| row.day == day).map(|row| row.sums.practice_ms);
    let first = today.saturating_sub(27);
    let weeks = sparkline((first..=today).map(practised));
    let mut lines = vec![format!("  practice      {weeks}  from {} to {}", written_day(first), written_day(today))];
    if let Some(streak) = board.learners.streaks.one(&learner) {
        let days = streak.days_on(today);
        lines.push(format!(
            "  days in a row {days}, longest {}; last on {}",
            streak.longest_days,
            written_day(streak.last_day)
        ));
    }
    lines
}

fn bests(board: &Board, learner: LearnerId) -> Vec<String> {
    let line = |row: &dataflow::views::BestRow| {
        let best = match row.of {
            BestOf::Score => format!("score {} % of the most", decimal(row.value, 10, 0)),
            BestOf::WordsPerMinute => format!("{} words per minute", row.value),
            BestOf::Mtld => format!("lexical diversity {}", decimal(row.value, 1_000, 1)),
        };
        format!("  best          {best}, {}", written_day(local_day(row.occurred_at_ms, 0)))
    };
    board.learners.bests.get(&learner).iter().map(line).collect()
}

fn words(board: &Board, learner: LearnerId) -> Vec<String> {
    let text = |lemma: LemmaId| lemma_text(lemma).unwrap_or("?");
    let mut active = board.learners.words.get(&learner);
    active.sort_by_key(|row| (std::cmp::Reverse(row.uses), row.lemma));
    let active: Vec<String> = active.iter().map(|row| format!("{} {}", text(row.lemma), row.uses)).collect();
    // The rarest say most.
    let mut fresh: Vec<LemmaId> = board.learners.new_words.get(&learner).iter().map(|row| row.lemma).collect();
    fresh.sort_by_key(|lemma| std::cmp::Reverse(*lemma));
    let behind = fresh.len().saturating_sub(NEW_WORDS_SHOWN);
    let mut fresh: Vec<String> = fresh.into_iter().take(NEW_WORDS_SHOWN).map(|lemma| text(lemma).to_owned()).collect();
    fresh.extend((behind > 0).then(|| format!("and {behind} more")));
    let line = |label: &str, words: &str| (!words.is_empty()).then(|| hanging(&format!("  {label:<14}"), words, 16));
    let lines = [line("words", &active.join(", ")), line("new this week", &fresh.join(", "))];
    lines.into_iter().flatten().collect()
}

/// What does not count as growth, and repeats.
fn left_out(board: &Board, learner: LearnerId) -> Vec<String> {
    let mut lines = Vec::new();
    let excluded = board.learners.exclusions.get(&learner).len();
    if excluded > 0 {
        lines
            .push(format!("  not counted   {excluded} answers that repeat a prompt, follow a sample or were excluded"));
    }
    let attempts = board.learners.attempts.get(&learner);
    let changes: Vec<i64> = attempts.iter().filter_map(|row| row.score_change_milli.map(i64::from)).collect();
    if let Some(mean) =
        i64::try_from(changes.len()).ok().and_then(|count| changes.iter().sum::<i64>().checked_div(count))
    {
        let sign = if mean > 0 { "+" } else { "" };
        let prompts = attempts.len();
        lines.push(format!(
            "  second tries  {prompts} prompts; score from first to latest {sign}{} percent points",
            decimal(mean, 10, 1)
        ));
    }
    lines
}

/// A quotient with so many decimals, rounded half away from zero.
pub(super) fn decimal(number: i64, of: i64, decimals: u32) -> String {
    let scale = 10_i128.pow(decimals);
    let of = i128::from(of.max(1));
    let scaled = i128::from(number) * scale * 2;
    let rounded = (scaled + of * scaled.signum()) / (of * 2);
    let (whole, rest) = (rounded.abs() / scale, rounded.abs() % scale);
    let sign = if rounded < 0 { "-" } else { "" };
    match decimals {
        0 => format!("{sign}{whole}"),
        _ => format!("{sign}{whole}.{rest:0width$}", width = decimals as usize),
    }
}
