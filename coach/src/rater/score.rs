//! From parts to criteria, and from criteria to the overall score.
//!
//! Every criterion has a value from 0 to 1 that falls steadily as its parts do; its points are that value on the scale,
//! rounded. Intervals widen with everything that makes the data poorer. What would be a way around the rubric (the
//! prompt read aloud, one phrase over and over) bounds the value, whatever the parts say.

use dataflow::documents::Criterion;

use super::AssessInput;
use super::parts::{PartValue, part, relevance_evidence, topicality};
use super::signals::Signals;
use crate::rubrics::{CriterionRule, Overall, Rubric};

/// A criterion before it is rounded.
#[derive(Clone, Debug)]
pub(crate) struct Scored<'r> {
    pub(crate) rule: &'r CriterionRule,
    /// From 0 to 1.
    pub(crate) value: f64,
    pub(crate) parts: Vec<PartValue>,
    pub(crate) criterion: Criterion,
}

/// Share of words copied from the prompt from which an answer counts as the prompt read aloud.
pub(crate) const COPIED_SHARE: f64 = 0.5;
/// Share of words said again from which an answer counts as one phrase repeated.
pub(crate) const AGAIN_SHARE: f64 = 0.7;

/// Own words from which a repeated phrase shows any language.
const OWN_WORDS_MIN: u32 = 10;

/// Why the value of an answer is bounded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Bound {
    /// The prompt read aloud.
    PromptReadAloud,
    /// One phrase over and over.
    OnePhrase,
}

/// What bounds the answer; none for an honest one.
pub(crate) fn bound(signals: &Signals<'_>) -> Option<Bound> {
    if signals.copied_share >= COPIED_SHARE {
        Some(Bound::PromptReadAloud)
    } else if signals.again_share >= AGAIN_SHARE {
        Some(Bound::OnePhrase)
    } else {
        None
    }
}

/// The criteria of the rubric in its order.
pub(crate) fn criteria<'r>(input: &AssessInput<'_>, signals: &Signals<'_>, rubric: &'r Rubric) -> Vec<Scored<'r>> {
    rubric.criteria.iter().map(|rule| scored(input, signals, rubric, rule)).collect()
}

fn scored<'r>(input: &AssessInput<'_>, signals: &Signals<'_>, rubric: &Rubric, rule: &'r CriterionRule) -> Scored<'r> {
    let parts: Vec<PartValue> = rule.parts.iter().map(|(name, _)| part(*name, input, signals, rubric)).collect();
    let weights: f64 = rule.parts.iter().map(|(_, weight)| f64::from(*weight)).sum();
    let sum: f64 = parts.iter().zip(&rule.parts).map(|(part, (_, weight))| part.value * f64::from(*weight)).sum();
    let mean = if weights > 0.0 { sum / weights } else { 0.0 };
    let weakest = parts.iter().map(|part| part.value).fold(1.0, f64::min);
    let by_weakest = f64::from(rule.weakest_percent) / 100.0;
    let mut value = (1.0 - by_weakest) * mean + by_weakest * weakest;
    let mut evidence: Vec<String> = parts.iter().flat_map(|part| part.evidence.iter().cloned()).collect();
    if rule.is_about_topic {
        value *= topicality(signals);
        evidence.insert(0, relevance_evidence(signals));
    }
    if let Some(bound) = bound(signals).filter(|_| !is_sound(rule)) {
        // One phrase may still be a full sentence, whose grammar counts for something; a few words show none.
        let has_language = bound == Bound::OnePhrase && signals.own_words >= OWN_WORDS_MIN;
        value = value.min(match (rule.is_about_topic, has_language) {
            (true, _) => 0.2,
            (false, true) => 1.0,
            (false, false) => 0.45,
        });
        evidence.insert(0, bound_evidence(bound, signals));
    }
    let value = value.clamp(0.0, 1.0);
    let spread = f64::from(rule.spread_milli) / 1_000.0 + doubt(signals, rule);
    let points = |value: f64| points(value, rubric, rule.max);
    let score = points(value);
    let criterion = Criterion {
        name: rule.name.clone(),
        score,
        low: points((value - spread).max(0.0)).min(score),
        high: points((value + spread).min(1.0)).max(score),
        max: rule.max,
        evidence,
    };
    Scored { rule, value, parts, criterion }
}

