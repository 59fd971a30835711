//! `simulate`: a made-up cohort into a data folder of its own.
//!
//! The folder says that it is simulated before its first fact is there, and every later command on it says so too. The
//! facts go into the log in the order of their times, a few thousand in a commit.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Context as _;
use coach::bank::Bank;
use dataflow::events::{PromptId, Task};
use ingest::{APPEND_EVENTS_MAX, DataFolder, FolderBlobs, Store};
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::print;
use crate::arguments::SimulateArguments;
use crate::executors::archive::Archive;
use crate::simulation::{Cohort, Dated, Shape, parameters};

/// The file that says that nobody spoke.
const MARK: &str = "SIMULATED";
/// The file that says what is true.
const TRUTH: &str = "truth.json";

/// What the mark says.
#[derive(Debug, Serialize, Deserialize)]
struct Mark {
    note: String,
    shape: Shape,
}

/// Says on stderr that a data folder is simulated, where it is.
pub fn say_if_simulated(data: Option<&Path>) {
    if data.is_some_and(|data| data.join(MARK).is_file()) {
        eprintln!("SIMULATED: nobody spoke; this data folder holds a made-up cohort");
    }
}

/// Runs the command.
///
/// # Errors
/// The folder holds something else, or cannot be written.
pub async fn run(data: Option<PathBuf>, json: bool, arguments: &SimulateArguments) -> anyhow::Result<ExitCode> {
    let SimulateArguments { learners, weeks, seed } = *arguments;
    let Some(data) = data else {
        eprintln!("error: a made-up cohort needs a data folder of its own; name a new one with --data");
        return Ok(ExitCode::from(2));
    };
    let shape = Shape { learners, weeks, seed };
    let folder = DataFolder::open(&data)?;
    let mut store = Store::open(&folder).await?;
    claim(&folder, &mut store, shape).await?;
    let bank = Bank::built_in();
    let prompts: Vec<PromptId> = bank.of(Task::ToeflIndependent).map(|prompt| prompt.id).collect();
    let cohort = Cohort::new(shape, &prompts);
    let truth = serde_json::to_string_pretty(&truth(&cohort))?;
    fs::write(data.join(TRUTH), truth + "\n").with_context(|| format!("writing {TRUTH} failed"))?;
    let archive = Archive::new(Store::open(&folder).await?, FolderBlobs::open(&folder)?);
    let (facts, answers) = made_up(&cohort, &archive)?;
    let (first_us, last_us) = (facts.first().map_or(0, |fact| fact.at_us), facts.last().map_or(0, |fact| fact.at_us));
    let counted = facts.len();
    let new = append(&mut store, facts).await?;
    store.close().await?;
    if json {
        let value = json!({"simulated": true, "shape": shape, "facts": counted, "new": new, "answers": answers,
                           "first_us": first_us, "last_us": last_us, "truth": data.join(TRUTH)});
        print(&value.to_string())?;
    } else {
        print(&format!(
            "SIMULATED: {answers} answers of {learners} learners over {weeks} weeks, seed {seed}; {counted} facts, {new} \
             of them new.\n  What is true: {}",
            data.join(TRUTH).display()
        ))?;
    }
    Ok(ExitCode::SUCCESS)
}

/// Marks a new folder; goes on in one with the same mark.
async fn claim(folder: &DataFolder, store: &mut Store, shape: Shape) -> anyhow::Result<()> {
    let path = folder.path().join(MARK);
    let name = folder.path().display();
    if path.is_file() {
        let mark = fs::read_to_string(&path).ok().and_then(|text| serde_json::from_str::<Mark>(&text).ok());
        anyhow::ensure!(
            mark.is_some_and(|mark| mark.shape == shape),
            "data folder {name} holds another simulated cohort; name a new one with --data"
        );
        return Ok(());
    }
    let facts = store.head().await?.pos;
    anyhow::ensure!(
        facts == 0,
        "data folder {name} holds {facts} facts that are not simulated; name a new one with --data"
    );
    let note = "SIMULATED: nobody spoke; made up by `speech-coach simulate`, see docs/simulation.md".to_owned();
    let mark = serde_json::to_string_pretty(&Mark { note, shape })?;
    fs::write(&path, mark + "\n").with_context(|| format!("writing {MARK} failed"))
}

/// Every fact in the order of time, with the number of answers. The words are kept on the way.
fn made_up(cohort: &Cohort, archive: &Archive) -> anyhow::Result<(Vec<Dated>, usize)> {
    let workers = u32::try_from(std::thread::available_parallelism().map_or(1, usize::from)).unwrap_or(1);
    let learners = cohort.shape().learners;
    let made = std::thread::scope(|scope| {
        let work = |first: u32| {
            move || {
                let (mut facts, mut answers) = (Vec::new(), 0);
                for number in (first..learners).step_by(workers as usize) {
                    let history = cohort.learner(number);
                    facts.extend(history.facts);
                    answers += history.transcripts.len();
                    for (of, transcript) in &history.transcripts {
                        archive.keep_transcript(*of, transcript)?;
                    }
                }
                anyhow::Ok((facts, answers))
            }
        };
        let threads: Vec<_> = (0..workers).map(|first| scope.spawn(work(first))).collect();
        threads
            .into_iter()
            .map(|thread| thread.join().unwrap_or_else(|_| Err(anyhow::anyhow!("making up a learner failed"))))
            .collect::<anyhow::Result<Vec<_>>>()
    })?;
    let answers = made.iter().map(|(_, answers)| answers).sum();
    let mut facts: Vec<Dated> = made.into_iter().flat_map(|(facts, _)| facts).collect();
    facts.push(cohort.study());
    // By what they say where times are equal, so that the order does not depend on who made them up.
    facts.sort_unstable_by(|one, other| {
        (one.at_us, order(one), &one.event).cmp(&(other.at_us, order(other), &other.event))
    });
    Ok((facts, answers))
}

/// The system speaks first, then learners of themselves.
fn order(fact: &Dated) -> u8 {
    match fact.event {
        dataflow::events::Event::System(_) => 0,
        dataflow::events::Event::Learner { .. } => 1,
        dataflow::events::Event::Answer { .. } => 2,
    }
}

/// Appends all facts, and says how many the log did not have.
async fn append(store: &mut Store, facts: Vec<Dated>) -> anyhow::Result<usize> {
    let mut new = 0;
    let mut facts = facts.into_iter().peekable();
    while facts.peek().is_some() {
        let part: Vec<_> = facts.by_ref().take(APPEND_EVENTS_MAX).map(|fact| (fact.at_us, fact.event)).collect();
        let appended = store.append_dated(part).await.context("what was appended stands; call it again to go on")?;
        new += appended.iter().filter(|place| place.is_new).count();
    }
    Ok(new)
}

fn truth(cohort: &Cohort) -> serde_json::Value {
    let difficulty: serde_json::Map<_, _> =
        cohort.difficulties().map(|(prompt, points)| (prompt.to_string(), json!(points))).collect();
    json!({"simulated": true, "shape": cohort.shape(), "parameters": parameters(), "difficulty_points": difficulty})
}
