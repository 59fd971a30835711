//! The measures of an answer with what is typical, and those that are withheld with the reason.

use std::collections::BTreeMap;

use dataflow::documents::{Card, thousandths};
use dataflow::measures::{MeasureName, Withheld};

use crate::messages::html::{Html, cut};
use crate::texts::Texts;

/// The value of a measure in its unit; none where it is withheld.
pub(in crate::messages) fn value_of(card: &Card, name: MeasureName) -> Option<f64> {
    card.measures.get(name.name()).copied().flatten()
}

/// A line for each measure, then one for each reason to withhold some.
pub(super) fn lines(texts: &Texts, card: &Card) -> Vec<Html> {
    let measured = MeasureName::READ_BY_LEARNERS
        .into_iter()
        .filter_map(|name| Some(line(texts, card, name, value_of(card, name)?)));
    measured.chain(withheld(texts, card)).collect()
}

fn line(texts: &Texts, card: &Card, name: MeasureName, value: f64) -> Html {
    let is_time = name.unit() == "ms";
    let measured = if is_time {
        texts.say_with("seconds", &[("count", texts.marked(&format!("{:.1}", value / 1_000.0)).into())])
    } else {
        texts.number(value)
    };
    let mut line = format!("· {}: {measured}", label(texts, name));
    if let Some((low, high)) = name.typical(card.task) {
        let milli = |value: i64| texts.number(thousandths(value));
        let scale = if is_time { 1_000 } else { 1 };
        let values = [("low", milli(low / scale).into()), ("high", milli(high / scale).into())];
        line = format!("{line} ({})", texts.say_with("card-typical", &values));
    }
    Html::new().text(&line)
}

fn withheld(texts: &Texts, card: &Card) -> impl Iterator<Item = Html> {
    let mut names_by_reason: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for name in MeasureName::READ_BY_LEARNERS {
        let of_name = card.withheld.iter().find(|withheld| withheld.measure == name.name());
        if let Some(withheld) = of_name {
            names_by_reason.entry(&withheld.reason).or_default().push(label(texts, name));
        }
    }
    names_by_reason.into_iter().map(|(reason, names)| {
        let values = [("reason", told(texts, reason).into()), ("measures", names.join(", ").into())];
        Html::new().italic(&format!("· {}", texts.say_with("card-withheld", &values)))
    })
}

fn label(texts: &Texts, name: MeasureName) -> String {
    texts.say(&format!("measure-{}", name.name()))
}

/// A reason in the learner's language, where it is one of ours.
fn told(texts: &Texts, reason: &str) -> String {
    let known = Withheld::ALL.into_iter().find(|withheld| withheld.reason() == reason);
    known.map_or_else(|| cut(reason, 120), |withheld| texts.say(&format!("withheld-{}", withheld.name())))
}