fn bound_evidence(bound: Bound, signals: &Signals<'_>) -> String {
    match bound {
        Bound::PromptReadAloud => {
            format!("{:.0} % of the words are the prompt itself, so the score is bounded", signals.copied_share * 100.0)
        }
        Bound::OnePhrase => {
            format!(
                "{:.0} % of the words repeat something already said, so the score is bounded",
                signals.again_share * 100.0
            )
        }
    }
}

/// What poor data adds to half the width of an interval, on a scale from 0 to 1.
fn doubt(signals: &Signals<'_>, rule: &CriterionRule) -> f64 {
    let mut doubt = 0.0;
    if is_short(signals) {
        doubt += 0.1;
    }
    if !is_sound(rule) {
        doubt += (0.8 - signals.mean_confidence).clamp(0.0, 0.5) * 0.4 + signals.unsure_share * 0.2;
    }
    if rule.is_about_topic && signals.relevance.is_none() {
        doubt += 0.1;
    }
    doubt
}

/// Whether there is too little speech for steady rates; see [`dataflow::measures::PHONATION_MS_MIN_OPEN`].
pub(crate) fn is_short(signals: &Signals<'_>) -> bool {
    signals.speech.phonation_s * 1_000.0 < f64::from(dataflow::measures::PHONATION_MS_MIN_OPEN)
}

/// Whether it rests on the sound alone, so that no words can raise or lower it.
pub(crate) fn is_sound(rule: &CriterionRule) -> bool {
    rule.sound_percent() == 100
}

/// Points of a value from 0 to 1.
pub(crate) fn points(value: f64, rubric: &Rubric, max: u16) -> u16 {
    let on_scale = rubric.curve.as_ref().map_or(value, |curve| curve.at(value));
    let points = crate::language::round_u32(on_scale * f64::from(max));
    u16::try_from(points).unwrap_or(max).min(max)
}

/// The overall score, with its lowest and highest value.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct OverallScore {
    pub(crate) score: f32,
    pub(crate) low: f32,
    pub(crate) high: f32,
}

/// The overall score of the criteria; none without any.
pub(crate) fn overall(scored: &[Scored<'_>], rubric: &Rubric) -> Option<OverallScore> {
    if scored.is_empty() {
        return None;
    }
    let of = |points: fn(&Criterion) -> u16| {
        total(&scored.iter().map(|one| points(&one.criterion)).collect::<Vec<_>>(), rubric)
    };
    let score = of(|criterion| criterion.score);
    Some(OverallScore {
        score,
        low: of(|criterion| criterion.low).min(score),
        high: of(|criterion| criterion.high).max(score),
    })
}

/// The overall score of criteria with so many points each.
pub(crate) fn total(points: &[u16], rubric: &Rubric) -> f32 {
    let weakest = points.iter().copied().min().unwrap_or(0);
    let sum: f32 = points.iter().map(|&point| f32::from(point)).sum();
    let count = f32::from(u16::try_from(points.len()).unwrap_or(u16::MAX).max(1));
    match rubric.overall {
        Overall::AtLeastTwo => {
            let top = points.iter().copied().max().unwrap_or(0);
            let level = (1..=top).rev().find(|&level| {
                let reached = points.iter().filter(|&&point| point >= level).count();
                if level >= rubric.max { reached == points.len() } else { reached >= 2 }
            });
            // Two good criteria do not carry an answer that hardly says anything, or nothing to the question.
            f32::from(level.unwrap_or(0).min(weakest + 1))
        }
        Overall::MeanNearWeakest => (sum / count).round().min(f32::from(weakest + 1)),
        Overall::HalfBand => (sum / count * 2.0).round() / 2.0,
        Overall::Sum | Overall::Single => sum,
    }
}
