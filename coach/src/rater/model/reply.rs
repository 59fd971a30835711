//! What a model answered, believed only as far as the transcript bears it out.

use std::collections::BTreeMap;
use std::ops::Range;

use dataflow::documents::Correction;
use serde::Deserialize;
use serde_json::Value;

use super::super::Refused;
use super::Case;
use super::quotes::{places, quoted, shown, words_of};
use super::schema::{CORRECTIONS_MAX, KINDS, QUOTES_MAX, asked};
use super::text::plain;
use crate::language::Token;
use crate::providers::{Usage, Why};

/// Longest content that is parsed, in bytes.
const CONTENT_BYTES_MAX: usize = 60_000;
/// Most tokens that are believed.
const TOKENS_MAX: u64 = 10_000_000;
/// Longest texts, in characters.
const FEEDBACK_CHARS_MAX: usize = 240;
const BETTER_CHARS_MAX: usize = 3_000;
const REASON_CHARS_MAX: usize = 160;
const WORDS_CHARS_MAX: usize = 120;
/// Longest correction, in words of the transcript.
const CORRECTED_WORDS_MAX: usize = 12;
/// Shortest quote, in words, where the answer is not shorter itself.
const QUOTE_WORDS_MIN: usize = 2;

/// A judgement that holds.
pub(super) struct Ruling {
    /// Points with the quotes that bear them out, by criterion; none for one whose quotes are not in the transcript.
    pub(super) criteria: BTreeMap<String, (u16, Vec<String>)>,
    pub(super) corrections: Vec<Correction>,
    pub(super) strength: String,
    pub(super) fix: String,
    pub(super) next: String,
    /// A better version of the whole answer; none where it was empty.
    pub(super) better: Option<String>,
    pub(super) refused: Refused,
}

/// What is wrong with an answer, for the one who is asked again.
pub(super) struct Flaw {
    /// In our words; nothing of the answer is in it.
    pub(super) says: String,
    pub(super) why: Why,
}

impl Flaw {
    fn of(says: impl Into<String>) -> Self {
        Flaw { says: says.into(), why: Why::Judgement }
    }

    pub(super) fn cut_off() -> Self {
        Flaw { says: "it was cut off at its limit; be shorter".to_owned(), why: Why::CutOff }
    }
}

