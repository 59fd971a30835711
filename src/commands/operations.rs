//! How the system itself is doing: how long work takes, what failed, what was spent. Part of `status`.

use std::collections::BTreeMap;

use dataflow::read_model::Board;
use dataflow::views::failures::Within;
use dataflow::views::latencies::{LatencyWindow, Percentiles};
use dataflow::views::{FailureRow, LatencyRow, SpendRow, Stretch};
use serde_json::{Value, json};

use super::growth::written_day;
use super::learner::decimal;
use crate::card::words::printable;

/// Days of spending that are shown; all are in `--json`.
const SPEND_DAYS_SHOWN: usize = 7;

/// The views of operations, with the percentiles of each window.
pub(super) fn value(board: &Board) -> Value {
    let windows = [("minutes_5", LatencyWindow::Minutes5), ("hour", LatencyWindow::Hour), ("day", LatencyWindow::Day)];
    let latencies: Vec<Value> = by_stretch(board)
        .iter()
        .map(|(stretch, rows)| {
            let within = windows.map(|(name, window)| (name.to_owned(), json!(Percentiles::of(rows, window))));
            json!({"of": stretch, "within": within.into_iter().collect::<serde_json::Map<_, _>>()})
        })
        .collect();
    json!({
        "latencies": latencies,
        "failures": board.operations.failures.sorted(),
        "spend": board.operations.spend.sorted(),
    })
}

/// The same as lines; none where nothing was done.
pub(super) fn lines(board: &Board) -> Vec<String> {
    let latencies = by_stretch(board);
    let latencies = latencies.iter().filter_map(|(stretch, rows)| latency(*stretch, rows));
    let failures = board.operations.failures.sorted();
    let failures = failures.iter().filter(|row| row.within == Within::Day).map(failure);
    let spend = board.operations.spend.sorted();
    let spend = spend.iter().rev().take(SPEND_DAYS_SHOWN).map(spent);
    latencies.chain(failures).chain(spend).collect()
}

fn by_stretch(board: &Board) -> BTreeMap<Stretch, Vec<LatencyRow>> {
    let mut rows: BTreeMap<Stretch, Vec<LatencyRow>> = BTreeMap::new();
    board.operations.latencies.for_each(|row| rows.entry(row.of).or_default().push(*row));
    rows
}

fn latency(stretch: Stretch, rows: &[LatencyRow]) -> Option<String> {
    let Percentiles { count, p50_us, p95_us, p99_us } = Percentiles::of(rows, LatencyWindow::Day)?;
    let name = match stretch {
        Stretch::Step(step) => step.name(),
        Stretch::Whole => "whole answer",
    };
    let seconds = |us: u64| decimal(i64::try_from(us).unwrap_or(i64::MAX), 1_000_000, 2);
    let (half, most, all) = (seconds(p50_us), seconds(p95_us), seconds(p99_us));
    Some(format!("  {name:<13} {count:>5} in the last day; half within {half} s, 95 % {most} s, 99 % {all} s"))
}

fn failure(row: &FailureRow) -> String {
    format!("  {:<13} {:>5} attempts failed in the last day: {:?}", row.step.name(), row.attempts, row.class)
}

fn spent(row: &SpendRow) -> String {
    let dollars = decimal(row.sums.micro_usd, 1_000_000, 4);
    let (provider, model) = (printable(&row.provider), printable(&row.model));
    format!("  spent {}  {dollars} US dollars for {} calls, {provider} {model}", written_day(row.day), row.sums.calls)
}
