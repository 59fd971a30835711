//! The card for a terminal.
//!
//! What matters first: the score and what it rests on, one strength, one thing to fix, one next step; then the words,
//! the corrections and the measures. Colours only where the terminal takes them.

use console::style;
use dataflow::documents::{Assessment, Card, Criterion, thousandths};
use dataflow::measures::MeasureName;

use super::words::{difference, marked, printable};

/// Columns used at most.
const WIDTH: usize = 96;

/// The card under a heading, as lines.
pub fn card(heading: &str, card: &Card) -> String {
    let mut lines = vec![rule(heading), card.task.title().to_owned()];
    if let Some(prompt) = &card.prompt {
        lines.push(wrapped(&format!("“{}”", printable(prompt)), ""));
    }
    lines.push(String::new());
    lines.extend(scores(&card.assessment));
    let feedback = &card.feedback;
    lines.push(String::new());
    let points = [("Well done", &feedback.strength), ("To fix", &feedback.fix), ("Next", &feedback.next)];
    for (label, text) in points {
        if !text.is_empty() {
            lines.push(hanging(&style(format!("{label:<10}")).bold().to_string(), &printable(text), 11));
        }
    }
    lines.push(String::new());
    lines.extend(words(card));
    lines.push(String::new());
    lines.extend(measures(card));
    lines.join("\n")
}

/// A line across with a heading.
pub fn rule(heading: &str) -> String {
    let heading = printable(heading);
    let rest = WIDTH.saturating_sub(console::measure_text_width(&heading) + 4);
    format!("── {} {}", style(heading).bold(), "─".repeat(rest))
}

fn scores(assessment: &Assessment) -> Vec<String> {
    let mut lines = Vec::new();
    let label = printable(&assessment.label);
    match (assessment.score, assessment.low, assessment.high) {
        (Some(score), Some(low), Some(high)) => lines.push(format!(
            "{} of {}, {label} (between {} and {})",
            style(format!("Score {}", points(score))).bold(),
            points(assessment.max),
            points(low),
            points(high),
        )),
        _ => lines.push(style("No score").bold().to_string()),
    }
    if let Some(note) = &assessment.note {
        lines.push(hanging("", &style(printable(note)).yellow().to_string(), 0));
    }
    lines.extend(assessment.criteria.iter().flat_map(criterion));
    lines
}

fn criterion(criterion: &Criterion) -> Vec<String> {
    let name = printable(&criterion.name).replace('_', " ");
    let interval = format!("{}–{}", criterion.low, criterion.high);
    let mut lines = vec![format!("  {name:<28} {:>2} of {:<2}  ({interval})", criterion.score, criterion.max)];
    lines.extend(criterion.evidence.iter().map(|evidence| hanging("      ·", &printable(evidence), 8)));
    lines
}

fn words(card: &Card) -> Vec<String> {
    let mut lines =
        vec![format!("{} {}", style("What you said").bold(), style("(‖ pause, (?) not sure I heard right)").dim())];
    let marked = marked(&card.transcript, &card.pauses, card.graded_ms);
    lines.push(if marked.is_empty() { "  no words were recognised".to_owned() } else { wrapped(&marked, "  ") });
    if card.recording_ms > card.graded_ms {
        let (said, graded) = (card.recording_ms / 1_000, card.graded_ms / 1_000);
        lines.push(format!(
            "  You spoke for {said} s; the task has {graded} s. All is kept, the first {graded} s are graded."
        ));
    }
    if !card.assessment.corrections.is_empty() {
        lines.push(String::new());
        lines.push(style("Say it like this").bold().to_string());
        lines.extend(card.assessment.corrections.iter().map(|correction| hanging("  ·", &difference(correction), 4)));
    }
    lines
}

fn measures(card: &Card) -> Vec<String> {
    let mut lines = vec![format!("{}{:>38}   typical", style("Measured").bold(), "")];
    for name in MeasureName::READ_BY_LEARNERS {
        let Some(value) = card.measures.get(name.name()).copied().flatten() else { continue };
        let range = name.typical(card.task);
        let scale = if name.unit() == "ms" { 1_000 } else { 1 };
        let typical =
            range.map(|(low, high)| format!("{}–{}", milli(low / scale), milli(high / scale))).unwrap_or_default();
        let measured = match name.unit() {
            "ms" => format!("{:.1} s", value / 1_000.0),
            unit => format!("{} {unit}", number(value)),
        };
        lines.push(format!("  {:<30}{:>14}   {typical}", name.label(), measured.trim_end()));
    }
    let mut reasons: Vec<&str> = card.withheld.iter().map(|withheld| withheld.reason.as_str()).collect();
    reasons.sort_unstable();
    reasons.dedup();
    for reason in reasons {
        let of_reason = card.withheld.iter().filter(|withheld| withheld.reason == reason);
        let names: Vec<_> = of_reason.map(|withheld| withheld.measure.replace('_', " ")).collect();
        lines.push(hanging("", &style(format!("  not measured, {reason}: {}", names.join(", "))).dim().to_string(), 4));
    }
    lines
}

/// A number as people write it: no more digits than it deserves.
fn number(value: f64) -> String {
    if value.abs() >= 100.0 {
        format!("{value:.0}")
    } else if value.abs() >= 10.0 {
        format!("{value:.1}")
    } else {
        format!("{value:.2}")
    }
}

fn milli(value: i64) -> String {
    number(thousandths(value))
}

/// Points of a score: whole ones without a fraction.
fn points(points: f32) -> String {
    if points.fract() == 0.0 { format!("{points:.0}") } else { format!("{points:.1}") }
}

fn wrapped(text: &str, indent: &str) -> String {
    textwrap::fill(text, textwrap::Options::new(WIDTH).initial_indent(indent).subsequent_indent(indent))
}

/// A label, then text that hangs behind it.
pub fn hanging(label: &str, text: &str, indent: usize) -> String {
    let indent = " ".repeat(indent);
    let first = if label.is_empty() { String::new() } else { format!("{label} ") };
    textwrap::fill(text, textwrap::Options::new(WIDTH).initial_indent(&first).subsequent_indent(&indent))
}
