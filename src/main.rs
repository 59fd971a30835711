//! Parses the arguments, runs one command, and says what went wrong, once.

use std::process::ExitCode;

use clap::Parser as _;
use speech_coach::arguments::Arguments;
use speech_coach::commands;

/// The graph allocates many small parts of many sizes on one thread and frees them on others.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => return failed(&anyhow::Error::new(error).context("starting the runtime failed")),
    };
    let ended = runtime.block_on(commands::run(arguments));
    // A recogniser in the middle of a recording does not hold the process up: what it did not finish is outstanding.
    runtime.shutdown_background();
    match ended {
        Ok(code) => code,
        Err(error) => failed(&error),
    }
}

fn failed(error: &anyhow::Error) -> ExitCode {
    eprintln!("speech-coach: {error:#}");
    ExitCode::FAILURE
}
