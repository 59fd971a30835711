//! Which messages go out now.

use super::chats;
use super::outstanding::{Candidate, request};
use crate::events::{AnswerFact, Event, LearnerId, ProviderId, Record, Rule, Step};
use crate::graph::Row;
use crate::views::{Held, HeldReason, MESSAGES_PER_SECOND, Wake};

/// Of what could be sent, what may be sent now: so many a second, one a second in a chat, in the order of the turns.
pub(super) fn paced(mut sendable: Vec<&Candidate>, records: &[Record], now_us: u64) -> Vec<Row> {
    const SECOND_US: u64 = 1_000_000;
    let limit = chats::last_rule(records, |rule| match rule {
        Rule::MessagesPerSecond(limit) => Some(limit),
        _ => None,
    });
    let limit = usize::from(limit.unwrap_or(MESSAGES_PER_SECOND));
    let started: Vec<(LearnerId, u64)> = records
        .iter()
        .filter(|record| now_us < record.at_us + SECOND_US)
        .filter_map(|record| match &record.event {
            Event::Answer { learner, fact: AnswerFact::AttemptStarted(start), .. } => {
                let sends = matches!(start.step, Step::Acknowledge | Step::Deliver | Step::Send);
                sends.then_some((*learner, record.at_us))
            }
            _ => None,
        })
        .collect();
    sendable.sort_by_key(|candidate| (candidate.turn, candidate.of));
    let mut chosen: Vec<&Candidate> = Vec::new();
    for candidate in &sendable {
        let learner = candidate.of.learner;
        let is_busy =
            started.iter().any(|(busy, _)| *busy == learner) || chosen.iter().any(|c| c.of.learner == learner);
        if limit == 0 || (!is_busy && started.len() + chosen.len() < limit) {
            chosen.push(candidate);
        }
    }
    let mut rows = Vec::new();
    for candidate in &sendable {
        rows.push(if chosen.iter().any(|chosen| chosen.of == candidate.of) {
            Row::Due(request(candidate, ProviderId::HERE))
        } else {
            Row::Held(Held { of: candidate.of, reason: HeldReason::Paced })
        });
    }
    if chosen.len() < sendable.len() {
        let first_us = started.iter().map(|(_, at_us)| *at_us).min();
        rows.extend(first_us.map(|at_us| Row::Wake(Wake { date_us: at_us + SECOND_US, learner: None })));
    }
    rows
}
