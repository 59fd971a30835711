//! `answer`: voice files through the log and the graph, feedback on stdout.
//!
//! Each file gives one result, in the order in which they were named: a card, a rejection with its reason, or that it
//! was given up. A file that was answered before gets its stored result at once.

use std::path::PathBuf;
use std::process::ExitCode;

use dataflow::events::{AnswerFact, AnswerRun, Event};
use serde_json::{Map, Value, json};

use super::progress::{Line, Progress};
use super::session::{Question, Session, Submitted};
use super::{print, rejection};
use crate::arguments::AnswerArguments;
use crate::card::terminal;
use crate::executors::archive::RunFacts;
use crate::machine::Machine;
use dataflow::documents::Card;

/// A file to be answered.
pub struct Asked {
    /// Which file.
    pub file: PathBuf,
    /// What it is an answer to.
    pub question: Question,
    /// What to call it on the screen.
    pub title: String,
}

/// What became of a file.
pub struct Outcome {
    /// Which answer it is; none if the file could not be read.
    pub of: Option<AnswerRun>,
    /// How it ended.
    pub ending: Ending,
    /// From its receipt to its end, in milliseconds.
    pub elapsed_ms: u64,
    /// Whether it had ended before.
    pub is_stored: bool,
}

/// How a file ended.
pub enum Ending {
    /// With a card.
    Delivered(Box<Card>),
    /// It cannot be graded, for this reason.
    Rejected(String),
    /// It could not be finished, for this reason.
    GivenUp(String),
}

