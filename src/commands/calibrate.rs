//! `calibrate`: how well a judge agrees with people who scored the same answers.
//!
//! The figures are those of `coach::calibration`. Scores of the judge that the file leaves out are looked up in the log
//! of the data folder; nothing is written there.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Context as _;
use bot::chart::{AgreementInput, agreement_png};
use coach::calibration::{Agreement, BYTES_MAX, Figures, Pair, Ratings, Spread, report};
use dataflow::events::{AnswerId, RatedBy};
use ingest::{DataFolder, Store};
use serde_json::{Value, json};

use super::export::Views;
use super::print;
use super::session::read_at_most;
use crate::arguments::CalibrateArguments;
use crate::card::terminal::rule;
use crate::card::words::printable;
use crate::machine::Machine;

/// Widest name of a group that is printed whole, in characters.
const GROUP_CHARS: usize = 16;

/// Runs the command; it has failed if the judge and people have no answer in common.
///
/// # Errors
/// The file cannot be read or is no file of scores, the log fails, or the picture cannot be written.
pub async fn run(
    machine: &Machine,
    data: Option<PathBuf>,
    json: bool,
    arguments: &CalibrateArguments,
) -> anyhow::Result<ExitCode> {
    let CalibrateArguments { file, criterion, plot } = arguments;
    let mut ratings = Ratings::read(&read_at_most(file, BYTES_MAX as u64)?.content, &file.display().to_string())?;
    if let Some(criterion) = criterion {
        let all = ratings.criteria().join(", ");
        ratings.keep(criterion);
        anyhow::ensure!(!ratings.rated().is_empty(), "criterion {criterion:?} is not in the file; it has {all}");
    }
    if let (Some(_), [_, _, ..]) = (plot, ratings.criteria().as_slice()) {
        let all = ratings.criteria().join(", ");
        anyhow::bail!("a picture shows one criterion, the file has {all}; choose with --criterion NAME");
    }
    if ratings.unjudged() > 0 {
        look_up(&mut ratings, &machine.data(data)?).await?;
    }
    let agreements = report(&ratings);
    if json {
        agreements.iter().try_for_each(|agreement| print(&as_json(agreement).to_string()))?;
    } else {
        print_text(file, &ratings, &agreements)?;
    }
    if ratings.unjudged() > 0 {
        eprintln!("speech-coach: {} rows left out: the log has no score for them", ratings.unjudged());
    }
    if let (Some(plot), Some(agreement)) = (plot, agreements.first()) {
        std::fs::write(plot, agreement_png(&picture(&ratings, agreement))?)
            .with_context(|| format!("writing {} failed; name a file in a folder that is there", plot.display()))?;
    }
    let has_pairs = agreements.iter().any(|agreement| agreement.judge.n > 0);
    Ok(if has_pairs { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Fills in the score of record: that of the latest run with the highest revision.
async fn look_up(ratings: &mut Ratings, data: &Path) -> anyhow::Result<()> {
    // Answers that are no ids are told before the log is read.
    ratings.clone().fill(|_, _| None)?;
    let missing = ratings.unjudged();
    anyhow::ensure!(
        data.is_dir(),
        "{missing} rows have no judge's score, and there is no log at {}; fill them in, or name a folder with --data",
        data.display()
    );
    let mut store = Store::open(&DataFolder::open(data)?).await?;
    let tables = Views::of(&mut store).await?.tables;
    let mut of_record: BTreeMap<(AnswerId, &str), (u16, u32, Option<u32>)> = BTreeMap::new();
    // Ratings beside the score of record are no judgements of the judge.
    for row in tables.scores().filter(|row| row.by == RatedBy::Coach) {
        let found = (row.of.run, row.revision, row.score_centi);
        let known = of_record.entry((row.of.answer, row.criterion.as_str())).or_insert(found);
        *known = found.max(*known);
    }
    ratings.fill(|answer, criterion| {
        let (_, _, score_centi) = of_record.get(&(answer, criterion))?;
        score_centi.map(|centi| f64::from(centi) / 100.0)
    })?;
    Ok(())
}

fn as_json(agreement: &Agreement) -> Value {
    let withheld = |figures: &Figures| figures.withheld.iter().map(ToString::to_string).collect::<Vec<_>>();
    let figures = |figures: &Figures| {
        json!({
            "n": figures.n,
            "pearson": figures.pearson.map(|pearson| pearson.r),
            "pearson_low": figures.pearson.map(|pearson| pearson.low),
            "pearson_high": figures.pearson.map(|pearson| pearson.high),
            "spearman": figures.spearman,
            "quadratic_weighted_kappa": figures.kappa,
            "standardised_difference": figures.standardised_difference,
            "mean_difference": figures.mean_difference,
            "difference_sd": figures.difference_sd,
            "withheld": withheld(figures),
        })
    };
    let spread = |spread: Spread| json!({"answers": spread.answers, "same": spread.same, "sd": spread.sd});
    json!({
        "criterion": agreement.criterion,
        "group": agreement.group,
        "judge": figures(&agreement.judge),
        "humans": agreement.humans.as_ref().map(figures),
        "spread": agreement.spread.map(spread),
        "notes": agreement.notes.iter().map(ToString::to_string).collect::<Vec<_>>(),
    })
}

fn print_text(file: &Path, ratings: &Ratings, agreements: &[Agreement]) -> anyhow::Result<()> {
    let criteria = ratings.criteria().len();
    print(&rule(&format!("{}: {} scores by people, criteria {criteria}", file.display(), ratings.rated().len())))?;
    for agreement in agreements {
        if agreement.group.is_none() {
            print(&format!("\n{}", printable(&agreement.criterion)))?;
            print("                       n   PCC (95 % interval)      Spearman     QWK     SMD   difference (SD)")?;
        }
        for line in lines(agreement) {
            print(&line)?;
        }
    }
    print("\nDifferences are judge minus human, in points; SMD is their mean in standard deviations of the scores.")?;
    if agreements.iter().any(|agreement| !agreement.notes.is_empty()) {
        print("The limits in the notes are those of Williamson, Xi and Breyer (2012).")?;
    }
    Ok(())
}

/// The lines of one group, or of all answers.
fn lines(agreement: &Agreement) -> Vec<String> {
    let name = agreement.group.as_deref().map_or_else(|| "all answers".to_owned(), printable);
    let mut lines = vec![line(&name, &agreement.judge)];
    lines.extend(agreement.judge.withheld.iter().map(|withheld| format!("      withheld: {withheld}")));
    if let Some(humans) = &agreement.humans {
        lines.push(line("  two humans", humans));
        lines.extend(humans.withheld.iter().map(|withheld| format!("      withheld: {withheld}")));
    }
    if let Some(Spread { answers, same, sd }) = agreement.spread {
        lines.push(format!(
            "      judged again: SD {sd:.2} within an answer ({answers} answers, {same} the same each time)"
        ));
    }
    lines.extend(agreement.notes.iter().map(|note| format!("      note: {note}")));
    lines
}

fn line(name: &str, figures: &Figures) -> String {
    let mut name = name.to_owned();
    if name.chars().count() > GROUP_CHARS {
        name = name.chars().take(GROUP_CHARS - 1).chain(['…']).collect();
    }
    let pearson = figures
        .pearson
        .map(|pearson| format!("{} ({} to {})", decimal(pearson.r), decimal(pearson.low), decimal(pearson.high)));
    let shown = |figure: Option<f64>| figure.map_or_else(|| "–".to_owned(), decimal);
    let difference = match (figures.mean_difference, figures.difference_sd) {
        (Some(mean), Some(sd)) => format!("{} ({})", decimal(mean), decimal(sd)),
        _ => "–".to_owned(),
    };
    format!(
        "  {name:<GROUP_CHARS$} {:>5}   {:<22} {:>9} {:>7} {:>7}   {difference}",
        figures.n,
        pearson.unwrap_or_else(|| "–".to_owned()),
        shown(figures.spearman),
        shown(figures.kappa),
        shown(figures.standardised_difference),
    )
}

/// Two decimals, and no minus before a zero.
fn decimal(value: f64) -> String {
    let text = format!("{value:.2}");
    if text == "-0.00" { "0.00".to_owned() } else { text }
}

#[expect(clippy::cast_possible_truncation, reason = "a picture needs no more digits")]
fn picture(ratings: &Ratings, agreement: &Agreement) -> AgreementInput {
    let pairs = ratings.rated().iter().filter_map(|rated| rated.pair());
    let figures = &agreement.judge;
    let shown = |figure: Option<f64>| figure.map_or_else(|| "–".to_owned(), decimal);
    let interval = figures
        .pearson
        .map_or_else(String::new, |pearson| format!(" ({} to {})", decimal(pearson.low), decimal(pearson.high)));
    let correlations = format!(
        "PCC {}{interval}   Spearman {}   QWK {}   SMD {}",
        shown(figures.pearson.map(|pearson| pearson.r)),
        shown(figures.spearman),
        shown(figures.kappa),
        shown(figures.standardised_difference),
    );
    let withheld: Vec<String> = figures.withheld.iter().map(ToString::to_string).collect();
    let sizes = "A larger circle stands for more answers with the same scores.".to_owned();
    AgreementInput {
        title: printable(&agreement.criterion),
        pairs: pairs.map(|Pair { human, judge }| (human as f32, judge as f32)).collect(),
        difference: figures.mean_difference.zip(figures.difference_sd).map(|(mean, sd)| (mean as f32, sd as f32)),
        figures: [correlations, sizes].into_iter().chain(withheld).collect(),
    }
}
