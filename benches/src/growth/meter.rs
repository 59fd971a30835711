//! What one run costs, and what it says of itself.

use std::collections::BTreeMap;
use std::time::Instant;

use dataflow::engine::Closed;
use serde::{Deserialize, Serialize};

use super::digest::Digests;
use crate::machine::{cpu_s, resident_mb};

/// What a run says of itself.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct Outcome {
    pub(crate) facts: u64,
    pub(crate) wall_s: f64,
    /// Processor time of all threads.
    pub(crate) cpu_s: f64,
    /// Memory that was held after the run more than before it.
    pub(crate) grown_mb: f64,
    /// Of every view that it keeps.
    pub(crate) digests: Digests,
    /// Whatever else was measured, by name.
    #[serde(default)]
    pub(crate) also: BTreeMap<String, f64>,
}

impl Outcome {
    /// Facts in a second of processor time.
    pub(crate) fn facts_per_cpu_s(&self) -> f64 {
        self.facts as f64 / self.cpu_s
    }

    /// What else was measured.
    pub(crate) fn also(&self, name: &str) -> f64 {
        self.also.get(name).copied().unwrap_or(f64::NAN)
    }
}

/// A run that has begun.
pub(crate) struct Meter {
    began: Instant,
    cpu_s: f64,
    resident_mb: f64,
}

impl Meter {
    pub(crate) fn start() -> anyhow::Result<Self> {
        let resident_mb = resident_mb()?;
        Ok(Meter { began: Instant::now(), cpu_s: cpu_s(), resident_mb })
    }

    /// What the run has cost so far.
    pub(crate) fn read(&self, facts: u64) -> anyhow::Result<Outcome> {
        let (wall_s, cpu_s) = (self.began.elapsed().as_secs_f64(), cpu_s() - self.cpu_s);
        Ok(Outcome { facts, wall_s, cpu_s, grown_mb: resident_mb()? - self.resident_mb, ..Outcome::default() })
    }
}

/// Records of all rounds.
pub(crate) fn count(rounds: &[Closed]) -> u64 {
    rounds.iter().map(|round| round.records.len() as u64).sum()
}
