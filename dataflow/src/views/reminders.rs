//! Who is to be reminded today.
//!
//! A learner who chose an hour is reminded when that hour comes on a day of theirs without practice, once. A reminder
//! whose day is over is not made up for. Whoever cannot be reached is left alone until heard of again.

use serde::{Deserialize, Serialize};

use super::wake::Wake;
use crate::calendar::local_day;
use crate::events::{AnswerFact, Event, FailureClass, LearnerFact, LearnerId, Record, Setting, Wanted};
use crate::graph::Rows;
use crate::operators::{DAY_MS, FOREVER, HOUR_MS, Place, Role, Values, Verdict, dated, unfinished};
use crate::records::Records;
use crate::requests::RemindRequest;

/// What is to be done about reminders.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Reminding {
    /// The hour has come.
    Due(RemindRequest),
    /// It comes then.
    Later(Wake),
}

/// One row per learner whose hour has come on a day without practice, or who has an hour that will come.
///
/// Retracted when the learner practises, is reminded, chooses otherwise, or is erased.
pub fn reminders<'scope>(records: &Records<'scope>) -> Rows<'scope, Reminding> {
    let facts = records.facts(ReminderFact::of);
    let present = unfinished(facts, "reachable", ReminderFact::place);
    dated(
        present,
        "reminders",
        |fact| (fact.learner, fact.says),
        |learner, says, now_us| reminding(*learner, says, now_us),
    )
}

/// A fact about reminders of a learner.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
struct ReminderFact {
    learner: LearnerId,
    says: Says,
}

/// In the order of time within each kind, so that the last one stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
enum Says {
    Hour { occurred_at_ms: u64, hour: Option<u8> },
    Offset { occurred_at_ms: u64, offset_min: i16 },
    Practised { occurred_at_ms: u64, pos: u64 },
    Reminded { day: u32 },
    Heard { pos: u64 },
    Refused { pos: u64 },
    Erased,
}

impl ReminderFact {
    fn of(record: &Record) -> Option<Self> {
        let pos = record.pos;
        let (learner, says) = match &record.event {
            Event::Answer { learner, fact, .. } => (*learner, of_answer(pos, fact)?),
            Event::Learner { learner, fact: LearnerFact::Erased } => (*learner, Says::Erased),
            Event::Learner { learner, fact: LearnerFact::SettingChanged(changed) } => {
                let occurred_at_ms = changed.occurred_at_ms;
                let says = match changed.setting {
                    Setting::ReminderHour(hour) => Says::Hour { occurred_at_ms, hour },
                    Setting::UtcOffsetMin(offset_min) => Says::Offset { occurred_at_ms, offset_min },
                    Setting::Language(_) | Setting::ShortFeedback(_) | Setting::ReadyNotice(_) => return None,
                };
                (*learner, says)
            }
            Event::Learner { .. } | Event::System(_) => return None,
        };
        Some(ReminderFact { learner, says })
    }

    /// A learner is one open group until erased.
    fn place(&self) -> Place<LearnerId, ()> {
        match self.says {
            Says::Erased => Place { key: self.learner, group: None, role: Role::Ends },
            Says::Hour { .. }
            | Says::Offset { .. }
            | Says::Practised { .. }
            | Says::Reminded { .. }
            | Says::Heard { .. }
            | Says::Refused { .. } => Place { key: self.learner, group: Some(()), role: Role::Opens },
        }
    }
}

/// Of practice only the day counts, and of being heard only the last; so most answers add nothing new.
fn of_answer(pos: u64, fact: &AnswerFact) -> Option<Says> {
    if let AnswerFact::VoiceReceived(voice) = fact {
        return Some(Says::Practised { occurred_at_ms: voice.occurred_at_ms, pos });
    }
    if let AnswerFact::MessageRequested(message) = fact {
        if let Wanted::Reminder { day } = message.wanted {
            return Some(Says::Reminded { day });
        }
        return (!message.wanted.is_bulk()).then_some(Says::Heard { pos });
    }
    let AnswerFact::AttemptFailed(failure) = fact else { return None };
    (failure.class == FailureClass::Refused).then_some(Says::Refused { pos })
}

fn reminding(learner: LearnerId, says: Values<'_, Says>, now_us: u64) -> Verdict<Reminding> {
    let (mut chosen, mut offset_min) = (None, 0);
    let (mut practised, mut reminded) = (Vec::new(), None);
    let (mut heard, mut refused) = (0, 0);
    for says in says {
        match *says {
            Says::Hour { occurred_at_ms, hour } => chosen = hour.map(|hour| (hour, occurred_at_ms)),
            Says::Offset { offset_min: offset, .. } => offset_min = offset,
            Says::Practised { occurred_at_ms, pos } => {
                practised.push(occurred_at_ms);
                heard = heard.max(pos);
            }
            Says::Reminded { day } => reminded = reminded.max(Some(day)),
            Says::Heard { pos } => heard = heard.max(pos),
            Says::Refused { pos } => refused = refused.max(pos),
            Says::Erased => {}
        }
    }
    let nothing = Verdict { rows: Vec::new(), look_at_us: FOREVER };
    let Some((hour, chosen_at_ms)) = chosen.filter(|_| refused <= heard) else { return nothing };
    let now_ms = now_us / 1_000;
    let today = local_day(now_ms, offset_min);
    let moment_ms = |day: u32| {
        let local_ms = u64::from(day) * DAY_MS + u64::from(hour) * HOUR_MS;
        local_ms.saturating_add_signed(-i64::from(offset_min) * 60_000)
    };
    let is_over = |day| {
        reminded >= Some(day)
            || moment_ms(day) <= chosen_at_ms
            || practised.iter().any(|occurred_at_ms| local_day(*occurred_at_ms, offset_min) == day)
    };
    let is_due = moment_ms(today) <= now_ms && !is_over(today);
    let next = if moment_ms(today) > now_ms { today } else { today.saturating_add(1) };
    let date_us = moment_ms(next).saturating_mul(1_000);
    let mut rows = vec![Reminding::Later(Wake { date_us, learner: Some(learner) })];
    if is_due {
        rows.push(Reminding::Due(RemindRequest { learner, day: today }));
    }
    // A day without a reminder ends at midnight, before the next hour comes.
    let midnight_ms =
        (u64::from(today.saturating_add(1)) * DAY_MS).saturating_add_signed(-i64::from(offset_min) * 60_000);
    Verdict { rows, look_at_us: date_us.min(midnight_ms.saturating_mul(1_000)) }
}
