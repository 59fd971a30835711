//! What is on the screen: messages as they come, how far an answer is, and the buttons that can be pressed.
//!
//! Buttons are numbered in the last message that has some; those of earlier messages are pressed by what they say.

use std::path::PathBuf;

use bot::{Button, Message};
use console::{Term, style};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::html;
use crate::card::words::printable;
use crate::commands::print;

/// Columns used at most.
const COLUMNS_MAX: usize = 96;
/// Messages whose buttons can be pressed.
const MESSAGES_MAX: usize = 100;

/// Characters of a button's text that press it, at least: shorter words are said.
const SAID_CHARS_MIN: usize = 3;

/// A button that was pressed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Pressed {
    /// The message that it belongs to.
    pub(super) message_id: i32,
    pub(super) button: Button,
}

/// The screen.
pub(super) struct Screen {
    columns: usize,
    /// How far an answer is: one line that changes; none where stdout is not a terminal.
    passing: Option<ProgressBar>,
    /// What can be pressed, the last shown last.
    buttons: Vec<(i32, Vec<Button>)>,
}

impl Screen {
    pub(super) fn new() -> Self {
        let columns = Term::stdout().size_checked().map_or(COLUMNS_MAX, |(_, columns)| usize::from(columns));
        let passing =
            console::user_attended().then(|| ProgressBar::with_draw_target(None, ProgressDrawTarget::stdout()));
        if let (Some(passing), Ok(style)) = (&passing, ProgressStyle::with_template("{msg}")) {
            passing.set_style(style);
        }
        Screen { columns: columns.clamp(20, COLUMNS_MAX), passing, buttons: Vec::new() }
    }

    /// Shows a message, or shows it again as it is now.
    pub(super) fn show(
        &mut self,
        message_id: i32,
        message: &Message,
        file: Option<(&str, PathBuf)>,
    ) -> anyhow::Result<()> {
        let mut lines = html::lines(&message.html, self.columns);
        if message.is_passing {
            return match &self.passing {
                Some(passing) => {
                    passing.set_message(lines.join(" "));
                    Ok(())
                }
                None => print(&lines.join("\n")),
            };
        }
        lines.extend(file.map(|(what, path)| style(format!("({what}: {})", path.display())).dim().to_string()));
        lines.extend(buttons(&message.buttons));
        lines.push(String::new());
        self.buttons.retain(|(shown, _)| *shown != message_id);
        if !message.buttons.is_empty() {
            self.buttons.push((message_id, message.buttons.iter().flatten().cloned().collect()));
        }
        if self.buttons.len() > MESSAGES_MAX {
            self.buttons.remove(0);
        }
        if let Some(passing) = &self.passing {
            passing.set_message("");
            return passing.suspend(|| print(&lines.join("\n")));
        }
        print(&lines.join("\n"))
    }

    /// The button that a line presses, if it names one; or why it presses none.
    pub(super) fn pressed(&self, line: &str) -> Result<Option<Pressed>, String> {
        let with = |message_id: &i32, button: &Button| Pressed { message_id: *message_id, button: button.clone() };
        if let Ok(number) = line.parse::<usize>() {
            let Some((message_id, buttons)) = self.buttons.last() else {
                return Err("there is no button yet; /start shows some".to_owned());
            };
            let button = number.checked_sub(1).and_then(|index| buttons.get(index));
            let button = button.map(|button| Some(with(message_id, button)));
            return button
                .ok_or_else(|| format!("there is no button {number}; the last ones are 1 to {}", buttons.len()));
        }
        let wanted = plain(line);
        let all = self.buttons.iter().rev();
        let mut all = all.flat_map(|(message_id, buttons)| buttons.iter().map(move |button| (message_id, button)));
        let said =
            all.find(|(_, button)| wanted.chars().count() >= SAID_CHARS_MIN && plain(&button.label).contains(&wanted));
        Ok(said.map(|(message_id, button)| with(message_id, button)))
    }
}

/// Rows of buttons with their numbers.
fn buttons(rows: &[Vec<Button>]) -> Vec<String> {
    let mut number = 0;
    let mut shown = |button: &Button| {
        number += 1;
        format!("{} {}", style(format!("[{number}]")).cyan(), printable(&button.label))
    };
    rows.iter().map(|row| format!("  {}", row.iter().map(&mut shown).collect::<Vec<_>>().join("   "))).collect()
}

/// What a label says, without the sign before it.
fn plain(label: &str) -> String {
    label.trim_start_matches(|char: char| !char.is_alphanumeric()).trim().to_lowercase()
}
