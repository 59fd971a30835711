//! The commands, one file each. A command appends facts, reads what came of them, and prints.

pub mod answer;
pub mod calibrate;
pub mod chat;
pub mod cohorts;
pub mod demo;
pub mod doctor;
pub mod erase;
pub mod export;
pub mod graph;
pub mod growth;
pub mod learner;
pub mod operations;
pub mod progress;
pub mod prompts;
pub mod prompts_import;
pub mod provider_rows;
pub mod ratings_agreement;
pub mod ratings_import;
pub mod ratings_lists;
pub mod ratings_repeat;
mod ratings_spread;
pub mod rejection;
pub mod release;
pub mod replay;
pub mod serve;
pub mod session;
pub mod simulate;
pub mod status;
pub mod study;
pub mod weights;

use std::process::ExitCode;

use crate::arguments::{
    Arguments, Command, PromptsArguments, PromptsCommand, RatingsArguments, RatingsCommand, ReleaseArguments,
    ReleaseCommand,
};
use crate::machine::Machine;

/// Runs the command; its exit code says whether all it was asked for was done.
///
/// # Errors
/// What kept it from going on, with the way out.
pub async fn run(arguments: Arguments) -> anyhow::Result<ExitCode> {
    let machine = Machine::read();
    let Arguments { data, json, command } = arguments;
    simulate::say_if_simulated(data.as_deref().or(machine.default_data.as_deref()));
    match command {
        Command::Demo(demo) => demo::run(&machine, data, json, demo).await,
        Command::Answer(answer) => answer::run(&machine, machine.data(data)?, json, answer).await,
        Command::Export(export) => export::run(machine.data(data)?, json, &export).await,
        Command::Release(ReleaseArguments { command: ReleaseCommand::Verify(verify) }) => release::run(json, &verify),
        Command::Learner(learner) => learner::run(&machine.data(data)?, json, &learner).await,
        Command::Prompts(PromptsArguments { shown, command: None }) => {
            prompts::run(&machine.data(data)?, json, &shown).await
        }
        Command::Prompts(PromptsArguments { shown, command: Some(PromptsCommand::Import(import)) }) => {
            prompts_import::run(&machine.data(data)?, json, &shown, &import)
        }
        Command::Cohorts(as_of) => cohorts::run(&machine.data(data)?, json, &as_of).await,
        Command::Replay(replay) => replay::run(machine.data(data)?, json, replay).await,
        Command::Serve(serve) => serve::run(&machine, machine.data(data)?, serve).await,
        Command::Chat(arguments) => {
            chat::run(&machine, &chat::data(&machine, data)?, &arguments.providers.source()).await
        }
        Command::Status => status::run(machine.data(data)?, json).await,
        Command::Calibrate(calibrate) => calibrate::run(&machine, data, json, &calibrate).await,
        Command::Study(study) => study::run(&machine.data(data)?, json, &study.command).await,
        Command::Ratings(RatingsArguments { command: RatingsCommand::Import(import) }) => {
            ratings_import::run(&machine.data(data)?, json, &import).await
        }
        Command::Ratings(RatingsArguments { command: RatingsCommand::Lists(lists) }) => {
            ratings_lists::run(&machine.data(data)?, json, &lists).await
        }
        Command::Ratings(RatingsArguments { command: RatingsCommand::Agreement }) => {
            ratings_agreement::run(&machine.data(data)?, json).await
        }
        Command::Ratings(RatingsArguments { command: RatingsCommand::Repeat(repeat) }) => {
            ratings_repeat::run(&machine.data(data)?, json, &repeat).await
        }
        Command::Erase(erase) => erase::run(&machine.data(data)?, json, &erase).await,
        Command::Simulate(simulate) => simulate::run(data, json, &simulate).await,
        Command::Doctor => doctor::run(&machine, machine.data(data)?, json).await,
        Command::Graph => graph::run(),
        Command::Weights(weights) => weights::run(&machine, &weights),
    }
}

/// Prints a line of results. The only place that writes to stdout, where a closed pipe is no error of ours.
///
/// # Errors
/// Stdout cannot be written, other than because the reader has gone.
pub fn print(text: &str) -> anyhow::Result<()> {
    use std::io::{ErrorKind, Write as _};
    match writeln!(std::io::stdout().lock(), "{text}") {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => Err(error.into()),
        Ok(()) | Err(_) => Ok(()),
    }
}
