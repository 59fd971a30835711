//! `ratings lists`: recordings for people who rate without knowing whom.
//!
//! What a rater gets names nobody: codes, recordings, questions, and what to rate by. The key stays with whoever dealt. The
//! folder is there whole or not at all.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::os::unix::fs::DirBuilderExt as _;
use std::path::Path;
use std::process::ExitCode;

use anyhow::{Context as _, bail, ensure};
use coach::bank::Bank;
use coach::ratings::{Candidate, Dealing, Item, Key, blank};
use coach::rubrics::{Date, Rubric, Rubrics};
use dataflow::events::{AnswerId, Purpose, RatedBy};
use dataflow::read_model::Tables;
use dataflow::views::scores::OVERALL;
use dataflow::views::{AnswerRow, ScoreRow, Status};
use ingest::{DataFolder, FolderBlobs, Store};
use serde_json::json;

use super::export::Views;
use super::print;
use crate::arguments::RatingsListsArguments;
use crate::executors::archive::Archive;

/// Most people who rate.
const RATERS_MAX: usize = 50;
/// Longest name of one, in characters.
const RATER_CHARS_MAX: usize = 40;

/// Runs the command.
///
/// # Errors
/// The numbers make no lists, nothing may be rated, the log or the blobs fail, or the folder is there or cannot be written.
pub async fn run(data: &Path, json: bool, arguments: &RatingsListsArguments) -> anyhow::Result<ExitCode> {
    let RatingsListsArguments { out, raters, answers, per_answer, seed, .. } = arguments;
    check(raters, *per_answer as usize)?;
    ensure!(out.symlink_metadata().is_err(), "{} is there already; name a folder that is not", out.display());
    let folder = DataFolder::open(data)?;
    let mut store = Store::open(&folder).await?;
    let tables = Views::of(&mut store).await?.tables;
    let archive = Archive::new(store, FolderBlobs::open(&folder)?);
    let rubrics = Rubrics::built_in();
    let candidates = candidates(&tables, &archive, &rubrics, arguments)?;
    let there = candidates.len();
    if there == 0 {
        bail!(
            "no answer may be rated: none has a recording that is kept, of somebody who agrees to research and to the \
             recording being kept"
        );
    }
    let (answers, per_answer) = (*answers as usize, *per_answer as usize);
    let secret = folder.secret()?;
    let lists = Dealing { secret: &secret, seed: *seed, raters, answers, per_answer }.deal(candidates);
    let questions = Questions { tables: &tables, archive: &archive, bank: &Bank::load(folder.path())? };
    if let Err(error) = write(out, raters, &lists, &rubrics, &questions) {
        // Whoever cannot write may not be able to delete either; the error says where.
        let _ = fs::remove_dir_all(out);
        return Err(error.context(format!("writing {} failed", out.display())));
    }
    let dealt = answers.min(there);
    if json {
        let count = |list: &Vec<Item>| list.len();
        let lists: BTreeMap<&String, usize> = raters.iter().zip(lists.iter().map(count)).collect();
        print(&json!({"answers": dealt, "of": there, "lists": lists}).to_string())?;
    } else {
        let lists = raters.iter().zip(&lists).map(|(rater, list)| format!("{rater} {}", list.len()));
        let lists = lists.collect::<Vec<_>>().join(", ");
        print(&format!(
            "{dealt} of {there} answers that may be rated, {per_answer} raters each: {lists}\n  {0}/RATER is for each rater, \
             {0}/key.csv stays with you. It holds voices: delete it when the ratings are in.",
            out.display()
        ))?;
    }
    Ok(ExitCode::SUCCESS)
}

fn check(raters: &[String], per_answer: usize) -> anyhow::Result<()> {
    let is_name = |name: &String| {
        let is_sign = |sign: u8| sign.is_ascii_lowercase() || sign.is_ascii_digit() || b"-_".contains(&sign);
        (1..=RATER_CHARS_MAX).contains(&name.len()) && name.bytes().all(is_sign) && !name.starts_with('-')
    };
    if let Some(name) = raters.iter().find(|name| !is_name(name)) {
        let shown: String = name.chars().take(RATER_CHARS_MAX).collect();
        bail!("{shown:?} is no name of a rater: 1 to {RATER_CHARS_MAX} of a-z, 0-9, - and _, not beginning with -");
    }
    ensure!(raters.len() <= RATERS_MAX, "{} raters, {RATERS_MAX} are the most", raters.len());
    ensure!(raters.iter().collect::<BTreeSet<_>>().len() == raters.len(), "a rater is named twice");
    ensure!(
        per_answer <= raters.len(),
        "{per_answer} people cannot rate each answer, there are {}; name more raters",
        raters.len()
    );
    Ok(())
}

