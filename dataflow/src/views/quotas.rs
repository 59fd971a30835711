//! How much of the daily quota each learner has used.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::chats::{Chat, Says, Voice};
use crate::calendar::local_day;
use crate::events::{AnswerId, LearnerId, Setting};
use crate::graph::Rows;
use crate::operators::{Made, Values, grouped};

/// The voice notes of one day that count.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct QuotaRow {
    /// Whose.
    pub learner: LearnerId,
    /// The day where the learner lives, in days since 1970-01-01.
    pub day: u32,
    /// The answers, in the order in which they were sent.
    pub used: Vec<AnswerId>,
}

impl QuotaRow {
    /// How many answers of the day came before this one; all of them if it is none of theirs.
    pub fn before(&self, answer: AnswerId) -> usize {
        self.used.iter().position(|used| *used == answer).unwrap_or(self.used.len())
    }
}

/// One row per learner and day on which a voice note came in and was not given back.
///
/// An answer is given back when it was cancelled, given up, or turned away before any work was done. Days are those of
/// the offset that the learner has chosen last.
pub fn quotas<'scope>(chats: Rows<'scope, Chat>) -> Rows<'scope, QuotaRow> {
    let counted = chats.filter(|chat| match chat.says {
        Says::Chose(changed) => matches!(changed.setting, Setting::UtcOffsetMin(_)),
        Says::Answered(_) | Says::Refunded(_) => true,
        Says::Registered(_) | Says::Asked(_) | Says::Erased => false,
    });
    grouped(counted, "quotas", |chat| (chat.learner, chat.says), |learner, says| used(*learner, says))
}

fn used(learner: LearnerId, says: Values<'_, Says>) -> Made<QuotaRow> {
    let (mut offset_min, mut voices, mut refunded) = (0, Vec::new(), BTreeSet::new());
    for says in says {
        match says {
            Says::Chose(changed) => {
                if let Setting::UtcOffsetMin(chosen) = changed.setting {
                    offset_min = chosen;
                }
            }
            Says::Answered(voice) => voices.push(*voice),
            Says::Refunded(of) => {
                refunded.insert(*of);
            }
            Says::Registered(_) | Says::Asked(_) | Says::Erased => {}
        }
    }
    let mut days: BTreeMap<u32, Vec<AnswerId>> = BTreeMap::new();
    for Voice { received, of } in voices {
        if !refunded.contains(&of) {
            days.entry(local_day(received.occurred_at_ms, offset_min)).or_default().push(of.answer);
        }
    }
    days.into_iter().map(|(day, used)| QuotaRow { learner, day, used }).collect()
}
