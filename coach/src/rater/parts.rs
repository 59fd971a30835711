//! The parts that criteria rest on: each a value from 0 to 1 with the evidence for it.
//!
//! Evidence is concrete: a measured number with its unit and what is typical, or words that the transcript has,
//! between quotation marks. Only what the learner said is ever put between quotation marks.

use dataflow::events::task::Task;
use dataflow::measures::MeasureName;

use super::AssessInput;
use super::signals::{Signals, share};
use crate::rubrics::{Part, Rubric, measure_curves};

/// Value of a part with its evidence.
#[derive(Clone, Debug)]
pub(crate) struct PartValue {
    pub(crate) part: Part,
    /// From 0 to 1.
    pub(crate) value: f64,
    /// Never empty.
    pub(crate) evidence: Vec<String>,
}

/// Sure words from which language can be judged in full; with fewer there is no praise for what was not shown.
const LANGUAGE_WORDS: f64 = 50.0;

/// Value of one part.
pub(crate) fn part(part: Part, input: &AssessInput<'_>, signals: &Signals<'_>, rubric: &Rubric) -> PartValue {
    let (value, evidence) = match part {
        Part::Pace => pace(input.task, signals),
        Part::Pausing => pausing(input.task, signals),
        Part::Accuracy => accuracy(signals),
        Part::Range => range(input, signals),
        Part::Complexity => complexity(input, signals),
        Part::Length => length(signals, rubric),
        Part::Elaboration => elaboration(signals),
        Part::Variety => variety(signals),
    };
    PartValue { part, value: value.clamp(0.0, 1.0), evidence }
}

/// What is typical of a measure, as in ` (typical 3.0–4.6)`; empty where nothing is.
fn typical(name: MeasureName, task: Task, decimals: usize) -> String {
    let text = |milli: i64| format!("{:.decimals$}", f64::from(i32::try_from(milli).unwrap_or(i32::MAX)) / 1_000.0);
    name.typical(task).map_or_else(String::new, |(low, high)| format!(" (typical {}–{})", text(low), text(high)))
}

fn pace(task: Task, signals: &Signals<'_>) -> (f64, Vec<String>) {
    let rate = signals.speech.articulation_rate;
    let range = typical(MeasureName::ArticulationRateSylPerS, task, 1);
    (measure_curves().pace.at(rate), vec![format!("{rate:.1} syllables per second while speaking{range}")])
}

fn pausing(task: Task, signals: &Signals<'_>) -> (f64, Vec<String>) {
    let speech = &signals.speech;
    let value = 0.4 * measure_curves().phonation.at(speech.phonation_ratio)
        + 0.3 * measure_curves().pauses.at(speech.pauses_per_minute)
        + 0.3 * measure_curves().run.at(speech.mean_run);
    let percent = format!("{:.0} % of the time is speech", speech.phonation_ratio * 100.0);
    let pauses = format!(
        "{} silent pauses, {:.0} per minute{}",
        speech.pauses,
        speech.pauses_per_minute,
        typical(MeasureName::PausesPerMinute, task, 0)
    );
    let run = format!("{:.1} syllables between pauses{}", speech.mean_run, typical(MeasureName::MeanRunSyl, task, 0));
    (value, vec![format!("{percent}; {pauses}"), run])
}

/// The share of full praise that so few words can earn.
fn earned(sure_words: u32, full: f64) -> f64 {
    (f64::from(sure_words) / full).min(1.0)
}

fn accuracy(signals: &Signals<'_>) -> (f64, Vec<String>) {
    let value = measure_curves()
        .findings
        .at(signals.findings_per_100())
        .min(0.2 + 0.8 * earned(signals.sure_words, LANGUAGE_WORDS));
    let count = signals.corrections().len();
    let noun = if count == 1 { "grammar finding" } else { "grammar findings" };
    let mut evidence = vec![format!(
        "{count} {noun} in {} clearly heard words; the check sees only common errors",
        signals.sure_words
    )];
    let quotes = signals.corrections().iter().take(3).map(|correction| {
        if correction.better.is_empty() {
            format!("“{}”: leave it out", short(&correction.said))
        } else {
            format!("“{}”: {}", short(&correction.said), short(&correction.better))
        }
    });
    evidence.extend(quotes);
    (value, evidence)
}

