//! One strength, one thing to fix, one next action, each from this answer's own numbers or words.
//!
//! The fix follows the weakest criterion and, in it, the weakest part. Praise needs a part that is good; without one
//! the strength says plainly what there is. Nothing is said of pronunciation. Each text has at most
//! [`CHARS_MAX`] characters.

use dataflow::documents::Feedback;

use super::parts::{PartValue, said, short};
use super::score::{Bound, Scored, bound};
use super::signals::Signals;
use crate::rubrics::Part;

/// Longest text, in characters.
pub(crate) const CHARS_MAX: usize = 240;

/// A part at this value or over is praised.
const GOOD: f64 = 0.7;

/// Feedback on an open task.
pub(crate) fn open_task(signals: &Signals<'_>, scored: &[Scored<'_>]) -> Feedback {
    let all = scored.iter().flat_map(|one| &one.parts);
    let best = all
        .filter(|part| part.value >= GOOD && !is_hollow(part.part, signals))
        .max_by(|a, b| a.value.total_cmp(&b.value));
    let strength = best.map_or_else(|| plain_strength(signals), |part| praise(part, signals));
    let weakest = scored.iter().min_by(|a, b| a.value.total_cmp(&b.value));
    let (fix, next) = match weakest {
        None => withheld_advice(),
        Some(weakest) => advice(weakest, signals),
    };
    bounded(strength, fix, next)
}

/// Feedback where the score is withheld.
pub(crate) fn withheld(signals: &Signals<'_>, reason: &str) -> Feedback {
    let (fix, next) = withheld_advice();
    let reason = reason.trim_start_matches("No score: ").trim_end_matches('.');
    bounded(plain_strength(signals), format!("There is no score because {reason}. {fix}"), next)
}

fn withheld_advice() -> (String, String) {
    (
        "Nothing here shows that you said anything wrong.".to_owned(),
        "Record it again: phone a hand's width from your mouth, no noise behind you, full sentences, and speak a little louder.".to_owned(),
    )
}

pub(crate) fn bounded(strength: String, fix: String, next: String) -> Feedback {
    let cut = |text: String| text.chars().take(CHARS_MAX).collect::<String>();
    Feedback { strength: cut(strength), fix: cut(fix), next: cut(next), better: None }
}

/// Whether praise of the part would be hollow, since the words are not the learner's own or hardly any.
fn is_hollow(part: Part, signals: &Signals<'_>) -> bool {
    let is_sound = matches!(part, Part::Pace | Part::Pausing);
    if is_sound { signals.speech.phonation_s < 8.0 } else { signals.own_words < 25 || bound(signals).is_some() }
}

fn plain_strength(signals: &Signals<'_>) -> String {
    let words = signals.tokens.len();
    format!(
        "You recorded an answer: {words} words in {:.0} s of speech. That is a start to build on.",
        signals.speech.phonation_s
    )
}

fn praise(part: &PartValue, signals: &Signals<'_>) -> String {
    let speech = &signals.speech;
    match part.part {
        Part::Pace => format!(
            "Your pace is comfortable to follow: {:.1} syllables per second while you speak.",
            speech.articulation_rate
        ),
        Part::Pausing => format!(
            "You keep going well: {:.0} % of the time is speech, with {:.1} syllables between pauses.",
            speech.phonation_ratio * 100.0,
            speech.mean_run
        ),
        Part::Accuracy => format!(
            "Your grammar holds: {} in {} clearly heard words.",
            if signals.corrections().is_empty() {
                "no common error found".to_owned()
            } else {
                format!("only {} found", signals.corrections().len())
            },
            signals.sure_words
        ),
        Part::Range => format!("Your vocabulary is varied: {}.", part.evidence.first().map_or("", String::as_str)),
        Part::Complexity => {
            format!("You join ideas into longer sentences: {}.", part.evidence.first().map_or("", String::as_str))
        }
        Part::Length => format!("You used the time: {} words of your own.", signals.own_words),
        Part::Elaboration => format!("You develop your point: {}.", part.evidence.first().map_or("", String::as_str)),
        Part::Variety => {
            format!("You keep adding something new: in {} words hardly anything is said twice.", signals.tokens.len())
        }
    }
}

