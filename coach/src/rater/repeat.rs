//! Listen and Repeat: how much of the sentence came back.
//!
//! Points follow the six levels of the test since January 2026, in our own words: 5 the very sentence, 4 the meaning
//! with small changes, 3 nearly complete, 2 a large part missing, 1 a few words, 0 none of it. A small recogniser errs
//! on nearly half the words of short notes, so a difference counts only where it was heard clearly, and the score is
//! withheld where too little was.

use dataflow::documents::{Correction, Criterion, Judgement, Word};

use super::AssessInput;
use super::feedback::bounded;
use super::offline::{CriterionValue, blank};
use super::parts::short;
use super::repeat_words::{Alignment, Fate, TARGET_WORDS_MAX, align, weight};
use crate::language::{graded_words, mean_confidence, text_tokens, tokens, without_filled_pauses};
use crate::rubrics::Rubric;

/// Share of the sentence's weight that may be unclear.
const UNCLEAR_SHARE_MAX: f64 = 0.3;
/// Mean confidence under which the words are no basis for a score.
const CONFIDENCE_MIN: f64 = 0.55;
/// Most words that the evidence quotes.
const QUOTED_MAX: usize = 8;

/// What was found, before it is judged.
struct Heard<'a> {
    alignment: Alignment,
    words: &'a [Word],
    /// Share of the weight that came back, unclear words as half.
    value: f64,
    /// The same with every unclear word as wrong, and as right.
    low: f64,
    high: f64,
    unclear_share: f64,
}

fn heard<'a>(input: &AssessInput<'a>) -> Result<Heard<'a>, &'static str> {
    let prompt =
        input.prompt.map(|prompt| prompt.split_whitespace().take(TARGET_WORDS_MAX).collect::<Vec<_>>().join(" "));
    let target = text_tokens(&prompt.ok_or("the sentence to repeat is not known")?);
    let words = graded_words(input.transcript, input.measured.graded_ms);
    let said = without_filled_pauses(tokens(words));
    if target.is_empty() {
        return Err("the sentence to repeat is not known");
    }
    if said.is_empty() {
        return Err("no words were recognised");
    }
    let alignment = align(&target, &said, |index| words.get(index).map_or(0.0, |word| word.confidence));
    let weights: Vec<f64> = alignment.target.iter().map(|piece| weight(&piece.text)).collect();
    let total: f64 = weights.iter().sum();
    let sum = |worth: fn(Fate) -> f64| {
        let parts = alignment.fates.iter().zip(&weights).map(|(fate, weight)| worth(*fate) * weight);
        parts.sum::<f64>() / total.max(0.1)
    };
    let worth = |fate: Fate| match fate {
        Fate::Kept(_) => 1.0,
        Fate::Near(_) => 0.7,
        Fate::Unclear => 0.5,
        Fate::Changed(_) | Fate::Missing => 0.0,
    };
    let extra = f64::from(u32::try_from(alignment.extra.len()).unwrap_or(u32::MAX)) * 0.15 / total.max(0.1);
    let unclear_share = sum(|fate| if fate == Fate::Unclear { 1.0 } else { 0.0 });
    let confidence = mean_confidence(words);
    if confidence < CONFIDENCE_MIN || unclear_share > UNCLEAR_SHARE_MAX {
        return Err("the recogniser was unsure of too many words to compare them with the sentence");
    }
    let value = (sum(worth) - extra).clamp(0.0, 1.0);
    let half = unclear_share / 2.0;
    Ok(Heard { alignment, words, value, low: (value - half).max(0.0), high: (value + half).min(1.0), unclear_share })
}

/// The criterion's value before it is rounded; empty where the score is withheld.
pub(super) fn values(input: &AssessInput<'_>, rubric: &Rubric) -> Vec<CriterionValue> {
    let value = |heard: Heard<'_>| CriterionValue {
        name: name(rubric),
        value_milli: crate::language::round_u32(heard.value * 1_000.0),
    };
    heard(input).ok().map(value).into_iter().collect()
}

/// Name of the only criterion.
fn name(rubric: &Rubric) -> String {
    rubric.criteria.first().map_or_else(String::new, |criterion| criterion.name.clone())
}

/// The judgement of a repeated sentence; `starts` are the values at which the levels under the top begin.
pub(super) fn judgement(input: &AssessInput<'_>, rubric: &Rubric, starts: &[f64]) -> Judgement {
    let base = blank(&rubric.name(), f32::from(rubric.max));
    let heard = match heard(input) {
        Ok(heard) => heard,
        Err(reason) => {
            let assessment = dataflow::documents::Assessment { note: Some(format!("No score: {reason}.")), ..base };
            let feedback = bounded(
                "You answered; the recording is kept.".to_owned(),
                format!("There is no score because {reason}. That is no sign that you said it wrong."),
                "Say the sentence again, a little slower, with the phone a hand's width away and no noise behind you."
                    .to_owned(),
            );
            return Judgement { assessment, feedback };
        }
    };
    let level = |value| level(value, &heard, starts);
    let score = level(heard.value);
    let criterion = Criterion {
        name: name(rubric),
        score,
        low: level(heard.low).min(score.saturating_sub(1)),
        high: level(heard.high).max((score + 1).min(rubric.max)),
        max: rubric.max,
        evidence: evidence(&heard),
    };
    let assessment = dataflow::documents::Assessment {
        score: Some(f32::from(score)),
        low: Some(f32::from(criterion.low)),
        high: Some(f32::from(criterion.high)),
        note: (heard.unclear_share > 0.0)
            .then(|| "The recogniser was unsure of some words; they count half.".to_owned()),
        corrections: corrections(&heard),
        criteria: vec![criterion],
        ..base
    };
    Judgement { feedback: feedback(&heard, score, rubric.max), assessment }
}

