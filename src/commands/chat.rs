//! `chat`: the bot in the terminal, for one person, without Telegram and without a token.
//!
//! What is typed takes the way of every update: inbox and log, graph, executors, messages; only the server on the other
//! side is the terminal. Lines from a pipe are answered one after another, so that a script reads like a chat.

use std::collections::BTreeSet;
use std::io::{BufRead as _, IsTerminal as _, Read as _};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context as _;
use bot::ChatServer;
use bot::facts::name;
use bot::receive::Receiver;
use ingest::{DataFolder, LETTER_MS_MAX, Store, now_ms};
use tokio::sync::mpsc::{Receiver as Lines, channel};

use super::print;
use crate::machine::Machine;
use crate::providing::Configured;
use crate::talking::Talking;
use crate::terminal::{LOCAL_USER, Terminal, last_message};

/// Longest wait for an answer before the next line of a script, or at the end. Recognising the longest recording takes
/// about two minutes of an idle core.
const ANSWER_TIME_MAX: Duration = Duration::from_secs(600);
/// How often it is looked whether everything has been answered.
const LOOK_EVERY: Duration = Duration::from_millis(40);
/// Longest line that is read as one, in bytes.
const LINE_BYTES_MAX: u64 = 64 * 1024;

const WELCOME: &str = "This is the bot as Telegram shows it. /start begins. A number presses a button of the last message that has \
some,\nwhat an earlier button says presses that one, and /voice FILE sends a recording. Ctrl-D ends.\n";

/// Runs the command until its input ends.
///
/// # Errors
/// The folder is a bot's of Telegram, another engine works on it, or the weights or the log fail.
pub async fn run(machine: &Machine, data: &Path, source: &Configured) -> anyhow::Result<ExitCode> {
    tracing_subscriber::fmt().with_max_level(tracing::Level::WARN).with_writer(std::io::stderr).init();
    let is_scripted = !std::io::stdin().is_terminal();
    if !is_scripted {
        print(WELCOME)?;
    }
    let mut chat = Chat::open(machine, data, source, is_scripted).await?;
    let mut lines = typed_lines()?;
    let mut all_understood = true;
    let ended = loop {
        tokio::select! {
            line = lines.recv() => match line {
                Some(line) => all_understood &= chat.take(&line).await?,
                None => break chat.settle().await?,
            },
            error = chat.talking.engine.failed() => return Err(error),
            stopped = tokio::signal::ctrl_c() => {
                stopped?;
                break true;
            }
        }
    };
    if !ended {
        eprintln!("speech-coach: not everything is answered yet; the next call goes on");
    }
    chat.talking.engine.finish().await?;
    Ok(if ended && all_understood { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Plays lines as a script, for `demo`.
///
/// # Errors
/// As [`run`].
pub async fn play(machine: &Machine, data: &Path, lines: &[&str]) -> anyhow::Result<()> {
    let mut chat = Chat::open(machine, data, &Configured::Offline, true).await?;
    for line in lines {
        chat.take(line).await?;
    }
    chat.talking.engine.finish().await
}

/// One stay in the chat.
struct Chat {
    terminal: Arc<Terminal>,
    talking: Talking,
    receiver: Receiver,
    is_scripted: bool,
}

impl Chat {
    async fn open(machine: &Machine, data: &Path, source: &Configured, is_scripted: bool) -> anyhow::Result<Self> {
        let mut store = Store::open(&DataFolder::open(data)?).await?;
        let ours = name(LOCAL_USER);
        let has_others = store.has_others_like("telegram:", &ours).await?;
        anyhow::ensure!(!has_others, "{} belongs to `serve`; name another folder with --data", data.display());
        store.empty_inbox(now_ms().saturating_sub(LETTER_MS_MAX)).await?;
        let terminal = Arc::new(Terminal::new(data.join("sent"), last_number(&mut store, &ours).await?));
        let server: Arc<dyn ChatServer> = Arc::clone(&terminal) as _;
        let providing = machine.providing(source)?;
        let talking = Talking::start(data, Arc::clone(&server), providing, machine.cores, |_ended: &[_]| {}).await?;
        // A screen takes what comes.
        talking.set_pace(0).await?;
        // Whoever sits at the machine owns what lies on it.
        let owners = BTreeSet::from([LOCAL_USER]);
        let receiver = Receiver::new(talking.engine.log().clone(), server, owners, 0);
        Ok(Chat { terminal, talking, receiver, is_scripted })
    }

    /// Takes a line in; false if it means nothing. In a script, waits for what comes of it.
    async fn take(&mut self, line: &str) -> anyhow::Result<bool> {
        let line = line.trim();
        // A line that begins so is a remark of a script.
        if line.is_empty() || line.starts_with('#') {
            return Ok(true);
        }
        let typed = match self.terminal.typed(line) {
            Ok(typed) => typed,
            Err(reason) => {
                eprintln!("speech-coach: {reason}");
                return Ok(false);
            }
        };
        if self.is_scripted {
            print(&console::style(format!("> {}", typed.shown)).bold().to_string())?;
        }
        self.receiver.take(typed.update).await?;
        if self.is_scripted { self.settle().await } else { Ok(true) }
    }

    /// Waits until everything has been answered; false if that takes too long.
    async fn settle(&mut self) -> anyhow::Result<bool> {
        let settled = async {
            while !self.talking.is_quiet().await? {
                tokio::time::sleep(LOOK_EVERY).await;
            }
            anyhow::Ok(())
        };
        match tokio::time::timeout(ANSWER_TIME_MAX, settled).await {
            Ok(settled) => settled.map(|()| true),
            Err(_elapsed) => Ok(false),
        }
    }
}

/// The number after which updates and messages are numbered.
async fn last_number(store: &mut Store, name: &str) -> anyhow::Result<i32> {
    let letter = store.last_letter().await?.and_then(|last| i32::try_from(last).ok()).unwrap_or(0);
    let message = match store.find_learner(name).await? {
        Some(learner) => last_message(&store.read_learner(learner, 0).await?),
        None => 0,
    };
    Ok(letter.max(message))
}

/// The lines of stdin, read on a thread of their own: it may wait for ever, and ends with the process.
fn typed_lines() -> anyhow::Result<Lines<String>> {
    let (lines, typed) = channel(1);
    let read = move || {
        let mut stdin = std::io::stdin().lock();
        let mut line = Vec::new();
        loop {
            line.clear();
            match stdin.by_ref().take(LINE_BYTES_MAX).read_until(b'\n', &mut line) {
                Ok(0) | Err(_) => return,
                // Nobody listens any more when sending fails.
                Ok(_) if lines.blocking_send(String::from_utf8_lossy(&line).into_owned()).is_err() => return,
                Ok(_) => {}
            }
        }
    };
    std::thread::Builder::new().name("stdin".to_owned()).spawn(read).context("starting to read stdin failed")?;
    Ok(typed)
}

/// The folder of the chat where none was named: beside what other commands keep, because a bot's folder is its own.
///
/// # Errors
/// This machine has no home folder.
pub fn data(machine: &Machine, named: Option<PathBuf>) -> anyhow::Result<PathBuf> {
    match named {
        Some(data) => Ok(data),
        None => Ok(machine.data(None)?.join("chat")),
    }
}
