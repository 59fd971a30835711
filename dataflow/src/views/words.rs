//! The words that each learner uses most.

use serde::{Deserialize, Serialize};

use super::said::Said;
use crate::events::{LearnerId, LemmaId};
use crate::graph::Rows;
use crate::operators::{Windows, most};

/// How many words of each learner are told.
pub const ACTIVE_WORDS: usize = 30;

/// One of the words that a learner uses most.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct WordRow {
    /// Who.
    pub learner: LearnerId,
    /// Which word.
    pub lemma: LemmaId,
    /// How often it was said in the last 30 days.
    pub uses: u32,
}

/// One row per learner and each of the [`ACTIVE_WORDS`] lemmas said most in the last 30 days of event time, repeats
/// included; of equals the more frequent in the language.
///
/// A use counts at once and leaves at the first full UTC hour after 30 days, or when its answer is run again or its
/// learner erased. A word outside the frequency list yields no row.
pub fn words<'scope>(said: Rows<'scope, Said>) -> Rows<'scope, WordRow> {
    let window = Windows::days([30]);
    most(
        said,
        "words",
        ACTIVE_WORDS,
        window,
        Said::bag,
        |word| (word.lemma, word.count),
        |learner, lemma, uses| WordRow { learner: *learner, lemma, uses },
    )
}
