//! The words that each learner used for the first time in the last week.

use serde::{Deserialize, Serialize};

use super::said::Said;
use crate::events::{LearnerId, LemmaId};
use crate::graph::Rows;
use crate::operators::{Once, Share, Windows, earliest, sliding};

/// A word that a learner has begun to use.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct NewWordRow {
    /// Who.
    pub learner: LearnerId,
    /// Which word.
    pub lemma: LemmaId,
    /// When it was first used, in milliseconds since the Unix epoch.
    pub first_used_ms: u64,
}

/// One row per learner and lemma whose first use of all lies in the last 7 days of event time.
///
/// Changes when a late answer shows an earlier use, or when the first one is run again; leaves at the first full UTC
/// hour after the week, or when the learner is erased. A word outside the frequency list yields no row.
pub fn new_words<'scope>(said: Rows<'scope, Said>) -> Rows<'scope, NewWordRow> {
    let first_uses = earliest(
        said,
        "first_uses",
        Said::bag,
        |word| word.lemma,
        |learner, lemma, first_used_ms| NewWordRow { learner: *learner, lemma, first_used_ms },
    );
    sliding(first_uses, "new_words", Windows::days([7]), share, |first_use, _| Some(*first_use))
}

/// There is one first use of a word, so it is a key of its own.
fn share(first_use: &NewWordRow) -> Share<NewWordRow, Once> {
    Share { key: *first_use, event_ms: first_use.first_used_ms, part: Once }
}
