//! From a model's ruling to a judgement: sound from measures, words from the model, both under the bounds, totals ours.

use dataflow::documents::{Assessment, Criterion, Feedback, Judgement};

use super::super::bounds::{Bound, Bounds};
use super::super::feedback::{bounded, open_task};
use super::super::offline::notes;
use super::super::score::{Scored, criteria, points, total};
use super::reply::Ruling;
use super::text::may_stand;
use super::{Case, MODEL_LABEL};
use crate::language::round_u32;
use crate::rubrics::{Overall, Rubric};

/// The judgement of a case.
pub(super) fn judgement(case: &Case<'_>, ruling: &Ruling, bounds: &Bounds, rater: &str) -> Judgement {
    let rubric = case.rubric;
    let offline = criteria(case.input, &case.signals, rubric);
    let by_place = offline.iter().zip(&bounds.criteria);
    let criteria: Vec<Criterion> =
        by_place.map(|(scored, bound)| criterion(scored, ruling, bound.as_ref(), rubric)).collect();
    let of = |of: fn(&Criterion) -> u16| {
        let sum = total(&criteria.iter().map(of).collect::<Vec<_>>(), rubric);
        bounds.overall.as_ref().map_or(sum, |bound| sum.min(overall_max(bound, rubric)))
    };
    let score = of(|criterion| criterion.score);
    let mut notes = notes(&case.signals, rubric);
    notes.extend(bounds.overall.as_ref().map(|bound| format!("The score is bounded: {}.", bound.says)));
    let assessment = Assessment {
        rater: rater.to_owned(),
        label: MODEL_LABEL.to_owned(),
        rubric: rubric.name(),
        score: Some(score),
        low: Some(of(|criterion| criterion.low).min(score)),
        high: Some(of(|criterion| criterion.high).max(score)),
        max: f32::from(rubric.max),
        note: (!notes.is_empty()).then(|| notes.join(" ")),
        corrections: ruling.corrections.clone(),
        criteria,
    };
    Judgement { assessment, feedback: feedback(ruling, open_task(&case.signals, &offline)) }
}

/// Each text of the model that may stand, ours in place of the others.
fn feedback(ruling: &Ruling, ours: Feedback) -> Feedback {
    let choose = |theirs: &str, ours: String| if may_stand(theirs) { theirs.to_owned() } else { ours };
    bounded(choose(&ruling.strength, ours.strength), choose(&ruling.fix, ours.fix), choose(&ruling.next, ours.next))
}

/// One criterion: what rests on the sound alone is ours, the rest is the model's as far as quotes bear it out.
fn criterion(scored: &Scored<'_>, ruling: &Ruling, bound: Option<&Bound>, rubric: &Rubric) -> Criterion {
    let rule = scored.rule;
    let most = bound.map_or(rule.max, |bound| points_max(bound, rule.max));
    let mut judged = match ruling.criteria.get(&rule.name) {
        _ if rule.sound_percent() == 100 => return scored.criterion.clone(),
        Some((given, quotes)) => read(scored, *given, quotes, rubric),
        None => {
            let mut ours = scored.criterion.clone();
            ours.evidence.insert(0, "from measures alone: what the model quoted was not said".to_owned());
            ours
        }
    };
    if let Some(bound) = bound.filter(|_| judged.score > most) {
        judged.evidence.insert(0, format!("bounded by {}: {}", bound.name, bound.says));
    }
    judged.score = judged.score.min(most);
    judged.low = judged.low.min(judged.score);
    judged.high = judged.high.min(most).max(judged.score);
    judged
}

/// A criterion by a model's points, mixed with what is measured where the criterion rests on both.
fn read(scored: &Scored<'_>, given: u16, quotes: &[String], rubric: &Rubric) -> Criterion {
    let rule = scored.rule;
    let sound = rule.sound_percent();
    let mut evidence = quotes.to_vec();
    let score = if sound == 0 {
        given
    } else {
        let parts = || scored.parts.iter().zip(&rule.parts).filter(|(part, _)| part.part.is_sound());
        evidence.extend(parts().flat_map(|(part, _)| part.evidence.iter().cloned()));
        let weighed: f64 = parts().map(|(part, (_, percent))| part.value * f64::from(*percent)).sum();
        let measured = f64::from(points(weighed / f64::from(sound), rubric, rule.max));
        let mixed = (measured * f64::from(sound) + f64::from(given) * f64::from(100 - sound.min(100))) / 100.0;
        whole(mixed, rule.max)
    };
    let spread = whole((f64::from(rule.spread_milli) / 1_000.0 * f64::from(rule.max)).max(1.0), rule.max);
    Criterion {
        name: rule.name.clone(),
        score,
        low: score.saturating_sub(spread),
        high: score.saturating_add(spread).min(rule.max),
        max: rule.max,
        evidence,
    }
}

fn whole(value: f64, max: u16) -> u16 {
    u16::try_from(round_u32(value)).unwrap_or(max).min(max)
}

/// The most points under a bound, never more than its share.
fn points_max(bound: &Bound, max: u16) -> u16 {
    whole((bound.share_max * f64::from(max)).floor(), max)
}

/// The most overall points under a bound.
fn overall_max(bound: &Bound, rubric: &Rubric) -> f32 {
    let steps: u16 = if rubric.overall == Overall::HalfBand { 2 } else { 1 };
    f32::from(points_max(bound, rubric.max.saturating_mul(steps))) / f32::from(steps)
}
