//! How facts about the system itself are written: most are said by their id alone.

use serde::{Deserialize, Serialize};

use super::codec::{CodecError, read};
use super::kinds::Kind;
use super::{EventId, Offered, Rule, SystemFact};

/// Bits of an id below its kind.
const WHICH: u64 = 0x00ff_ffff_ffff_ffff;

/// What tells facts of one kind about the system apart.
pub(super) fn which_of_system(fact: &SystemFact) -> u64 {
    match fact {
        SystemFact::EpochOpened { epoch } => u64::from(*epoch),
        SystemFact::UpdateIgnored { update_id } | SystemFact::UpdateQuarantined { update_id } => update_id & WHICH,
        SystemFact::Ordered { occurred_at_ms, rule } => {
            u64::from(rule.number()) << 48 | occurred_at_ms & 0xffff_ffff_ffff
        }
        SystemFact::Offered(Offered { occurred_at_ms, step, .. }) => {
            (*step as u64) << 48 | occurred_at_ms & 0xffff_ffff_ffff
        }
        SystemFact::StudyCreated(created) => u64::from(created.study.0),
        SystemFact::Destroyed { pos } => pos & WHICH,
    }
}

/// The body of a rule.
#[derive(Serialize, Deserialize)]
pub(super) struct Ordered {
    pub(super) occurred_at_ms: u64,
    pub(super) rule: Rule,
}

pub(super) fn system_fact(kind: Kind, id: EventId, body: &str) -> Result<Option<SystemFact>, CodecError> {
    let which = id.fact & WHICH;
    Ok(Some(match kind.number {
        64 => SystemFact::EpochOpened { epoch: u32::try_from(which).unwrap_or(u32::MAX) },
        65 => SystemFact::UpdateIgnored { update_id: which },
        66 => SystemFact::UpdateQuarantined { update_id: which },
        67 => {
            let Ordered { occurred_at_ms, rule } = read(kind, body)?;
            SystemFact::Ordered { occurred_at_ms, rule }
        }
        68 => SystemFact::Offered(read(kind, body)?),
        69 => SystemFact::StudyCreated(read(kind, body)?),
        70 => SystemFact::Destroyed { pos: which },
        _ => return Ok(None),
    }))
}

impl Rule {
    /// Tells rules of one kind from another.
    pub fn number(&self) -> u8 {
        match self {
            Rule::Paused(_) => 0,
            Rule::AnswersPerDay(_) => 1,
            Rule::MessagesPerSecond(_) => 2,
            Rule::SpentPerDay(_) => 3,
            Rule::SpentPerLearner(_) => 4,
        }
    }
}
