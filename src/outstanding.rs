//! What is outstanding, in words: the one place that says why something does not happen right now.

use dataflow::read_model::{Agenda, WaitsFor};
use dataflow::requests::Request;
use dataflow::views::{HeldReason, Hold, RunStep};

/// A ready step and why it is not done.
pub struct Outstanding {
    /// Which step of which run.
    pub of: RunStep,
    /// Why nothing happens right now, as a fragment.
    pub reason: String,
}

/// Everything that is outstanding at a time in microseconds since the Unix epoch.
pub fn outstanding(agenda: &Agenda, now_us: u64, is_engine_running: bool) -> impl Iterator<Item = Outstanding> {
    let due = agenda.due().filter_map(move |request| due(request, is_engine_running));
    let held = agenda.held().map(move |held| {
        let reason = match held.reason {
            HeldReason::Step(Hold::Running { .. }) if !is_engine_running => {
                "was running when its process ended".to_owned()
            }
            HeldReason::Step(Hold::Running { until_us }) => {
                format!("runs; believed alive for {} s", in_s(until_us, now_us))
            }
            HeldReason::Step(Hold::BackingOff { until_us }) => {
                format!("failed; tried again in {} s", in_s(until_us, now_us))
            }
            HeldReason::OlderAnswers => "waits for older answers of the same learner".to_owned(),
            HeldReason::Paused => "waits: the owner has paused all work".to_owned(),
            HeldReason::Paced => "waits for its turn to be sent".to_owned(),
            HeldReason::ProvidersShut { until_us } => {
                format!("waits: no provider works or takes more; asked again in {} s", in_s(until_us, now_us))
            }
            HeldReason::Spent { until_us } => {
                format!("waits: as much as may be was spent today; the day ends in {} s", in_s(until_us, now_us))
            }
            HeldReason::RunsAlone => "waits: an answer that died with its process before runs alone".to_owned(),
        };
        Outstanding { of: held.of, reason }
    });
    due.chain(held)
}

/// What many steps wait for together, as a fragment behind their number.
pub fn waits_for(waits_for: WaitsFor) -> &'static str {
    match waits_for {
        WaitsFor::FreePlace => "could start",
        WaitsFor::GivingUp => "to be given up",
        WaitsFor::Attempt => "started",
        WaitsFor::Retry => "failed, to be tried again",
        WaitsFor::OlderAnswers => "behind older answers of the same learner",
        WaitsFor::Suspect => "behind an answer that runs alone",
        WaitsFor::Owner => "until the owner says to go on",
        WaitsFor::Turn => "for their turn to be sent",
        WaitsFor::Provider => "for a provider that works",
        WaitsFor::Purse => "for the next day: as much as may be was spent on this one",
    }
}

fn due(request: &Request, is_engine_running: bool) -> Option<Outstanding> {
    match request {
        Request::Attempt(wanted) => {
            let (learner, of, step) = (wanted.learner, wanted.of, wanted.step);
            let wait = if is_engine_running { "waits for a free place" } else { "would start now, but no engine runs" };
            Some(Outstanding {
                of: RunStep { learner, of, step },
                reason: format!("attempt {} {wait}", wanted.attempt),
            })
        }
        Request::GiveUp(wanted) => {
            let (learner, of, step) = (wanted.learner, wanted.of, wanted.step);
            let reason = "will be given up: too many attempts failed or died".to_owned();
            Some(Outstanding { of: RunStep { learner, of, step }, reason })
        }
        Request::Remind(_) => None, // becomes a message as soon as an engine runs
    }
}

fn in_s(until_us: u64, now_us: u64) -> u64 {
    until_us.saturating_sub(now_us).div_ceil(1_000_000)
}