/// The answers that may be rated.
fn candidates(
    tables: &Tables,
    archive: &Archive,
    rubrics: &Rubrics,
    arguments: &RatingsListsArguments,
) -> anyhow::Result<Vec<Candidate>> {
    let agree = |purpose| {
        let agree = tables.consents().filter(move |row| row.purpose == purpose && row.is_given);
        agree.map(|row| row.learner).collect::<BTreeSet<_>>()
    };
    let (research, kept) = (agree(Purpose::Research), agree(Purpose::AudioRetention));
    let scores = of_record(tables);
    let mut candidates = Vec::new();
    for row in tables.answers() {
        let is_asked_for = arguments.task.is_none_or(|task| task == row.task) && row.status == Status::Delivered;
        if !is_asked_for || !research.contains(&row.learner) || !kept.contains(&row.learner) {
            continue;
        }
        let score = scores.get(&row.answer).copied();
        let rubric = score.and_then(|score| rubrics.named(&score.rubric));
        let rubric = rubric.or_else(|| rubrics.in_force(row.task, Some(Date::of_ms(row.occurred_at_ms))));
        let Some(rubric) = rubric.filter(|_| !lacks_audio(archive, row.answer)) else { continue };
        candidates.push(Candidate {
            answer: row.answer,
            rubric: rubric.name(),
            score_milli: score.and_then(share_milli),
        });
    }
    Ok(candidates)
}

/// Whether a recording that should be kept is not there; one that cannot be looked for is not.
fn lacks_audio(archive: &Archive, answer: AnswerId) -> bool {
    !archive.has_audio(answer).unwrap_or(false)
}

/// The overall score of record of each answer.
fn of_record(tables: &Tables) -> BTreeMap<AnswerId, &ScoreRow> {
    let mut scores: BTreeMap<AnswerId, &ScoreRow> = BTreeMap::new();
    for row in tables.scores().filter(|row| row.by == RatedBy::Coach && row.criterion == OVERALL) {
        let known = scores.entry(row.of.answer).or_insert(row);
        if (known.of.run, known.revision) < (row.of.run, row.revision) {
            *known = row;
        }
    }
    scores
}

fn share_milli(score: &ScoreRow) -> Option<u16> {
    let milli = u64::from(score.score_centi?) * 1_000 / u64::from(score.max_centi).max(1);
    u16::try_from(milli.min(1_000)).ok()
}

/// What was asked.
struct Questions<'a> {
    tables: &'a Tables,
    archive: &'a Archive,
    bank: &'a Bank,
}

impl Questions<'_> {
    fn of(&self, row: &AnswerRow) -> anyhow::Result<String> {
        if let Some(prompt) = row.prompt.and_then(|prompt| self.bank.get(prompt)) {
            return Ok(prompt.text.clone());
        }
        Ok(self.archive.prompt(row.answer)?.unwrap_or_default())
    }
}

fn write(
    out: &Path,
    raters: &[String],
    lists: &[Vec<Item>],
    rubrics: &Rubrics,
    questions: &Questions<'_>,
) -> anyhow::Result<()> {
    let private = |path: &Path| fs::DirBuilder::new().mode(0o700).create(path);
    private(out)?;
    fs::write(out.join("key.csv"), Key::of(raters.iter().zip(lists)).write())?;
    for (rater, list) in raters.iter().zip(lists) {
        let own = out.join(rater);
        let recordings = own.join("recordings");
        private(&own)?;
        private(&recordings)?;
        let mut rows = String::new();
        for Item { code, of } in list {
            let audio = questions.archive.audio(of.answer)?;
            let file = format!("{code}.{}", exporters::extension(&audio));
            fs::write(recordings.join(&file), audio)?;
            let answer = questions.tables.answer(of.answer).context("an answer has gone meanwhile; call it again")?;
            let question = plain(&questions.of(answer)?);
            let task = answer.task.title();
            // Writing to a string cannot fail.
            let _ = writeln!(rows, "| {file} | {} | {task} | {question} |", of.rubric);
        }
        fs::write(own.join("ratings.csv"), blank(rater, list, |name| rubrics.named(name)))?;
        let used: BTreeSet<&String> = list.iter().map(|item| &item.of.rubric).collect();
        let used = used.into_iter().filter_map(|name| rubrics.named(name)).map(section);
        let text = format!("{INSTRUCTIONS}{rows}\n{}", used.collect::<Vec<_>>().join("\n"));
        fs::write(own.join("instructions.md"), text)?;
    }
    Ok(())
}

/// What stands before the recordings.
const INSTRUCTIONS: &str = "# Rating

Listen to each recording in `recordings/`, in the order of the table, and put your points for each criterion into the
column `score` of `ratings.csv`: whole points, from 0 to the most of the criterion. Score what you hear against the levels
below, not against the recording before it. `overall` is your score of the answer as a whole, in whole or half points: not a
sum or a mean that you work out. Change nothing else in the file. Where you cannot score a recording, or think
that you know who speaks, take its rows out. Do not talk about recordings with other raters before you have finished.

| recording | rubric | task | question |
|---|---|---|---|
";

/// A question on one line of a table.
fn plain(text: &str) -> String {
    let text = text.replace('|', "/");
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A rubric as people read it.
fn section(rubric: &Rubric) -> String {
    let mut text = format!("## {} ({})\n\nOverall: 0 to {}\n", rubric.name(), rubric.exam, rubric.max);
    for criterion in &rubric.criteria {
        // Writing to a string cannot fail.
        let _ = write!(text, "\n### {}, 0 to {}\n\n{}\n\n", criterion.name, criterion.max, criterion.about);
        for level in &criterion.levels {
            let _ = writeln!(text, "- **{}**: {}", level.points, level.says);
        }
    }
    text
}
