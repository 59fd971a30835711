//! A rubric as text: TOML. Unknown keys are errors, so that a misspelt one is not lost.

use dataflow::events::task::Task;
use serde::Deserialize;

use super::error::{Fault, RubricError};
use super::{Band, BandLabel, Bands, CriterionRule, Curve, Date, Level, Overall, Part, Rubric};

/// Largest file, in bytes.
const BYTES_MAX: usize = 200_000;
/// Longest reason of the parser that is passed on, in characters: it may quote the file.
const REASON_CHARS_MAX: usize = 300;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Written {
    exam: String,
    id: String,
    version: u16,
    tasks: Vec<Task>,
    from: toml::value::Datetime,
    until: Option<toml::value::Datetime>,
    max: u16,
    overall: Overall,
    full_words: u32,
    curve: Option<Curve>,
    unjudged: Option<String>,
    alignment: Option<Vec<f64>>,
    criterion: Vec<Criterion>,
    bands: Option<WrittenBands>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Criterion {
    name: String,
    max: u16,
    about: String,
    parts: Vec<(Part, u32)>,
    weakest_percent: u32,
    about_topic: bool,
    spread_milli: u32,
    levels: Vec<WrittenLevel>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenLevel {
    points: u16,
    says: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenBands {
    is: BandLabel,
    note: String,
    rows: Vec<WrittenBand>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenBand {
    from: f32,
    band: f32,
    cefr: String,
}

/// The rubric of a file, not yet checked beyond its form.
pub(super) fn parse(text: &str, file: &str) -> Result<Rubric, RubricError> {
    if text.len() > BYTES_MAX {
        return Err(RubricError::TooLarge { file: file.to_owned(), bytes: text.len(), bytes_max: BYTES_MAX });
    }
    let written: Written = toml::from_str(text).map_err(|error| malformed(text, file, &error))?;
    rubric(written, file)
}

/// What was written as a rubric, not yet checked beyond its form.
pub(super) fn rubric(written: Written, file: &str) -> Result<Rubric, RubricError> {
    let no_day = || RubricError::Unsound { file: file.to_owned(), id: written.id.clone(), fault: Fault::Dates };
    let from = Date::of_toml(&written.from).ok_or_else(no_day)?;
    let until = match &written.until {
        Some(until) => Some(Date::of_toml(until).ok_or_else(no_day)?),
        None => None,
    };
    Ok(Rubric {
        exam: written.exam,
        id: written.id,
        version: written.version,
        tasks: written.tasks,
        from,
        until,
        max: written.max,
        overall: written.overall,
        full_words: written.full_words,
        curve: written.curve,
        unjudged: written.unjudged,
        alignment: written.alignment,
        criteria: written.criterion.into_iter().map(criterion).collect(),
        bands: written.bands.map(bands),
    })
}

fn criterion(written: Criterion) -> CriterionRule {
    let level = |level: WrittenLevel| Level { points: level.points, says: level.says };
    CriterionRule {
        name: written.name,
        max: written.max,
        about: written.about,
        parts: written.parts,
        weakest_percent: written.weakest_percent,
        is_about_topic: written.about_topic,
        spread_milli: written.spread_milli,
        levels: written.levels.into_iter().map(level).collect(),
    }
}

fn bands(written: WrittenBands) -> Bands {
    let band = |row: WrittenBand| Band { from: row.from, band: row.band, cefr: row.cefr };
    Bands { is: written.is, note: written.note, rows: written.rows.into_iter().map(band).collect() }
}

fn malformed(text: &str, file: &str, error: &toml::de::Error) -> RubricError {
    let before = error.span().and_then(|span| text.get(..span.start)).unwrap_or_default();
    let line = before.matches('\n').count() + 1;
    let plain = error.message().chars().map(|char| if char.is_control() { ' ' } else { char });
    RubricError::Malformed { file: file.to_owned(), line, reason: plain.take(REASON_CHARS_MAX).collect() }
}
