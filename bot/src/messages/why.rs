//! Why an answer has its score: each criterion with what it rests on.

use dataflow::documents::{Card, Criterion};
use dataflow::events::AnswerId;

use super::card;
use super::html::{Html, button, cut};
use crate::message::{MESSAGE_CHARS_MAX, Message};
use crate::press::Press;
use crate::texts::Texts;

/// Room for the last line.
const RESERVE_CHARS: usize = 80;

/// Each criterion with its evidence; for a score that is withheld, why.
pub fn why(texts: &Texts, card: &Card, answer: AnswerId) -> Message {
    let assessment = &card.assessment;
    let mut html = Html::new().bold(&texts.say("why-title"));
    html = html.line(Html::new().italic(&card::label(texts, assessment)));
    if !assessment.rubric.is_empty() {
        let rubric = texts.say_with("why-rubric", &[("rubric", cut(&assessment.rubric, 80).into())]);
        html = html.line(Html::new().text(&rubric));
    }
    if assessment.score.is_none() {
        html = html.paragraph(Html::new().text(&texts.say("why-withheld")));
    }
    html = html.line(Html::new().text(&cut(assessment.note.as_deref().unwrap_or_default(), 300)));
    let mut is_whole = true;
    for criterion in &assessment.criteria {
        let mut lines = Html::new().bold(&heading(texts, criterion));
        for evidence in &criterion.evidence {
            lines = lines.line(Html::new().text(&format!("· {}", cut(evidence, 300))));
        }
        let longer = html.clone().paragraph(lines);
        if longer.visible() > MESSAGE_CHARS_MAX - RESERVE_CHARS {
            is_whole = false;
            break;
        }
        html = longer;
    }
    if !is_whole {
        html = html.paragraph(Html::new().italic(&texts.say("shortened")));
    }
    let has_words = !card.transcript.words.is_empty();
    let doubts = has_words.then(|| button(texts.say("button-doubts"), Press::Doubts(answer, 0)));
    html.message(vec![doubts.into_iter().chain([button(texts.say("button-menu"), Press::Menu)]).collect()])
}

fn heading(texts: &Texts, criterion: &Criterion) -> String {
    let name = cut(&criterion.name.replace('_', " "), 60);
    let values = [
        ("name", name.into()),
        ("score", criterion.score.into()),
        ("max", criterion.max.into()),
        ("low", criterion.low.into()),
        ("high", criterion.high.into()),
    ];
    texts.say_with("why-interval", &values)
}
