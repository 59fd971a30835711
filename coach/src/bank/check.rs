//! The limits that every prompt and every set keeps, whoever wrote it.
//!
//! Prompts are shown in chats and on pages and read aloud, so nothing in them may be invisible or change how what stands
//! around it is shown. Whether two prompts ask the same is the work of `content`.

use std::collections::BTreeSet;

use super::error::quoted;
use super::{BankError, Fault, Prompt, SetPlace};

/// Longest text of a prompt, in characters.
const TEXT_CHARS_MAX: usize = 2_000;
/// Longest sample answer, in characters.
const SAMPLE_CHARS_MAX: usize = 2_000;
/// Most points of a prompt.
const POINTS_MAX: usize = 6;
/// Longest point, in characters.
const POINT_CHARS_MAX: usize = 300;
/// Longest topic and longest tag, in characters.
const TOPIC_CHARS_MAX: usize = 30;
/// Most tags of a prompt; it has at least one.
const TAGS_MAX: usize = 3;
/// Most prompts of a set; it has at least one.
const SET_PROMPTS_MAX: u8 = 20;
/// Longest id of a set, in characters.
const SET_ID_CHARS_MAX: usize = 40;
/// Longest title of a set, in characters.
const TITLE_CHARS_MAX: usize = 80;
/// Longest situation of a set, in characters.
const SITUATION_CHARS_MAX: usize = 500;

/// Whether a prompt keeps the limits.
pub(super) fn prompt(prompt: &Prompt) -> Result<(), Fault> {
    says("text", &prompt.text, TEXT_CHARS_MAX)?;
    count("points", prompt.points.len(), 0, POINTS_MAX)?;
    prompt.points.iter().try_for_each(|point| says("point", point, POINT_CHARS_MAX))?;
    plain("topic", &prompt.topic, ' ', TOPIC_CHARS_MAX)?;
    count("tags", prompt.tags.len(), 1, TAGS_MAX)?;
    prompt.tags.iter().try_for_each(|tag| plain("tag", tag, ' ', TOPIC_CHARS_MAX))?;
    prompt.sample.iter().try_for_each(|sample| says("sample", sample, SAMPLE_CHARS_MAX))
}

/// Whether the sets of `extra` keep the limits, are not those of `known`, and stand together, each from first to last.
pub(super) fn sets(known: &[Prompt], extra: &[Prompt], file: &str) -> Result<(), BankError> {
    let in_set = |place: &SetPlace, fault| BankError::Set { file: file.to_owned(), set: quoted(&place.set), fault };
    let mut taken: BTreeSet<&str> = known.iter().filter_map(|prompt| prompt.set.as_ref()).map(set_id).collect();
    let mut open: Option<&SetPlace> = None;
    for place in extra.iter().map(|prompt| prompt.set.as_ref()) {
        if let Some(place) = place {
            set(place).map_err(|fault| in_set(place, fault))?;
        }
        match (open, place) {
            (Some(before), Some(place)) if follows(before, place) => {}
            (Some(before), _) => return Err(in_set(before, Fault::SetBroken)),
            (None, Some(place)) if place.place > 1 => return Err(in_set(place, Fault::SetBroken)),
            (None, Some(place)) if !taken.insert(&place.set) => return Err(in_set(place, Fault::SetTaken)),
            (None, _) => {}
        }
        open = place.filter(|place| place.place < place.of);
    }
    open.map_or(Ok(()), |before| Err(in_set(before, Fault::SetBroken)))
}

fn set_id(place: &SetPlace) -> &str {
    &place.set
}

/// Whether `place` is the next one of the set that `before` belongs to.
fn follows(before: &SetPlace, place: &SetPlace) -> bool {
    before.set == place.set && before.of == place.of && before.place + 1 == place.place
}

fn set(place: &SetPlace) -> Result<(), Fault> {
    plain("set id", &place.set, '-', SET_ID_CHARS_MAX)?;
    says("title", &place.title, TITLE_CHARS_MAX)?;
    says("situation", &place.situation, SITUATION_CHARS_MAX)?;
    set_size(usize::from(place.of))?;
    count("as place in the set", usize::from(place.place), 1, usize::from(place.of))
}

/// The number of prompts in a set, if it is one that a set may have.
pub(super) fn set_size(prompts: usize) -> Result<u8, Fault> {
    count("prompts", prompts, 1, usize::from(SET_PROMPTS_MAX))?;
    Ok(u8::try_from(prompts).unwrap_or(SET_PROMPTS_MAX))
}

fn count(field: &'static str, count: usize, least: usize, most: usize) -> Result<(), Fault> {
    if (least..=most).contains(&count) { Ok(()) } else { Err(Fault::Count { field, count, least, most }) }
}

fn says(field: &'static str, text: &str, chars_max: usize) -> Result<(), Fault> {
    if let Some(control) = text.chars().find(|&char| is_control(char)) {
        return Err(Fault::ControlCharacter { field, code: u32::from(control) });
    }
    if !text.chars().any(char::is_alphanumeric) {
        return Err(Fault::Empty { field });
    }
    let chars = text.chars().count();
    if chars > chars_max { Err(Fault::TooLong { field, chars, chars_max }) } else { Ok(()) }
}

fn plain(field: &'static str, text: &str, joint: char, chars_max: usize) -> Result<(), Fault> {
    says(field, text, chars_max)?;
    let is_word = |word: &str| !word.is_empty() && word.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit());
    if text.split(joint).all(is_word) {
        return Ok(());
    }
    Err(Fault::NotPlain { field, text: quoted(text), joint: if joint == ' ' { "spaces" } else { "hyphens" } })
}

/// Control characters, line ends among them, and those that hide or turn round what follows: a prompt is one paragraph
/// of plain text, and a tool that shows it need not think about them.
pub(crate) fn is_control(char: char) -> bool {
    let is_hidden = matches!(
        char,
        '\u{ad}' | '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}'
    );
    char.is_control() || is_hidden
}
