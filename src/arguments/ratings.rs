//! Arguments of `ratings`.

use std::path::PathBuf;

use clap::{Args, Subcommand, value_parser};
use dataflow::events::Task;

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
    /// Deal recordings to people who rate them blind
    #[command(long_about = RATINGS_LISTS)]
    Lists(RatingsListsArguments),
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
    /// The key of the lists, where people rated blind: the answers in FILE are codes
    #[arg(long, value_name = "KEY.csv")]
    pub key: Option<PathBuf>,
}

/// What `ratings lists --help` says first.
const RATINGS_LISTS: &str = "Deal recordings to people who rate them blind

  speech-coach ratings lists --raters ann,bo,cy --answers 60 --per-answer 2 --out rating
  speech-coach ratings import rating/ann/ratings.csv --key rating/key.csv

writes a folder for each rater: recordings under codes, what to rate them by, and a file to fill in. Nothing in it says who \
spoke, what the coach scored, or who else rates; no two raters have a code in common. key.csv stays with you. Only answers \
whose recording is kept, of learners who agree to research and to their recordings being kept, are dealt: from every fifth \
of the scale alike, as far as there are any. The same numbers deal the same lists. The folder holds voices: delete it when \
the ratings are in.

Exit code: 0 if the lists are there, 1 if not, 2 for wrong use.";

/// Arguments of `ratings lists`.
#[derive(Debug, Args)]
pub struct RatingsListsArguments {
    /// Folder that is made for the lists
    #[arg(long, value_name = "DIR")]
    pub out: PathBuf,
    /// Who rates, 1 to 50: names of a-z, 0-9, - and _, with commas between them; use pseudonyms
    #[arg(long, value_name = "NAMES", value_delimiter = ',', required = true)]
    pub raters: Vec<String>,
    /// How many answers are rated
    #[arg(long, value_name = "N", default_value_t = 60, value_parser = value_parser!(u32).range(1..=10_000))]
    pub answers: u32,
    /// How many people rate each of them
    #[arg(long, value_name = "N", default_value_t = 2, value_parser = value_parser!(u32).range(1..=50))]
    pub per_answer: u32,
    /// Only answers to this task, as `answer --help` names it
    #[arg(long, value_name = "TASK")]
    pub task: Option<Task>,
    /// What chance starts from
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub seed: u64,
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
