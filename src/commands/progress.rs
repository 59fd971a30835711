//! What is happening to each answer, live on stderr.
//!
//! On a terminal one line per answer that changes; elsewhere one line per news, so that a log shows it too. Drawn from
//! the facts in the log, whichever process made them.

use std::time::Duration;

use dataflow::events::{AnswerFact, Event, Step};
use indicatif::{MultiProgress, ProgressBar, ProgressStyle};

use crate::card::words::printable;
use crate::executors::archive::RunFacts;

/// The lines of all answers.
pub struct Progress {
    lines: MultiProgress,
    is_terminal: bool,
}

/// The line of one answer.
pub struct Line {
    name: String,
    bar: ProgressBar,
    is_terminal: bool,
    said: String,
}

impl Progress {
    /// Lines on stderr.
    pub fn new() -> Self {
        Progress { lines: MultiProgress::new(), is_terminal: console::user_attended_stderr() }
    }

    /// Adds an answer.
    pub fn line(&self, name: &str) -> Line {
        let bar = self.lines.add(ProgressBar::new_spinner());
        if let Ok(style) = ProgressStyle::with_template("{spinner} {prefix:<28!} {msg}") {
            bar.set_style(style);
        }
        bar.set_prefix(printable(name));
        bar.enable_steady_tick(Duration::from_millis(120));
        Line { name: printable(name), bar, is_terminal: self.is_terminal, said: String::new() }
    }

    /// Prints something above the lines.
    ///
    /// # Errors
    /// Stdout cannot be written.
    pub fn suspended(&self, print: impl FnOnce() -> anyhow::Result<()>) -> anyhow::Result<()> {
        self.lines.suspend(print)
    }
}

impl Default for Progress {
    fn default() -> Self {
        Progress::new()
    }
}

impl Line {
    /// Says where the answer is, if that is news.
    pub fn show(&mut self, facts: &RunFacts) {
        let stage = stage(facts);
        if stage != self.said {
            if !self.is_terminal {
                eprintln!("{}: {stage}", self.name);
            }
            self.bar.set_message(stage.clone());
            self.said = stage;
        }
    }

    /// Takes the line away.
    pub fn finish(&self) {
        self.bar.finish_and_clear();
    }
}

/// What is being done, and what failed last if something waits.
fn stage(facts: &RunFacts) -> String {
    let mut done = Vec::new();
    let mut running = Vec::new();
    let mut failure = None;
    for record in &facts.records {
        let Event::Answer { fact, .. } = &record.event else { continue };
        if let Some(step) = fact.completes() {
            running.retain(|running| *running != step);
            failure = failure.filter(|(failed, _)| *failed != step);
            done.push(step);
        } else if let AnswerFact::AttemptStarted(start) = fact {
            running.retain(|running| *running != start.step);
            running.push(start.step);
        } else if let AnswerFact::AttemptFailed(failed) = fact {
            running.retain(|running| *running != failed.step);
            let said = format!("{} failed ({}), will be tried again", failed.step.name(), failed.reason);
            failure = Some((failed.step, said));
        }
    }
    if facts.end().is_some() {
        return "done".to_owned();
    }
    running.retain(|step| !done.contains(step));
    let doing: Vec<_> = running.iter().map(|step| doing(*step)).collect();
    match (doing.is_empty(), failure) {
        (true, Some((_, failure))) => failure,
        (true, None) => done.last().map_or_else(|| "waiting".to_owned(), |step| format!("{}, waiting", past(*step))),
        (false, _) => doing.join(", "),
    }
}

fn doing(step: Step) -> &'static str {
    match step {
        Step::Acknowledge => "heard you",
        Step::Store => "storing",
        Step::Measure => "measuring the sound",
        Step::Transcribe => "recognising the words",
        Step::Assess => "scoring",
        Step::Deliver => "writing the card",
        Step::Send => "sending",
    }
}

fn past(step: Step) -> &'static str {
    match step {
        Step::Acknowledge => "heard",
        Step::Store => "stored",
        Step::Measure => "measured",
        Step::Transcribe => "transcribed",
        Step::Assess => "scored",
        Step::Deliver => "delivered",
        Step::Send => "sent",
    }
}
