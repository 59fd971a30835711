//! The offline rater: scores without a network, from measures, counts and grammar findings.
//!
//! It never fails and never guesses: where nothing can be said honestly the score is withheld with the reason, where
//! little can be said the interval is wide and the note says why. It hears nothing itself, so it says nothing about
//! pronunciation. The same input gives the same judgement on every machine.

use std::sync::Arc;

use dataflow::documents::{Assessment, Criterion, Judgement};

use super::feedback;
use super::repeat;
use super::score::{Bound, Scored, bound, criteria, is_short, overall};
use super::signals::Signals;
use super::{Assess, AssessError, AssessInput, Assessed};
use crate::recogniser::Cancel;
use crate::rubrics::{Rubric, Rubrics};

/// The rater with its version, as in the log.
pub const RATER: &str = "offline-estimate-1";

/// What a learner reads.
pub const LABEL: &str = "offline estimate";

/// Fewest words that are scored at all.
const WORDS_MIN: usize = 3;
/// Mean confidence under which the transcript is no basis for a score.
const CONFIDENCE_MIN: f64 = 0.35;
/// Share of unsure words over which it is none either.
const UNSURE_SHARE_MAX: f64 = 0.6;
/// Words for each syllable heard under which doubtful words cannot be what was said: English has about 0.7.
const WORDS_PER_SYLLABLE_MIN: f64 = 0.4;
/// Mean confidence under which the learner is told that the recogniser was unsure.
const CONFIDENCE_LOW: f64 = 0.7;
/// Share of unsure words over which the learner is told.
const UNSURE_SHARE_HIGH: f64 = 0.2;

/// Scores from measures, counts and grammar findings, without a network.
#[derive(Clone, Debug)]
pub struct OfflineRater {
    rubrics: Arc<Rubrics>,
}

impl Default for OfflineRater {
    fn default() -> Self {
        OfflineRater { rubrics: Rubrics::built_in() }
    }
}

/// A criterion before it is rounded, for research and tests.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CriterionValue {
    /// Name in the rubric.
    pub name: String,
    /// From 0 to 1,000; the criterion's points rise with it.
    pub value_milli: u32,
}

impl OfflineRater {
    /// A rater by the built-in rubrics. Its dictionary is loaded at first use and shared by the process.
    pub fn new() -> Self {
        Self::default()
    }

    /// A rater by these rubrics.
    pub fn by(rubrics: Arc<Rubrics>) -> Self {
        OfflineRater { rubrics }
    }

    /// The criteria's values before they are rounded to points. Empty where the score is withheld.
    pub fn values(&self, input: &AssessInput<'_>) -> Vec<CriterionValue> {
        let Some(rubric) = input.rubric(&self.rubrics) else { return Vec::new() };
        if rubric.alignment.is_some() {
            return repeat::values(input, rubric);
        }
        let signals = Signals::of(input);
        if withheld(&signals).is_some() {
            return Vec::new();
        }
        let value = |scored: Scored<'_>| CriterionValue {
            name: scored.criterion.name,
            value_milli: crate::language::round_u32(scored.value * 1_000.0),
        };
        criteria(input, &signals, rubric).into_iter().map(value).collect()
    }
}

impl Assess for OfflineRater {
    fn assess(&self, input: &AssessInput<'_>, _cancel: &Cancel) -> Result<Assessed, AssessError> {
        let no_rubric = || AssessError::NoRubric(input.task);
        let rubric = input.rubric(&self.rubrics).ok_or_else(no_rubric)?;
        let judgement = match &rubric.alignment {
            Some(starts) => repeat::judgement(input, rubric, starts),
            None => open_task(input, rubric),
        };
        Ok(Assessed { judgement, ..Assessed::default() })
    }
}

