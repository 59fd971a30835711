//! One voice note of some 45 s by the real program, from file to card.

use std::path::PathBuf;
use std::process::Command;

use crate::machine::{Ran, ran};
use crate::{Figure, Spread};

/// The project's own sample of 44 s.
const NOTE: &str = "samples/ana-good.ogg";
/// How often it is answered, each time on a new data folder.
const RUNS: usize = 5;

pub(crate) fn figures() -> anyhow::Result<Vec<Figure>> {
    let program = std::env::current_exe()?.with_file_name("speech-coach");
    let (mut wall_s, mut cpu_s, mut peaks) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..RUNS {
        let run = answer(&program)?;
        wall_s.push(run.wall_s);
        cpu_s.push(run.cpu_s);
        peaks.push(run.peak_mb);
    }
    let (wall_s, cpu_s, peaks) = (Spread::of(wall_s), Spread::of(cpu_s), Spread::of(peaks));
    Ok(vec![
        Figure::new("note_45s_wall_s", wall_s.median, "s"),
        Figure::new("note_45s_wall_s_highest", wall_s.high, "s"),
        Figure::new("note_45s_cpu_s", cpu_s.median, "s"),
        Figure::new("note_45s_cpu_s_highest", cpu_s.high, "s"),
        Figure::new("note_45s_peak_memory_mb", peaks.high, "MB"),
    ])
}

fn answer(program: &PathBuf) -> anyhow::Result<Ran> {
    let folder = tempfile::tempdir()?;
    ran(Command::new(program).args(["answer", NOTE, "--json", "--data"]).arg(folder.path()))
}
