//! Attempts at one prompt, in the order in which they were spoken.
//!
//! What is said of a chain as a whole: which of its answers do not count as growth, and how its attempts compare. Not a
//! view of its own: `exclusions` and `attempts` are made of it.

use serde::{Deserialize, Serialize};

use super::attempts::AttemptsRow;
use super::practice::Practice;
use super::spoken::SpokenAnswer;
use crate::events::{AnswerId, ExclusionReason, LearnerId, PromptId};
use crate::graph::Rows;
use crate::operators::{Made, Values, grouped};

/// An answer of which at least this share of words, in thousandths, follows the sample answer was read, not spoken.
pub const NEAR_COPY_MILLI: u16 = 700;

/// Why an answer does not count as growth. Of several reasons the first one here stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Exclusion {
    /// An operator said so.
    Operator(ExclusionReason),
    /// It follows the sample answer of its prompt.
    NearCopy,
    /// The learner had answered this prompt before.
    Repeat,
}

/// What is said of a chain.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum ChainRow {
    /// One of its answers counts.
    Counted(SpokenAnswer),
    /// One of its answers does not count as growth.
    Excluded {
        /// The answer.
        answer: SpokenAnswer,
        /// Why.
        exclusion: Exclusion,
    },
    /// It has several attempts.
    Attempts(AttemptsRow),
}

/// What is said of each chain: one row per answer, whether it counts or not, and one per chain of at least two attempts.
///
/// An answer without a prompt is a chain of its own. Attempts that an operator excluded are not compared.
pub fn chains<'scope>(spoken: Rows<'scope, SpokenAnswer>) -> Rows<'scope, ChainRow> {
    grouped(spoken, "chains", |answer| (chain(answer), InOrder(*answer)), |_, answers| judged(answers))
}

impl ChainRow {
    /// The answer, if it counts.
    pub fn counted(self) -> Option<SpokenAnswer> {
        match self {
            ChainRow::Counted(answer) => Some(answer),
            ChainRow::Excluded { .. } | ChainRow::Attempts(_) => None,
        }
    }

    /// What the answer adds to practice; one that does not count adds no score.
    pub fn practised(self) -> Option<Practice> {
        match self {
            ChainRow::Counted(answer) => Some(Practice::of(&answer)),
            ChainRow::Excluded { answer, .. } => Some(Practice::of(&SpokenAnswer { score_milli: None, ..answer })),
            ChainRow::Attempts(_) => None,
        }
    }
}

/// What ties answers together.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Chain {
    Prompt(LearnerId, PromptId),
    Alone(LearnerId, AnswerId),
}

fn chain(answer: &SpokenAnswer) -> Chain {
    match answer.prompt {
        Some(prompt) => Chain::Prompt(answer.learner, prompt),
        None => Chain::Alone(answer.learner, answer.answer),
    }
}

/// Answers of one learner in the order in which they were spoken.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct InOrder(SpokenAnswer);

fn judged(answers: Values<'_, InOrder>) -> Made<ChainRow> {
    let mut rows = Made::new();
    let mut is_taken = false;
    let mut attempts = 0;
    let (mut first, mut latest) = (None, None);
    for InOrder(answer) in answers {
        if answer.excluded.is_none() {
            attempts += 1;
            first = first.or(Some(*answer));
            latest = Some(*answer);
        }
        match exclusion(answer, is_taken) {
            Some(exclusion) => rows.push(ChainRow::Excluded { answer: *answer, exclusion }),
            None => {
                is_taken = true;
                rows.push(ChainRow::Counted(*answer));
            }
        }
    }
    if attempts > 1 {
        let compared = first.zip(latest).and_then(|(first, latest)| AttemptsRow::of(attempts, &first, &latest));
        rows.extend(compared.map(ChainRow::Attempts));
    }
    rows
}

fn exclusion(answer: &SpokenAnswer, is_taken: bool) -> Option<Exclusion> {
    if let Some(reason) = answer.excluded {
        return Some(Exclusion::Operator(reason));
    }
    if answer.sample_overlap_milli.is_some_and(|share| share >= NEAR_COPY_MILLI) {
        return Some(Exclusion::NearCopy);
    }
    is_taken.then_some(Exclusion::Repeat)
}
