//! Corrections: what was said struck out, what to say instead, and why.

use dataflow::documents::Correction;

use crate::messages::html::{Html, cut};
use crate::texts::Texts;

/// Most corrections that are shown; more would bury the first.
pub(super) const CORRECTIONS_MAX: usize = 12;

/// A correction on one line.
pub(super) fn line(texts: &Texts, correction: &Correction) -> Html {
    let said = Html::new().text("· ").struck(&cut(&correction.said, 120)).text(" ");
    let better = cut(&correction.better, 120);
    let said = if better.trim().is_empty() { said.italic(&texts.say("card-leave-out")) } else { said.bold(&better) };
    match cut(&correction.reason, 160) {
        reason if reason.trim().is_empty() => said,
        reason => said.text(&format!(" – {reason}")),
    }
}
