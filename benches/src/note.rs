//! One voice note of some 45 s by the real program, from file to card.

use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context as _, ensure};

use crate::machine::{cpu, peak_mb};
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

struct Run {
    wall_s: f64,
    cpu_s: f64,
    peak_mb: f64,
}

fn answer(program: &PathBuf) -> anyhow::Result<Run> {
    let folder = tempfile::tempdir()?;
    let before_s = cpu()?.children_s;
    let began = Instant::now();
    let mut child = Command::new(program)
        .args(["answer", NOTE, "--json", "--data"])
        .arg(folder.path())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .with_context(|| format!("starting {} failed", program.display()))?;
    let mut peak = 0.0;
    let status = loop {
        if let Some(status) = child.try_wait()? {
            break status;
        }
        peak = peak_mb(child.id()).unwrap_or(peak);
        // Memory can only be read while the process lives; this is how finely its end is known.
        std::thread::sleep(Duration::from_millis(5));
    };
    let wall_s = began.elapsed().as_secs_f64();
    ensure!(status.success(), "answering {NOTE} ended with {status}");
    Ok(Run { wall_s, cpu_s: cpu()?.children_s - before_s, peak_mb: peak })
}
