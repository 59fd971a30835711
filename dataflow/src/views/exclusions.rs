//! Answers that do not count as growth, each with its reason.

use serde::{Deserialize, Serialize};

use super::chains::{ChainRow, Exclusion};
use super::spoken::SpokenAnswer;
use crate::graph::Rows;

/// An answer that does not count as growth.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct ExclusionRow {
    /// The answer.
    pub answer: SpokenAnswer,
    /// Why.
    pub exclusion: Exclusion,
}

/// One row per answer that an operator excluded, that follows the sample answer of its prompt, or that repeats a prompt
/// of which an earlier answer counts. Retracted when that changes, as by an earlier answer that becomes known late.
pub fn exclusions<'scope>(chains: Rows<'scope, ChainRow>) -> Rows<'scope, ExclusionRow> {
    chains.flat_map(|row| match row {
        ChainRow::Excluded { answer, exclusion } => Some(ExclusionRow { answer, exclusion }),
        ChainRow::Counted(_) | ChainRow::Attempts(_) => None,
    })
}
