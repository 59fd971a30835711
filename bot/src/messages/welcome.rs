//! The first steps: a greeting, the language, the consents.

use std::collections::BTreeMap;

use dataflow::events::Purpose;

use super::html::{Html, button, cut};
use crate::message::{Button, Message};
use crate::press::{Press, purpose_name};
use crate::texts::Texts;

/// A greeting, and the languages to choose from. `study` is the name of the study that the invitation belongs to.
pub fn welcome(texts: &Texts, study: Option<&str>) -> Message {
    let mut html = Html::new().bold(&texts.say("welcome-title")).paragraph(Html::new().text(&texts.say("welcome")));
    if let Some(study) = study {
        let invitation = texts.say_with("welcome-study", &[("study", cut(study, 120).into())]);
        html = html.paragraph(Html::new().text(&invitation));
    }
    html.paragraph(Html::new().text(&texts.say("welcome-language"))).message(language_buttons())
}

/// The languages to choose from.
pub fn languages(texts: &Texts) -> Message {
    Html::new().text(&texts.say("languages")).message(language_buttons())
}

/// Each language under its own name.
fn language_buttons() -> Vec<Vec<Button>> {
    let names = Texts::all().iter();
    let buttons: Vec<Button> =
        names.map(|texts| button(texts.say("language-name"), Press::Language(texts.language()))).collect();
    buttons.chunks(2).map(<[Button]>::to_vec).collect()
}

/// What the learner agrees to, purpose by purpose, with a button that changes each. What is not in `given` is not given.
pub fn consents(texts: &Texts, given: &BTreeMap<Purpose, bool>) -> Message {
    let is_given = |purpose: Purpose| given.get(&purpose).copied().unwrap_or(false);
    let mut html = Html::new().bold(&texts.say("consents-title"));
    html = html.line(Html::new().text(&texts.say("consents")));
    let mut buttons = Vec::new();
    for purpose in Purpose::ALL {
        let name = purpose_name(purpose);
        let title = texts.say(&format!("consent-{name}"));
        let (mark, state) = if is_given(purpose) { ("✅", "consent-given") } else { ("☐", "consent-not-given") };
        let heading = Html::new().text(&format!("{mark} ")).bold(&title).text(&format!(" ({})", texts.say(state)));
        html = html.paragraph(heading).line(Html::new().text(&texts.say(&format!("consent-{name}-meaning"))));
        buttons.push(vec![button(format!("{mark} {title}"), Press::Consent(purpose, !is_given(purpose)))]);
    }
    if is_given(Purpose::Service) {
        buttons.push(vec![button(texts.say("button-continue"), Press::Clock)]);
    }
    html.message(buttons)
}
