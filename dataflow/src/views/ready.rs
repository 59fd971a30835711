//! Which steps could run, were nothing in the way: decisions on how they stand.

use serde::{Deserialize, Serialize};

use super::standing::{RunStep, Standing};
use crate::events::Step;

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

/// How ready a step is that stands so; none where it is locked or done. Epochs that have ended run nothing.
///
/// A step without preconditions is ready once its answer is received.
pub fn readiness(of: RunStep, standing: &Standing, has_ended: impl Fn(u32) -> bool) -> Option<Ready> {
    let is_unlocked = standing.preconditions_met >= preconditions_needed(of.step);
    if !is_unlocked || standing.done > 0 {
        return None;
    }
    let running = standing.running(has_ended);
    let backing_off = standing.backing_off();
    let deaths = count(standing.starts - standing.failures - running.count);
    let failures = count(standing.failures);
    let hold = if running.count > 0 {
        Some(Hold::Running { until_us: running.until_us })
    } else if backing_off.count > 0 {
        Some(Hold::BackingOff { until_us: backing_off.until_us })
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

impl Ready {
    /// Whether an attempt runs.
    pub fn is_running(&self) -> bool {
        self.hold.is_some_and(|hold| matches!(hold, Hold::Running { .. }))
    }

    /// Whether it can be asked of several providers.
    pub fn is_asked(&self) -> bool {
        self.of.step.is_asked() && !self.is_hopeless
    }

    /// Whether it goes out to a chat. To give up sends nothing.
    pub fn sends(&self) -> bool {
        self.turn.is_some() && !self.is_hopeless
    }
}

fn turn(step: Step, standing: &Standing) -> Option<Turn> {
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

fn count(number: i32) -> u16 {
    u16::try_from(number.clamp(0, i32::from(u16::MAX) - 1)).unwrap_or_default()
}
