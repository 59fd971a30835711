//! `ratings agreement`: how everybody who scored beside the coach differs from the scores of record, as the view has it now.

use std::path::Path;
use std::process::ExitCode;

use dataflow::events::RatedBy;
use dataflow::read_model::Tables;
use dataflow::views::{AgreementRow, AgreementSums, Judge};
use ingest::{DataFolder, Store};
use serde_json::json;

use super::export::Views;
use super::print;
use crate::card::words::printable;

/// Pairs under which a correlation is withheld.
const PAIRS_MIN: i64 = 10;

/// Runs the command.
///
/// # Errors
/// The log fails.
pub async fn run(data: &Path, json: bool) -> anyhow::Result<ExitCode> {
    let mut store = Store::open(&DataFolder::open(data)?).await?;
    let tables = Views::of(&mut store).await?.tables;
    if json {
        for row in tables.agreement() {
            print(&as_json(row).to_string())?;
        }
        return Ok(ExitCode::SUCCESS);
    }
    let lines: Vec<String> = tables.agreement().map(line).collect();
    if lines.is_empty() {
        print(
            "Nobody has scored an answer beside the coach yet; `ratings import --help` says how people's scores come in.",
        )?;
    } else {
        print("Differences from the score of record, in per cent of the most that can be given:")?;
        print(&lines.join("\n"))?;
    }
    Ok(ExitCode::SUCCESS)
}

/// The live differences of judges on trial, for `status`.
pub(super) fn of_trials(tables: &Tables) -> impl Iterator<Item = &AgreementRow> {
    tables.agreement().filter(|row| row.beside.by == RatedBy::Trial)
}

/// What the sums of two judges say.
struct Agreement {
    /// Mean of beside minus record, in thousandths.
    mean_milli: f64,
    /// Standard deviation of the differences, in thousandths; none of one pair.
    sd_milli: Option<f64>,
    /// Pearson's correlation; none of few pairs, or where one of the two gives everybody the same.
    correlation: Option<f64>,
}

impl Agreement {
    /// From sums of whole numbers, so that taking a pair back leaves no trace.
    fn of(sums: &AgreementSums) -> Self {
        let AgreementSums { pairs, record_milli, record_milli_squares, beside_milli, beside_milli_squares, products } =
            *sums;
        let n = pairs as f64;
        let spread = |sum: i64, squares: i64| pairs as f64 * squares as f64 - sum as f64 * sum as f64;
        let difference = beside_milli - record_milli;
        let difference_squares = record_milli_squares + beside_milli_squares - 2 * products;
        let sd = (spread(difference, difference_squares).max(0.0) / (n * (n - 1.0))).sqrt();
        let both = spread(record_milli, record_milli_squares) * spread(beside_milli, beside_milli_squares);
        let together = n * products as f64 - record_milli as f64 * beside_milli as f64;
        Agreement {
            mean_milli: difference as f64 / n,
            sd_milli: (pairs > 1).then_some(sd),
            correlation: (pairs >= PAIRS_MIN && both > 0.0).then(|| together / both.sqrt()),
        }
    }
}

pub(super) fn line(row: &AgreementRow) -> String {
    let AgreementRow { record, beside, sums } = row;
    let Agreement { mean_milli, sd_milli, correlation } = Agreement::of(sums);
    let sd = sd_milli.map_or_else(String::new, |sd| format!(", spread {:.1}", sd / 10.0));
    let correlation = correlation.map_or_else(
        || format!(", correlation withheld under {PAIRS_MIN} pairs or without any spread"),
        |r| format!(", correlation {r:.2}"),
    );
    let pairs = if sums.pairs == 1 { "1 pair".to_owned() } else { format!("{} pairs", sums.pairs) };
    format!("  {} against {}: {pairs}, mean {:+.1}{sd}{correlation}", judge(beside), judge(record), mean_milli / 10.0)
}

fn judge(judge: &Judge) -> String {
    let who = match judge.by {
        RatedBy::Coach => "coach",
        RatedBy::Person => "person",
        RatedBy::Trial => "on trial",
    };
    format!("{} ({who}, {})", printable(&judge.rater), printable(&judge.rubric))
}

pub(super) fn as_json(row: &AgreementRow) -> serde_json::Value {
    let Agreement { mean_milli, sd_milli, correlation } = Agreement::of(&row.sums);
    json!({
        "record": row.record,
        "beside": row.beside,
        "sums": row.sums,
        "mean_difference_milli": mean_milli,
        "difference_sd_milli": sd_milli,
        "correlation": correlation,
    })
}
