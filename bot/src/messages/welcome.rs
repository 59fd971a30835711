//! The first steps: a greeting, the language, the consents.

use std::collections::BTreeMap;

use dataflow::events::{Purpose, StudyId};

use super::html::{Html, button, cut};
use crate::message::{Button, Message};
use crate::press::{Press, purpose_name};
use crate::texts::Texts;

/// Where a learner stands on a purpose.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Standing {
    /// Agreed to the text as it is.
    Given,
    /// Agreed to an earlier text.
    Earlier,
    /// Not agreed.
    NotGiven,
}

/// A greeting, and the languages to choose from. `study` is the study that the invitation belongs to, with its title.
pub fn welcome(texts: &Texts, study: Option<(StudyId, &str)>) -> Message {
    let mut html = Html::new().bold(&texts.say("welcome-title")).paragraph(Html::new().text(&texts.say("welcome")));
    if let Some((_, title)) = study {
        let invitation = texts.say_with("welcome-study", &[("study", cut(title, 120).into())]);
        html = html.paragraph(Html::new().text(&invitation));
    }
    html.paragraph(Html::new().text(&texts.say("welcome-language")))
        .message(language_buttons(study.map(|(study, _)| study)))
}

/// The languages to choose from.
pub fn languages(texts: &Texts) -> Message {
    Html::new().text(&texts.say("languages")).message(language_buttons(None))
}

/// Each language under its own name; choosing one goes on with the study.
fn language_buttons(study: Option<StudyId>) -> Vec<Vec<Button>> {
    let press = |language| study.map_or(Press::Language(language), |study| Press::LanguageFor(language, study));
    let names = Texts::all().iter();
    let buttons: Vec<Button> = names.map(|texts| button(texts.say("language-name"), press(texts.language()))).collect();
    buttons.chunks(2).map(<[Button]>::to_vec).collect()
}

/// What the learner agrees to, purpose by purpose, with a button that changes each. What is not in `given` is not given.
pub fn consents(texts: &Texts, given: &BTreeMap<Purpose, Standing>) -> Message {
    let html = Html::new().bold(&texts.say("consents-title"));
    purposes(texts, html.line(Html::new().text(&texts.say("consents"))), given)
}

/// The same before practice goes on, because the text has changed since the learner agreed.
pub fn renewed(texts: &Texts, given: &BTreeMap<Purpose, Standing>) -> Message {
    let html = Html::new().bold(&texts.say("consents-title"));
    purposes(texts, html.line(Html::new().text(&texts.say("consents-renewed"))), given)
}

fn purposes(texts: &Texts, mut html: Html, given: &BTreeMap<Purpose, Standing>) -> Message {
    let standing = |purpose: Purpose| given.get(&purpose).copied().unwrap_or(Standing::NotGiven);
    let mut buttons = Vec::new();
    for purpose in Purpose::ALL {
        let name = purpose_name(purpose);
        let title = texts.say(&format!("consent-{name}"));
        let (mark, state) = match standing(purpose) {
            Standing::Given => ("✅", "consent-given"),
            Standing::Earlier => ("↻", "consent-earlier"),
            Standing::NotGiven => ("☐", "consent-not-given"),
        };
        let heading = Html::new().text(&format!("{mark} ")).bold(&title).text(&format!(" ({})", texts.say(state)));
        html = html.paragraph(heading).line(Html::new().text(&texts.say(&format!("consent-{name}-meaning"))));
        let gives = standing(purpose) != Standing::Given;
        buttons.push(vec![button(format!("{mark} {title}"), Press::Consent(purpose, gives))]);
        if standing(purpose) == Standing::Earlier {
            buttons.push(vec![button(format!("✖ {title}"), Press::Consent(purpose, false))]);
        }
    }
    if standing(Purpose::Service) == Standing::Given {
        buttons.push(vec![button(texts.say("button-continue"), Press::Clock)]);
    }
    html.message(buttons)
}
