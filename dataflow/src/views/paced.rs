//! Which messages go out now, so that the chat's server is never asked for more than it takes.
//!
//! At most so many starts a second over all chats, and one a second in each. What is over these limits waits, in the
//! order of its turn: whoever speaks is heard first, then what somebody waits for, last what nobody asked for. One
//! chat that wants much holds nobody else up.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::ready::Ready;
use super::rules::{MESSAGES_PER_SECOND, RuleRow};
use super::wake::Wake;
use crate::events::{AnswerFact, AnswerRun, AttemptStarted, Event, LearnerId, Record, Rule, Step};
use crate::graph::Rows;
use crate::operators::{FOREVER, Values, Verdict, dated, until};
use crate::records::Records;

/// The time that a limit is about, in microseconds.
pub const PACE_US: u64 = 1_000_000;

/// What the limits make of what could be sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Paced {
    /// It goes out now.
    Admitted(Ready),
    /// Something has to be looked at then.
    Later(Wake),
}

/// One row per step of a chat that may start now, and one for the next date, if something waits.
pub fn paced<'scope>(
    sendable: Rows<'scope, Ready>,
    records: &Records<'scope>,
    rules: Rows<'scope, RuleRow>,
) -> Rows<'scope, Paced> {
    let starts = until(records.facts(start), "recent starts").map(Pace::Started);
    let limits = rules.flat_map(|row| limit(row.rule));
    let waiting = sendable.map(Pace::Waits);
    dated(starts.concat(limits).concat(waiting), "paced", |pace| ((), *pace), |(), pace, now_us| admitted(pace, now_us))
}

/// Something that decides about the pace, in the order in which the rule wants to see it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
enum Pace {
    /// So many starts a second.
    Limit(u16),
    Started(Start),
    Waits(Ready),
}

/// A message of a chat was started. Two of one chat in one commit are two.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
struct Start {
    at_us: u64,
    learner: LearnerId,
    of: AnswerRun,
    step: Step,
    attempt: u16,
}

/// A start counts for a second.
fn start(record: &Record) -> Option<(Start, u64)> {
    let Event::Answer { learner, of, fact: AnswerFact::AttemptStarted(start) } = &record.event else { return None };
    let sends = matches!(start.step, Step::Acknowledge | Step::Deliver | Step::Send);
    let AttemptStarted { step, attempt, .. } = *start;
    let start = Start { at_us: record.at_us, learner: *learner, of: *of, step, attempt };
    sends.then_some((start, record.at_us.saturating_add(PACE_US)))
}

fn limit(rule: Rule) -> Option<Pace> {
    match rule {
        Rule::MessagesPerSecond(per_second) => Some(Pace::Limit(per_second)),
        Rule::Paused(_) | Rule::AnswersPerDay(_) | Rule::SpentPerDay(_) | Rule::SpentPerLearner(_) => None,
    }
}

fn admitted(pace: Values<'_, Pace>, _now_us: u64) -> Verdict<Paced> {
    let mut per_second = usize::from(MESSAGES_PER_SECOND);
    let mut starts = Vec::new();
    let mut waiting = Vec::new();
    for pace in pace {
        match pace {
            Pace::Limit(limit) => per_second = usize::from(*limit),
            Pace::Started(start) => starts.push(*start),
            Pace::Waits(ready) => waiting.push(*ready),
        }
    }
    if per_second == 0 {
        let rows = waiting.into_iter().map(Paced::Admitted).collect();
        return Verdict { rows, look_at_us: FOREVER };
    }
    let mut busy: BTreeSet<LearnerId> = starts.iter().map(|start| start.learner).collect();
    let mut places = per_second.saturating_sub(starts.len());
    waiting.sort_by_key(|ready| (ready.turn, *ready));
    let mut rows = Vec::new();
    for ready in &waiting {
        if places == 0 {
            break;
        }
        if busy.insert(ready.of.learner) {
            rows.push(Paced::Admitted(*ready));
            places -= 1;
        }
    }
    let mut look_at_us = FOREVER;
    if rows.len() < waiting.len() {
        // With nothing started, what waits is admitted as soon as what goes before it has started.
        let next = starts.first().map(|start| start.at_us.saturating_add(PACE_US));
        look_at_us = next.unwrap_or(FOREVER);
        rows.extend(next.map(|date_us| Paced::Later(Wake { date_us, learner: None })));
    }
    Verdict { rows, look_at_us }
}
