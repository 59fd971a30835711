//! The rules that every rubric keeps, whoever wrote it.

use std::collections::BTreeSet;

use super::error::Fault;
use super::{Bands, CriterionRule, Overall, Rubric};

/// Most points of a scale.
const POINTS_MAX: u16 = 100;
/// Most criteria.
const CRITERIA_MAX: usize = 8;
/// Longest text, in characters.
const TEXT_CHARS_MAX: usize = 400;

/// Whether a rubric is sound in itself.
pub(super) fn rubric(rubric: &Rubric) -> Result<(), Fault> {
    name("id", &rubric.id, '-')?;
    text("exam", &rubric.exam)?;
    range("version", u64::from(rubric.version), 1, 999)?;
    range("max", u64::from(rubric.max), 1, u64::from(POINTS_MAX))?;
    range("full_words", u64::from(rubric.full_words), 1, 3_000)?;
    range("criteria", count(rubric.criteria.len()), 1, count(CRITERIA_MAX))?;
    rubric.unjudged.iter().try_for_each(|unjudged| text("unjudged", unjudged))?;
    if rubric.until.is_some_and(|until| until < rubric.from) {
        return Err(Fault::Dates);
    }
    if rubric.tasks.is_empty() || rubric.tasks.iter().collect::<BTreeSet<_>>().len() < rubric.tasks.len() {
        return Err(Fault::Tasks);
    }
    let names: BTreeSet<&str> = rubric.criteria.iter().map(|criterion| criterion.name.as_str()).collect();
    if names.len() < rubric.criteria.len() {
        return Err(Fault::Criteria);
    }
    let is_aligned = rubric.alignment.is_some();
    rubric.criteria.iter().try_for_each(|rule| criterion(rule, is_aligned))?;
    if let Some(curve) = &rubric.curve {
        curve.check()?;
        // More must never be worth less.
        if !curve.is_rising() {
            return Err(Fault::Curve);
        }
    }
    points(rubric)?;
    alignment(rubric)?;
    rubric.bands.iter().try_for_each(|bands| self::bands(bands, f32::from(rubric.max)))
}

/// Whether a rubric can stand beside others.
pub(super) fn beside(rubric: &Rubric, others: &[Rubric]) -> Result<(), Fault> {
    let clashes = |other: &&Rubric| {
        let same_day = other.from == rubric.from && other.tasks.iter().any(|task| rubric.tasks.contains(task));
        same_day || other.id == rubric.id && other.version == rubric.version
    };
    let clash = others.iter().find(clashes);
    clash.map_or(Ok(()), |other| Err(Fault::SameDay { other: other.id.clone() }))
}

fn criterion(rule: &CriterionRule, is_aligned: bool) -> Result<(), Fault> {
    name("name of a criterion", &rule.name, '_')?;
    text("about", &rule.about)?;
    range("max of a criterion", u64::from(rule.max), 1, u64::from(POINTS_MAX))?;
    range("weakest_percent", u64::from(rule.weakest_percent), 0, 100)?;
    range("spread_milli", u64::from(rule.spread_milli), 0, 500)?;
    let weights: u64 = rule.parts.iter().map(|(_, percent)| u64::from(*percent)).sum();
    let parts: BTreeSet<_> = rule.parts.iter().map(|(part, _)| part).collect();
    if parts.len() < rule.parts.len() || weights != if is_aligned { 0 } else { 100 } {
        return Err(Fault::Weights);
    }
    rule.levels.iter().try_for_each(|level| text("says", &level.says))?;
    let points: Vec<u16> = rule.levels.iter().map(|level| level.points).collect();
    let rises = points.windows(2).all(|pair| matches!(pair, [low, high] if low < high));
    if points.first() == Some(&0) && points.last() == Some(&rule.max) && rises { Ok(()) } else { Err(Fault::Levels) }
}

fn points(rubric: &Rubric) -> Result<(), Fault> {
    let mut maxima = rubric.criteria.iter().map(|criterion| criterion.max);
    let fits = match rubric.overall {
        Overall::Sum => maxima.map(u32::from).sum::<u32>() == u32::from(rubric.max),
        Overall::Single => rubric.criteria.len() == 1 && maxima.all(|max| max == rubric.max),
        Overall::AtLeastTwo => rubric.criteria.len() >= 2 && maxima.all(|max| max == rubric.max),
        Overall::MeanNearWeakest | Overall::HalfBand => maxima.all(|max| max == rubric.max),
    };
    if fits { Ok(()) } else { Err(Fault::Points) }
}

fn alignment(rubric: &Rubric) -> Result<(), Fault> {
    let Some(starts) = &rubric.alignment else { return Ok(()) };
    let rises = starts.windows(2).all(|pair| matches!(pair, [low, high] if low < high));
    let in_range = starts.iter().all(|start| *start > 0.0 && *start < 1.0);
    let fits = starts.len() + 1 == usize::from(rubric.max) && rubric.overall == Overall::Single;
    if rises && in_range && fits { Ok(()) } else { Err(Fault::Alignment) }
}

fn bands(bands: &Bands, max: f32) -> Result<(), Fault> {
    text("note", &bands.note)?;
    bands.rows.iter().try_for_each(|row| text("cefr", &row.cefr))?;
    let rises =
        bands.rows.windows(2).all(|pair| matches!(pair, [low, high] if low.from < high.from && low.band < high.band));
    let from_zero = bands.rows.first().is_some_and(|row| row.from == 0.0);
    let within = bands.rows.iter().all(|row| row.from <= max && row.band.is_finite());
    if rises && from_zero && within { Ok(()) } else { Err(Fault::Bands) }
}

fn count(count: usize) -> u64 {
    u64::try_from(count).unwrap_or(u64::MAX)
}

fn range(field: &'static str, value: u64, least: u64, most: u64) -> Result<(), Fault> {
    if (least..=most).contains(&value) { Ok(()) } else { Err(Fault::Range { field, value, least, most }) }
}

fn text(field: &'static str, text: &str) -> Result<(), Fault> {
    let is_plain = !text.trim().is_empty() && !text.chars().any(char::is_control);
    if is_plain && text.chars().count() <= TEXT_CHARS_MAX {
        return Ok(());
    }
    Err(Fault::Text { field, chars_max: TEXT_CHARS_MAX })
}

fn name(field: &'static str, text: &str, joint: char) -> Result<(), Fault> {
    let is_word = |word: &str| !word.is_empty() && word.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit());
    if text.len() <= 60 && text.split(joint).all(is_word) { Ok(()) } else { Err(Fault::Name { field, joint }) }
}
