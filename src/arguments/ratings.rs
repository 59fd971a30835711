//! Arguments of `ratings`.

use std::path::PathBuf;

use clap::{Args, Subcommand};

/// Arguments of `ratings`.
#[derive(Debug, Args)]
pub struct RatingsArguments {
    /// What to do
    #[command(subcommand)]
    pub command: RatingsCommand,
}

/// What to do with ratings.
#[derive(Debug, Subcommand)]
pub enum RatingsCommand {
    /// Put ratings by people beside the scores of record, from CSV
    #[command(long_about = RATINGS_IMPORT)]
    Import(RatingsImportArguments),
    /// Print how everybody who scored beside the coach differs from the scores of record
    Agreement,
}

/// What `ratings import --help` says first.
const RATINGS_IMPORT: &str = "Put ratings by people beside the scores of record, from CSV

  rater,answer,rubric,criterion,score,round
  r1,0123456789abcdef,toefl-independent-2019,delivery,3,
  r1,0123456789abcdef,toefl-independent-2019,overall,3.5,

docs/ratings.md says what the columns mean. No score of record changes, and no learner is told. If anything is wrong, \
nothing is taken, unless with --partial: then every sound rating is, and the rest goes to FILE.rejects.csv with its line and \
reason. The same file again adds nothing.

Exit code: 0 if everything was taken or known, 1 if not, 2 for wrong use.";

/// Arguments of `ratings import`.
#[derive(Debug, Args)]
pub struct RatingsImportArguments {
    /// File of ratings, at most 32 MB and 200,000 rows
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// Take what is sound even if something is not
    #[arg(long)]
    pub partial: bool,
}
