//! The command's arguments. What is wrong here ends with exit code 2 and says what would be right.

mod calibrate;
mod erase;
mod prompts;
mod providers;
mod ratings;
mod release;
mod simulate;
mod study;

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};
use dataflow::events::{Purpose, Task};

use self::calibrate::CALIBRATE;
pub use self::calibrate::CalibrateArguments;
use self::erase::ERASE;
pub use self::erase::EraseArguments;
pub use self::prompts::{PromptsArguments, PromptsCommand, PromptsImportArguments};
pub use self::providers::ProviderArguments;
pub use self::ratings::{
    RatingsArguments, RatingsCommand, RatingsImportArguments, RatingsListsArguments, RatingsRepeatArguments,
};
use self::release::EXPORT;
pub use self::release::{
    ExportArguments, Included, ReleaseArguments, ReleaseCommand, ReleaseFormat, ReleaseVerifyArguments,
};
use self::simulate::SIMULATE;
pub use self::simulate::SimulateArguments;
pub use self::study::{StudyArguments, StudyCommand, StudyCreateArguments, StudyLinkArguments, StudyNameArguments};
use crate::commands::growth::{Moment, moment};

/// A coach for spoken English: a voice note in, a transcript, measures and a score with its evidence out.
///
/// Everything runs on this machine, without keys, unless servers are named. Answers, what was found out about them and all
/// that is left to do lie
/// in one data folder; a command that was interrupted goes on when it is called again.
#[derive(Debug, Parser)]
#[command(name = "speech-coach", version, max_term_width = 100, arg_required_else_help = true)]
pub struct Arguments {
    /// Folder of the embedded log and of the documents beside it [default: the platform's data folder]
    #[arg(long, global = true, value_name = "DIR")]
    pub data: Option<PathBuf>,
    /// Print one JSON value per line instead of text
    #[arg(long, global = true)]
    pub json: bool,
    /// What to do
    #[command(subcommand)]
    pub command: Command,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Put the sample voice notes through the whole system, and see what comes out
    Demo(DemoArguments),
    /// Get feedback on voice files: OGG/Opus as Telegram sends it, WAV, FLAC, MP3, M4A
    Answer(AnswerArguments),
    /// Write a release: what is known of learners who agree to research, as a data set to cite
    #[command(long_about = EXPORT)]
    Export(ExportArguments),
    /// Check a release
    Release(ReleaseArguments),
    /// Put facts from JSON Lines or Parquet files into the log: research data, back-fill, load
    #[command(long_about = REPLAY)]
    Replay(ReplayArguments),
    /// Run the Telegram bot: receive, work, answer, until it is stopped
    #[command(long_about = SERVE)]
    Serve(ServeArguments),
    /// Talk to the bot in the terminal, without Telegram and without a token
    #[command(long_about = CHAT)]
    Chat(ChatArguments),
    /// Show what is outstanding and why nothing happens right now, how long work takes, what failed and was spent
    Status,
    /// Show how one learner is doing: practice, fluency, trend, bests, words
    Learner(LearnerArguments),
    /// Show how each prompt was answered in the last 28 days, and how hard it is whoever answered
    Prompts(PromptsArguments),
    /// Show who practises, who comes back, and how scores are spread
    Cohorts(AsOfArguments),
    /// Compare a judge's scores with those of people: correlations, kappa, differences, by criterion and group
    #[command(long_about = CALIBRATE)]
    Calibrate(CalibrateArguments),
    /// Ratings by people: take them in, and see how they differ from the coach
    Ratings(RatingsArguments),
    /// Erase everything about a learner, and say what that was
    #[command(long_about = ERASE)]
    Erase(EraseArguments),
    /// Create and show studies: what is compared, who takes part, the link to join
    Study(StudyArguments),
    /// Make up a cohort of learners with known effects, to try analyses on
    #[command(long_about = SIMULATE)]
    Simulate(SimulateArguments),
    /// Check weights, disk, log and libraries
    Doctor,
    /// Print the graph in the language of Graphviz (drawn by `make graph`)
    #[command(hide = true)]
    Graph,
    /// Convert the recogniser's weights to what whisper.cpp reads (done by `make setup`)
    #[command(hide = true)]
    Weights(WeightsArguments),
}