/// What to fix and what to do next, for the weakest criterion.
fn advice(weakest: &Scored<'_>, signals: &Signals<'_>) -> (String, String) {
    match bound(signals) {
        Some(Bound::PromptReadAloud) => {
            return (
                format!(
                    "{:.0} % of your words are the question itself. Only what you add counts.",
                    signals.copied_share * 100.0
                ),
                "Answer without repeating the question: start with “I think” and your reason.".replace(['“', '”'], "'"),
            );
        }
        Some(Bound::OnePhrase) => {
            let phrase = signals
                .said_again
                .as_ref()
                .map(|(range, times)| format!("“{}” comes {times} times. ", said(signals, range.clone())));
            return (
                format!("{}Saying it again adds nothing: say something new each time.", phrase.unwrap_or_default()),
                "Write down three different points first, then give each one sentence of its own.".to_owned(),
            );
        }
        None => {}
    }
    if weakest.rule.is_about_topic
        && let Some(found) = signals.relevance.as_ref().filter(|found| found.share < 0.5)
    {
        return (
            format!("Only {} of {} sentences are about the question.", found.about, found.sentences),
            "Before you speak, say the question to yourself, and start with a sentence that answers it; then give two reasons.".to_owned(),
        );
    }
    match weakest.parts.iter().min_by(|a, b| a.value.total_cmp(&b.value)) {
        Some(part) => part_advice(part, signals),
        None => withheld_advice(),
    }
}

fn part_advice(part: &PartValue, signals: &Signals<'_>) -> (String, String) {
    let speech = &signals.speech;
    match part.part {
        Part::Pace if speech.articulation_rate > 5.4 => (
            format!("You speak fast: {:.1} syllables per second. Listeners lose words over about 5.", speech.articulation_rate),
            "Say the same answer again and stop for one breath after each sentence.".to_owned(),
        ),
        Part::Pace => (
            format!("The pace is slow: {:.1} syllables per second while you speak; 3 to 4.6 is typical.", speech.articulation_rate),
            "Say the same answer three times in a row; let each time be five seconds shorter.".to_owned(),
        ),
        Part::Pausing => (
            format!(
                "Pauses break your speech: {:.0} per minute, the longest {:.1} s at second {:.0}.",
                speech.pauses_per_minute,
                f64::from(speech.longest_pause_ms) / 1_000.0,
                f64::from(speech.longest_pause_at_ms) / 1_000.0
            ),
            "Plan three key words before you start, and pause at the ends of sentences only.".to_owned(),
        ),
        Part::Accuracy => accuracy_advice(signals),
        Part::Range | Part::Complexity => (
            format!("The language is plain: {}.", part.evidence.first().map_or("", String::as_str)),
            "Tell it again and replace three of your everyday words with more exact ones.".to_owned(),
        ),
        Part::Length => (
            format!("The answer is short: {}.", part.evidence.first().map_or("", String::as_str)),
            "Add one reason with 'because' and one example of your own life with 'for example'.".to_owned(),
        ),
        Part::Elaboration => (
            format!("The point needs support: {}.", part.evidence.last().map_or("", String::as_str)),
            "Use this plan: your opinion, 'because' with a reason, 'for example' with a short story, 'so' with the result.".to_owned(),
        ),
        Part::Variety => {
            let phrase = signals.said_again.as_ref().map(|(range, times)| format!("“{}” comes {times} times. ", said(signals, range.clone())));
            (
                format!("{}{:.0} % of the words repeat something already said.", phrase.unwrap_or_default(), signals.again_share * 100.0),
                "When you notice that you repeat a point, move on with 'another reason is'.".to_owned(),
            )
        }
    }
}

fn accuracy_advice(signals: &Signals<'_>) -> (String, String) {
    let Some(first) = signals.corrections().first() else {
        return (
            format!("Too little clear speech to show your grammar: {} words.", signals.sure_words),
            "Speak for the whole time, in full sentences.".to_owned(),
        );
    };
    let kinds = |kind: &str| signals.corrections().iter().filter(|correction| correction.kind == kind).count();
    let main = signals.corrections().iter().max_by_key(|correction| kinds(&correction.kind)).unwrap_or(first);
    let instead =
        if main.better.is_empty() { "leave it out".to_owned() } else { format!("say: {}", short(&main.better)) };
    (
        format!("You said “{}”; {instead}. {}", short(&main.said), main.reason.replace(['“', '”'], "'")),
        format!(
            "{} of {} findings are about {}: say each corrected sentence aloud three times, then record again.",
            kinds(&main.kind),
            signals.corrections().len(),
            main.kind
        ),
    )
}