/// Runs the command.
///
/// # Errors
/// The data folder, the weights or the log fail.
pub async fn run(machine: &Machine, data: PathBuf, json: bool, arguments: AnswerArguments) -> anyhow::Result<ExitCode> {
    let mut session = Session::open(machine, &data, arguments.providers.source()).await?;
    let learner = session.learner(&arguments.learner).await?;
    if let Some(purpose) = arguments.consent {
        session.consent(learner, purpose).await?;
    }
    let question = Question { learner, task: arguments.task, prompt: arguments.prompt };
    let asked = arguments.files.into_iter().map(|file| {
        let title = file.display().to_string();
        Asked { file, question: question.clone(), title }
    });
    let all_delivered = answer(&mut session, asked.collect(), arguments.again, json).await?;
    session.close().await?;
    Ok(if all_delivered { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Submits the files, waits for them and prints what became of each; true if all were delivered.
///
/// # Errors
/// The log fails, or the engine stops.
pub async fn answer(session: &mut Session, asked: Vec<Asked>, again: bool, json: bool) -> anyhow::Result<bool> {
    let progress = Progress::new();
    let mut waiting = Vec::new();
    for asked in asked {
        // A file that cannot be read is this file's fault and no reason to leave the others.
        let submitted = match session.submit(&asked.file, &asked.question, again).await {
            Ok(submitted) => Ok(submitted),
            Err(error) if error.is::<ingest::IngestError>() => return Err(error),
            Err(error) => match error.downcast::<crate::executors::archive::ArchiveError>() {
                Ok(error) => return Err(error.into()),
                Err(error) => Err(format!("{error:#}")),
            },
        };
        let line =
            submitted.as_ref().ok().filter(|submitted| !submitted.had_ended).map(|_| progress.line(&asked.title));
        waiting.push((asked, submitted, line));
    }
    let mut all_delivered = true;
    let mut next = 0;
    while next < waiting.len() {
        for (_asked, submitted, line) in waiting.iter_mut().skip(next + 1) {
            if let (Ok(submitted), Some(line)) = (submitted, line) {
                line.show(&session.facts(submitted.of).await?);
            }
        }
        let Some((asked, submitted, line)) = waiting.get_mut(next) else { break };
        let Some(outcome) = outcome(session, submitted, line.as_mut()).await? else {
            session.work().await?;
            continue;
        };
        all_delivered &= matches!(outcome.ending, Ending::Delivered(_));
        progress.suspended(|| print(&if json { as_json(asked, &outcome) } else { as_text(asked, &outcome) }))?;
        next += 1;
    }
    Ok(all_delivered)
}

/// What became of a file, once it has ended.
async fn outcome(
    session: &Session,
    submitted: &Result<Submitted, String>,
    line: Option<&mut Line>,
) -> anyhow::Result<Option<Outcome>> {
    let submitted = match submitted {
        Ok(submitted) => submitted,
        Err(reason) => {
            let ending = Ending::Rejected(reason.clone());
            return Ok(Some(Outcome { of: None, ending, elapsed_ms: 0, is_stored: false }));
        }
    };
    let facts = session.facts(submitted.of).await?;
    let Some((end, ended_at_us)) = facts.end() else {
        if let Some(line) = line {
            line.show(&facts);
        }
        return Ok(None);
    };
    let ending = if let AnswerFact::Rejected(rejected) = end {
        Ending::Rejected(rejection::rejected(rejected))
    } else if let AnswerFact::GivenUp(given_up) = end {
        Ending::GivenUp(rejection::given_up(given_up, last_failure(&facts)))
    } else if *end == AnswerFact::Cancelled {
        Ending::GivenUp("it was cancelled".to_owned())
    } else {
        Ending::Delivered(Box::new(session.archive().card(submitted.of)?))
    };
    if let Some(line) = line {
        line.show(&facts);
        line.finish();
    }
    let elapsed_ms = ended_at_us.saturating_sub(facts.received_at_us()) / 1_000;
    Ok(Some(Outcome { of: Some(submitted.of), ending, elapsed_ms, is_stored: submitted.had_ended }))
}

fn last_failure(facts: &RunFacts) -> Option<&str> {
    facts.records.iter().rev().find_map(|record| {
        let Event::Answer { fact: AnswerFact::AttemptFailed(failure), .. } = &record.event else { return None };
        Some(failure.reason.as_str())
    })
}

fn as_json(asked: &Asked, outcome: &Outcome) -> String {
    let (status, reason, card) = match &outcome.ending {
        Ending::Delivered(card) => ("delivered", None, Some(card)),
        Ending::Rejected(reason) => ("rejected", Some(reason), None),
        Ending::GivenUp(reason) => ("given_up", Some(reason), None),
    };
    let mut value = Map::new();
    value.insert("answer_id".to_owned(), json!(outcome.of.map(|of| of.answer.to_string())));
    value.insert("file".to_owned(), json!(asked.file.to_string_lossy()));
    value.insert("status".to_owned(), json!(status));
    value.insert("reason".to_owned(), json!(reason));
    value.extend(card.map(|card| card.fields()).unwrap_or_default());
    for missing in ["transcript", "measures", "assessment", "feedback"] {
        value.entry(missing).or_insert(Value::Null);
    }
    value.insert("elapsed_ms".to_owned(), json!(outcome.elapsed_ms));
    value.insert("stored".to_owned(), json!(outcome.is_stored));
    Value::Object(value).to_string()
}

fn as_text(asked: &Asked, outcome: &Outcome) -> String {
    let seconds = format!("{}.{} s", outcome.elapsed_ms / 1_000, outcome.elapsed_ms % 1_000 / 100);
    let body = match &outcome.ending {
        Ending::Delivered(card) => terminal::card(&asked.title, card),
        Ending::Rejected(reason) => format!("{}\nNot graded: {reason}.", terminal::rule(&asked.title)),
        Ending::GivenUp(reason) => format!("{}\nGiven up: {reason}.", terminal::rule(&asked.title)),
    };
    let id = outcome.of.map(|of| format!("answer {}, ", of.answer)).unwrap_or_default();
    let stored = if outcome.is_stored { ", stored result of an earlier call" } else { "" };
    format!("{body}\n{}\n", console::style(format!("{id}{seconds} from receipt to end{stored}")).dim())
}
