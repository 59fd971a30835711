//! A made-up cohort from its facts to a paper's pictures: simulated, released, analysed by the notebooks, and compared with
//! what was planted. `SPEECH_COACH_RESEARCH_SEEDS` asks for more seeds, and for larger cohorts.

use std::process::{Command, Stdio};

use crate::program::ended;

#[test]
fn notebooks_find_what_was_planted() {
    let seeds = std::env::var("SPEECH_COACH_RESEARCH_SEEDS").ok().and_then(|seeds| seeds.parse::<u32>().ok());
    let folder = tempfile::tempdir().unwrap();
    let mut command = Command::new("scripts/research.sh");
    command.arg(env!("CARGO_BIN_EXE_speech-coach")).arg(folder.path());
    if let Some(seeds) = seeds {
        command.args(["--learners", "200", "--weeks", "12", "--check", "many", "--seeds", &format!("1-{seeds}")]);
    }
    let child = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    // A soak takes longer than any call of the program may.
    let output = if seeds.is_some() { child.wait_with_output().unwrap() } else { ended(child) };
    let said = String::from_utf8_lossy(&output.stdout);
    eprintln!("{said}");
    assert!(output.status.success(), "{said}{}", String::from_utf8_lossy(&output.stderr));
}