fn level(value: f64, heard: &Heard<'_>, starts: &[f64]) -> u16 {
    let is_exact =
        heard.alignment.extra.is_empty() && heard.alignment.fates.iter().all(|fate| matches!(fate, Fate::Kept(_)));
    let reached = starts.iter().filter(|start| value >= **start).count();
    u16::try_from(reached).unwrap_or(0) + u16::from(is_exact)
}

/// Words of the target with one of the fates, in order, at most [`QUOTED_MAX`].
fn target_words(heard: &Heard<'_>, is_meant: fn(&Fate) -> bool) -> Vec<String> {
    let meant = heard.alignment.target.iter().zip(&heard.alignment.fates).filter(|(_, fate)| is_meant(fate));
    meant.map(|(piece, _)| piece.text.clone()).take(QUOTED_MAX).collect()
}

fn kept(heard: &Heard<'_>) -> usize {
    heard.alignment.fates.iter().filter(|fate| matches!(fate, Fate::Kept(_))).count()
}

/// A said word as it stands in the transcript.
fn quoted(heard: &Heard<'_>, at: usize) -> String {
    let word = heard.alignment.said.get(at).and_then(|piece| heard.words.get(piece.index));
    word.map_or_else(String::new, |word| short(word.word.trim_matches(|c: char| !c.is_alphanumeric())))
}

fn evidence(heard: &Heard<'_>) -> Vec<String> {
    let mut evidence = vec![format!("{} of {} words came back as they are", kept(heard), heard.alignment.target.len())];
    let missing = target_words(heard, |fate| *fate == Fate::Missing);
    if !missing.is_empty() {
        evidence.push(format!("left out: {}", missing.join(", ")));
    }
    for (piece, fate) in heard.alignment.target.iter().zip(&heard.alignment.fates) {
        if let Fate::Near(at) | Fate::Changed(at) = fate
            && evidence.len() < QUOTED_MAX
        {
            evidence.push(format!("“{}” for {}", quoted(heard, *at), short(&piece.text)));
        }
    }
    let extra: Vec<String> =
        heard.alignment.extra.iter().take(3).map(|at| format!("“{}”", quoted(heard, *at))).collect();
    if !extra.is_empty() {
        evidence.push(format!("added: {}", extra.join(", ")));
    }
    let unclear = target_words(heard, |fate| *fate == Fate::Unclear);
    if !unclear.is_empty() {
        evidence.push(format!("not clearly heard: {}", unclear.join(", ")));
    }
    evidence
}

fn corrections(heard: &Heard<'_>) -> Vec<Correction> {
    let alignment = &heard.alignment;
    let mut corrections = Vec::new();
    let mut next_said = 0;
    for (piece, fate) in alignment.target.iter().zip(&alignment.fates) {
        let correction = match fate {
            Fate::Kept(at) => {
                next_said = at + 1;
                None
            }
            Fate::Near(at) | Fate::Changed(at) => {
                next_said = at + 1;
                let index = alignment.said.get(*at).map_or(0, |said| said.index);
                Some((
                    index..index + 1,
                    quoted(heard, *at),
                    piece.text.clone(),
                    "The sentence has another word here.",
                    "changed word",
                ))
            }
            Fate::Missing => {
                // Nothing was said here: the place is the one before the next said word.
                let index = alignment.said.get(next_said).map_or(heard.words.len(), |said| said.index);
                Some((
                    index..index,
                    String::new(),
                    piece.text.clone(),
                    "This word of the sentence is missing.",
                    "missing word",
                ))
            }
            Fate::Unclear => None,
        };
        corrections.extend(correction.map(to_correction));
    }
    let extra = alignment.extra.iter().filter_map(|at| {
        let index = alignment.said.get(*at)?.index;
        Some(to_correction((
            index..index + 1,
            quoted(heard, *at),
            String::new(),
            "The sentence does not have this word.",
            "extra word",
        )))
    });
    corrections.extend(extra);
    corrections.sort_by_key(|correction: &Correction| (correction.first_word, correction.end_word));
    // Parts of one contraction share a word, which is corrected once.
    corrections.dedup_by(|new, old| {
        new.end_word > new.first_word && new.first_word == old.first_word && new.end_word == old.end_word
    });
    corrections
}

fn to_correction(
    (words, said, better, reason, kind): (std::ops::Range<usize>, String, String, &str, &str),
) -> Correction {
    Correction {
        first_word: words.start,
        end_word: words.end,
        said,
        better: short(&better),
        reason: reason.to_owned(),
        kind: kind.to_owned(),
    }
}

fn feedback(heard: &Heard<'_>, score: u16, max: u16) -> dataflow::documents::Feedback {
    let (count, all) = (kept(heard), heard.alignment.target.len());
    let strength = format!("{count} of {all} words of the sentence came back as they are.");
    let lost = target_words(heard, |fate| matches!(fate, Fate::Missing | Fate::Changed(_) | Fate::Near(_)));
    let fix = if score == max {
        "Nothing to fix in the words.".to_owned()
    } else if lost.is_empty() {
        "No wrong word was clearly heard; some words were unclear to the recogniser.".to_owned()
    } else {
        format!("These words were left out or changed: {}.", lost.join(", "))
    };
    let next = match score {
        _ if score == max => "Take a longer sentence next.",
        3 | 4 => "Listen once more, say only the part with the lost words three times, then the whole sentence.",
        _ => "Listen in two halves: repeat the first half until it is safe, then the second, then both together.",
    };
    bounded(strength, fix, next.to_owned())
}
