//! How a step of an open run stands: what is known about it, each fact counted as often as it is known.
//!
//! Facts may come and go in any order, so everything here is a count. A lease or a time to wait that is over is
//! forgotten; what then neither runs nor has returned has died.

use serde::{Deserialize, Serialize};

use super::progress::{News, Urgency};
use crate::events::{AnswerRun, LearnerId, Step};

/// A step of a run: the key of the views of outstanding work.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct RunStep {
    /// Who spoke.
    pub learner: LearnerId,
    /// Which run of which answer.
    pub of: AnswerRun,
    /// Which step.
    pub step: Step,
}

/// What is known about one step.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Standing {
    /// Facts that unlock the step.
    pub preconditions_met: i32,
    /// Results.
    pub done: i32,
    /// Attempts that began.
    pub starts: i32,
    /// Attempts that returned without a result.
    pub failures: i32,
    /// Of these, failures that are not held against the run.
    pub excused: i32,
    /// Of these, failures after which another attempt is pointless.
    pub permanent_failures: i32,
    /// Whether the step sends to a chat.
    pub in_chat: i32,
    /// Of these, where nobody asked for it.
    pub unasked: i32,
    /// Place of the receipt, where the step sends to a chat.
    pub received_pos: i64,
    /// Attempts that have not returned.
    leases: Vec<(Lease, i32)>,
    /// When the step may be tried again after a failure.
    retries_us: Vec<(u64, i32)>,
}

/// What an attempt holds that has not returned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Lease {
    epoch: u32,
    until_us: u64,
}

/// Attempts that run, or failures that are waited for: how many, and when to look again.
///
/// As a rule it is one. Should an attempt outlive its lease and return after the next began, the mean of the times is no
/// earlier than the first and no later than the last.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Pending {
    /// How many.
    pub count: i32,
    /// The mean of their times, in log time.
    pub until_us: u64,
}

/// What one fact says about a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Says {
    /// A fact that unlocks it.
    Met,
    /// It sends to a chat.
    Sends {
        /// Nobody asked for it.
        is_unasked: bool,
        /// Place of the receipt.
        received_pos: u64,
    },
    /// An attempt began.
    Started {
        /// By the process of this epoch.
        epoch: u32,
        /// Believed to be alive until then.
        until_us: u64,
    },
    /// An attempt returned without a result and gives back what is left of its lease.
    Failed {
        /// By the process of this epoch.
        epoch: u32,
        /// The lease that it was started with.
        until_us: u64,
        /// The next may start then.
        retry_at_us: u64,
        /// Whether another attempt is pointless.
        is_permanent: bool,
        /// Whether it is not held against the run.
        is_excused: bool,
    },
    /// It has its result.
    Done,
}

/// Tells what a fact about a run says about its steps.
pub fn tell(news: News, mut tell: impl FnMut(Step, Says)) {
    match news {
        News::Opened { pos, first, urgency, in_flight_max: _ } => {
            tell(first, Says::Met);
            let Some(urgency) = urgency else { return };
            let sends = Says::Sends { is_unasked: urgency == Urgency::InTime, received_pos: pos };
            tell(first, sends);
            if first != Step::Send {
                tell(Step::Deliver, sends);
            }
        }
        News::Started { step, epoch, lease_until_us } => tell(step, Says::Started { epoch, until_us: lease_until_us }),
        News::Failed { step, epoch, lease_until_us, retry_at_us, is_permanent, is_excused } => {
            tell(step, Says::Failed { epoch, until_us: lease_until_us, retry_at_us, is_permanent, is_excused });
        }
        News::Done(step) => {
            tell(step, Says::Done);
            for later in step.successors() {
                tell(later, Says::Met);
            }
        }
        News::Ended => {}
    }
}

impl Says {
    /// When the step has to be looked at again because of this fact, if it has.
    pub fn date_us(self) -> Option<u64> {
        match self {
            Says::Started { until_us, .. } => Some(until_us),
            Says::Failed { retry_at_us, .. } => Some(retry_at_us),
            Says::Met | Says::Sends { .. } | Says::Done => None,
        }
    }
}

impl Standing {
    /// Takes in a fact, or takes it back.
    pub fn note(&mut self, says: Says, diff: i32) {
        match says {
            Says::Met => self.preconditions_met += diff,
            Says::Done => self.done += diff,
            Says::Sends { is_unasked, received_pos } => {
                self.in_chat += diff;
                self.unasked += i32::from(is_unasked) * diff;
                self.received_pos = self.received_pos.wrapping_add(received_pos.cast_signed() * i64::from(diff));
            }
            Says::Started { epoch, until_us } => {
                self.starts += diff;
                count(&mut self.leases, Lease { epoch, until_us }, diff);
            }
            Says::Failed { epoch, until_us, retry_at_us, is_permanent, is_excused } => {
                self.failures += diff;
                self.excused += i32::from(is_excused) * diff;
                self.permanent_failures += i32::from(is_permanent) * diff;
                count(&mut self.leases, Lease { epoch, until_us }, -diff);
                count(&mut self.retries_us, retry_at_us, diff);
            }
        }
    }

    /// Forgets leases and times to wait that are over.
    pub fn forget(&mut self, now_us: u64) {
        self.leases.retain(|(lease, _)| lease.until_us > now_us);
        self.retries_us.retain(|(retry_at_us, _)| *retry_at_us > now_us);
    }

    /// Attempts that are believed to be alive: those of epochs that have not ended.
    pub fn running(&self, has_ended: impl Fn(u32) -> bool) -> Pending {
        let alive = self.leases.iter().filter(|(lease, _)| !has_ended(lease.epoch));
        Pending::of(alive.map(|(lease, count)| (lease.until_us, *count)))
    }

    /// Failures whose time to wait is not over.
    pub fn backing_off(&self) -> Pending {
        Pending::of(self.retries_us.iter().copied())
    }

    /// Whether nothing is known.
    pub fn is_nothing(&self) -> bool {
        *self == Standing::default()
    }
}

impl Pending {
    fn of(times: impl Iterator<Item = (u64, i32)>) -> Self {
        let (mut count, mut sum_us) = (0, 0_i64);
        for (until_us, times) in times {
            count += times;
            sum_us = sum_us.wrapping_add(until_us.cast_signed().wrapping_mul(i64::from(times)));
        }
        Pending { count, until_us: sum_us.checked_div(i64::from(count)).unwrap_or_default().cast_unsigned() }
    }
}

/// Adds to how often something is there; what is there no times is forgotten.
fn count<T: PartialEq>(counts: &mut Vec<(T, i32)>, what: T, diff: i32) {
    match counts.iter_mut().find(|(known, _)| *known == what) {
        Some((_, count)) => *count += diff,
        None => counts.push((what, diff)),
    }
    counts.retain(|(_, count)| *count != 0);
}