/// What stands in an answer of the protocol.
pub(super) enum Content<'a> {
    Judgement(&'a str),
    CutOff,
    Declined,
    OtherForm,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    criteria: BTreeMap<String, WrittenCriterion>,
    corrections: Vec<WrittenCorrection>,
    strength: String,
    fix: String,
    next: String,
    better_version: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenCriterion {
    score: i64,
    evidence: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenCorrection {
    said: String,
    better: String,
    reason: String,
    kind: String,
}

/// The content of the first choice.
pub(super) fn content(said: &Value) -> Content<'_> {
    let Some(choice) = said.pointer("/choices/0") else { return Content::OtherForm };
    let is_text = |value: &&str| !value.trim().is_empty();
    let refusal = choice.pointer("/message/refusal").and_then(Value::as_str).filter(is_text);
    let finish = choice.get("finish_reason").and_then(Value::as_str).unwrap_or("stop");
    match choice.pointer("/message/content") {
        _ if refusal.is_some() || finish == "content_filter" => Content::Declined,
        _ if finish == "length" => Content::CutOff,
        Some(Value::String(content)) => Content::Judgement(content),
        _ => Content::OtherForm,
    }
}

/// What the server says was used; none where it does not.
pub(super) fn usage(said: &Value) -> Option<Usage> {
    let tokens =
        |name: &str| said.pointer(&format!("/usage/{name}")).and_then(Value::as_u64).map(|n| n.min(TOKENS_MAX));
    let (input_tokens, output_tokens) = (tokens("prompt_tokens")?, tokens("completion_tokens")?);
    Some(Usage { input_tokens, output_tokens, ..Usage::default() })
}

/// The judgement in a content, or what is wrong with it.
pub(super) fn ruling(content: &str, case: &Case<'_>) -> Result<Ruling, Flaw> {
    if content.len() > CONTENT_BYTES_MAX {
        return Err(Flaw::of("it is too long"));
    }
    let written: Written = serde_json::from_str(content).map_err(|error| {
        Flaw::of(if error.is_data() { "a field is missing, unknown or of a wrong type" } else { "it is no JSON" })
    })?;
    let mut refused = Refused::default();
    let mut criteria = BTreeMap::new();
    for rule in asked(case.rubric) {
        let named = || format!("criteria.{}", rule.name);
        let Some(given) = written.criteria.get(&rule.name) else {
            return Err(Flaw::of(format!("{} is missing", named())));
        };
        let score = u16::try_from(given.score).ok().filter(|score| *score <= rule.max);
        let score = score.ok_or_else(|| Flaw::of(format!("{}.score is not from 0 to {}", named(), rule.max)))?;
        let quotes = quotes(&given.evidence, case, &mut refused);
        if !quotes.is_empty() {
            criteria.insert(rule.name.clone(), (score, quotes));
        }
    }
    if written.criteria.len() > asked(case.rubric).count() {
        return Err(Flaw::of("criteria has one that was not asked for"));
    }
    if criteria.is_empty() {
        return Err(Flaw::of("no quote in any evidence is in the transcript"));
    }
    let corrections = corrections(&written.corrections, case, &mut refused);
    let better = plain(&written.better_version, BETTER_CHARS_MAX);
    Ok(Ruling {
        criteria,
        corrections,
        strength: plain(&written.strength, FEEDBACK_CHARS_MAX),
        fix: plain(&written.fix, FEEDBACK_CHARS_MAX),
        next: plain(&written.next, FEEDBACK_CHARS_MAX),
        better: (!better.is_empty()).then_some(better),
        refused,
    })
}

/// The quotes that are in the transcript, as it has them.
fn quotes(evidence: &[String], case: &Case<'_>, refused: &mut Refused) -> Vec<String> {
    let said = &case.signals.tokens;
    let shortest = QUOTE_WORDS_MIN.min(said.len());
    let mut kept: Vec<String> = Vec::new();
    for quote in evidence.iter().take(QUOTES_MAX) {
        let found = quoted(quote).filter(|tokens| tokens.len() >= shortest).and_then(|tokens| {
            let place = places(&tokens, said).find(|place| is_sure(place, said))?;
            case.signals.words.get(words_of(&place, said)?)
        });
        match found.map(shown) {
            Some(shown) if !kept.contains(&shown) => kept.push(shown),
            Some(_) => {}
            None => refused.quotes += 1,
        }
    }
    kept
}

/// The corrections that lie on words which were said and clearly heard, in their order, none over another.
fn corrections(written: &[WrittenCorrection], case: &Case<'_>, refused: &mut Refused) -> Vec<Correction> {
    let mut kept: Vec<Correction> = Vec::new();
    for correction in written.iter().take(CORRECTIONS_MAX) {
        match self::correction(correction, case, &kept) {
            Some(correction) => kept.push(correction),
            None => refused.corrections += 1,
        }
    }
    kept.sort_by_key(|correction| (correction.first_word, correction.end_word));
    kept
}

fn correction(written: &WrittenCorrection, case: &Case<'_>, kept: &[Correction]) -> Option<Correction> {
    let said = &case.signals.tokens;
    let tokens = quoted(&written.said)?;
    let better = plain(&written.better, WORDS_CHARS_MAX);
    let reason = plain(&written.reason, REASON_CHARS_MAX);
    if reason.is_empty() || quoted(&better).as_ref() == Some(&tokens) {
        return None;
    }
    let is_free =
        |words: &Range<usize>| kept.iter().all(|other| words.end <= other.first_word || other.end_word <= words.start);
    let sure = places(&tokens, said).filter(|place| is_sure(place, said)).filter_map(|place| words_of(&place, said));
    let words = sure.into_iter().find(is_free).filter(|words| words.len() <= CORRECTED_WORDS_MAX)?;
    let as_said: Vec<&str> = case.signals.words.get(words.clone())?.iter().map(|word| word.word.as_str()).collect();
    let kind = KINDS.iter().find(|kind| **kind == written.kind).unwrap_or(&"other");
    Some(Correction {
        first_word: words.start,
        end_word: words.end,
        said: as_said.join(" "),
        better,
        reason,
        kind: (*kind).to_owned(),
    })
}

/// Whether every word of a place was clearly heard.
fn is_sure(place: &Range<usize>, said: &[Token]) -> bool {
    said.get(place.clone()).is_some_and(|group| group.iter().all(|token| !token.is_unsure))
}
