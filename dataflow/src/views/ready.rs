//! Which steps could run, were nothing in the way.

use serde::{Deserialize, Serialize};

use super::standing::{RunStep, Standing};
use crate::events::Step;
use crate::graph::Rows;

/// Attempts of one step that may return without a result; then the answer is given up.
pub const FAILURES_MAX: u16 = 4;
/// Attempts of one step that may return without a result, whoever is to blame.
pub const ATTEMPTS_MAX: u16 = 100;
/// Attempts of one step that may die with their process; then the answer is given up.
pub const DEATHS_MAX: u16 = 12;

/// A step whose preconditions are done and which is not done itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Ready {
    /// Which step of which run.
    pub of: RunStep,
    /// The attempt that is next, or that runs now; counted from 1.
    pub attempt: u16,
    /// Attempts that returned without a result.
    pub failures: u16,
    /// Attempts that never returned.
    pub deaths: u16,
    /// Whether no further attempt is to be made.
    pub is_hopeless: bool,
    /// What the step itself has to wait for.
    pub hold: Option<Hold>,
    /// Its turn among all that is to be sent to chats, if it is.
    pub turn: Option<Turn>,
}

/// A place in the queue of what is to be sent to chats; the least is the next.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Turn {
    /// Who speaks must be heard first, what somebody waits for comes next, what nobody asked for last.
    pub class: u8,
    /// The place of the receipt in the log.
    pub received_pos: u64,
}

/// What a ready step has to wait for by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Hold {
    /// An attempt runs, and is believed to be alive until then, in log time.
    Running {
        /// End of its lease.
        until_us: u64,
    },
    /// The last attempt failed; the next may start then, in log time.
    BackingOff {
        /// When the next may start.
        until_us: u64,
    },
}

/// One row per ready step of an open run. Retracted when it is done, or when its run ends.
///
/// A step without preconditions is ready once its answer is received.
pub fn ready<'scope>(standing: Rows<'scope, (RunStep, Standing)>) -> Rows<'scope, Ready> {
    standing.flat_map(|(of, standing)| readiness(of, standing))
}

/// How ready a step is that stands so; none where it is locked or done.
pub fn readiness(of: RunStep, standing: Standing) -> Option<Ready> {
    let is_unlocked = standing.preconditions_met >= preconditions_needed(of.step);
    if !is_unlocked || standing.done > 0 {
        return None;
    }
    let deaths = count(standing.starts - standing.failures - standing.running);
    let failures = count(standing.failures);
    let hold = if standing.running > 0 {
        Some(Hold::Running { until_us: mean(standing.running_until_us, standing.running) })
    } else if standing.backing_off > 0 {
        Some(Hold::BackingOff { until_us: mean(standing.backing_off_until_us, standing.backing_off) })
    } else {
        None
    };
    let is_running = matches!(hold, Some(Hold::Running { .. }));
    let is_hopeless = standing.failures - standing.excused >= i32::from(FAILURES_MAX)
        || failures >= ATTEMPTS_MAX
        || deaths >= DEATHS_MAX
        || standing.permanent_failures > 0;
    Some(Ready {
        of,
        attempt: count(standing.starts) + u16::from(!is_running),
        failures,
        deaths,
        is_hopeless,
        // To give up needs no waiting.
        hold: hold.filter(|hold| matches!(hold, Hold::Running { .. }) || !is_hopeless),
        turn: turn(of.step, standing),
    })
}

fn turn(step: Step, standing: Standing) -> Option<Turn> {
    let class = match step {
        Step::Acknowledge => 0,
        Step::Store | Step::Measure | Step::Transcribe | Step::Assess | Step::Deliver | Step::Send => {
            1 + u8::from(standing.unasked > 0)
        }
    };
    (standing.in_chat > 0).then_some(Turn { class, received_pos: standing.received_pos.cast_unsigned() })
}

fn preconditions_needed(step: Step) -> i32 {
    // The receipt counts for a step that waits for nothing else.
    i32::try_from(step.preconditions().len().max(1)).unwrap_or(i32::MAX)
}

/// When to look again: no earlier than the first of several times, no later than the last.
fn mean(sum_us: i64, times: i32) -> u64 {
    sum_us.checked_div(i64::from(times)).unwrap_or_default().cast_unsigned()
}

fn count(number: i32) -> u16 {
    u16::try_from(number.clamp(0, i32::from(u16::MAX) - 1)).unwrap_or_default()
}
