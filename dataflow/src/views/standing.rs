//! How each step of each open run stands.

use differential_dataflow::AsCollection;
use differential_dataflow::difference::{Abelian, IsZero, Monoid, Semigroup};
use differential_dataflow::operators::CountTotal;
use serde::{Deserialize, Serialize};
use timely::dataflow::operators::vec::Map;

use super::progress::{News, Progress, Urgency};
use crate::events::{AnswerRun, Event, LearnerId, Record, Step, SystemFact};
use crate::graph::Rows;
use crate::operators::{FOREVER, until};
use crate::records::Records;

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

/// What is known about one step, as sums: this is the difference of the arrangement.
///
/// The two times are sums as well. As a rule one attempt of a step runs or one failure backs off, and the sum is that
/// one's time; should an attempt outlive its lease and return after the next began, the mean still says when to look.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
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
    /// Attempts believed to be alive.
    pub running: i32,
    /// Sum of their leases, in log time.
    pub running_until_us: i64,
    /// Failures whose time to wait is not over.
    pub backing_off: i32,
    /// Sum of the times of their retries, in log time.
    pub backing_off_until_us: i64,
    /// Whether the step sends to a chat.
    pub in_chat: i32,
    /// Of these, where nobody asked for it.
    pub unasked: i32,
    /// Place of the receipt, where the step sends to a chat.
    pub received_pos: i64,
}

/// One row per step of an open run about which anything is known.
///
/// Retracted when the run ends or its learner is erased. An attempt stops counting as running when it fails, when its
/// lease is over, or when a newer epoch opens; what then neither runs nor has returned has died.
pub fn standing<'scope>(
    progress: Rows<'scope, Progress>,
    records: &Records<'scope>,
) -> Rows<'scope, (RunStep, Standing)> {
    let ended_epochs = records.facts(ended_epoch);
    let lost_leases = lost_leases(progress.clone(), ended_epochs);

    let known = in_difference(progress, |progress| contributions(&progress));
    let lost = in_difference(lost_leases, |lease| [lease.taken_back()]);
    until(known.concat(lost), "leases and retries").arrange_by_self_named("standing").count_total()
}

/// What one fact adds to the standing of a step, and until when.
struct Contribution {
    of: RunStep,
    leaves_at: u64,
    adds: Standing,
}

/// The lease of an attempt that has not returned.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
struct Lease {
    of: RunStep,
    until_us: u64,
}

impl Lease {
    fn taken_back(self) -> Contribution {
        Contribution { of: self.of, leaves_at: self.until_us, adds: Standing::running_until(self.until_us).times(-1) }
    }
}

/// Leases that are held by no living process: one row per attempt that a newer epoch has ended.
fn lost_leases<'scope>(progress: Rows<'scope, Progress>, ended_epochs: Rows<'scope, u32>) -> Rows<'scope, Lease> {
    let lease_by_epoch =
        in_difference(progress, |progress| unreturned(&progress)).arrange_by_key_named("lease_by_epoch");
    let ended_by_epoch = ended_epochs.map(|epoch| (epoch, ())).arrange_by_key_named("ended_by_epoch");
    lease_by_epoch.join_core(ended_by_epoch, |_epoch, lease, ()| [*lease])
}

/// Epochs are dense, so the opening of one ends exactly the one before it.
fn ended_epoch(record: &Record) -> Option<u32> {
    match record.event {
        Event::System(SystemFact::EpochOpened { epoch }) => epoch.checked_sub(1),
        Event::Answer { .. } | Event::Learner { .. } | Event::System(_) => None,
    }
}

/// What a fact says about attempts that have not returned: its lease by epoch, and whether it begins or ends it.
struct Unreturned((u32, Lease), isize);

fn unreturned(progress: &Progress) -> Option<Unreturned> {
    let lease = |step, until_us| Lease { of: progress.step(step), until_us };
    match progress.news {
        News::Started { step, epoch, lease_until_us } => Some(Unreturned((epoch, lease(step, lease_until_us)), 1)),
        News::Failed { step, epoch, lease_until_us, .. } => Some(Unreturned((epoch, lease(step, lease_until_us)), -1)),
        News::Opened { .. } | News::Done(_) | News::Ended => None,
    }
}