/// Arguments of `demo`.
#[derive(Debug, Args)]
pub struct DemoArguments {
    /// Folder of the sample voice notes and their `samples.json` [default: `samples`, here or beside the program]
    #[arg(long, value_name = "DIR")]
    pub samples: Option<PathBuf>,
    /// Where the release of the demo's data goes
    #[arg(long, value_name = "DIR", default_value = "target/demo/export")]
    pub out: PathBuf,
}

/// Arguments of `answer`.
#[derive(Debug, Args)]
pub struct AnswerArguments {
    /// Voice files, at most 20 MB and 15 min each
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<PathBuf>,
    /// What was asked: toefl-independent, toefl-interview, listen-repeat, ielts-part2, interview-architecture,
    /// interview-backend, interview-frontend, interview-algorithms or interview-behavioural
    #[arg(long, default_value_t = Task::ToeflIndependent)]
    pub task: Task,
    /// The question that was answered, or the sentence that was repeated; at most 2,000 characters
    #[arg(long, value_name = "TEXT", value_parser = prompt)]
    pub prompt: Option<String>,
    /// Who speaks
    #[arg(long, value_name = "NAME", default_value = "me")]
    pub learner: String,
    /// What the learner agrees to: `research` lets words and transcripts leave in exports, `audio-retention` recordings
    /// too, where both are agreed to
    #[arg(long, value_name = "PURPOSE", value_parser = purpose)]
    pub consent: Option<Purpose>,
    /// Do answers again that were given up
    #[arg(long)]
    pub again: bool,
    /// Who recognises, judges and speaks
    #[command(flatten)]
    pub providers: ProviderArguments,
}

/// Arguments of `chat`.
#[derive(Debug, Args)]
pub struct ChatArguments {
    /// Who recognises, judges and speaks
    #[command(flatten)]
    pub providers: ProviderArguments,
}

/// Arguments of `learner`.
#[derive(Debug, Args)]
pub struct LearnerArguments {
    /// The name that `answer --learner` was given, or an id of 16 hex digits
    #[arg(value_name = "NAME")]
    pub name: String,
    /// As of an earlier moment, with what was known then: 2026-11-22T10:00:00Z, or a day, which means its end in UTC
    #[arg(long, value_name = "TIME", value_parser = moment)]
    pub as_of: Option<Moment>,
}

/// Arguments of commands about everyone.
#[derive(Debug, Args)]
pub struct AsOfArguments {
    /// As of an earlier moment, with what was known then: 2026-11-22T10:00:00Z, or a day, which means its end in UTC
    #[arg(long, value_name = "TIME", value_parser = moment)]
    pub as_of: Option<Moment>,
}

/// What `replay --help` says first.
const REPLAY: &str = "Put facts from JSON Lines or Parquet files into the log: research data, back-fill, load

The keys and columns are described in docs/facts-file.md. Facts that the log holds already are counted and change \
nothing. Facts keep the file's at_us where it is later than the log's last time, else they get the present time, and the \
command says how many. Rows that are no facts go to a file, with line and reason. A call that was killed goes on where it \
was when it is called again. An engine may run beside it.

Exit code: 0 if every row was taken, 1 if any was rejected or a file cannot be read, 2 for wrong use.";

/// Arguments of `replay`.
#[derive(Debug, Args)]
pub struct ReplayArguments {
    /// Files of facts, loaded one after another; the content says which format
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<PathBuf>,
    /// Where rejected rows go, for a single FILE; written anew [default: FILE.rejects.jsonl]
    #[arg(long, value_name = "FILE")]
    pub rejects: Option<PathBuf>,
}

/// What `serve --help` says first.
const SERVE: &str = "Run the Telegram bot: receive, work, answer, until it is stopped

