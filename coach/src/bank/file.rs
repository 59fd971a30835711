//! A file of prompts as text: TOML, one task, prompts and sets of prompts.
//!
//! Unknown keys are errors, so that a misspelt one is not lost. Everything is read as text first and then made what it
//! stands for, so that a wrong level is reported with the id of its prompt and not with a place in the file. Size and
//! number are bounded before anything is made of them; the parser bounds nesting itself. Limits of single fields are
//! the work of `check`.

use dataflow::events::ids::PromptId;
use dataflow::events::task::Task;
use serde::Deserialize;

use super::error::quoted;
use super::{BankError, Fault, Level, Prompt, SetPlace, check};

/// Largest file, in bytes.
pub(super) const BYTES_MAX: usize = 4_000_000;
/// Most prompts of one file, those in sets included.
const PROMPTS_MAX: usize = 5_000;
/// Longest reason of the TOML parser that is passed on, in characters: it may quote the file.
const REASON_CHARS_MAX: usize = 300;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    task: String,
    #[serde(default)]
    prompt: Vec<Alone>,
    #[serde(default)]
    set: Vec<Set>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Alone {
    id: String,
    level: String,
    topic: String,
    tags: Vec<String>,
    text: String,
    #[serde(default)]
    points: Vec<String>,
    sample: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Set {
    id: String,
    title: String,
    situation: String,
    topic: String,
    tags: Vec<String>,
    #[serde(default)]
    prompt: Vec<InSet>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct InSet {
    id: String,
    level: String,
    text: String,
    #[serde(default)]
    points: Vec<String>,
    sample: Option<String>,
}

/// The prompts of a file, those alone before those in sets. Fields are not yet checked.
pub(super) fn parse(text: &str, file: &str) -> Result<Vec<Prompt>, BankError> {
    if text.len() > BYTES_MAX {
        return Err(BankError::TooLarge { file: file.to_owned(), bytes: text.len(), bytes_max: BYTES_MAX });
    }
    let written: File = toml::from_str(text).map_err(|error| malformed(text, file, &error))?;
    let prompts = written.prompt.len() + written.set.iter().map(|set| set.prompt.len()).sum::<usize>();
    if prompts > PROMPTS_MAX {
        return Err(BankError::TooManyPrompts { file: file.to_owned(), prompts, prompts_max: PROMPTS_MAX });
    }
    let task: Task = written.task.parse().map_err(|task| BankError::UnknownTask { file: file.to_owned(), task })?;
    let alone = written.prompt.into_iter().map(|prompt| prompt_of(task, prompt, None, file));
    let mut prompts = alone.collect::<Result<Vec<Prompt>, BankError>>()?;
    for set in written.set {
        prompts.extend(prompts_of_set(task, set, file)?);
    }
    if prompts.is_empty() {
        return Err(BankError::NoPrompts { file: file.to_owned() });
    }
    Ok(prompts)
}

fn prompts_of_set(task: Task, set: Set, file: &str) -> Result<Vec<Prompt>, BankError> {
    let in_set = |fault| BankError::Set { file: file.to_owned(), set: quoted(&set.id), fault };
    let of = check::set_size(set.prompt.len()).map_err(in_set)?;
    let place_of = |place| SetPlace {
        set: set.id.clone(),
        title: set.title.trim().to_owned(),
        situation: set.situation.trim().to_owned(),
        place,
        of,
    };
    let in_order = (1..=of).zip(set.prompt);
    let prompts = in_order.map(|(place, InSet { id, level, text, points, sample })| {
        let (topic, tags) = (set.topic.clone(), set.tags.clone());
        prompt_of(task, Alone { id, level, topic, tags, text, points, sample }, Some(place_of(place)), file)
    });
    prompts.collect()
}

fn prompt_of(task: Task, written: Alone, set: Option<SetPlace>, file: &str) -> Result<Prompt, BankError> {
    let bad_id = || BankError::BadId { file: file.to_owned(), id: quoted(&written.id) };
    let is_lower = !written.id.bytes().any(|byte| byte.is_ascii_uppercase());
    let id: PromptId = written.id.parse().ok().filter(|_| is_lower).ok_or_else(bad_id)?;
    let unknown_level = |_| {
        let fault = Fault::UnknownLevel { level: quoted(&written.level) };
        BankError::Prompt { file: file.to_owned(), id, fault }
    };
    let level: Level = written.level.parse().map_err(unknown_level)?;
    Ok(Prompt {
        id,
        task,
        text: written.text.trim().to_owned(),
        points: written.points.iter().map(|point| point.trim().to_owned()).collect(),
        topic: written.topic,
        tags: written.tags,
        level,
        set,
        sample: written.sample.map(|sample| sample.trim().to_owned()),
    })
}

fn malformed(text: &str, file: &str, error: &toml::de::Error) -> BankError {
    let before = error.span().and_then(|span| text.get(..span.start)).unwrap_or_default();
    let line = before.matches('\n').count() + 1;
    let plain = error.message().chars().map(|char| if check::is_control(char) { ' ' } else { char });
    BankError::Malformed { file: file.to_owned(), line, reason: plain.take(REASON_CHARS_MAX).collect() }
}
