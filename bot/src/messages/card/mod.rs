//! The card: everything about one answer in one message.
//!
//! What matters stands first: the score with what it rests on, one strength, one thing to fix, one next step, and how
//! it compares with the try before. Words, corrections and measures are folded below. Nothing is said without a
//! measure or a rater behind it, and what the estimate cannot tell apart is not called a difference.

mod corrections;
mod fold;
mod measured;
mod transcript;

use dataflow::documents::{Assessment, Card};
use dataflow::events::{AnswerId, PromptId};
use dataflow::measures::MeasureName;

use super::html::{Html, button, cut};
use crate::message::{Button, Message};
use crate::press::Press;
use crate::texts::Texts;

pub(super) use measured::value_of;

/// Most characters of each thing that a rater says in the open part.
const SAID_CHARS_MAX: usize = 400;
/// What the built-in rater calls itself; other raters' names are shown as they are.
const OFFLINE_LABEL: &str = "offline estimate";

/// What a card needs to know besides the answer.
#[derive(Clone, Debug, PartialEq)]
pub struct CardContext {
    /// Which answer.
    pub answer: AnswerId,
    /// The prompt that it answers, for another try.
    pub prompt: Option<PromptId>,
    /// Whether the learner wants short cards.
    pub is_short: bool,
    /// The try before this one at the same prompt.
    pub previous: Option<Earlier>,
    /// Whether a better version can be spoken.
    pub can_hear: bool,
}

/// An earlier try at the same prompt.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Earlier {
    /// Its score in points; none where it was withheld.
    pub score: Option<f32>,
    /// Most points that could be given; a score of another scale is not compared.
    pub max: f32,
    /// Its words per minute; none where they were withheld.
    pub words_per_minute: Option<f64>,
    /// How many days ago it was, by the learner's days.
    pub days_ago: u32,
}

/// One answer's card.
pub fn card(texts: &Texts, card: &Card, context: &CardContext) -> Message {
    let mut open = scores(texts, card).paragraph(feedback(texts, card));
    if let Some(earlier) = &context.previous {
        open = open.paragraph(comparison(texts, card, earlier));
    }
    let folded = fold::folded(texts, card, context.is_short, &open);
    open.paragraph(folded).message(buttons(texts, card, context))
}

/// Score, interval and what they rest on.
fn scores(texts: &Texts, card: &Card) -> Html {
    let assessment = &card.assessment;
    let label = label(texts, assessment);
    let mut html = match (assessment.score, assessment.low, assessment.high) {
        (Some(score), low, high) => {
            let values = [("score", texts.points(score).into()), ("max", texts.points(assessment.max).into())];
            let line = Html::new().bold(&texts.say_with("card-score", &values));
            let interval = low.zip(high).map_or(label.clone(), |(low, high)| {
                let values =
                    [("label", label.into()), ("low", texts.points(low).into()), ("high", texts.points(high).into())];
                texts.say_with("card-interval", &values)
            });
            line.line(Html::new().italic(&interval))
        }
        (None, _, _) => Html::new().bold(&texts.say("card-no-score")),
    };
    html = html.line(Html::new().text(&cut(&criteria(assessment), 200)));
    html = html.line(Html::new().text(&rests_on(texts, card).unwrap_or_default()));
    html.line(Html::new().text(&cut(assessment.note.as_deref().unwrap_or_default(), 300)))
}

/// Who scored, in the learner's language where it is us.
pub(super) fn label(texts: &Texts, assessment: &Assessment) -> String {
    match assessment.label.as_str() {
        OFFLINE_LABEL => texts.say("card-label-offline"),
        label => cut(label, 60),
    }
}

fn criteria(assessment: &Assessment) -> String {
    let one = |criterion: &dataflow::documents::Criterion| {
        format!("{} {}/{}", criterion.name.replace('_', " "), criterion.score, criterion.max)
    };
    assessment.criteria.iter().map(one).collect::<Vec<_>>().join(" · ")
}

fn rests_on(texts: &Texts, card: &Card) -> Option<String> {
    let speech_ms = whole(value_of(card, MeasureName::PhonationMs)?);
    let words = whole(value_of(card, MeasureName::Words)?);
    let words = texts.say_with("count-words", &[("count", words.into())]);
    Some(texts.say_with("card-rests-on", &[("speech", texts.duration(speech_ms).into()), ("words", words.into())]))
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "from 0 and far below the limit")]
fn whole(value: f64) -> u64 {
    value.max(0.0).round() as u64
}

fn feedback(texts: &Texts, card: &Card) -> Html {
    let feedback = &card.feedback;
    let said = [
        ("👍", "card-strength", &feedback.strength),
        ("🔧", "card-fix", &feedback.fix),
        ("➡️", "card-next", &feedback.next),
    ];
    let shown = said.into_iter().filter(|(_, _, text)| !text.trim().is_empty());
    shown.fold(Html::new(), |html, (mark, id, text)| {
        let label = Html::new().text(&format!("{mark} ")).bold(&format!("{}:", texts.say(id)));
        html.line(label.text(&format!(" {}", cut(text, SAID_CHARS_MAX))))
    })
}

/// The try before and this one, side by side; nothing where nothing of both was measured.
fn comparison(texts: &Texts, card: &Card, earlier: &Earlier) -> Html {
    let assessment = &card.assessment;
    let is_same_scale = (assessment.max - earlier.max).abs() < f32::EPSILON;
    let scores = earlier.score.zip(assessment.score).filter(|_| is_same_scale);
    let paces = earlier.words_per_minute.zip(value_of(card, MeasureName::WordsPerMinute));
    let change = |id: &str, before: String, after: String| {
        texts.say_with(id, &[("before", before.into()), ("after", after.into())])
    };
    let parts: Vec<String> = [
        scores.map(|(before, after)| change("card-earlier-score", texts.points(before), texts.points(after))),
        paces.map(|(before, after)| change("card-earlier-pace", format!("{before:.0}"), format!("{after:.0}"))),
    ]
    .into_iter()
    .flatten()
    .collect();
    if parts.is_empty() {
        return Html::new();
    }
    let heading = texts.say_with("card-earlier", &[("ago", texts.days_ago(earlier.days_ago).into())]);
    let html = Html::new().bold(&heading).text(&format!(" {}", parts.join(", ")));
    let interval = assessment.low.zip(assessment.high);
    let is_within = |(before, after): (f32, f32)| {
        (before - after).abs() > f32::EPSILON && interval.is_some_and(|(low, high)| low <= before && before <= high)
    };
    if scores.is_some_and(is_within) { html.line(Html::new().italic(&texts.say("card-earlier-within"))) } else { html }
}

fn buttons(texts: &Texts, card: &Card, context: &CardContext) -> Vec<Vec<Button>> {
    let answer = context.answer;
    let again = context.prompt.map(|prompt| button(texts.say("button-again"), Press::Again(prompt)));
    let next = button(texts.say("button-next"), Press::Prompt(card.task));
    let better = context.can_hear.then(|| button(texts.say("button-better"), Press::Better(answer)));
    let why = button(texts.say("button-why"), Press::Why(answer));
    let has_words = !card.transcript.words.is_empty();
    let doubts = has_words.then(|| button(texts.say("button-doubts"), Press::Doubts(answer, 0)));
    let rows = [
        again.into_iter().chain([next]).collect::<Vec<_>>(),
        better.into_iter().collect(),
        [why].into_iter().chain(doubts).collect(),
    ];
    rows.into_iter().filter(|row| !row.is_empty()).collect()
}