/// What one fact adds to the standings of steps.
///
/// A failure takes back what is left of its attempt's lease.
fn contributions(progress: &Progress) -> Vec<Contribution> {
    let nothing = Standing::default();
    let adds = |step, leaves_at, adds| Contribution { of: progress.step(step), leaves_at, adds };
    let met = |step| adds(step, FOREVER, Standing { preconditions_met: 1, ..nothing });
    match progress.news {
        News::Opened { pos, first, urgency, in_flight_max: _ } => {
            let mut known = vec![met(first)];
            if let Some(urgency) = urgency {
                let (in_chat, received_pos) = (1, pos.cast_signed());
                let sends =
                    Standing { in_chat, unasked: i32::from(urgency == Urgency::InTime), received_pos, ..nothing };
                let last = if first == Step::Send { None } else { Some(Step::Deliver) };
                known.extend([Some(first), last].into_iter().flatten().map(|step| adds(step, FOREVER, sends)));
            }
            known
        }
        News::Started { step, lease_until_us, .. } => vec![
            adds(step, FOREVER, Standing { starts: 1, ..nothing }),
            adds(step, lease_until_us, Standing::running_until(lease_until_us)),
        ],
        News::Failed { step, lease_until_us, retry_at_us, is_permanent, is_excused, .. } => vec![
            adds(
                step,
                FOREVER,
                Standing {
                    failures: 1,
                    excused: i32::from(is_excused),
                    permanent_failures: i32::from(is_permanent),
                    ..nothing
                },
            ),
            adds(step, lease_until_us, Standing::running_until(lease_until_us).times(-1)),
            adds(
                step,
                retry_at_us,
                Standing { backing_off: 1, backing_off_until_us: retry_at_us.cast_signed(), ..nothing },
            ),
        ],
        News::Done(step) => {
            let mut known = vec![adds(step, FOREVER, Standing { done: 1, ..nothing })];
            known.extend(step.successors().map(met));
            known
        }
        News::Ended => Vec::new(),
    }
}

/// Something that goes into the difference: a row and what it counts for.
trait Counted {
    type Row;
    type Diff;
    /// The row, and its difference times the multiplicity of what it came from.
    fn counted(self, diff: isize) -> (Self::Row, Self::Diff);
}

impl Counted for Contribution {
    type Row = (RunStep, u64);
    type Diff = Standing;

    fn counted(self, diff: isize) -> (Self::Row, Standing) {
        ((self.of, self.leaves_at), self.adds.times(i64::try_from(diff).unwrap_or_default()))
    }
}

impl Counted for Unreturned {
    type Row = (u32, Lease);
    type Diff = isize;

    fn counted(self, diff: isize) -> (Self::Row, isize) {
        (self.0, self.1 * diff)
    }
}

/// Each row as rows with a difference of their own.
fn in_difference<'scope, D, C, I>(
    rows: Rows<'scope, D>,
    counted: impl Fn(D) -> I + 'static,
) -> differential_dataflow::VecCollection<'scope, u64, C::Row, C::Diff>
where
    D: Clone + 'static,
    C: Counted<Row: Clone + 'static, Diff: Semigroup + 'static>,
    I: IntoIterator<Item = C>,
    I::IntoIter: 'static,
{
    rows.inner
        .flat_map(move |(row, time, diff)| {
            counted(row).into_iter().map(move |counted| {
                let (row, diff) = counted.counted(diff);
                (row, time, diff)
            })
        })
        .as_collection()
}

impl Progress {
    fn step(&self, step: Step) -> RunStep {
        RunStep { learner: self.learner, of: self.of, step }
    }
}

impl Standing {
    fn running_until(until_us: u64) -> Self {
        Standing { running: 1, running_until_us: until_us.cast_signed(), ..Standing::default() }
    }

    fn times(self, count: i64) -> Self {
        let few = i32::try_from(count).unwrap_or_default();
        Standing {
            preconditions_met: self.preconditions_met * few,
            done: self.done * few,
            starts: self.starts * few,
            failures: self.failures * few,
            excused: self.excused * few,
            permanent_failures: self.permanent_failures * few,
            running: self.running * few,
            running_until_us: self.running_until_us * count,
            backing_off: self.backing_off * few,
            backing_off_until_us: self.backing_off_until_us * count,
            in_chat: self.in_chat * few,
            unasked: self.unasked * few,
            received_pos: self.received_pos * count,
        }
    }
}

impl IsZero for Standing {
    fn is_zero(&self) -> bool {
        *self == Standing::default()
    }
}

impl Semigroup for Standing {
    fn plus_equals(&mut self, other: &Self) {
        self.preconditions_met += other.preconditions_met;
        self.done += other.done;
        self.starts += other.starts;
        self.failures += other.failures;
        self.excused += other.excused;
        self.permanent_failures += other.permanent_failures;
        self.running += other.running;
        self.running_until_us = self.running_until_us.wrapping_add(other.running_until_us);
        self.backing_off += other.backing_off;
        self.backing_off_until_us = self.backing_off_until_us.wrapping_add(other.backing_off_until_us);
        self.in_chat += other.in_chat;
        self.unasked += other.unasked;
        self.received_pos = self.received_pos.wrapping_add(other.received_pos);
    }
}

impl Monoid for Standing {
    fn zero() -> Self {
        Standing::default()
    }
}

impl Abelian for Standing {
    fn negate(&mut self) {
        *self = self.times(-1);
    }
}
