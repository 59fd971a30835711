//! `demo`: the sample voice notes through the whole system, then what to try next.
//!
//! It is the same work as `answer` and `export`, on a data folder of its own, so that it can be interrupted and called
//! again. That some samples are not graded is what they are there to show.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Context as _;
use dataflow::events::{Purpose, Task};
use serde::Deserialize;

use super::answer::{Asked, answer};
use super::session::{Question, Session};
use super::{chat, export, print};
use crate::arguments::{DemoArguments, ExportArguments};
use crate::card::terminal::rule;
use crate::machine::Machine;
use crate::providing::Configured;

/// One line of `samples.json`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Sample {
    file: PathBuf,
    learner: String,
    task: Task,
    prompt: String,
    consent: Option<Purpose>,
    about: String,
}

/// Runs the command.
///
/// # Errors
/// The samples cannot be read, or what `answer` and `export` may fail with.
pub async fn run(
    machine: &Machine,
    data: Option<PathBuf>,
    json: bool,
    arguments: DemoArguments,
) -> anyhow::Result<ExitCode> {
    let folder = arguments.samples.unwrap_or_else(|| PathBuf::from("samples"));
    let list = folder.join("samples.json");
    let text = std::fs::read_to_string(&list)
        .with_context(|| format!("reading {} failed; name the samples' folder with --samples", list.display()))?;
    let samples: Vec<Sample> =
        serde_json::from_str(&text).with_context(|| format!("{} is not a list of samples", list.display()))?;

    let data = data.unwrap_or_else(|| PathBuf::from("target/demo/data"));
    let mut session = Session::open(machine, &data, Configured::Offline).await?;
    let mut asked = Vec::new();
    for sample in samples {
        let learner = session.learner(&sample.learner).await?;
        if let Some(purpose) = sample.consent {
            session.consent(learner, purpose).await?;
        }
        let question = Question { learner, task: sample.task, prompt: Some(sample.prompt) };
        let title = format!("{} · {} · {}", sample.file.display(), sample.learner, sample.about);
        asked.push(Asked { file: folder.join(sample.file), question, title });
    }
    if !json {
        print(&format!(
            "{} voice notes of the project's own, from receipt to card; nothing leaves this machine.\n",
            asked.len()
        ))?;
    }
    answer(&mut session, asked, false, json).await?;
    session.close().await?;

    let out = arguments.out;
    export::run(data.clone(), json, &ExportArguments::into(out.clone())).await?;
    if !json {
        chat_of_demo(machine, &data.join("demo-chat")).await?;
        print(&next_steps(&data.display().to_string(), &out.display().to_string()))?;
    }
    Ok(ExitCode::SUCCESS)
}

/// A chat with the bot, as `chat` shows it, in a folder that is made anew: it is to be a beginning each time. The second
/// half goes on where the first ended, as every call does.
async fn chat_of_demo(machine: &Machine, data: &Path) -> anyhow::Result<()> {
    if data.exists() {
        std::fs::remove_dir_all(data).with_context(|| format!("emptying {} failed", data.display()))?;
    }
    print(&format!("\n{}\n", rule("The bot, in the terminal instead of Telegram; what is typed stands behind >")))?;
    chat::play(machine, data, &["/start", "English", "Grade my answers", "/practice", "Listen and Repeat"]).await?;
    // Which sentence is asked follows from a number drawn at random, so no sample could repeat it: what was heard can.
    let heard = std::fs::read_dir(data.join("sent")).context("the bot has sent no voice note")?;
    let heard =
        heard.filter_map(Result::ok).map(|file| file.path()).find(|file| file.extension() == Some("ogg".as_ref()));
    let voice = format!("/voice {}", heard.context("the bot has sent no voice note")?.display());
    chat::play(machine, data, &[&voice, "Why this score?"]).await
}

fn next_steps(data: &str, out: &str) -> String {
    format!(
        "\n{}\n  \
         speech-coach answer my.ogg --prompt \"What do you do to relax?\"   coach a recording of your own\n  \
         speech-coach answer my.ogg --json                                 the same for a program\n  \
         speech-coach chat                                                 talk to the bot yourself\n  \
         speech-coach status --data {data}                      what is outstanding, and why\n  \
         speech-coach doctor                                               weights, disk, log, libraries\n  \
         duckdb -c \"from '{out}/*/measures/*.parquet'\"          the data, in any Parquet reader\n\
         The program is target/release/speech-coach; --help says the rest.",
        rule("Try next")
    )
}