fn range(input: &AssessInput<'_>, signals: &Signals<'_>) -> (f64, Vec<String>) {
    let lexis = &input.transcribed.lexis;
    let words: u32 = lexis.band_words.iter().fold(0, |sum, count| sum.saturating_add(*count));
    let [_, _, third, rest] = lexis.band_words;
    let uncommon = if words == 0 { 0.0 } else { f64::from(third.saturating_add(rest)) / f64::from(words) };
    let mut values = Vec::new();
    let mut evidence = Vec::new();
    if let Some(milli) = lexis.mtld_milli {
        let mtld = f64::from(milli) / 1_000.0;
        values.push(measure_curves().mtld.at(mtld));
        evidence.push(format!("lexical diversity MTLD {mtld:.0} words{}", typical(MeasureName::Mtld, input.task, 0)));
    }
    if let Some(milli) = lexis.hdd_milli {
        let hdd = f64::from(milli) / 1_000.0;
        values.push(measure_curves().hdd.at(hdd));
        evidence.push(format!("lexical diversity HD-D {hdd:.2}{}", typical(MeasureName::Hdd, input.task, 2)));
    }
    if values.is_empty() {
        values.push(0.5 * earned(lexis.types, 42.0));
    }
    evidence.push(format!(
        "{} different words; {:.0} % are beyond the 2,000 most frequent",
        lexis.types,
        uncommon * 100.0
    ));
    let diversity = values.iter().sum::<f64>() / f64::from(u32::try_from(values.len()).unwrap_or(1).max(1));
    let value = (0.7 * diversity + 0.3 * measure_curves().uncommon.at(uncommon))
        .min(0.15 + 0.85 * earned(signals.sure_words, LANGUAGE_WORDS));
    (value, evidence)
}

fn complexity(input: &AssessInput<'_>, signals: &Signals<'_>) -> (f64, Vec<String>) {
    let syntax = &input.transcribed.syntax;
    let clauses = if syntax.units == 0 { 0.0 } else { f64::from(syntax.clauses) / f64::from(syntax.units) };
    let evidence =
        format!("about {clauses:.1} clauses per sentence{}", typical(MeasureName::ClausesPerUnit, input.task, 1));
    (measure_curves().clauses.at(clauses).min(earned(signals.sure_words, LANGUAGE_WORDS)), vec![evidence])
}

fn length(signals: &Signals<'_>, rubric: &Rubric) -> (f64, Vec<String>) {
    let own = signals.own_words;
    let value = measure_curves().length.at(f64::from(own) / f64::from(rubric.full_words.max(1)));
    let mut evidence = vec![format!("{own} words of your own; a full answer has about {}", rubric.full_words)];
    if signals.copied_share > 0.2 {
        evidence.push(format!("{:.0} % of the words are the prompt read aloud", signals.copied_share * 100.0));
    }
    (value, evidence)
}

/// Kinds of elaboration with the words that show them, and their weight in percent.
const ELABORATION: [(&str, u32, &[&str]); 6] = [
    (
        "reasons",
        30,
        &[
            "because",
            "since",
            "the reason",
            "so that",
            "due to",
            "that's why",
            "that is why",
            "as a result",
            "therefore",
        ],
    ),
    (
        "examples",
        30,
        &[
            "for example",
            "for instance",
            "such as",
            "when i was",
            "last year",
            "last month",
            "last week",
            "one day",
            "once",
            "in my case",
            "imagine",
            "remember",
            "ago",
        ],
    ),
    (
        "contrast",
        15,
        &["but", "however", "although", "though", "on the other hand", "while", "whereas", "instead", "even if"],
    ),
    (
        "order",
        10,
        &[
            "first",
            "firstly",
            "second",
            "secondly",
            "also",
            "besides",
            "in addition",
            "another",
            "finally",
            "then",
            "moreover",
            "next",
        ],
    ),
    (
        "a position",
        5,
        &["i think", "i believe", "in my opinion", "i prefer", "i agree", "i disagree", "i would", "i'd", "personally"],
    ),
    ("a conclusion", 10, &["so", "to sum up", "in conclusion", "overall", "all in all", "in short", "in the end"]),
];