fn open_task(input: &AssessInput<'_>, rubric: &Rubric) -> Judgement {
    let signals = Signals::of(input);
    let base = blank(&rubric.name(), f32::from(rubric.max));
    if let Some(reason) = withheld(&signals) {
        let assessment = Assessment { note: Some(reason.to_owned()), ..base };
        return Judgement { assessment, feedback: feedback::withheld(&signals, reason) };
    }
    let scored = criteria(input, &signals, rubric);
    let total = overall(&scored, rubric);
    let note = notes(&signals, rubric).join(" ");
    let assessment = Assessment {
        criteria: scored.iter().map(|one| one.criterion.clone()).collect::<Vec<Criterion>>(),
        score: total.map(|total| total.score),
        low: total.map(|total| total.low),
        high: total.map(|total| total.high),
        note: (!note.is_empty()).then_some(note),
        corrections: signals.corrections().to_vec(),
        ..base
    };
    Judgement { assessment, feedback: feedback::open_task(&signals, &scored) }
}

/// An assessment without a score.
pub(crate) fn blank(rubric: &str, max: f32) -> Assessment {
    Assessment {
        rater: RATER.to_owned(),
        label: LABEL.to_owned(),
        rubric: rubric.to_owned(),
        max,
        ..Assessment::default()
    }
}

/// Why nothing can be said; none where something can.
pub(crate) fn withheld(signals: &Signals<'_>) -> Option<&'static str> {
    let is_latin = |text: &str| {
        text.chars().filter(|c| c.is_alphabetic()).all(|c| c.is_ascii() || "éèêëàâäçñöüïîôûæœ".contains(c))
    };
    let foreign = signals.tokens.iter().filter(|token| !is_latin(&token.text)).count();
    let words = signals.tokens.iter().filter(|token| token.is_word()).count();
    if signals.tokens.is_empty() {
        Some("No score: no words were recognised in the graded part.")
    } else if foreign * 3 > signals.tokens.len() {
        Some("No score: many of the recognised words are not English.")
    } else if words < WORDS_MIN {
        Some("No score: fewer than 3 words were recognised.")
    } else if signals.mean_confidence < CONFIDENCE_MIN || signals.unsure_share > UNSURE_SHARE_MAX {
        Some("No score: the recogniser was unsure of most of the words, so they would be a guess.")
    } else if signals.mean_confidence < CONFIDENCE_LOW && words_per_syllable(signals, words) < WORDS_PER_SYLLABLE_MIN {
        Some(
            "No score: far fewer English words were recognised than syllables heard. Answer in English, close to the microphone.",
        )
    } else {
        None
    }
}

/// Recognised words over syllables heard; another language gives few and long inventions.
fn words_per_syllable(signals: &Signals<'_>, words: usize) -> f64 {
    let syllables = signals.speech.articulation_rate * signals.speech.phonation_s;
    words as f64 / syllables.max(1.0)
}

/// What the learner must know to read the score.
pub(crate) fn notes(signals: &Signals<'_>, rubric: &Rubric) -> Vec<String> {
    let mut notes = Vec::new();
    match bound(signals) {
        Some(Bound::PromptReadAloud) => {
            notes.push("Most of the words are the prompt read aloud, so the score is bounded.".to_owned())
        }
        Some(Bound::OnePhrase) => {
            notes.push("Most of the answer says the same again, so the score is bounded.".to_owned())
        }
        None => {}
    }
    if is_short(signals) {
        notes.push(format!(
            "Only {:.0} s of speech: under 20 s every score is rough, so its interval is wider.",
            signals.speech.phonation_s
        ));
    }
    if signals.mean_confidence < CONFIDENCE_LOW || signals.unsure_share > UNSURE_SHARE_HIGH {
        notes.push(format!(
            "The recogniser was unsure (mean confidence {:.0} %, {:.0} % of the words doubtful) and may have misheard you; the intervals are wider.",
            signals.mean_confidence * 100.0,
            signals.unsure_share * 100.0
        ));
    }
    if !signals.has_prompt {
        notes.push("The prompt is not known, so whether the answer fits it is not judged.".to_owned());
    } else if signals.relevance.as_ref().is_some_and(|found| found.about == 0) {
        notes.push("By its words the answer may be beside the topic; off-topic answers get 0 in a test.".to_owned());
    }
    notes.extend(rubric.unjudged.clone());
    notes
}
