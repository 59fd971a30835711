//! Which answers of each learner may be worked on.

use serde::{Deserialize, Serialize};

use super::progress::{News, Progress};
use crate::events::{AnswerRun, LearnerId, Step};
use crate::graph::Rows;

/// An answer that may be worked on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Current {
    /// Who spoke.
    pub learner: LearnerId,
    /// Which run of which answer.
    pub of: AnswerRun,
}

/// One row per open run among the oldest of its learner: as many as its source allows to be in flight.
///
/// Retracted when the run ends; the next oldest takes its place.
pub fn current<'scope>(progress: Rows<'scope, Progress>) -> Rows<'scope, Current> {
    let opened_by_learner = progress.flat_map(|progress| opened(&progress));
    let oldest_by_learner = opened_by_learner.reduce_named("oldest_by_learner", |_learner, opened, oldest| {
        let in_turn = opened.iter().enumerate().take_while(|(rank, (opened, _count))| opened.allows(*rank));
        oldest.extend(in_turn.map(|(_rank, (opened, _count))| (opened.of, 1)));
    });
    oldest_by_learner.map(|(learner, of)| Current { learner, of })
}

/// A receipt, ordered by its place in the log.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
struct Opened {
    pos: u64,
    of: AnswerRun,
    in_flight_max: u8,
}

impl Opened {
    /// Whether this answer may be in flight behind so many older ones.
    fn allows(&self, older: usize) -> bool {
        older < usize::from(self.in_flight_max.max(1))
    }
}

fn opened(progress: &Progress) -> Option<(LearnerId, Opened)> {
    match progress.news {
        News::Opened { pos, in_flight_max, first: Step::Acknowledge, urgency: _ } => {
            Some((progress.learner, Opened { pos, of: progress.of, in_flight_max }))
        }
        News::Opened { .. } | News::Started { .. } | News::Failed { .. } | News::Done(_) | News::Ended => None,
    }
}
