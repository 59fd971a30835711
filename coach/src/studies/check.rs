//! The rules that every study keeps.

use std::collections::BTreeSet;

use dataflow::events::{Language, StudyArm};

use super::Study;
use super::error::StudyFault;
use super::file::plain;
use crate::rubrics::Rubrics;

/// Longest name, in characters: with `study-` before it, it has to fit into the 64 of a link.
const NAME_CHARS_MAX: usize = 40;
/// Most arms.
const ARMS_MAX: usize = 8;
/// Greatest weight of an arm.
const WEIGHT_MAX: u16 = 1_000;
/// Greatest version of a text.
const VERSION_MAX: u16 = 999;
/// Longest title, in characters.
const TITLE_CHARS_MAX: usize = 120;
/// Longest text to agree to, in characters: with what stands around it, it has to fit into one message.
const CONSENT_CHARS_MAX: usize = 2_500;

/// Whether a study is sound.
pub(super) fn study(study: &Study) -> Result<(), StudyFault> {
    name("name", &study.name)?;
    range("version", study.text_version.into(), 1, VERSION_MAX.into())?;
    range("the number of arms", study.arms.len() as u64, 1, ARMS_MAX as u64)?;
    let mut names = BTreeSet::new();
    for StudyArm { name: arm, weight, .. } in &study.arms {
        name("name of an arm", arm)?;
        range("weight of an arm", u64::from(*weight), 1, WEIGHT_MAX.into())?;
        if !names.insert(arm) {
            return Err(StudyFault::Twice { field: "arm", name: arm.clone() });
        }
    }
    rubrics(study)?;
    for (language, written) in &study.texts {
        text("title", *language, &written.title, TITLE_CHARS_MAX, char::is_control)?;
        text("consent", *language, &written.consent, CONSENT_CHARS_MAX, |char| char.is_control() && char != '\n')?;
    }
    if study.texts.contains_key(&Language::ENGLISH) { Ok(()) } else { Err(StudyFault::NoEnglish) }
}

fn rubrics(study: &Study) -> Result<(), StudyFault> {
    let built_in = Rubrics::built_in();
    let mut own = BTreeSet::new();
    for rubric in &study.rubrics {
        let name = rubric.name();
        let is_used = study.arms.iter().any(|arm| arm.rubric.as_deref() == Some(&*name));
        if !is_used || built_in.named(&name).is_some() {
            return Err(StudyFault::IdleRubric { rubric: plain(&name) });
        }
        if !own.insert(name.clone()) {
            return Err(StudyFault::Twice { field: "rubric", name: plain(&name) });
        }
    }
    for StudyArm { name: arm, rubric, .. } in &study.arms {
        if let Some(rubric) = rubric
            && !own.contains(rubric)
            && built_in.named(rubric).is_none()
        {
            return Err(StudyFault::UnknownRubric { arm: arm.clone(), rubric: plain(rubric) });
        }
    }
    Ok(())
}

fn range(field: &'static str, value: u64, least: u64, most: u64) -> Result<(), StudyFault> {
    if (least..=most).contains(&value) { Ok(()) } else { Err(StudyFault::Range { field, value, least, most }) }
}

/// A number alone would be taken for the number of a study.
fn name(field: &'static str, name: &str) -> Result<(), StudyFault> {
    let is_allowed = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    let has_letter = name.bytes().any(|byte| byte.is_ascii_lowercase());
    let fits = name.len() <= NAME_CHARS_MAX && name.bytes().all(is_allowed) && has_letter;
    if fits && !name.starts_with('-') && !name.ends_with('-') {
        return Ok(());
    }
    Err(StudyFault::Name { field, name: plain(name) })
}

fn text(
    field: &'static str,
    language: Language,
    text: &str,
    chars_max: usize,
    is_refused: impl Fn(char) -> bool,
) -> Result<(), StudyFault> {
    let chars = text.chars().count();
    if !text.trim().is_empty() && chars <= chars_max && !text.chars().any(is_refused) {
        return Ok(());
    }
    Err(StudyFault::Text { field, language: language.code().to_owned(), chars_max })
}
