//! The transcript as a person reads it: pauses where they were, unsure words marked, corrections as differences.

use console::style;
use dataflow::documents::{Correction, Silence, Transcript, Word};

/// The words with a mark for each pause, and where grading ends; wrapped by the caller.
pub fn marked(transcript: &Transcript, pauses: &[Silence], graded_ms: u32) -> String {
    let mut marked: Vec<String> = Vec::new();
    let mut waiting = pauses.iter().peekable();
    let mut is_graded = true;
    for word in &transcript.words {
        // The recogniser's times are less exact than the pauses: a pause stands before the word in whose first half it
        // ends.
        let middle_ms = word.start_ms.midpoint(word.end_ms);
        while let Some(pause) = waiting.next_if(|pause| pause.start_ms.midpoint(pause.end_ms) <= middle_ms) {
            marked.push(pause_mark(*pause));
        }
        if is_graded && word.start_ms >= graded_ms {
            is_graded = false;
            marked.push(style("[time is up; the rest is kept and not graded]").dim().to_string());
        }
        marked.push(shown(word));
    }
    marked.join(" ")
}

fn pause_mark(pause: Silence) -> String {
    let tenths = pause.end_ms.saturating_sub(pause.start_ms).saturating_add(50) / 100;
    style(format!("‖{}.{}s‖", tenths / 10, tenths % 10)).cyan().to_string()
}

fn shown(word: &Word) -> String {
    let text = printable(&word.word);
    if word.is_unsure() { style(format!("{text}(?)")).dim().to_string() } else { text }
}

/// A correction as a word-level difference with its reason.
pub fn difference(correction: &Correction) -> String {
    let said = style(format!("[-{}-]", printable(&correction.said))).red();
    let better = printable(&correction.better);
    let reason = printable(&correction.reason);
    if better.is_empty() {
        return format!("{said}  {reason}");
    }
    format!("{said} {}  {reason}", style(format!("{{+{better}+}}")).green())
}

/// Text from outside without the characters that steer a terminal.
pub fn printable(text: &str) -> String {
    text.chars().map(|c| if c.is_control() || is_bidirectional(c) { ' ' } else { c }).collect()
}

/// Marks that turn the direction of what follows.
fn is_bidirectional(c: char) -> bool {
    matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}
