//! What is left to do.

use std::collections::{BTreeMap, BTreeSet};

use super::erased;
use crate::events::{AnswerFact, AnswerRun, AttemptStarted, Event, FailureClass, LearnerId, Record, Step, SystemFact};
use crate::graph::Row;
use crate::requests::{AttemptRequest, GiveUpRequest, Request};
use crate::views::{DEATHS_MAX, FAILURES_MAX, Held, HeldReason, Hold, RunStep};

/// The records that outstanding work depends on: those of runs that have not ended, and of the system.
///
/// A log that was compacted this way, with anything appended to it, has the same outstanding work as the whole one.
pub fn outstanding(records: &[Record]) -> Vec<Record> {
    let erased = erased(records);
    let ended: BTreeSet<AnswerRun> = records
        .iter()
        .filter_map(|record| match &record.event {
            Event::Answer { of, fact, .. } if fact.is_end() => Some(*of),
            Event::Answer { .. } | Event::Learner { .. } | Event::System(_) => None,
        })
        .collect();
    let is_kept = |record: &&Record| match &record.event {
        Event::Answer { learner, of, .. } => !erased.contains(learner) && !ended.contains(of),
        Event::Learner { .. } | Event::System(_) => true,
    };
    records.iter().filter(is_kept).cloned().collect()
}

/// An open run with its facts, in the order of the log.
struct OpenRun<'a> {
    learner: LearnerId,
    of: AnswerRun,
    received_pos: u64,
    in_flight_max: u8,
    facts: Vec<&'a AnswerFact>,
}

/// A step that could go on, were nothing in the way.
#[derive(Clone, Copy)]
struct Candidate {
    of: RunStep,
    starts: u16,
    failures: u16,
    deaths: u16,
    is_hopeless: bool,
    hold: Option<Hold>,
}

pub(super) fn rows(records: &[Record], now_us: u64) -> BTreeSet<Row> {
    let newest_epoch = newest_epoch(records);
    let kept = outstanding(records);
    let runs = open_runs(&kept);
    let candidates: Vec<_> = runs.iter().flat_map(|run| candidates(run, newest_epoch, now_us)).collect();
    let is_running = |candidate: &Candidate| matches!(candidate.hold, Some(Hold::Running { .. }));
    let is_in_turn = |candidate: &Candidate| candidate.hold.is_none() && has_its_turn(candidate.of, &runs);

    let running_suspects = candidates.iter().filter(|c| is_running(c) && c.deaths > 0).map(|c| c.of.of);
    let waiting_suspects = candidates.iter().filter(|c| is_in_turn(c) && c.deaths > 0).map(|c| c.of.of);
    let suspect = running_suspects.min().or(waiting_suspects.min());
    let is_crowded = candidates.iter().any(|c| is_running(c) && Some(c.of.of) != suspect);

    let mut rows = BTreeSet::new();
    for candidate in &candidates {
        let reason = if let Some(hold) = candidate.hold {
            Some(HeldReason::Step(hold))
        } else if !is_in_turn(candidate) {
            Some(HeldReason::OlderAnswers)
        } else if suspect.is_some_and(|suspect| suspect != candidate.of.of || is_crowded) {
            Some(HeldReason::RunsAlone)
        } else {
            None
        };
        rows.insert(match reason {
            Some(reason) => Row::Held(Held { of: candidate.of, reason }),
            None => Row::Due(request(candidate)),
        });
    }
    rows
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
        if let Some(receipt) = fact.receipt() {
            let (received_pos, in_flight_max) = (record.pos, receipt.in_flight_max);
            runs.insert(*of, OpenRun { learner: *learner, of: *of, received_pos, in_flight_max, facts: Vec::new() });
        } else if let Some(run) = runs.get_mut(of) {
            run.facts.push(fact);
        }
    }
    runs.into_values().collect()
}

/// Telling and storing are never serialised; the rest is for the oldest open answers of the learner.
fn has_its_turn(of: RunStep, runs: &[OpenRun<'_>]) -> bool {
    if matches!(of.step, Step::Acknowledge | Step::Store) {
        return true;
    }
    let mut of_learner: Vec<_> = runs.iter().filter(|run| run.learner == of.learner).collect();
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
    let is_ready = |step: &Step| !is_done(*step) && step.preconditions().iter().all(|before| is_done(*before));
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
    let is_hopeless = failed.iter().any(|failure| failure.class == FailureClass::Permanent)
        || failures >= FAILURES_MAX
        || deaths >= DEATHS_MAX;
    let hold = match (mean(&leases_us), mean(&retries_us)) {
        (Some(until_us), _) => Some(Hold::Running { until_us }),
        (None, Some(until_us)) if !is_hopeless => Some(Hold::BackingOff { until_us }),
        (None, _) => None,
    };
    let of = RunStep { learner: run.learner, of: run.of, step };
    Candidate { of, starts: few(started.len()), failures, deaths, is_hopeless, hold }
}

fn mean(times_us: &[u64]) -> Option<u64> {
    times_us.iter().sum::<u64>().checked_div(times_us.len() as u64)
}

fn request(candidate: &Candidate) -> Request {
    let RunStep { learner, of, step } = candidate.of;
    let Candidate { starts, failures, deaths, .. } = *candidate;
    if candidate.is_hopeless {
        Request::GiveUp(GiveUpRequest { learner, of, step, failures, deaths })
    } else {
        Request::Attempt(AttemptRequest { learner, of, step, attempt: starts + 1 })
    }
}
