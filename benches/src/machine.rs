//! What the operating system says of this process and its children (Linux).

use std::fs;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context as _, ensure};

/// Clock ticks per second of `/proc/PID/stat`; fixed at 100 for user space on Linux.
const TICKS_PER_S: f64 = 100.0;

/// Processor time of a process and of the children it has waited for, in seconds.
pub(crate) struct Cpu {
    pub(crate) own_s: f64,
    pub(crate) children_s: f64,
}

pub(crate) fn cpu() -> anyhow::Result<Cpu> {
    let stat = fs::read_to_string("/proc/self/stat")?;
    let (_name, fields) = stat.rsplit_once(") ").context("/proc/self/stat has no name")?;
    let fields: Vec<&str> = fields.split(' ').collect();
    let seconds = |index: usize| -> anyhow::Result<f64> {
        let ticks: f64 = fields.get(index).context("/proc/self/stat is short")?.parse()?;
        Ok(ticks / TICKS_PER_S)
    };
    Ok(Cpu { own_s: seconds(11)? + seconds(12)?, children_s: seconds(13)? + seconds(14)? })
}

/// The most memory that a running process has held so far, in megabytes.
pub(crate) fn peak_mb(pid: u32) -> Option<f64> {
    let status = fs::read_to_string(format!("/proc/{pid}/status")).ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    let kib: f64 = line.split_whitespace().nth(1)?.parse().ok()?;
    Some(kib * 1024.0 / 1_000_000.0)
}

/// What a program took from its start to its end.
pub(crate) struct Ran {
    pub(crate) wall_s: f64,
    pub(crate) cpu_s: f64,
    /// The most memory that it held, in megabytes.
    pub(crate) peak_mb: f64,
}

/// Runs a program, which says nothing here unless it fails.
pub(crate) fn ran(command: &mut Command) -> anyhow::Result<Ran> {
    let name = command.get_program().display().to_string();
    let before_s = cpu()?.children_s;
    let began = Instant::now();
    let child = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn();
    let mut child = child.with_context(|| format!("starting {name} failed"))?;
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
    ensure!(status.success(), "{command:?} ended with {status}");
    Ok(Ran { wall_s, cpu_s: cpu()?.children_s - before_s, peak_mb: peak })
}

/// Processor time of this process so far, all threads, in seconds and fine enough for a millisecond.
pub(crate) fn cpu_s() -> f64 {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::ProcessCPUTime);
    time.tv_sec as f64 + time.tv_nsec as f64 / 1e9
}

/// Memory that this process holds now, in megabytes.
pub(crate) fn resident_mb() -> anyhow::Result<f64> {
    let status = fs::read_to_string("/proc/self/status")?;
    let line = status.lines().find(|line| line.starts_with("VmRSS:")).context("/proc/self/status has no VmRSS")?;
    let kib: f64 = line.split_whitespace().nth(1).context("VmRSS has no number")?.parse()?;
    Ok(kib * 1024.0 / 1_000_000.0)
}
