//! Arguments of `ratings`.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::providers::ProviderArguments;

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
    /// Have a judge score answers of the log again, and print how far its own scores lie apart
    #[command(long_about = RATINGS_REPEAT)]
    Repeat(RatingsRepeatArguments),
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

/// What `ratings repeat --help` says first.
const RATINGS_REPEAT: &str = "Have a judge score answers of the log again, and print how far its own scores lie apart

The newest delivered answers are judged anew, past what is kept of paid calls. How many judgements that is and what they will \
cost is said first; a judge that costs something is asked only with --yes. Scores are printed and go nowhere; what the calls \
cost is in the log. docs/ratings.md says what the figures mean.

Exit code: 0 if an answer was judged as often as was asked, 1 if not, 2 for wrong use.";

/// Arguments of `ratings repeat`.
#[derive(Debug, Args)]
pub struct RatingsRepeatArguments {
    /// How often each answer is judged
    #[arg(long, value_name = "N", default_value_t = 5, value_parser = clap::value_parser!(u8).range(2..=20))]
    pub times: u8,
    /// How many answers, the newest first
    #[arg(long, value_name = "N", default_value_t = 20, value_parser = clap::value_parser!(u16).range(1..=500))]
    pub answers: u16,
    /// Who judges, by the name in the configuration [default: whoever is asked first]
    #[arg(long, value_name = "NAME")]
    pub provider: Option<String>,
    /// The most that may be spent, in hundredths of a US dollar
    #[arg(long, value_name = "CENTS", default_value_t = 100)]
    pub us_cents_max: u32,
    /// Pay for it
    #[arg(long)]
    pub yes: bool,
    /// Whom to ask
    #[command(flatten)]
    pub providers: ProviderArguments,
}
