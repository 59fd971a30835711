//! What is left to do.

use std::collections::{BTreeMap, BTreeSet};

use super::paced::paced;
use super::providers::Providers;
use super::{chats, erased};
use crate::events::{
    AnswerFact, AnswerRun, AttemptStarted, Event, FailureClass, LearnerId, ProviderId, Record, Rule, Source, Step,
    SystemFact, Wanted,
};
use crate::graph::Row;
use crate::requests::{AttemptRequest, GiveUpRequest, Request};
use crate::views::{ATTEMPTS_MAX, DEATHS_MAX, FAILURES_MAX, Held, HeldReason, Hold, RunStep, Turn};

/// The records that outstanding work depends on: those of runs that have not ended, and of the system.
///
/// A log that was compacted this way, with anything appended to it, has the same outstanding work as the whole one. Of
/// chats the runs of the last days stay whole: reminders and the pace of sending depend on them.
pub fn outstanding(records: &[Record]) -> Vec<Record> {
    unended(records, &remembered(records))
}

/// The records of runs that have not ended, of those that are kept all the same, and of the system.
fn unended(records: &[Record], kept: &BTreeSet<AnswerRun>) -> Vec<Record> {
    let erased = erased(records);
    let ended: BTreeSet<AnswerRun> = records
        .iter()
        .filter_map(|record| match &record.event {
            Event::Answer { of, fact, .. } if fact.is_end() => Some(*of),
            Event::Answer { .. } | Event::Learner { .. } | Event::System(_) => None,
        })
        .collect();
    let newest_us = records.iter().map(|record| record.at_us).max().unwrap_or_default();
    let is_about_provider = |record: &Record, fact: &AnswerFact| {
        record.at_us.saturating_add(RECENT_US) > newest_us
            && matches!(fact, AnswerFact::CallPaid(_) | AnswerFact::AttemptFailed(_))
    };
    let is_kept = |record: &&Record| match &record.event {
        // Of a run without a receipt nothing is left to do.
        Event::Answer { fact, .. } if is_about_provider(record, fact) => true,
        Event::Answer { learner, of, .. } => !erased.contains(learner) && (!ended.contains(of) || kept.contains(of)),
        Event::Learner { .. } | Event::System(_) => true,
    };
    records.iter().filter(is_kept).cloned().collect()
}

/// How long an ended run is remembered as a whole, in microseconds.
const RECENT_US: u64 = 2 * 86_400_000_000;

/// Runs that reminders and the pace of sending depend on though they have ended: those of the last days, and of each
/// learner those that say whether anybody can be reached.
fn remembered(records: &[Record]) -> BTreeSet<AnswerRun> {
    let newest_us = records.iter().map(|record| record.at_us).max().unwrap_or_default();
    let is_recent = |record: &&Record| record.at_us.saturating_add(RECENT_US) > newest_us;
    let mut kept: BTreeSet<AnswerRun> =
        records.iter().filter(is_recent).filter_map(|record| record.event.run()).collect();
    let mut heard: BTreeMap<LearnerId, AnswerRun> = BTreeMap::new();
    for record in records {
        let Event::Answer { learner, of, fact } = &record.event else { continue };
        match fact {
            AnswerFact::VoiceReceived(_) => drop(heard.insert(*learner, *of)),
            AnswerFact::MessageRequested(message) if !message.wanted.is_bulk() => drop(heard.insert(*learner, *of)),
            AnswerFact::AttemptFailed(failure) if failure.class == FailureClass::Refused => drop(kept.insert(*of)),
            _ => {}
        }
    }
    kept.extend(heard.into_values());
    kept
}

/// An open run with its facts, in the order of the log.
struct OpenRun<'a> {
    learner: LearnerId,
    of: AnswerRun,
    received_pos: u64,
    in_flight_max: u8,
    /// The step that waits for nothing.
    first: Step,
    in_chat: bool,
    unasked: bool,
    facts: Vec<&'a AnswerFact>,
}

/// A step that could go on, were nothing in the way.
#[derive(Clone, Copy)]
pub(super) struct Candidate {
    pub(super) of: RunStep,
    starts: u16,
    pub(super) failures: u16,
    deaths: u16,
    pub(super) is_hopeless: bool,
    hold: Option<Hold>,
    pub(super) turn: Option<Turn>,
}

