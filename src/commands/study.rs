//! `study`: creates studies, and shows who takes part in them and how to join.
//!
//! A study's file is kept before the log says that the study is there, so nobody ever finds one without its text.

use std::path::Path;
use std::process::ExitCode;

use anyhow::Context as _;
use coach::studies::{BYTES_MAX, Study};
use dataflow::engine::{Closed, Engine, Extent};
use dataflow::events::{Event, StudyArm, StudyCreated, StudyId, SystemFact};
use ingest::hashing::study_id;
use ingest::{DataFolder, FolderBlobs, Store, now_ms};
use serde_json::{Value, json};

use super::growth::written;
use super::print;
use super::session::read_at_most;
use crate::arguments::{StudyCommand, StudyCreateArguments};
use crate::people::People;
use crate::studies;

/// Runs the command.
///
/// # Errors
/// The log fails, a file is refused, or nobody knows the study.
pub async fn run(data: &Path, json: bool, command: &StudyCommand) -> anyhow::Result<ExitCode> {
    let folder = DataFolder::open(data)?;
    let mut store = Store::open(&folder).await?;
    let people = people(&mut store).await?;
    match command {
        StudyCommand::Create(arguments) => create(&folder, &mut store, &people, json, arguments).await?,
        StudyCommand::List => list(&people, json)?,
        StudyCommand::Show(arguments) => show(&people, find(&people, &arguments.name)?, json)?,
        StudyCommand::Link(arguments) => {
            let payload = payload(find(&people, &arguments.name)?);
            let link = arguments.bot.as_ref().map(|bot| format!("https://t.me/{bot}?start={payload}"));
            if json {
                print(&json!({"payload": payload, "link": link}).to_string())?;
            } else {
                print(&link.unwrap_or(payload))?;
            }
        }
    }
    Ok(ExitCode::SUCCESS)
}

async fn create(
    folder: &DataFolder,
    store: &mut Store,
    people: &People,
    json: bool,
    arguments: &StudyCreateArguments,
) -> anyhow::Result<()> {
    let name = arguments.file.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let text = text_of(&arguments.file)?;
    let study = Study::parse(&text, &name)?;
    let id = study_id(&study.name);
    let blobs = FolderBlobs::open(folder)?;
    let is_new = match people.study(id) {
        None => {
            studies::keep(&blobs, id, &text)?;
            let created = study.created(id, now_ms());
            store.append(vec![Event::System(SystemFact::StudyCreated(created))]).await?;
            true
        }
        Some(known) => {
            anyhow::ensure!(
                known.name == study.name && studies::kept(&blobs, id)?.as_deref() == Some(text.as_str()),
                "a study named {:?} is there already with another content; studies never change: choose another name",
                study.name
            );
            false
        }
    };
    let payload = payload(&study.created(id, 0));
    if json {
        print(&json!({"study": id.0, "name": study.name, "payload": payload, "new": is_new}).to_string())?;
    } else {
        let news = if is_new { "created" } else { "there already, unchanged" };
        print(&format!("Study {} {news}: learners join by /start {payload}", study.name))?;
    }
    Ok(())
}

fn text_of(path: &Path) -> anyhow::Result<String> {
    let read = read_at_most(path, BYTES_MAX as u64)?;
    anyhow::ensure!(read.bytes <= BYTES_MAX as u64, "{} is larger than {BYTES_MAX} bytes", path.display());
    String::from_utf8(read.content).ok().with_context(|| format!("{} is no UTF-8 text", path.display()))
}

/// What is known about people and studies, from the log as it is now: no answer has a say in it.
async fn people(store: &mut Store) -> anyhow::Result<People> {
    let (records, _first_us) = store.read_members().await?;
    let closed_us = records.last().map_or(0, |record| record.at_us);
    let mut people = People::default();
    for (row, diff) in Engine::of(Extent::Answers).advance(Closed { records, closed_us }) {
        people.apply(row, diff);
    }
    Ok(people)
}

/// A study by its name, or its number.
fn find<'a>(people: &'a People, name: &str) -> anyhow::Result<&'a StudyCreated> {
    let id = name.parse().map_or_else(|_| study_id(name), StudyId);
    let short: String = name.chars().filter(|char| !char.is_control()).take(60).collect();
    people.study(id).with_context(|| format!("no study {short:?} is there; `study list` shows those that are"))
}

/// What stands behind `/start` in a link.
fn payload(study: &StudyCreated) -> String {
    format!("study-{}", study.name)
}

fn list(people: &People, json: bool) -> anyhow::Result<()> {
    let mut is_empty = true;
    for study in people.studies() {
        is_empty = false;
        let participants: u64 = arms(people, study).iter().sum();
        if json {
            print(&value(people, study).to_string())?;
        } else {
            print(&format!("{}  {participants} take part, {}", study.name, opening(study)))?;
        }
    }
    if is_empty && !json {
        print("No studies yet; `study create FILE.toml` creates one.")?;
    }
    Ok(())
}

fn show(people: &People, study: &StudyCreated, json: bool) -> anyhow::Result<()> {
    if json {
        return print(&value(people, study).to_string());
    }
    let all: u64 = study.arms.iter().map(|arm| u64::from(arm.weight)).sum();
    let mut lines = vec![
        format!("Study {} (number {}), {}", study.name, study.study.0, opening(study)),
        format!("  text {}, link /start {}", study.text_version, payload(study)),
    ];
    for (arm, learners) in study.arms.iter().zip(arms(people, study)) {
        let changes = changes(arm);
        lines.push(format!("  arm {}: {learners} take part, weight {} of {all}, {changes}", arm.name, arm.weight));
    }
    print(&lines.join("\n"))
}

/// What an arm changes, in words.
fn changes(arm: &StudyArm) -> String {
    let rubric = arm.rubric.as_ref().map(|rubric| format!("rubric {rubric}"));
    let feedback =
        arm.short_feedback.map(|is_short| if is_short { "short feedback" } else { "full feedback" }.to_owned());
    let reminders = arm.reminders.map(|has| if has { "reminders" } else { "no reminders" }.to_owned());
    let changes: Vec<String> = [rubric, feedback, reminders].into_iter().flatten().collect();
    if changes.is_empty() { "as everywhere".to_owned() } else { changes.join(", ") }
}

fn opening(study: &StudyCreated) -> String {
    let opens = written(study.opens_at_ms.saturating_mul(1_000));
    match study.closes_at_ms {
        Some(closes_at_ms) => format!("joined from {opens} to {}", written(closes_at_ms.saturating_mul(1_000))),
        None => format!("joined from {opens}"),
    }
}

/// How many take part in each arm.
fn arms(people: &People, study: &StudyCreated) -> Vec<u64> {
    let in_arm =
        |number: u16| people.participants().filter(|row| row.study == study.study && row.arm == number).count() as u64;
    (0..).zip(&study.arms).map(|(number, _)| in_arm(number)).collect()
}

fn value(people: &People, study: &StudyCreated) -> Value {
    let arm = |(arm, learners): (&StudyArm, u64)| {
        json!({
            "name": arm.name,
            "weight": arm.weight,
            "rubric": arm.rubric,
            "short_feedback": arm.short_feedback,
            "reminders": arm.reminders,
            "participants": learners,
        })
    };
    json!({
        "study": study.study.0,
        "name": study.name,
        "opens_at_ms": study.opens_at_ms,
        "closes_at_ms": study.closes_at_ms,
        "text_version": study.text_version,
        "payload": payload(study),
        "arms": study.arms.iter().zip(arms(people, study)).map(arm).collect::<Vec<Value>>(),
    })
}
