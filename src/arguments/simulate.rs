//! Arguments of `simulate`.

use clap::Args;
use clap::value_parser;

use crate::simulation::{LEARNERS, WEEKS};

/// What `simulate --help` says first.
pub(super) const SIMULATE: &str = "Make up a cohort of learners with known effects, to try analyses on

Nobody speaks: learners, answers, words and ratings come from a model that docs/simulation.md describes, go through the log \
as facts of weeks in 2025, and are measured by the graph. What is true is written into truth.json of the data folder, \
which must be new and is named with --data. The same numbers give the same facts; a call that was interrupted goes on \
when it is repeated.

  speech-coach simulate --learners 500 --weeks 12 --seed 1 --data simulated
  speech-coach export --data simulated --out simulated/releases

Exit code: 0 if all facts are in the log, 1 if not, 2 for wrong use.";

/// Arguments of `simulate`.
#[derive(Debug, Args)]
pub struct SimulateArguments {
    /// Learners who join: 20 to 5,000
    #[arg(long, value_name = "N", default_value_t = 500, value_parser = value_parser!(u32).range(i64::from(LEARNERS[0])..=i64::from(LEARNERS[1])))]
    pub learners: u32,
    /// Weeks of practice: 2 to 12, for which the prompts last
    #[arg(long, value_name = "N", default_value_t = 12, value_parser = value_parser!(u32).range(i64::from(WEEKS[0])..=i64::from(WEEKS[1])))]
    pub weeks: u32,
    /// What chance starts from
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub seed: u64,
}