pub(super) fn rows(records: &[Record], now_us: u64) -> BTreeSet<Row> {
    let newest_epoch = newest_epoch(records);
    let kept = unended(records, &BTreeSet::new());
    let runs = open_runs(&kept);
    let candidates: Vec<_> = runs.iter().flat_map(|run| candidates(run, newest_epoch, now_us)).collect();
    let is_running = |candidate: &Candidate| matches!(candidate.hold, Some(Hold::Running { .. }));
    let is_in_turn = |candidate: &Candidate| candidate.hold.is_none() && has_its_turn(candidate.of, &runs);

    let running_suspects = candidates.iter().filter(|c| is_running(c) && c.deaths > 0).map(|c| c.of.of);
    let waiting_suspects = candidates.iter().filter(|c| is_in_turn(c) && c.deaths > 0).map(|c| c.of.of);
    let suspect = running_suspects.min().or(waiting_suspects.min());
    let is_crowded = candidates.iter().any(|c| is_running(c) && Some(c.of.of) != suspect);

    let is_paused = chats::last_rule(records, |rule| match rule {
        Rule::Paused(is_paused) => Some(is_paused),
        _ => None,
    });
    let providers = Providers::of(records, now_us);
    let mut rows = BTreeSet::new();
    let mut sendable = Vec::new();
    for candidate in &candidates {
        let reason = if let Some(hold) = candidate.hold {
            Some(HeldReason::Step(hold))
        } else if !is_in_turn(candidate) {
            Some(HeldReason::OlderAnswers)
        } else if is_paused == Some(true) && !is_at_once(candidate.of.step) {
            Some(HeldReason::Paused)
        } else if suspect.is_some_and(|suspect| suspect != candidate.of.of || is_crowded) {
            Some(HeldReason::RunsAlone)
        } else {
            None
        };
        match reason {
            Some(reason) => rows.insert(Row::Held(Held { of: candidate.of, reason })),
            None if candidate.turn.is_some() && !candidate.is_hopeless => {
                sendable.push(candidate);
                true
            }
            None => rows.insert(match providers.asked(candidate) {
                Ok(provider) => Row::Due(request(candidate, provider)),
                Err(reason) => Row::Held(Held { of: candidate.of, reason }),
            }),
        };
    }
    rows.extend(paced(sendable, records, now_us));
    rows.extend(chats::reminders(records, now_us));
    rows
}

/// Telling, storing and sending go on whatever else waits.
fn is_at_once(step: Step) -> bool {
    matches!(step, Step::Acknowledge | Step::Store | Step::Send)
}

fn newest_epoch(records: &[Record]) -> u32 {
    let epochs = records.iter().filter_map(|record| match record.event {
        Event::System(SystemFact::EpochOpened { epoch }) => Some(epoch),
        _ => None,
    });
    epochs.max().unwrap_or_default()
}

fn open_runs(records: &[Record]) -> Vec<OpenRun<'_>> {
    let mut runs: BTreeMap<AnswerRun, OpenRun<'_>> = BTreeMap::new();
    for record in records {
        let Event::Answer { learner, of, fact } = &record.event else { continue };
        let received_pos = record.pos;
        let opened = |first, in_flight_max, in_chat, unasked| {
            let facts = Vec::new();
            OpenRun { learner: *learner, of: *of, received_pos, in_flight_max, first, in_chat, unasked, facts }
        };
        let opened = match fact {
            AnswerFact::Received(receipt) | AnswerFact::Replayed(receipt) => {
                let in_chat = receipt.source == Source::Chat;
                Some(opened(Step::Acknowledge, receipt.in_flight_max, in_chat, false))
            }
            AnswerFact::VoiceReceived(_) => Some(opened(Step::Acknowledge, 1, true, false)),
            AnswerFact::MessageRequested(message) => {
                let unasked = matches!(message.wanted, Wanted::Notice { .. } | Wanted::Reminder { .. });
                Some(opened(Step::Send, 0, true, unasked))
            }
            _ => None,
        };
        if let Some(opened) = opened {
            runs.insert(*of, opened);
        } else if let Some(run) = runs.get_mut(of) {
            run.facts.push(fact);
        }
    }
    runs.into_values().collect()
}