Ask @BotFather for a bot and put its token into a file that only you can read. Without --webhook the bot asks Telegram for \
news (long polling), which needs no address of your own. With --webhook ADDRESS:PORT it listens there for Telegram, behind a \
proxy that speaks HTTPS; --webhook-url is the address that Telegram calls, and ends with /telegram.

Everything that arrives is durable before Telegram is told so. Stop it as you like: it goes on where it was.";

/// What `chat --help` says first.
const CHAT: &str = "Talk to the bot in the terminal, without Telegram and without a token

It is the bot that `serve` runs, with the terminal in the place of Telegram: the same messages, buttons and cards, for one \
person, who is also its owner. Everything stays on this machine unless servers are named, in a folder of its own [default: `chat` in the platform's \
data folder]; `learner telegram:1 --data DIR` and `export --data DIR` read it like any other.

  /start, /practice, /help   are said to the bot, like every other line
  /voice FILE                sends a voice note: OGG/Opus, WAV, FLAC, MP3 or M4A
  2                          presses the second button of the last message that has buttons
  Try again                  presses the newest button that says so
  # …                        is a remark, and left out

Pictures, voice notes and files of the bot are written to DIR/sent. Without a terminal on stdin each line is answered before \
the next is read, so a script can be piped in. At the end of the input, what was begun is finished; Ctrl-C leaves it to the \
next call.

Exit code: 0 if every line meant something and was answered, 1 if not, 2 for wrong use.";

/// Arguments of `serve`.
#[derive(Debug, Args)]
pub struct ServeArguments {
    /// File with the bot's token
    #[arg(long, value_name = "FILE")]
    pub telegram_token_file: PathBuf,
    /// Address of the Bot API server, for one of your own
    #[arg(long, value_name = "URL", default_value = "https://api.telegram.org")]
    pub telegram_api: String,
    /// Listen here for Telegram, instead of asking it
    #[arg(long, value_name = "ADDRESS:PORT", requires = "webhook_secret_file")]
    pub webhook: Option<std::net::SocketAddr>,
    /// File with the secret that Telegram sends along: 1 to 256 of A-Z a-z 0-9 _ -
    #[arg(long, value_name = "FILE", requires = "webhook")]
    pub webhook_secret_file: Option<PathBuf>,
    /// Tell Telegram to call this address
    #[arg(long, value_name = "URL", requires = "webhook")]
    pub webhook_url: Option<String>,
    /// Number of a Telegram user whose /admin commands count; may be given several times
    #[arg(long, value_name = "USER_ID")]
    pub owner: Vec<u64>,
    /// Messages a second over all chats; 0 for no limit, for a server of your own that has none
    #[arg(long, value_name = "N")]
    pub messages_per_second: Option<u16>,
    /// Who recognises, judges and speaks
    #[command(flatten)]
    pub providers: ProviderArguments,
}

/// Arguments of `weights`.
#[derive(Debug, Args)]
pub struct WeightsArguments {
    /// Folder with the CTranslate2 model: model.bin and vocabulary.txt
    #[arg(value_name = "DIR")]
    pub from: PathBuf,
}

/// Longest prompt, in characters.
const PROMPT_CHARS_MAX: usize = 2_000;

fn prompt(text: &str) -> Result<String, String> {
    let text = text.trim();
    let chars = text.chars().count();
    if chars == 0 {
        return Err("prompt is empty; leave --prompt out if there is none".to_owned());
    }
    if chars > PROMPT_CHARS_MAX {
        return Err(format!("prompt has {chars} characters, limit is {PROMPT_CHARS_MAX}"));
    }
    Ok(text.to_owned())
}

fn purpose(name: &str) -> Result<Purpose, String> {
    match name {
        "research" => Ok(Purpose::Research),
        "audio-retention" => Ok(Purpose::AudioRetention),
        _ => Err("the purposes are: research, audio-retention".to_owned()),
    }
}