fn elaboration(signals: &Signals<'_>) -> (f64, Vec<String>) {
    let text = signals.tokens.iter().map(|token| token.text.as_str()).collect::<Vec<_>>().join(" ");
    let padded = format!(" {text} ");
    let (mut value, mut found, mut missing) = (0.0, Vec::new(), Vec::new());
    for (kind, weight, markers) in ELABORATION {
        let marker = markers.iter().find(|marker| padded.contains(&format!(" {marker} ")));
        match marker {
            Some(marker) => {
                value += f64::from(weight) / 100.0;
                found.push(format!("{kind} (“{marker}”)"));
            }
            None => missing.push(kind),
        }
    }
    // A marker shows development only if something follows: some twelve words of one's own each.
    let counted = u32::try_from(found.len()).unwrap_or(0);
    let value =
        value.min(f64::from(signals.own_words) / 60.0) * earned(signals.own_words, f64::from(counted * 8).max(1.0));
    let mut evidence = Vec::new();
    if !found.is_empty() {
        evidence.push(format!("you give {}", found.join(", ")));
    }
    if !missing.is_empty() {
        evidence.push(format!("no sign of {}", missing.join(", ")));
    }
    (value, evidence)
}

fn variety(signals: &Signals<'_>) -> (f64, Vec<String>) {
    let value = measure_curves().said_again.at(signals.again_share).min(0.2 + 0.8 * earned(signals.own_words, 30.0));
    let mut evidence = vec![format!("{:.0} % of the words repeat something already said", signals.again_share * 100.0)];
    if let Some((range, times)) = signals.said_again.as_ref().filter(|_| signals.again_share > 0.08) {
        evidence.push(format!("“{}” comes {times} times", said(signals, range.clone())));
    }
    (value, evidence)
}

/// The words of a range as said, shortened.
pub(crate) fn said(signals: &Signals<'_>, range: std::ops::Range<usize>) -> String {
    let words: Vec<&str> = signals.words.get(range).unwrap_or_default().iter().map(|word| word.word.as_str()).collect();
    short(words.join(" ").trim_matches(|c: char| !c.is_alphanumeric()))
}

/// The text, or its beginning where it is long.
pub(crate) fn short(text: &str) -> String {
    const CHARS_MAX: usize = 48;
    text.chars().take(CHARS_MAX).collect::<String>().trim_end().to_owned()
}

/// What is said of relevance as evidence.
pub(crate) fn relevance_evidence(signals: &Signals<'_>) -> String {
    match &signals.relevance {
        Some(found) if found.ties.is_empty() => {
            format!("none of {} sentences has a word that belongs to the prompt", found.sentences)
        }
        Some(found) => {
            let ties: Vec<String> = found.ties.iter().map(|tie| format!("“{}”", short(tie))).collect();
            format!("{} of {} sentences are about the prompt: {}", found.about, found.sentences, ties.join(", "))
        }
        None if signals.has_prompt && signals.copied_share > 0.5 => {
            "beside the words of the prompt there is nothing to judge".to_owned()
        }
        None if signals.has_prompt => "the words are too general to tell whether they answer the prompt".to_owned(),
        None => "whether it answers the question is not judged: the prompt is not known".to_owned(),
    }
}

/// How much the answer is about its topic, from 0 to 1; 1 where that cannot be judged.
pub(crate) fn topicality(signals: &Signals<'_>) -> f64 {
    signals.relevance.as_ref().map_or(1.0, |found| {
        // One or two sentences say too little for a verdict, so a short answer is judged more mildly.
        let doubt = 1.0 - share(found.sentences.min(3), 3);
        let value = measure_curves().relevant.at(found.share);
        value + (1.0 - value) * doubt * 0.5
    })
}
