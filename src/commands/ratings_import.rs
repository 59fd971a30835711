//! `ratings import`: what people scored, as facts beside the scores of record.
//!
//! Answers are looked up in the log. A rating that is in it already is known and adds nothing; one that says something else
//! under the same rater, rubric and round is refused.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Context as _;
use coach::ratings::{BYTES_MAX, Key, Rating, RatingFault, Ratings, rejects};
use coach::rubrics::Rubrics;
use dataflow::events::{AnswerFact, AnswerId, AnswerRun, Event, LearnerId, RatedBy, RatingGiven, Record};
use ingest::{APPEND_EVENTS_MAX, DataFolder, Store, now_ms};
use serde_json::json;

use super::print;
use super::session::read_at_most;
use crate::arguments::RatingsImportArguments;
use crate::card::words::printable;

/// Faults that are printed; with --partial all are in the file.
const FAULTS_SHOWN: usize = 20;

/// What the log says of an answer, as far as a rating needs it.
struct Known {
    learner: LearnerId,
    of: AnswerRun,
    given: Vec<RatingGiven>,
}

/// Runs the command; it has failed if anything was refused.
///
/// # Errors
/// The file cannot be read or is no file of ratings, or the log fails.
pub async fn run(data: &Path, json: bool, arguments: &RatingsImportArguments) -> anyhow::Result<ExitCode> {
    let RatingsImportArguments { file, partial, key } = arguments;
    let shown = printable(&file.display().to_string());
    let content = read_at_most(file, BYTES_MAX as u64)?.content;
    let mut ratings = Ratings::read(&content, &shown, &Rubrics::built_in())?;
    if let Some(key) = key {
        ratings.unblind(&Key::read(&read_at_most(key, BYTES_MAX as u64)?.content)?);
    }
    let mut store = Store::open(&DataFolder::open(data)?).await?;
    let answers = look_up(&mut store, &ratings.sound).await?;
    ratings.refuse(|rating| fault(rating, answers.get(&rating.answer)));
    let rejects_file = beside(file);
    let refused = ratings.rejected.len();
    for rejected in ratings.rejected.iter().take(FAULTS_SHOWN) {
        eprintln!("{shown}, line {}: {}", rejected.line, rejected.fault);
    }
    if refused > FAULTS_SHOWN {
        eprintln!("{shown}: {} more lines are refused", refused - FAULTS_SHOWN);
    }
    if refused > 0 && !partial {
        anyhow::bail!("nothing was imported; put the lines right, or take what is sound with --partial");
    }
    if refused > 0 {
        let writing = || format!("writing {} failed", rejects_file.display());
        std::fs::write(&rejects_file, rejects(&ratings.rejected)).with_context(writing)?;
    }
    let (taken, known) = append(&mut store, ratings.sound, &answers).await?;
    let rejects_file = (refused > 0).then(|| rejects_file.display().to_string());
    print(&if json {
        json!({"taken": taken, "known": known, "refused_rows": refused, "rejects_file": rejects_file}).to_string()
    } else {
        let refused = rejects_file.map_or_else(String::new, |place| {
            format!("\n  {refused} rows were refused; {} says which and why.", printable(&place))
        });
        format!("{shown}: {taken} ratings taken, {known} were in the log already.{refused}")
    })?;
    Ok(if refused == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// What the log says of the answers that were rated.
async fn look_up(store: &mut Store, ratings: &[Rating]) -> anyhow::Result<BTreeMap<AnswerId, Known>> {
    let mut answers = BTreeMap::new();
    for rating in ratings {
        if !answers.contains_key(&rating.answer) {
            let records = store.read_answer(rating.answer).await?;
            answers.extend(known(&records).map(|known| (rating.answer, known)));
        }
    }
    Ok(answers)
}

/// An answer is what was received; a message that was asked for is none.
fn known(records: &[Record]) -> Option<Known> {
    let mut latest: Option<(LearnerId, AnswerRun)> = None;
    let mut given = Vec::new();
    for record in records {
        let Event::Answer { learner, of, fact } = &record.event else { continue };
        let is_spoken = matches!(fact, AnswerFact::VoiceReceived(_) | AnswerFact::Recorded(_));
        if (is_spoken || fact.receipt().is_some()) && latest.is_none_or(|(_, run)| run < *of) {
            latest = Some((*learner, *of));
        }
        if let AnswerFact::RatingGiven(rating) = fact {
            given.push(rating.clone());
        }
    }
    latest.map(|(learner, of)| Known { learner, of, given })
}

fn fault(rating: &Rating, known: Option<&Known>) -> Option<RatingFault> {
    let Some(known) = known else { return Some(RatingFault::UnknownAnswer) };
    let scores = &rating.scores;
    let is_same = |given: &&RatingGiven| {
        let theirs = &given.scores;
        (&theirs.rater, &theirs.rubric, theirs.revision) == (&scores.rater, &scores.rubric, scores.revision)
    };
    let before = known.given.iter().find(is_same);
    before.is_some_and(|given| given.scores != *scores).then_some(RatingFault::RatedOtherwise)
}

/// Appends what is new, and says how many were new and how many were known.
async fn append(
    store: &mut Store,
    ratings: Vec<Rating>,
    answers: &BTreeMap<AnswerId, Known>,
) -> anyhow::Result<(usize, usize)> {
    let occurred_at_ms = now_ms();
    let mut events = Vec::new();
    let mut known_before = 0;
    for Rating { answer, scores, .. } in ratings {
        let Some(Known { learner, of, given }) = answers.get(&answer) else { continue };
        if given.iter().any(|given| given.scores == scores) {
            known_before += 1;
            continue;
        }
        let fact = AnswerFact::RatingGiven(RatingGiven { by: RatedBy::Person, occurred_at_ms, scores });
        events.push(Event::Answer { learner: *learner, of: *of, fact });
    }
    let (mut taken, all) = (0, events.len());
    while !events.is_empty() {
        let rest = events.split_off(events.len().min(APPEND_EVENTS_MAX));
        let places = store.append(events).await?;
        taken += places.iter().filter(|place| place.is_new).count();
        events = rest;
    }
    Ok((taken, known_before + all - taken))
}

/// `FILE.rejects.csv`.
fn beside(file: &Path) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(".rejects.csv");
    PathBuf::from(name)
}
