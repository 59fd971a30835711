//! A study as text: TOML. Unknown keys are errors, so that a misspelt one is not lost.

use std::collections::{BTreeMap, BTreeSet};

use dataflow::events::{AgeBand, FIRST_LANGUAGES, Language, Purpose, StudyArm};
use serde::Deserialize;

use super::error::{StudyError, StudyFault};
use super::{BYTES_MAX, Study, StudyText};
use crate::rubrics::{Date, Written, within};

/// Longest reason of the parser that is passed on, in characters: it may quote the file.
const REASON_CHARS_MAX: usize = 300;
const DAY_MS: u64 = 86_400_000;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    name: String,
    version: u16,
    opens: toml::value::Datetime,
    closes: Option<toml::value::Datetime>,
    #[serde(default)]
    purposes: Vec<String>,
    #[serde(default)]
    inclusion: Inclusion,
    arms: Vec<Arm>,
    #[serde(default)]
    rubric: Vec<Written>,
    text: BTreeMap<String, Text>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Inclusion {
    #[serde(default)]
    first_languages: Vec<String>,
    #[serde(default)]
    ages: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Arm {
    name: String,
    #[serde(default = "one")]
    weight: u16,
    rubric: Option<String>,
    short_feedback: Option<bool>,
    reminders: Option<bool>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Text {
    title: String,
    consent: String,
}

fn one() -> u16 {
    1
}

/// The study of a file, its names and numbers not yet checked.
pub(super) fn parse(text: &str, file: &str) -> Result<Study, StudyError> {
    if text.len() > BYTES_MAX {
        return Err(StudyError::TooLarge { file: file.to_owned(), bytes: text.len(), bytes_max: BYTES_MAX });
    }
    let written: File = toml::from_str(text).map_err(|error| malformed(text, file, &error))?;
    let unsound = |fault| StudyError::Unsound { file: file.to_owned(), fault };
    let (opens_at_ms, closes_at_ms) = dates(&written).ok_or_else(|| unsound(StudyFault::Dates))?;
    let Inclusion { first_languages, ages } = written.inclusion;
    let rubrics = written.rubric.into_iter().map(|rubric| within(rubric, file));
    let arm = |Arm { name, weight, rubric, short_feedback, reminders }| StudyArm {
        name,
        weight,
        rubric,
        short_feedback,
        reminders,
    };
    Ok(Study {
        name: written.name,
        text_version: written.version,
        opens_at_ms,
        closes_at_ms,
        purposes: purposes(&written.purposes).map_err(unsound)?,
        first_languages: first_languages
            .iter()
            .map(|code| first_language(code))
            .collect::<Result<_, _>>()
            .map_err(unsound)?,
        ages: ages.iter().map(|name| age(name)).collect::<Result<BTreeSet<_>, _>>().map_err(unsound)?,
        arms: written.arms.into_iter().map(arm).collect(),
        rubrics: rubrics.collect::<Result<_, _>>()?,
        texts: written.text.into_iter().map(in_language).collect::<Result<_, _>>().map_err(unsound)?,
    })
}

/// When it opens, and the end of the day on which it closes.
fn dates(written: &File) -> Option<(u64, Option<u64>)> {
    let opens_at_ms = Date::of_toml(&written.opens)?.start_ms()?;
    let Some(closes) = &written.closes else { return Some((opens_at_ms, None)) };
    let closes_at_ms = Date::of_toml(closes)?.start_ms()?.checked_add(DAY_MS)?;
    (opens_at_ms < closes_at_ms).then_some((opens_at_ms, Some(closes_at_ms)))
}

/// What is agreed to besides research, which may be named.
fn purposes(names: &[String]) -> Result<Vec<Purpose>, StudyFault> {
    let mut purposes = Vec::new();
    for name in names {
        let purpose = match name.as_str() {
            "research" => Purpose::Research,
            "audio" => Purpose::AudioRetention,
            "models" => Purpose::ModelImprovement,
            _ => return Err(unknown("purpose", name, &["research", "audio", "models"])),
        };
        if purposes.contains(&purpose) {
            return Err(StudyFault::Twice { field: "purpose", name: name.clone() });
        }
        purposes.push(purpose);
    }
    purposes.retain(|purpose| *purpose != Purpose::Research);
    Ok(purposes)
}

fn first_language(code: &str) -> Result<Language, StudyFault> {
    let known = FIRST_LANGUAGES.contains(&code).then(|| code.parse().ok()).flatten();
    known.ok_or_else(|| unknown("first language", code, &FIRST_LANGUAGES))
}

fn age(name: &str) -> Result<AgeBand, StudyFault> {
    let found = AgeBand::ALL.into_iter().find(|band| band.name() == name);
    found.ok_or_else(|| unknown("age", name, &AgeBand::ALL.map(AgeBand::name)))
}

fn in_language((code, text): (String, Text)) -> Result<(Language, StudyText), StudyFault> {
    let language = code.parse().map_err(|_| unknown("language of a text", &code, &["two small letters, as in en"]))?;
    Ok((language, StudyText { title: text.title, consent: text.consent.trim().to_owned() }))
}

fn unknown(field: &'static str, value: &str, known: &[&str]) -> StudyFault {
    StudyFault::Unknown { field, value: plain(value), known: known.join(", ") }
}

/// What a message may quote of the file.
pub(super) fn plain(text: &str) -> String {
    text.chars().map(|char| if char.is_control() { ' ' } else { char }).take(60).collect()
}

fn malformed(text: &str, file: &str, error: &toml::de::Error) -> StudyError {
    let before = error.span().and_then(|span| text.get(..span.start)).unwrap_or_default();
    let line = before.matches('\n').count() + 1;
    let plain = error.message().chars().map(|char| if char.is_control() { ' ' } else { char });
    StudyError::Malformed { file: file.to_owned(), line, reason: plain.take(REASON_CHARS_MAX).collect() }
}
