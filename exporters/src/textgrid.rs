//! An answer as a TextGrid of Praat: when there is speech, how many syllables it has, and the words where they leave.
//!
//! Praat's short text format, as its manual describes it under "TextGrid file formats". Intervals cover the recording
//! without a gap, as Praat wants them: what overlaps is cut, and a word without length is said with the one before.

use std::fmt::Write as _;

use dataflow::events::AnswerMeasured;

/// Something from one time to another, in milliseconds from the start of the recording.
pub(crate) struct Labelled {
    pub(crate) start_ms: u32,
    pub(crate) end_ms: u32,
    pub(crate) label: String,
}

/// The file; none for a recording without length.
pub(crate) fn textgrid(measured: &AnswerMeasured, words: Option<Vec<Labelled>>) -> Option<String> {
    let end_ms = measured.recording_ms;
    if end_ms == 0 {
        return None;
    }
    let runs = |label: fn(u32) -> String| {
        let run = |run: &dataflow::events::SpeechRun| {
            let label = label(run.syllables);
            Labelled { start_ms: run.start_ms, end_ms: run.end_ms, label }
        };
        measured.runs.iter().map(run).collect::<Vec<_>>()
    };
    let speech = tiled(runs(|_| "speech".to_owned()), end_ms, "silence");
    let syllables = tiled(runs(|syllables| syllables.to_string()), end_ms, "");
    let mut tiers = vec![("speech", speech), ("syllables", syllables)];
    tiers.extend(words.map(|words| ("words", tiled(words, end_ms, ""))));
    let mut text = String::from("File type = \"ooTextFile\"\nObject class = \"TextGrid\"\n\n0\n");
    push_seconds(&mut text, end_ms);
    // Writing to a string cannot fail.
    let _ = write!(text, "<exists>\n{}\n", tiers.len());
    for (name, intervals) in tiers {
        let _ = write!(text, "\"IntervalTier\"\n\"{name}\"\n0\n");
        push_seconds(&mut text, end_ms);
        let _ = writeln!(text, "{}", intervals.len());
        for Labelled { start_ms, end_ms, label } in intervals {
            push_seconds(&mut text, start_ms);
            push_seconds(&mut text, end_ms);
            push_label(&mut text, &label);
        }
    }
    Some(text)
}

/// A time in seconds on a line of its own. By hand, because most of a grid is times, and a release has a grid for each answer.
fn push_seconds(text: &mut String, ms: u32) {
    push_whole(text, ms / 1_000);
    text.push('.');
    for place in [100, 10, 1] {
        push_digit(text, ms / place % 10);
    }
    text.push('\n');
}

fn push_whole(text: &mut String, number: u32) {
    if number >= 10 {
        push_whole(text, number / 10);
    }
    push_digit(text, number % 10);
}

fn push_digit(text: &mut String, digit: u32) {
    text.extend(char::from_digit(digit, 10));
}

/// A label on a line of its own; quotes in it are doubled, as Praat wants them.
fn push_label(text: &mut String, label: &str) {
    text.push('"');
    for sign in label.chars() {
        match sign {
            '"' => text.push_str("\"\""),
            sign if sign.is_control() => text.push(' '),
            sign => text.push(sign),
        }
    }
    text.push_str("\"\n");
}

/// Intervals from 0 to the end without a gap; what lies between the given ones is labelled `between`.
fn tiled(given: Vec<Labelled>, end_ms: u32, between: &str) -> Vec<Labelled> {
    let mut tiles: Vec<Labelled> = Vec::new();
    let mut until_ms = 0;
    for Labelled { start_ms, end_ms: stop_ms, label } in given {
        let (start_ms, stop_ms) = (start_ms.max(until_ms).min(end_ms), stop_ms.min(end_ms));
        if stop_ms <= start_ms {
            if let Some(last) = tiles.last_mut().filter(|last| last.label != between) {
                last.label = format!("{} {label}", last.label);
            }
            continue;
        }
        if start_ms > until_ms {
            tiles.push(Labelled { start_ms: until_ms, end_ms: start_ms, label: between.to_owned() });
        }
        tiles.push(Labelled { start_ms, end_ms: stop_ms, label });
        until_ms = stop_ms;
    }
    if until_ms < end_ms {
        tiles.push(Labelled { start_ms: until_ms, end_ms, label: between.to_owned() });
    }
    tiles
}