/// Telling and storing are never serialised; the rest is for the oldest open answers of the learner.
fn has_its_turn(of: RunStep, runs: &[OpenRun<'_>]) -> bool {
    if matches!(of.step, Step::Acknowledge | Step::Store | Step::Send) {
        return true;
    }
    let is_rival = |run: &&OpenRun<'_>| run.learner == of.learner && run.first == Step::Acknowledge;
    let mut of_learner: Vec<_> = runs.iter().filter(is_rival).collect();
    of_learner.sort_by_key(|run| run.received_pos);
    for (older, run) in of_learner.into_iter().enumerate() {
        if older >= usize::from(run.in_flight_max.max(1)) {
            return false; // whoever is behind one that must wait waits as well
        }
        if run.of == of.of {
            return true;
        }
    }
    false
}

fn candidates(run: &OpenRun<'_>, newest_epoch: u32, now_us: u64) -> Vec<Candidate> {
    let is_done = |step: Step| run.facts.iter().any(|fact| fact.completes() == Some(step));
    let is_unlocked = |step: Step| match step.preconditions() {
        [] => step == run.first,
        before => before.iter().all(|before| is_done(*before)),
    };
    let is_ready = |step: &Step| !is_done(*step) && is_unlocked(*step);
    Step::ALL.into_iter().filter(is_ready).map(|step| candidate(run, step, newest_epoch, now_us)).collect()
}

fn candidate(run: &OpenRun<'_>, step: Step, newest_epoch: u32, now_us: u64) -> Candidate {
    let failed: Vec<_> = run
        .facts
        .iter()
        .filter_map(|fact| match fact {
            AnswerFact::AttemptFailed(failure) if failure.step == step => Some(failure),
            _ => None,
        })
        .collect();
    let started: Vec<_> = run
        .facts
        .iter()
        .filter_map(|fact| match fact {
            AnswerFact::AttemptStarted(start) if start.step == step => Some(start),
            _ => None,
        })
        .collect();
    let unreturned: Vec<_> =
        started.iter().filter(|start| !failed.iter().any(|failure| failure.attempt == start.attempt)).collect();
    let is_alive = |start: &&&&AttemptStarted| now_us < start.lease_until_us && start.epoch >= newest_epoch;
    let leases_us: Vec<_> = unreturned.iter().filter(is_alive).map(|start| start.lease_until_us).collect();
    let retries_us: Vec<_> = failed.iter().map(|failure| failure.retry_at_us).filter(|at_us| now_us < *at_us).collect();

    let few = |count: usize| u16::try_from(count).unwrap_or(u16::MAX);
    let failures = few(failed.len());
    let deaths = few(unreturned.len() - leases_us.len());
    let is_excused = |class| matches!(class, FailureClass::RateLimited | FailureClass::Unavailable);
    let held_against = failed.iter().filter(|failure| !is_excused(failure.class)).count();
    let is_hopeless = failed.iter().any(|f| matches!(f.class, FailureClass::Permanent | FailureClass::Refused))
        || held_against >= usize::from(FAILURES_MAX)
        || failures >= ATTEMPTS_MAX
        || deaths >= DEATHS_MAX;
    let hold = match (mean(&leases_us), mean(&retries_us)) {
        (Some(until_us), _) => Some(Hold::Running { until_us }),
        (None, Some(until_us)) if !is_hopeless => Some(Hold::BackingOff { until_us }),
        (None, _) => None,
    };
    let of = RunStep { learner: run.learner, of: run.of, step };
    let class = match (step, run.unasked) {
        (Step::Acknowledge, _) => 0,
        (_, false) => 1,
        (_, true) => 2,
    };
    let is_sent = matches!(step, Step::Acknowledge | Step::Deliver | Step::Send);
    let turn = (run.in_chat && is_sent).then_some(Turn { class, received_pos: run.received_pos });
    Candidate { of, starts: few(started.len()), failures, deaths, is_hopeless, hold, turn }
}

fn mean(times_us: &[u64]) -> Option<u64> {
    times_us.iter().sum::<u64>().checked_div(times_us.len() as u64)
}

pub(super) fn request(candidate: &Candidate, provider: ProviderId) -> Request {
    let RunStep { learner, of, step } = candidate.of;
    let Candidate { starts, failures, deaths, .. } = *candidate;
    if candidate.is_hopeless {
        Request::GiveUp(GiveUpRequest { learner, of, step, failures, deaths })
    } else {
        Request::Attempt(AttemptRequest { learner, of, step, attempt: starts + 1, provider })
    }
}
