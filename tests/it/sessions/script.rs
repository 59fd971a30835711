//! Session scripts: chats as one would tell them, line by line.
//!
//! `ana> TEXT` writes; `ana presses "LABEL"` presses the newest button of that label; `ana speaks FILE` sends a voice
//! note, `ana answers "TEXT" with FILE` one that replies to the newest message of the bot with that text; `bot to ana:
//! TEXT` waits for it; `ana has N of "TEXT"` counts messages; `ana blocks the bot`. `ana agreed to text N of PURPOSE` puts that
//! into the log, `log has N of KIND` counts its facts, `study FILE` creates a study. `fault METHOD KIND` and
//! `fault METHOD KIND for N` break the server's next answers; `kill` and `start` end and begin the program. Lines that
//! begin with `#` are for the reader.

use std::path::PathBuf;

/// One line of a script.
#[derive(Debug)]
pub(crate) enum Line {
    Says { who: String, text: String },
    Presses { who: String, label: String },
    Speaks { who: String, file: PathBuf },
    Answers { who: String, text: String, file: PathBuf },
    Hears { who: String, text: String },
    Has { who: String, count: usize, text: String },
    Blocks { who: String },
    Agreed { who: String, version: u16, purpose: String },
    Log { count: usize, kind: String },
    Study { file: String },
    Fault { method: String, kind: String, times: u32 },
    Kill,
    Start,
}

/// The lines of a script, with their numbers.
pub(crate) fn lines(script: &str) -> Vec<(usize, Line)> {
    let numbered = script.lines().enumerate().map(|(index, line)| (index + 1, line.trim()));
    let told = numbered.filter(|(_, line)| !line.is_empty() && !line.starts_with('#'));
    told.map(|(number, text)| (number, line(text).unwrap_or_else(|| panic!("line {number} is not one: {text}"))))
        .collect()
}

fn line(text: &str) -> Option<Line> {
    match text {
        "kill" => return Some(Line::Kill),
        "start" => return Some(Line::Start),
        _ => {}
    }
    if let Some(fault) = text.strip_prefix("fault ") {
        let mut words = fault.split(' ');
        let (method, kind) = (words.next()?.to_owned(), words.next()?.to_owned());
        let times = words.nth(1).map_or(Some(1), |times| times.parse().ok())?;
        return Some(Line::Fault { method, kind, times });
    }
    if let Some(file) = text.strip_prefix("study ") {
        return Some(Line::Study { file: file.to_owned() });
    }
    if let Some(count) = text.strip_prefix("log has ") {
        let (count, kind) = count.split_once(" of ")?;
        return Some(Line::Log { count: count.parse().ok()?, kind: kind.to_owned() });
    }
    if let Some(heard) = text.strip_prefix("bot to ") {
        let (who, text) = heard.split_once(": ")?;
        return Some(Line::Hears { who: who.to_owned(), text: text.to_owned() });
    }
    if let Some((who, text)) = text.split_once("> ") {
        return Some(Line::Says { who: who.to_owned(), text: text.to_owned() });
    }
    let (who, rest) = text.split_once(' ')?;
    let who = who.to_owned();
    if let Some(label) = rest.strip_prefix("presses ") {
        return Some(Line::Presses { who, label: quoted(label)?.0 });
    }
    if let Some(file) = rest.strip_prefix("speaks ") {
        return Some(Line::Speaks { who, file: file.into() });
    }
    if let Some(answer) = rest.strip_prefix("answers ") {
        let (text, rest) = quoted(answer)?;
        return Some(Line::Answers { who, text, file: rest.trim().strip_prefix("with ")?.into() });
    }
    if let Some(agreed) = rest.strip_prefix("agreed to text ") {
        let (version, purpose) = agreed.split_once(" of ")?;
        return Some(Line::Agreed { who, version: version.parse().ok()?, purpose: purpose.to_owned() });
    }
    if let Some(count) = rest.strip_prefix("has ") {
        let (count, text) = count.split_once(" of ")?;
        return Some(Line::Has { who, count: count.parse().ok()?, text: quoted(text)?.0 });
    }
    (rest == "blocks the bot").then_some(Line::Blocks { who })
}

/// What stands in quotes at the beginning, and what comes after.
fn quoted(text: &str) -> Option<(String, &str)> {
    let (inside, rest) = text.strip_prefix('"')?.split_once('"')?;
    Some((inside.to_owned(), rest))
}
